"""A way to divide what is counted: its definition, and its values in words."""

from calendar import month_name
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, extract

from ulss_tracker.errors import Refused
from ulss_tracker.scheme.courts.courts import find_court

NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide what is counted: its name, what it means, and how a value of it is shown.

    `without` is what is said of those that have no value. `between` gives every value from the
    first to the last, where one that none has is a figure too: nought in a month is told.
    `is_of_requests`: it divides the requests, and not the reviews.
    `is_ordered`: its few values, such as spans of time, are drawn in their own order.
    """

    id: str
    name: str
    definition: str
    value: Any
    show: Callable[[Any], str]
    read: Callable[[str], Any] = int
    without: str = NOT_KNOWN
    between: Callable[[int, int], Iterable[int]] | None = None
    is_of_requests: bool = False
    is_ordered: bool = False

    def words(self, value: str) -> str:
        """A figure's value in words. Raises `Refused` for one that the figures cannot have."""
        try:
            return self.show(self.read(value)) if value else self.without
        except (ValueError, KeyError):
            raise Refused("There is no such figure") from None


def by_month(id_: str, name: str, definition: str, day: Any) -> Dimension:
    """By the month of a day: one value for each month of each year, in its order."""
    value = extract("year", day) * 100 + extract("month", day)  # a number that sorts: 202604
    return Dimension(id_, name, definition, value, _month, between=_months)


def by_calendar_month(id_: str, name: str, definition: str, day: Any) -> Dimension:
    """By the month of a day, whatever its year."""
    value = extract("month", day)
    return Dimension(id_, name, definition, value, _calendar_month, between=_calendar_months)


def by_year(id_: str, name: str, definition: str, day: Any) -> Dimension:
    """By the year of a day."""
    value = extract("year", day)
    return Dimension(id_, name, definition, value, _year, between=_years)


def banded(column: Any, bands: Sequence[tuple[int, str]]) -> ColumnElement[Any]:
    """The first band whose end the value is below."""
    steps = [(column < end, number) for number, (end, _) in enumerate(bands)]
    return case((column.is_(None), None), *steps, else_=len(bands))


def _month(value: Any) -> str:
    """A month in words: April 2026."""
    return date(int(value) // 100, int(value) % 100, 1).strftime("%B %Y")


def _months(first: int, last: int) -> Iterator[int]:
    """Every month from the first to the last."""
    one, other = (value // 100 * 12 + value % 100 - 1 for value in (first, last))
    return (number // 12 * 100 + number % 12 + 1 for number in range(one, other + 1))


def _calendar_month(value: Any) -> str:
    """A month of any year in words: April."""
    return month_name[int(value)]


def _calendar_months(_first: int, _last: int) -> range:
    """Every month of a year: one beside another is compared month by month."""
    return range(1, 13)


def _year(value: Any) -> str:
    return str(int(value))


def _years(first: int, last: int) -> range:
    """Every year from the first to the last."""
    return range(first, last + 1)


def court(value: Any) -> str:
    """The court's name; of one that the table no longer has, its id."""
    known = find_court(value)
    return known.name if known else str(value)


def band(bands: Sequence[tuple[int, str]], beyond: str) -> Callable[[Any], str]:
    """A function that names a band; `beyond` is that of all above the last."""
    names = dict(enumerate([*(name for _, name in bands), beyond]))
    return lambda value: names[int(value)]


DAYS = (
    (7, "Under a week"),
    (14, "1 to 2 weeks"),
    (21, "2 to 3 weeks"),
    (29, "3 to 4 weeks"),
    (61, "29 to 60 days"),
)
OVER_DAYS = "More than 60 days"
