"""The courts that a text mentions: places, kinds of court, and which belong together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from ulss_tracker.scheme.courts.court_binding import Mention, bind
from ulss_tracker.scheme.courts.court_index import CourtIndex, in_common
from ulss_tracker.scheme.courts.court_slips import SlipFinder, said_crown
from ulss_tracker.scheme.courts.court_table import CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import Phrases, Words

_LIKE_MAGISTRATES = 0.8
# Cues that tell people and things from courts: their words may be names.
_NO_FILLER = ("thing_before", "thing_after", "also_words")


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a text mentions, in order, and the words that say nothing we know."""

    found: tuple[Mention, ...]
    rest: tuple[int, ...]


class MentionFinder:
    """Finds what texts mention, against one list of courts."""

    def __init__(self, index: CourtIndex, words: CourtWords) -> None:
        self._index = index
        self._words = words
        self._slips = SlipFinder(index, words)
        said = {phrase: kind for kind, phrases in words.said.items() for phrase in phrases}
        self._phrases = Phrases(said | dict.fromkeys(words.crown, CourtKind.CROWN_COURT))
        counties = {word for county in words.counties for word in county.split()}
        cues = {
            word
            for name, phrases in words.cues.items()
            if name not in _NO_FILLER
            for phrase in phrases
            for word in phrase.split()
        }
        buildings = {word for phrase in words.building for word in phrase.split()}
        self._before = frozenset(words.cues["thing_before"])
        self._after = frozenset(words.cues["thing_after"])
        self._empty = words.filler | counties | cues | buildings

    def find(self, text: Words) -> Mentions:
        """Everything that the text mentions."""
        kinds = _without_youths(list(self._kinds(text)))
        taken = {n for mention in kinds for n in range(mention.start, mention.end)}
        open_words = [
            n
            for n, word in enumerate(text.words)
            if n not in taken and word not in self._words.plain
        ]
        places = self._beside_landmarks(text, kinds, list(self._places(text, open_words)))
        rest = self._rest(text, open_words, places)
        misspelt = list(self._slips.misspelt(text, open_words, places, kinds, rest))
        if misspelt:
            places = sorted(
                [mention for mention in places if not _overlaps(mention, misspelt)] + misspelt,
                key=lambda mention: mention.start,
            )
            rest = self._rest(text, open_words, places)
        bound = bind(text, kinds, _narrowed(text, places, self._words.plain), self._words)
        return Mentions(tuple(bound), tuple(rest))

    def _rest(self, text: Words, open_words: list[int], places: list[Mention]) -> list[int]:
        """The words that no mention covers and that we do not know."""
        covered = {n for mention in places for n in range(mention.start, mention.end)}
        rest: list[int] = []
        for n in open_words:
            # A word of a street belongs to the word before it.
            is_street = text.words[n] in self._words.cues["street"] and n - 1 in rest
            if n not in covered and (is_street or not self._says_nothing(text.words[n])):
                rest.append(n)
        return rest

    def _says_nothing(self, word: str) -> bool:
        return word in self._empty or any(letter.isdigit() for letter in word)

    def _kinds(self, text: Words) -> Iterator[Mention]:
        """The kinds of court that are said, and words that are nearly "magistrates"."""
        taken: set[int] = set()
        for kind, start, end in self._phrases.said(text, 0, len(text.words)):
            taken.update(range(start, end))
            yield Mention(start, end, kind)
        for n, word in enumerate(text.words):
            if n not in taken and _is_like_magistrates(word):
                yield Mention(n, n + 1, CourtKind.MAGISTRATES)

    def _places(self, text: Words, open_words: list[int]) -> Iterator[Mention]:
        """The names that stand whole in the text; a name inside a longer name is dropped."""
        first = 0
        while first < len(open_words):
            most = self._index.longest.get(text.words[open_words[first]], 0)
            for last in range(min(first + most, len(open_words)), first, -1):
                key = " ".join(text.words[n] for n in open_words[first:last])
                named = self._index.places.get(key)
                is_area = named is None
                if named is None:
                    named = self._index.areas.get(key)
                if named is not None:
                    start, end = open_words[first], open_words[last - 1] + 1
                    doubted = key not in self._index.landmarks and (
                        self._is_no_court(text, start, end)
                        or (
                            len(open_words) > last - first
                            and self._is_a_word(text, key, start, end)
                        )
                    )
                    yield Mention(start, end, None, named, doubted, is_area=is_area)
                    first = last - 1
                    break
            first += 1

    def _is_no_court(self, text: Words, start: int, end: int) -> bool:
        """A person, a road, the police of a place, or where somebody lives."""
        after = text.words[end] if end < len(text.words) and end not in text.breaks else ""
        said = [" ".join(text.words[first:start]) for first in range(max(0, start - 2), start)]
        if any(phrase in self._words.cues["beside"] for phrase in said):
            return False
        return after in self._after or any(phrase in self._before for phrase in said)

    def _beside_landmarks(
        self, text: Words, kinds: list[Mention], places: list[Mention]
    ) -> list[Mention]:
        """The one town beside which the Crown Court is told: "opposite Reading jail"."""
        if len(places) != 1 or not said_crown(kinds):
            return places
        after = text.words[places[0].end : places[0].end + 1]
        is_told = any(word in self._words.cues["landmark"] for word in after)
        return [replace(places[0], is_doubted=places[0].is_doubted and not is_told)]

    def _is_a_word(self, text: Words, key: str, start: int, end: int) -> bool:
        """A place that is an ordinary word too: "I was reading about it"."""
        before = text.words[start - 1] if start else ""
        is_alone = start in text.breaks and (end in text.breaks or end == len(text.words))
        is_first = start == 0 and not self._says_nothing(text.words[end])
        return (
            key in self._words.cues["also_words"]
            and before not in self._words.cues["sitting"]
            and not (is_alone or is_first)
        )


def _is_like_magistrates(word: str) -> bool:
    return Indel.normalized_similarity(word, "magistrates") >= _LIKE_MAGISTRATES


def _without_youths(kinds: list[Mention]) -> list[Mention]:
    """A youth beside the Crown Court is a person: "the youth was sentenced at York Crown Court"."""
    if not said_crown(kinds):
        return kinds
    return [kind for kind in kinds if kind.kind is not CourtKind.YOUTH or kind.end - kind.start > 1]


def _overlaps(one: Mention, others: list[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _narrowed(text: Words, places: list[Mention], plain: frozenset[str]) -> list[Mention]:
    """Places that tell more of one another: "Newport, Gwent", "Manchester, Minshull Street".

    An area beside a place that is not in it says no more.
    """
    mentions: list[Mention] = []
    for mention in places:
        before = mentions[-1] if mentions else None
        courts = in_common([before.courts or (), mention.courts or ()]) if before else ()
        is_beside = before and all(word in plain for word in text.words[before.end : mention.start])
        if before and courts and is_beside:
            mentions[-1] = replace(
                before,
                end=mention.end,
                courts=courts,
                is_doubted=before.is_doubted and mention.is_doubted,
                is_area=before.is_area and mention.is_area,
            )
        else:
            mentions.append(mention)
    if any(not mention.is_area for mention in mentions):
        mentions = [mention for mention in mentions if not mention.is_area]
    return mentions
