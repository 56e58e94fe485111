"""Reading what people write for a court: which court, or at least which kind of court.

A bare place name is read as the Crown Court there, as in the office's register. A magistrates'
court is never read as the Crown Court, nor is a place where we know of none, and a judge's name or
a word not known is no court at all. court_mentions.py finds what a text mentions, court_stories.py
which of several courts passed the sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ulss_tracker.scheme.courts.court_binding import ABROAD, Mention
from ulss_tracker.scheme.courts.court_index import CourtIndex, in_common, together
from ulss_tracker.scheme.courts.court_judges import without_judges
from ulss_tracker.scheme.courts.court_mentions import MentionFinder
from ulss_tracker.scheme.courts.court_stories import Stories
from ulss_tracker.scheme.courts.court_table import Court, CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import LONGEST, Words, normalise, split_words

Certainty = Literal["sure", "possible", "unknown"]

_LITTLE = frozenset({"the", "a", "at", "in", "it", "was", "there", "y", "yr", "yn", "yno"})
# Of several lower courts in one text, the first of these.
_LOWER = (CourtKind.YOUTH, CourtKind.MAGISTRATES, CourtKind.OTHER)


class Doubt(StrEnum):
    """Why a court that a text names is only possible."""

    PERSON = "person"  # or a road, or where somebody lives
    SPELLING = "spelling"
    WORDS = "words"  # that we do not know, behind the place
    AREA = "area"  # alone: a county is no answer to "which court?"
    BUILDING = "building"  # that holds other courts too


@dataclass(frozen=True, slots=True)
class CourtReading:
    """The court that a text names, and how sure that is.

    `sure` with a `kind` and no `court` means the kind is certain and the court is not named, or is
    one of the `candidates`. `possible` is a question to ask: with neither kind nor candidates, a
    place or a judge is named that we know from other courts only. `unknown` says nothing.
    """

    certainty: Certainty
    court: Court | None = None
    kind: CourtKind | None = None
    candidates: tuple[Court, ...] = ()
    doubt: Doubt | None = None


UNKNOWN = CourtReading("unknown")
NO_CROWN_COURT_KNOWN = CourtReading("possible")


class CourtReader:
    """Reads texts against one list of courts."""

    def __init__(self, courts: Iterable[Court], words: CourtWords) -> None:
        self._words = words
        self._index = CourtIndex(courts, words)
        self._finder = MentionFinder(self._index, words)
        self._stories = Stories(words)

    def read(self, text: str) -> CourtReading:
        """Which court the text means."""
        if len(text) > LONGEST:
            return UNKNOWN
        said = normalise(text)
        if said in self._index.exact:
            return _certain(self._index.exact[said])
        judged = without_judges(split_words(text), self._words, self._index)
        reading = self._read_words(judged.text)
        if reading.kind is CourtKind.OTHER and _says_only(judged.text, self._words.any_country):
            return NO_CROWN_COURT_KNOWN  # "the High Court": of which country?
        is_crown_said = reading.kind is CourtKind.CROWN_COURT and _says(
            judged.text, self._words.crown
        )
        if judged.is_lower and reading.kind in (None, CourtKind.CROWN_COURT) and not is_crown_said:
            return NO_CROWN_COURT_KNOWN
        return reading

    def _read_words(self, text: Words) -> CourtReading:
        mentions = self._finder.find(text)
        solid = tuple(mention for mention in mentions.found if not mention.is_doubted)
        if not solid:
            return _read_doubted(mentions.found)
        meant = self._stories.sentencing(text, solid)
        kinds = {mention.means for mention in meant}
        if kinds == {None}:
            return NO_CROWN_COURT_KNOWN
        if kinds <= {CourtKind.CROWN_COURT, None}:
            is_story = len(solid) > len(meant)
            return self._read_crown(text, meant, mentions.rest, is_story=is_story)
        kinds.discard(None)
        named = together(mention.courts or () for mention in meant)
        if all(mention.kind is None for mention in meant) and CourtKind.MAGISTRATES in kinds:
            # A building of magistrates, which has held the Crown Court for a while before now.
            lower = tuple(court for court in named if court.kind is CourtKind.MAGISTRATES)
            return CourtReading("possible", candidates=lower)
        abroad = kinds & set(ABROAD)
        if not abroad and CourtKind.CROWN_COURT not in kinds:
            return CourtReading("sure", kind=next(kind for kind in _LOWER if kind in kinds))
        is_home_named = any(
            mention.courts for mention in meant if mention.means is CourtKind.CROWN_COURT
        )
        if len(abroad) != 1 or is_home_named or any(mention.is_guess for mention in meant):
            return CourtReading("possible", candidates=named)
        if any(mention.kind is not None for mention in meant):
            return CourtReading("sure", kind=next(iter(abroad)))
        if mentions.rest and not self._is_sentence_said(text, meant):
            return CourtReading("possible", candidates=named)
        return _certain(named)

    def _read_crown(
        self, text: Words, meant: Sequence[Mention], rest: Sequence[int], *, is_story: bool
    ) -> CourtReading:
        """A text of which only the Crown Court, or a bare place, may have passed the sentence."""
        named = [
            tuple(court for court in mention.courts if court.kind is CourtKind.CROWN_COURT)
            for mention in meant
            if mention.courts is not None
        ]
        courts = in_common(named) or together(named)
        is_said = any(mention.kind is CourtKind.CROWN_COURT for mention in meant)
        if not courts:
            sure = is_story and not named
            return CourtReading("sure" if sure else "possible", kind=CourtKind.CROWN_COURT)
        reading = _certain(courts)
        if any(mention.is_guess for mention in meant) or () in named:
            return _doubted(reading, Doubt.SPELLING)
        if is_said:
            return reading
        if all(mention.is_area for mention in meant):
            return _doubted(reading, self._doubt_of_areas(text, meant, rest))
        if _says(text, self._words.building):
            return _doubted(reading, Doubt.BUILDING)
        if rest and not self._is_sentence_said(text, meant):
            first = meant[0]
            is_street = any(text.words[n] in self._words.cues["street"] for n in rest)
            is_like_a_person = (
                first.start - 1 in rest and first.end - first.start == 1 and not is_street
            )
            return _doubted(reading, Doubt.PERSON if is_like_a_person else Doubt.WORDS)
        return reading

    def _doubt_of_areas(self, text: Words, meant: Sequence[Mention], rest: Sequence[int]) -> Doubt:
        """Of a county alone nothing is read; a city, as London, has courts to choose from."""
        keys = {self._index.key(text.words[area.start : area.end]) for area in meant}
        if not keys & self._index.cities:
            return Doubt.AREA
        return Doubt.PERSON if rest else Doubt.WORDS

    def _is_sentence_said(self, text: Words, meant: Sequence[Mention]) -> bool:
        return any(self._stories.is_sentence_said_of(text, mention) for mention in meant)


def _read_doubted(mentions: Sequence[Mention]) -> CourtReading:
    """A text that names places only as people, roads or homes."""
    if not mentions:
        return UNKNOWN
    courts = together(mention.courts or () for mention in mentions)
    return _doubted(_certain(courts), Doubt.PERSON) if courts else NO_CROWN_COURT_KNOWN


def _says(text: Words, phrases: Iterable[str]) -> bool:
    said = f" {' '.join(text.words)} "
    return any(f" {phrase} " in said for phrase in phrases)


def _says_only(text: Words, phrases: Sequence[str]) -> bool:
    """Whether nothing but one of these is said: no place beside it, and no word more."""
    return " ".join(word for word in text.words if word not in _LITTLE) in phrases


def _certain(courts: tuple[Court, ...]) -> CourtReading:
    """One court; or several, of which the kind is certain when it is the same."""
    if len(courts) == 1:
        return CourtReading("sure", courts[0], courts[0].kind, courts)
    kinds = {court.kind for court in courts}
    if len(kinds) == 1:
        return CourtReading("sure", kind=courts[0].kind, candidates=courts)
    return CourtReading("possible", candidates=courts)


def _doubted(reading: CourtReading, doubt: Doubt) -> CourtReading:
    """The reading as a question. That it is another court than the Crown Court is then unsaid."""
    kind = reading.kind if reading.kind is CourtKind.CROWN_COURT else None
    return CourtReading("possible", kind=kind, candidates=reading.candidates, doubt=doubt)
