"""The ways to divide reviews for figures: each with its definition, and its values in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func

from ulss_tracker.errors import Refused
from ulss_tracker.models import ReviewVersion
from ulss_tracker.scheme.courts.courts import UnknownCourt, load_courts
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.scheme.workflow.workflow import Outcome

NOT_KNOWN = "Not known"
STILL_OPEN = "Still open"

_row = ReviewVersion


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide the reviews: its name, what it means, and how a value of it is shown.

    `without` is what is said of reviews that have no value. `between` gives every value from the
    first to the last, where one that no review has is a figure too: nought in a month is told.
    """

    id: str
    name: str
    definition: str
    value: Any
    show: Callable[[Any], str]
    read: Callable[[str], Any] = int
    without: str = NOT_KNOWN
    between: Callable[[int, int], Iterable[int]] | None = None

    def words(self, value: str) -> str:
        """A figure's value in words. Raises `Refused` for one that the figures cannot have."""
        try:
            return self.show(self.read(value)) if value else self.without
        except (ValueError, KeyError):
            raise Refused("There is no such figure") from None


def _year_and_month(column: Any) -> ColumnElement[Any]:
    return extract("year", column) * 100 + extract("month", column)


def _banded(column: Any, bands: Sequence[tuple[int, str]]) -> ColumnElement[Any]:
    """The first band whose end the value is below."""
    steps = [(column < end, number) for number, (end, _) in enumerate(bands)]
    return case((column.is_(None), None), *steps, else_=len(bands))


_DAYS = (
    (7, "Under a week"),
    (14, "1 to 2 weeks"),
    (21, "2 to 3 weeks"),
    (29, "3 to 4 weeks"),
    (61, "29 to 60 days"),
)
_OVER_DAYS = "More than 60 days"
_HOURS = (
    (0, "After the last day"),
    (24, "Under 24 hours"),
    (72, "1 to 3 days"),
    (168, "3 to 7 days"),
)
_OVER_HOURS = "More than 7 days"


def _month(value: Any) -> str:
    return date(int(value) // 100, int(value) % 100, 1).strftime("%B %Y")


def _months(first: int, last: int) -> Iterator[int]:
    one, other = (value // 100 * 12 + value % 100 - 1 for value in (first, last))
    return (number // 12 * 100 + number % 12 + 1 for number in range(one, other + 1))


def _years(first: int, last: int) -> range:
    return range(first, last + 1)


def _court(value: Any) -> str:
    try:
        return load_courts().get(value).name
    except UnknownCourt:
        return str(value)


def _band(bands: Sequence[tuple[int, str]], beyond: str) -> Callable[[Any], str]:
    names = dict(enumerate([*(name for _, name in bands), beyond]))
    return lambda value: names[int(value)]


DIMENSIONS: Mapping[str, Dimension] = {
    each.id: each
    for each in (
        Dimension(
            "received_month",
            "Month received",
            "The London month in which the first request about the case arrived.",
            _year_and_month(_row.received_on),
            _month,
            between=_months,
        ),
        Dimension(
            "received_year",
            "Year received",
            "The London year in which the first request about the case arrived.",
            extract("year", _row.received_on),
            lambda value: str(int(value)),
            between=_years,
        ),
        Dimension(
            "ended_month",
            "Month ended",
            "The London month in which an outcome was reached.",
            _year_and_month(_row.ended_on),
            _month,
            between=_months,
        ),
        Dimension(
            "ended_year",
            "Year ended",
            "The London year in which an outcome was reached.",
            extract("year", _row.ended_on),
            lambda value: str(int(value)),
            between=_years,
        ),
        Dimension(
            "sentenced_year",
            "Year of sentence",
            "The year of the last sentence recorded.",
            extract("year", _row.sentenced_on),
            lambda value: str(int(value)),
            between=_years,
        ),
        Dimension(
            "outcome",
            "Outcome",
            "How the review of the offender ended.",
            _row.outcome,
            lambda value: Outcome(value).label,
            Outcome,
            without=STILL_OPEN,
        ),
        Dimension(
            "family",
            "Offence family",
            "The family of the first offence recorded, those in the scheme before others.",
            func.nullif(_row.family, ""),
            lambda value: str(value).replace("_", " ").capitalize(),
            str,
        ),
        Dimension(
            "court",
            "Court",
            "The Crown Court centre recorded for the case.",
            _row.court_id,
            _court,
            str,
        ),
        Dimension(
            "standing",
            "Who asked",
            "The standing that counts among those who asked: victims before the public.",
            _row.standing,
            lambda value: Standing(value).label,
            Standing,
        ),
        Dimension(
            "time_taken",
            "Time taken",
            "Whole days by London’s clock from the first request to the outcome.",
            _banded(_row.days_taken, _DAYS),
            _band(_DAYS, _OVER_DAYS),
        ),
        Dimension(
            "to_spare",
            "Time to spare",
            "Whole hours from filing with the Registrar to the end of the last day.",
            _banded(_row.hours_to_spare, _HOURS),
            _band(_HOURS, _OVER_HOURS),
        ),
    )
}
