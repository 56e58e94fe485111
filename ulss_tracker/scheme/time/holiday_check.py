"""Our bank holidays beside a list that GOV.UK publishes: each difference, named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ulss_tracker.scheme.time.calendar import WorkingDays


class DifferenceKind(StrEnum):
    """How a day differs."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    NAMED_DIFFERENTLY = "named_differently"
    NOT_KNOWN_HERE = "not_known_here"


@dataclass(frozen=True, slots=True)
class Difference:
    """One day that is not the same in both lists."""

    on: date
    kind: DifferenceKind
    ours: str | None
    theirs: str | None


def compare(days: WorkingDays, published: Mapping[date, str]) -> tuple[Difference, ...]:
    """Every difference, by day, over the whole years that the published list covers.

    A published day past what we know is a difference of its own kind: our calendar needs an
    update. Raises ValueError when the published list is empty.
    """
    if not published:
        raise ValueError("The published list holds no bank holidays.")
    day, end = date(min(published).year, 1, 1), date(max(published).year, 12, 31)
    differences = []
    while day <= end:
        difference = _difference(day, days, published.get(day))
        if difference:
            differences.append(difference)
        day += timedelta(days=1)
    return tuple(differences)


def _difference(day: date, days: WorkingDays, theirs: str | None) -> Difference | None:
    if not days.known_from <= day <= days.known_until:
        return Difference(day, DifferenceKind.NOT_KNOWN_HERE, None, theirs) if theirs else None
    ours = days.holiday_name(day)
    if ours == theirs:
        return None
    if ours is None:
        return Difference(day, DifferenceKind.MISSING_HERE, None, theirs)
    if theirs is None:
        return Difference(day, DifferenceKind.MISSING_THERE, ours, None)
    return Difference(day, DifferenceKind.NAMED_DIFFERENTLY, ours, theirs)
