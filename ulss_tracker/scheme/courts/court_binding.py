"""Which place and which kind of court in a text belong together: "Leeds Crown Court"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ulss_tracker.scheme.courts.court_table import Court, CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import Words

ABROAD = (
    CourtKind.COURT_MARTIAL,
    CourtKind.NORTHERN_IRELAND,
    CourtKind.SCOTLAND,
    CourtKind.CROWN_DEPENDENCY,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A court that a text mentions, from one word to before another.

    `courts` are those its place may mean: None where no place is said, none where the place has no
    Crown Court. `is_doubted` where the place may be a person or a road, `is_guess` where it is a
    word spelt like a court and like something else.
    """

    start: int
    end: int
    kind: CourtKind | None = None
    courts: tuple[Court, ...] | None = None
    is_doubted: bool = False
    is_guess: bool = False
    is_area: bool = False

    @property
    def means(self) -> CourtKind | None:
        """The kind of court it is: of Belfast, whatever is said, in Northern Ireland."""
        named = {court.kind for court in self.courts or ()}
        if len(named) == 1 and named <= set(ABROAD):
            return next(iter(named))
        if self.kind is None and self.courts:
            return next(iter(named)) if len(named) == 1 else CourtKind.CROWN_COURT
        return self.kind


def bind(
    text: Words, kinds: list[Mention], places: list[Mention], words: CourtWords
) -> list[Mention]:
    """The mentions of a text in order, each place with the kind of court said of it."""
    mentions = sorted([*kinds, *places], key=lambda mention: (mention.start, -mention.end))
    mentions = _pair(mentions, partial(_is_named_before, text, words))
    mentions = _pair(mentions, partial(_is_named_after, text, words))
    mentions = _pair(mentions, partial(_is_there, text, words))
    mentions = _shared(mentions)
    return _listed(text, mentions, words)


def _is_place(mention: Mention) -> bool:
    return mention.kind is None


def _is_kind(mention: Mention) -> bool:
    return mention.kind is not None and mention.courts is None


def _joined(place: Mention, kind: Mention) -> Mention:
    return replace(
        place,
        start=min(place.start, kind.start),
        end=max(place.end, kind.end),
        kind=kind.kind,
        is_doubted=False,
    )


def _pair(mentions: list[Mention], fits: Callable[[Mention, Mention], bool]) -> list[Mention]:
    """Each two neighbours that fit, as one."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and fits(kept[-1], mention):
            place, kind = (kept[-1], mention) if _is_kind(mention) else (mention, kept[-1])
            kept[-1] = _joined(place, kind)
        else:
            kept.append(mention)
    return kept


def _is_named_before(text: Words, words: CourtWords, place: Mention, kind: Mention) -> bool:
    """ "Leeds Crown Court", and "Newport Crown Court, Isle of Wight" as one place."""
    if not (_is_place(place) and _is_kind(kind)):
        return False
    if kind.end <= place.end:
        return True
    between = range(place.end, kind.start)
    return not any(
        text.words[n] not in words.plain or text.words[n] in words.cues["sitting"] for n in between
    ) and not any(n in text.breaks for n in range(place.end, kind.start + 1))


def _is_named_after(text: Words, words: CourtWords, kind: Mention, place: Mention) -> bool:
    """ "The Crown Court at Leeds"."""
    if not (_is_kind(kind) and _is_place(place)):
        return False
    return all(
        text.words[n] in words.plain or text.words[n] in words.cues["sitting"]
        for n in range(kind.end, place.start)
    )


def _is_there(text: Words, words: CourtWords, place: Mention, kind: Mention) -> bool:
    """ "He was killed in Dundee, and the High Court there": the court of that place."""
    is_there = text.words[kind.end : kind.end + 1] in [(word,) for word in words.cues["there"]]
    return is_there and _is_place(place) and _is_kind(kind)


def _shared(mentions: list[Mention]) -> list[Mention]:
    """One kind of court said apart from any place is said of all of them: "It was the Crown Court
    in town. Leeds."
    """
    kinds = [mention for mention in mentions if _is_kind(mention)]
    places = [mention for mention in mentions if _is_place(mention) and not mention.is_doubted]
    if (
        len(kinds) != 1
        or not places
        or len(places) + len(kinds)
        < len([mention for mention in mentions if not mention.is_doubted])
    ):
        return mentions
    return [
        replace(mention, kind=kinds[0].kind) if mention in places else mention
        for mention in mentions
        if mention is not kinds[0]
    ]


def _listed(text: Words, mentions: list[Mention], words: CourtWords) -> list[Mention]:
    """ "Wigan and Leigh Magistrates" are magistrates both."""
    kept: list[Mention] = []
    for mention in reversed(mentions):
        after = kept[-1] if kept else mention
        is_full = after.kind is not None and after.courts is not None
        if is_full and _is_place(mention) and is_list(text.words[mention.end : after.start], words):
            kept.append(replace(mention, kind=after.kind))
        else:
            kept.append(mention)
    return kept[::-1]


def is_list(between: Sequence[str], words: CourtWords) -> bool:
    """True for the words between two courts of which the same is said: "Hull or York"."""
    joins, others = words.cues["joins"], words.cues["sitting"]
    return any(word in joins for word in between) and all(
        word in joins or word in others for word in between
    )
