"""Reading what people write for a court: which court, or at least which kind of court.

A bare place name is read as the Crown Court there, as in the office's register. A magistrates'
court is never read as the Crown Court, nor is a place where we know of none, and a judge's name or
a word not known is no court at all.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from ulss_tracker.scheme.courts.court_table import Court, CourtKind, CourtWords

Certainty = Literal["sure", "possible", "unknown"]

_ABROAD = (CourtKind.COURT_MARTIAL, CourtKind.NORTHERN_IRELAND, CourtKind.SCOTLAND)
_LOWER = (CourtKind.MAGISTRATES, CourtKind.YOUTH, CourtKind.OTHER)
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_SITTING = re.compile(r"^(?P<court>.*?)\b(?:sitting |sat |sits )?at (?P<venue>.+)$")
_PARTS = re.compile(r"[,;()/]|\s(?:at|-|–)\s", re.IGNORECASE)
_SAME_WORD = {"saint": "st", "street": "st", "sq": "square", "gt": "great", "rd": "road"}
# From this many letters a name may hold one slip of the keyboard, or two, and still be meant.
_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 5, 8
# A short name with a slip is only sure where the text also says that it is the Crown Court.
_SURE_ALONE_FROM = 7
_LIKE_MAGISTRATES = 0.8


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


UNKNOWN = CourtReading("unknown")
NO_CROWN_COURT_KNOWN = CourtReading("possible")


def normalise(text: str) -> str:
    """Lower case words without accents or punctuation, one space apart."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _APOSTROPHES.sub("", plain).replace("&", " and ")
    plain = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain)
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join(_SAME_WORD.get(word) or _spelt(word) for word in words)


def _spelt(word: str) -> str:
    """ "Crwon" and "cuort" are slips for the two words that every name holds."""
    for meant in ("crown", "court"):
        if len(word) >= len(meant) and word[0] == "c" and OSA.distance(word, meant) == 1:
            return meant if word != "courts" else word
    return word


