"""Figures for anybody: how many asked, and how soon they heard, in years that are over."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func, or_, select

from ulss_tracker import clock
from ulss_tracker.models import RequestVersion, ReviewVersion, db
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core.small_numbers import FEWEST

YEARS = 5
_FEWEST_TOLD = 10


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A closed year by the day of receipt, in London.

    `asked` counts requests, `referred` the offenders of those asked about whose sentence the court
    was asked to review: None where either is fewer than `FEWEST`. Of those told how a review ended
    nine in ten were told within `days`: None where too few were told.
    """

    year: int
    asked: int | None
    referred: int | None
    days: int | None


def closed_years() -> list[YearFigures]:
    """The years that are over and in which anybody asked, of the last five; the newest first."""
    waited = _counted(RequestVersion, RequestVersion.days_to_answer)
    is_work = or_(ReviewVersion.outcome.is_(None), ReviewVersion.outcome.not_in(VOID))
    filed = ReviewVersion.filed_at.is_not(None) & is_work
    referred = _counted(ReviewVersion, ReviewVersion.is_historical, filed)
    return [
        YearFigures(
            year,
            _publishable(waited[year].total()),
            _publishable(referred[year][False]),
            _nine_in_ten(waited[year]),
        )
        for year in sorted(waited, reverse=True)
    ]


def _counted(version: Any, value: Any, *narrowing: Any) -> dict[int, Counter[Any]]:
    """How many of closed years have each value, as their newest versions have it, by the year."""
    year, this_year = extract("year", version.received_on), clock.today().year
    closed = version.received_on.between(date(this_year - YEARS, 1, 1), date(this_year - 1, 12, 31))
    query = select(year, value, func.count()).where(version.to_at.is_(None), closed, *narrowing)
    counts: dict[int, Counter[Any]] = defaultdict(Counter)
    for received_in, of_value, count in db.session.execute(query.group_by(year, value)):
        counts[int(received_in)][of_value] = count
    return counts


def _publishable(count: int) -> int | None:
    return count if count >= FEWEST else None


def _nine_in_ten(waited: Counter[int | None]) -> int | None:
    """The days within which nine in ten of those told were told."""
    days = sorted(day for day in waited.elements() if day is not None)
    return days[(len(days) * 9 + 9) // 10 - 1] if len(days) >= _FEWEST_TOLD else None
