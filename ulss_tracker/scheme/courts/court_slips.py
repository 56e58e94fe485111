"""Misspelt places in a text: words that are near to a name, where a name may well stand."""

from collections.abc import Iterator

from ulss_tracker.scheme.courts.court_binding import Mention
from ulss_tracker.scheme.courts.court_index import (
    CourtIndex,
    has_no_other_letter,
    in_common,
    together,
)
from ulss_tracker.scheme.courts.court_table import CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import Words

# A short name with a slip is only sure where the text also says that it is the Crown Court.
_SURE_ALONE_FROM = 7
_CLEAR_FROM = 6


class SlipFinder:
    """Finds misspelt places, against one list of courts."""

    def __init__(self, index: CourtIndex, words: CourtWords) -> None:
        self._index = index
        self._words = words

    def misspelt(
        self,
        text: Words,
        open_words: list[int],
        places: list[Mention],
        kinds: list[Mention],
        rest: list[int],
    ) -> Iterator[Mention]:
        """The words we do not know, where they stand beside a court or for the whole text."""
        if not rest:
            return
        span = sorted([n for mention in places for n in range(mention.start, mention.end)] + rest)
        for whole in (open_words, [n for n in span if text.words[n] not in self._words.plain]):
            found = self._like(text, whole, bool(said_crown(kinds)))
            if found is not None and not _contradicts(found, places):
                yield found
                return
        if not said_crown(kinds):
            found = self._like(text, rest, False)
            if found is not None and any(_tells_more(found, mention) for mention in places):
                yield found
        for kind in said_crown(kinds):
            for run in _beside(text, kind, set(rest), self._words.plain):
                found = next((each for part in run if (each := self._like(text, part, True))), None)
                if found is not None:
                    yield found
                    break

    def _like(self, text: Words, part: list[int], beside: bool) -> Mention | None:
        """The place that these words misspell."""
        key = " ".join(text.words[n] for n in part)
        names = self._index.like(key, beside_court=beside)
        if not names:
            return None
        named = [self._index.places[name] for name in names]
        courts = together(named)
        is_clear = beside or len(key) >= _SURE_ALONE_FROM or _is_clear_alone(key, names)
        doubted = bool(courts) and (() in named or not is_clear)
        return Mention(part[0], part[-1] + 1, None, courts, is_guess=doubted)


def said_crown(kinds: list[Mention]) -> list[Mention]:
    """The mentions that say it is the Crown Court."""
    return [mention for mention in kinds if mention.kind is CourtKind.CROWN_COURT]


def _contradicts(guess: Mention, places: list[Mention]) -> bool:
    """True for a guess at another court than one that is named to the letter."""
    named = [mention for mention in places if mention.courts and not mention.is_area]
    return bool(guess.courts and named) and not any(
        _tells_more(guess, mention) for mention in named
    )


def _tells_more(one: Mention, other: Mention) -> bool:
    """True for two places of one court: "minshul street, manchester"."""
    return bool(in_common([one.courts or (), other.courts or ()]))


def _is_clear_alone(said: str, names: tuple[str, ...]) -> bool:
    """ "Cardif" is Cardiff by itself; "Lewis" may be anybody, and so may "Yorke"."""
    return all(
        max(len(name), len(said)) >= _CLEAR_FROM and has_no_other_letter(said, name)
        for name in names
    )


def _beside(
    text: Words, kind: Mention, unknown: set[int], plain: frozenset[str]
) -> Iterator[list[list[int]]]:
    """The unknown words just before a kind of court and just after it: longest part first."""
    before: list[int] = []
    for n in range(kind.start - 1, -1, -1):
        if n in unknown:
            before.insert(0, n)
        elif text.words[n] not in plain:
            break
    after: list[int] = []
    for n in range(kind.end, len(text.words)):
        if n in unknown:
            after.append(n)
        elif text.words[n] not in plain:
            break
    yield [before[n:] for n in range(len(before))]
    yield [after[:n] for n in range(len(after), 0, -1)]