class CourtReader:
    """Reads texts against one list of courts."""

    def __init__(self, courts: Iterable[Court], words: CourtWords) -> None:
        self._words = words
        self._exact: dict[str, tuple[Court, ...]] = {}
        self._places: dict[str, tuple[Court, ...]] = {}
        for place in words.places:
            self._places[self._place(normalise(place))] = ()
        for court in courts:
            for name in map(normalise, court.all_names):
                _add(self._exact, name, court)
            # The shown names of entries elsewhere are kinds of court, not places.
            here = court.kind is CourtKind.CROWN_COURT
            for name in map(normalise, court.all_names if here else court.also_written):
                _add(self._places, self._place(name), court)

    def read(self, text: str) -> CourtReading:
        """Which court the text means."""
        said = normalise(text)
        if said in self._exact:
            return _certain(self._exact[said])
        if self._names_a_judge(said):
            beside = self._read_beside_a_judge(text)
            if self._by_district_judge(said) and beside.kind in (None, CourtKind.CROWN_COURT):
                return NO_CROWN_COURT_KNOWN
            return beside
        for kind in _ABROAD:
            if _says(said, self._words.said[kind]):
                return CourtReading("sure", kind=kind)
        lower = next((kind for kind in _LOWER if self._says_lower(said, kind)), None)
        if lower:
            return self._read_lower(said, lower)
        venue = _SITTING.match(said)
        if venue and (main := self._place(venue["court"])):
            said = f"{main} crown" if _says(venue["court"], self._words.crown) else main
        return self._read_place(said)

    def _read_beside_a_judge(self, text: str) -> CourtReading:
        """A judge's name may hold a place ("Recorder of Cardiff"): only the rest is read."""
        parts = [
            part
            for part in _PARTS.split(text)
            if part.strip() and not self._names_a_judge(normalise(part))
        ]
        readings = [reading for part in parts if (reading := self.read(part)) != UNKNOWN]
        return readings[0] if len(readings) == 1 and readings[0].certainty == "sure" else UNKNOWN

    def _names_a_judge(self, said: str) -> bool:
        return _says(said, (*self._words.judge, *self._words.district_judge))

    def _by_district_judge(self, said: str) -> bool:
        """True if the judge named sits in lower courts. "HHJ D.J. Smith" is a Crown Court judge."""
        others = _without(said, self._words.district_judge)
        return others != said and not _says(others, (*self._words.judge, *self._words.crown))

    def _says_lower(self, said: str, kind: CourtKind) -> bool:
        if _says(said, self._words.said[kind]):
            return True
        return kind is CourtKind.MAGISTRATES and any(
            Indel.normalized_similarity(word, "magistrates") >= _LIKE_MAGISTRATES
            for word in said.split()
        )

    def _read_lower(self, said: str, lower: CourtKind) -> CourtReading:
        """A text that names a lower court, and perhaps the Crown Court too."""
        for named in self._named_in(self._place(said)):
            if named.kind in _ABROAD:
                return CourtReading("sure", kind=named.kind)
        if not _says(said, self._words.crown):
            return CourtReading("sure", kind=lower)
        # "The Crown Court sitting at Willesden Magistrates' Court" is the Crown Court.
        venue = _SITTING.match(said)
        if venue and _says(venue["court"], self._words.crown):
            court = self._read_place(venue["court"]).court
            return CourtReading("sure", court=court, kind=CourtKind.CROWN_COURT)
        return CourtReading("possible", candidates=self._named_in(self._place(said)))

    def _read_place(self, said: str) -> CourtReading:
        """A text that names no other kind of court."""
        crown = _says(said, self._words.crown)
        building = _says(said, self._words.building)
        place = self._place(_without(said, self._words.building))
        reading = self._find(place, crown)
        if reading is None or reading.certainty != "sure":
            reading = self._find(self._without_county(place), crown) or reading
        if crown and (reading is None or reading == NO_CROWN_COURT_KNOWN):
            # The Crown Court is named, but at no place where we know it to sit.
            return CourtReading("possible", kind=CourtKind.CROWN_COURT)
        if reading is None:
            return UNKNOWN
        if building and reading.kind is CourtKind.CROWN_COURT:
            return _doubted(reading)
        return reading

    def _find(self, place: str, crown: bool) -> CourtReading | None:
        if place in self._places:
            courts = self._places[place]
            return _certain(courts) if courts else NO_CROWN_COURT_KNOWN
        found = self._find_inside(place, crown) or self._find_misspelt(place, crown)
        if found is None and self._spans(place.split()):
            return NO_CROWN_COURT_KNOWN
        return found

    def _find_inside(self, place: str, crown: bool) -> CourtReading | None:
        """Names that stand whole inside a longer text; a name inside a longer name is dropped."""
        words = place.split()
        spans = self._spans(words)
        named = [self._places[" ".join(words[start:end])] for start, end in spans]
        courts = _in_common(named) or _together(named)
        if not courts:
            return None
        covered = {n for start, end in spans for n in range(start, end)}
        rest = " ".join(word for n, word in enumerate(words) if n not in covered)
        reading = _certain(courts)
        if () in named or (rest and not crown):
            return _doubted(reading)
        return reading

    def _spans(self, words: list[str]) -> list[tuple[int, int]]:
        ends = range(1, len(words) + 1)
        found = [
            (start, end)
            for end in ends
            for start in range(end)
            if " ".join(words[start:end]) in self._places
        ]
        return [
            (start, end)
            for start, end in found
            if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in found)
        ]

    def _find_misspelt(self, place: str, crown: bool) -> CourtReading | None:
        if len(place) < _ONE_SLIP_FROM:
            return None
        slips = 2 if len(place) >= _TWO_SLIPS_FROM else 1
        distances = {
            key: distance
            for key in self._places
            if (distance := OSA.distance(place, key, score_cutoff=slips)) <= slips
        }
        if not distances:
            return None
        nearest = min(distances.values())
        named = [self._places[key] for key, far in distances.items() if far == nearest]
        courts = _together(named)
        if not courts:
            return NO_CROWN_COURT_KNOWN
        reading = _certain(courts)
        sure = () not in named and (crown or len(place) >= _SURE_ALONE_FROM)
        return reading if sure else _doubted(reading)

    def _named_in(self, place: str) -> tuple[Court, ...]:
        words = place.split()
        return _together([self._places[" ".join(words[a:b])] for a, b in self._spans(words)])

    def _place(self, said: str) -> str:
        """The words that tell one place from another."""
        return " ".join(word for word in said.split() if word not in self._words.plain)

    def _without_county(self, place: str) -> str:
        return _without(place, self._words.counties) or place


def _says(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {said} " for phrase in phrases)


def _without(said: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        said = f" {said} ".replace(f" {phrase} ", " ").strip()
    return said


def _add(index: dict[str, tuple[Court, ...]], key: str, court: Court) -> None:
    known = index.get(key, ())
    if key and court not in known:
        index[key] = (*known, court)


def _in_common(named: list[tuple[Court, ...]]) -> tuple[Court, ...]:
    return tuple(court for court in _together(named) if all(court in each for each in named))


def _together(named: list[tuple[Court, ...]]) -> tuple[Court, ...]:
    return tuple(dict.fromkeys(court for each in named for court in each))


def _certain(courts: tuple[Court, ...]) -> CourtReading:
    """One court; or several, of which the kind is certain when it is the same."""
    if len(courts) == 1:
        return CourtReading("sure", courts[0], courts[0].kind, courts)
    kinds = {court.kind for court in courts}
    if len(kinds) == 1:
        return CourtReading("sure", kind=courts[0].kind, candidates=courts)
    return CourtReading("possible", candidates=courts)


def _doubted(reading: CourtReading) -> CourtReading:
    return CourtReading("possible", kind=reading.kind, candidates=reading.candidates)
