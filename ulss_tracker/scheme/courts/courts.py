"""The courts: which of them this scheme reaches, and where to turn for the others.

Only a sentence passed in a proceeding in the Crown Court in England and Wales can be reviewed:
Criminal Justice Act 1988 s.36(1)(a). The list is data (data/courts/). court_reading.py reads what
people write.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ulss_tracker.scheme.courts.court_reading import NO_CROWN_COURT_KNOWN, CourtReader, CourtReading
from ulss_tracker.scheme.courts.court_table import (
    Court,
    CourtKind,
    CourtWords,
    load_court_table,
    load_court_words,
)
from ulss_tracker.scheme.courts.court_text import normalise
from ulss_tracker.scheme.table import read_table

_TURN = read_table(Path(__file__).parents[1] / "data" / "where_to_turn.toml")
WHERE_TO_TURN = {kind: _TURN.text(kind) for kind in CourtKind}
"""A sentence for a member of the public, of each kind of court."""

_ROOM = re.compile(r"(court|courtroom) (\d+)", re.IGNORECASE)
_ROOM_IN_WELSH = {"court": "Llys", "courtroom": "Ystafell Lys"}
_WORTH_SHOWING = 70.0
_SHORTEST_LIKE = 6
_LATELY = 1024  # texts that are not read again: a register names the same courts all along


class UnknownCourt(KeyError):
    """No court has that id."""


class Courts:
    """The list of courts: by id, by what people write, and in name order."""

    def __init__(self, courts: Sequence[Court], words: CourtWords) -> None:
        self._courts = courts
        self._by_id = {court.id: court for court in courts}
        self._read = lru_cache(maxsize=_LATELY)(CourtReader(courts, words).read)
        self._names = [(normalise(name), court) for court in courts for name in court.all_names]
        self._buildings = [(normalise(name), court) for court in courts for name in court.buildings]
        self._welsh = {normalise(court.name): court.name_in("cy") for court in courts}
        self._welsh |= {normalise(name): welsh for name, welsh in words.welsh.items()}

    def __iter__(self) -> Iterator[Court]:
        return iter(self._courts)

    def __len__(self) -> int:
        return len(self._courts)

    def get(self, court_id: str) -> Court:
        """The court with that id. Raises UnknownCourt."""
        try:
            return self._by_id[court_id]
        except KeyError:
            raise UnknownCourt(court_id) from None

    def read(self, text: str) -> CourtReading:
        """Which court a text means, or what kind of court."""
        return self._read(text)

    def settled(self, text: str) -> Court | None:
        """The one court of the list that a text certainly means, or None.

        A court elsewhere is listed by its kind alone: that of Basingstoke is a magistrates' court.
        """
        reading = self.read(text)
        if reading.certainty != "sure":
            return None
        if reading.court is not None:
            return reading.court
        of_kind = self._of_kind(reading.kind)
        return of_kind[0] if len(of_kind) == 1 else None

    def _of_kind(self, kind: CourtKind | None) -> list[Court]:
        return [court for court in self._courts if court.kind is kind]

    def in_welsh(self, place: str) -> str:
        """Where a hearing is, as somebody typed it, in Welsh: what is not known stays as it is."""
        return ", ".join(self._part_in_welsh(part) for part in place.split(", "))

    def _part_in_welsh(self, part: str) -> str:
        if room := _ROOM.fullmatch(part.strip()):
            return f"{_ROOM_IN_WELSH[room[1].lower()]} {room[2]}"
        return self._welsh.get(normalise(part), part)

    def search(self, text: str, limit: int = 8) -> list[Court]:
        """The courts that what is being typed may mean, best first.

        Names that start with it come first, then names with a word that does, and buildings. Only
        where there are none are the nearest spellings shown; for a place known from lower courts
        only, theirs.
        """
        typed = normalise(text)
        if not typed:
            return []
        ranks = self._beginning(typed)
        if not ranks and self.read(text) == NO_CROWN_COURT_KNOWN:
            return self._of_kind(CourtKind.MAGISTRATES)
        if not ranks and (meant := self.settled(text)):
            return [meant]
        ranks = ranks or self._spelt_like(typed)
        return sorted(ranks, key=lambda court: (ranks[court], court.name))[:limit]

    def _beginning(self, typed: str) -> dict[Court, float]:
        """The courts with a name or building that has a word beginning so; the first best."""
        ranks: dict[Court, float] = {}
        for first, pairs in enumerate((self._names, self._buildings)):
            for name, court in pairs:
                if f" {typed}" in f" {name}":
                    rank = first if name.startswith(typed) else first + 1
                    ranks[court] = min(ranks.get(court, rank), rank)
        return ranks

    def _spelt_like(self, typed: str) -> dict[Court, float]:
        """The courts with a name spelt nearly so; the nearest best."""
        # A short name is like a part of anything.
        candidates = [pair for pair in self._names if len(pair[0]) >= _SHORTEST_LIKE]
        names = [name for name, _ in candidates]
        ranks: dict[Court, float] = {}
        for _, score, place in process.extract_iter(typed, names, scorer=fuzz.WRatio):
            court = candidates[place][1]
            if score >= _WORTH_SHOWING:
                ranks[court] = min(ranks.get(court, 0), -score)
        return ranks


@cache
def load_courts() -> Courts:
    """The courts in force, loaded once. Raises TableError that names a wrong row."""
    return Courts(load_court_table(), load_court_words())


def find_court(court_id: str | None) -> Court | None:
    """The court with this id; None for none, and for one that the table does not hold."""
    try:
        return load_courts().get(court_id) if court_id else None
    except UnknownCourt:
        return None


def court_kind(court_id: str | None, court_text: str) -> CourtKind | None:
    """Tell the kind of court, as far as the words say."""
    court = find_court(court_id)
    if court is not None:
        return court.kind
    reading = load_courts().read(court_text)
    return reading.kind if reading.certainty == "sure" else None
