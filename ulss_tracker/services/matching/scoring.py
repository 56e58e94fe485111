"""How likely it is that two records are about one sentence, and why: the one function.

The inbox and the command `match rank` both ask `compare`. Each thing that agrees adds weight and
each that disagrees takes some; what was not said does neither. The weights are roughly the binary
logarithms of how much likelier such agreement is of one sentence than of two. They were set with
the labelled pairs of tests/support/typed_names.py, and docs/matching.md shows what comes of them.
"""

import math
from dataclasses import dataclass, replace

from ulss_tracker.services.matching.hearings import (
    NEVER,
    NOWHERE,
    Court,
    CourtFit,
    DayFit,
    Days,
    fit_courts,
    fit_days,
)
from ulss_tracker.services.matching.name_similarity import NameFit, fit_names
from ulss_tracker.services.matching.names import Name

THRESHOLD = 8.0
_SCALE = 3.0

_COURT_WEIGHT = {
    CourtFit.NOT_SAID: 0.0,
    CourtFit.SAME: 4.0,
    CourtFit.MAY_BE: 3.0,
    CourtFit.NOT_READ: -1.0,
    CourtFit.OTHER: -6.6,
}
_DAY_WEIGHT = {
    DayFit.NOT_SAID: 0.0,
    DayFit.SAME: 6.0,
    DayFit.NEAR: 4.5,
    DayFit.SWAPPED: 4.5,
    DayFit.FORTNIGHT: 2.5,
    DayFit.ONE_PART: 0.5,
    DayFit.MONTH: 0.0,
    DayFit.FAR: -9.0,
}
_TWO_SLIPS_AT_ONE_HEARING = 0.0
_SAME_PLACE = frozenset({CourtFit.SAME, CourtFit.MAY_BE})
_AGAINST = frozenset({CourtFit.OTHER, DayFit.FAR})


@dataclass(frozen=True, slots=True)
class Subject:
    """The known facts of who was sentenced, where and when: of a request, or of a case."""

    names: tuple[Name, ...] = ()
    court: Court = NOWHERE
    days: Days = NEVER


@dataclass(frozen=True, slots=True)
class Match:
    """How two records fit. `weight` adds up the evidence; `score` is the same from 0 to 100."""

    weight: float
    name: NameFit
    name_words: tuple[Name, Name] | None
    court: CourtFit
    days: DayFit

    @property
    def score(self) -> int:
        """From 0 to 100; 50 is where a match begins to be suggested."""
        return round(100 / (1 + math.exp((THRESHOLD - self.weight) / _SCALE)))

    @property
    def is_likely(self) -> bool:
        """Whether the evidence is enough to suggest that both are about one sentence."""
        return self.weight >= THRESHOLD

    @property
    def is_same_hearing(self) -> bool:
        """Whether it was at one court on one day, whoever was sentenced."""
        return self.court in _SAME_PLACE and self.days is DayFit.SAME

    @property
    def is_all_said(self) -> bool:
        """Whether court and date were both there to compare."""
        return self.court is not CourtFit.NOT_SAID and self.days is not DayFit.NOT_SAID

    @property
    def is_contradicted(self) -> bool:
        """Whether something that was said is against it, however much is for it."""
        return self.name.is_another or self.court in _AGAINST or self.days in _AGAINST


_NOT_NAMED = NameFit(0.0)
_MOST_OF_HEARING = max(_COURT_WEIGHT.values()) + max(_DAY_WEIGHT.values())


def _names(one: Subject, other: Subject) -> tuple[NameFit, tuple[Name, Name] | None]:
    """The two names that fit best, and how; None of them where either record names nobody."""
    named = [(fit_names(a, b), (a, b)) for a in one.names for b in other.names]
    return max(named, key=lambda each: each[0].weight) if named else (_NOT_NAMED, None)


def most_weight(one: Subject, other: Subject) -> float:
    """The most that two records can weigh by their names, whatever court and days add or take."""
    name, _ = _names(one, other)
    own = max(name.weight, _TWO_SLIPS_AT_ONE_HEARING) if name.is_two_slips_away else name.weight
    return own + _MOST_OF_HEARING


def compare(one: Subject, other: Subject) -> Match:
    """How likely two records are to be about one sentence: by the names that fit best."""
    name, words = _names(one, other)
    court = fit_courts(one.court, other.court)
    days = fit_days(one.days, other.days)
    if name.is_two_slips_away and court in _SAME_PLACE and days is DayFit.SAME:
        # One name of two at one court on one day, and the other all but the same: a slip.
        name = replace(name, weight=_TWO_SLIPS_AT_ONE_HEARING, is_another=False)
    weight = name.weight + _COURT_WEIGHT[court] + _DAY_WEIGHT[days]
    return Match(weight, name, words, court, days)
