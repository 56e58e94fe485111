"""Working days of England and Wales: what is known, until when, and nothing guessed.

A working day is any day but Saturday, Sunday, Christmas Day, Good Friday and a bank holiday in
England and Wales. That is also a "business day" of Criminal Procedure Rules r.2.2. The holidays
come from the copy of the GOV.UK list that the govuk-bank-holidays library carries: its file is
read here, and its code, which would fetch, is not loaded. Our own tables stand round it:
data/calendar/past.toml before it begins, and data/calendar/changes.toml over it.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from ulss_tracker.scheme.law.change import Change, ChangeKind, holidays_under
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.table import TableRow, read_table

PAST_FILE = Path(__file__).parents[1] / "data" / "calendar" / "past.toml"
CHANGES_FILE = PAST_FILE.with_name("changes.toml")

_LIST, _DIVISION = "bank-holidays.json", "england-and-wales"
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarUnknown(LookupError):
    """A day was asked about for which the holidays are not known. Never read as "no holiday"."""

    def __init__(self, day: date, known_from: date, known_until: date) -> None:
        self.day = day
        super().__init__(
            f"The bank holidays of England and Wales are known from {known_from:%Y-%m-%d} to "
            f"{known_until:%Y-%m-%d}, and {day:%Y-%m-%d} is outside that. Update the calendar "
            "before relying on a date."
        )


@dataclass(frozen=True, slots=True)
class Holiday:
    """One bank holiday in England and Wales."""

    on: date
    title: str


class WorkingDays:
    """Which days are working days, between the first and the last day that is known.

    Days after `published_until` rest on holidays worked out from the statute, not yet published.
    """

    def __init__(
        self,
        holidays: Iterable[Holiday],
        known_from: date,
        known_until: date,
        published_until: date | None = None,
    ) -> None:
        self.known_from = known_from
        self.known_until = known_until
        self.published_until = published_until or known_until
        self._holidays = {holiday.on: holiday for holiday in holidays}
        self._days_off = sorted(self._holidays)
        every = (known_from + timedelta(days=n) for n in range((known_until - known_from).days + 1))
        # In order, so that any number of them is counted without walking from day to day.
        self._working = [
            day for day in every if day.weekday() < _SATURDAY and day not in self._holidays
        ]

    def holiday(self, day: date) -> Holiday | None:
        """The bank holiday on that day, or None. Raises CalendarUnknown outside what is known."""
        self._require(day)
        return self._holidays.get(day)

    def holiday_name(self, day: date) -> str | None:
        """The name of the bank holiday on that day, or None. Raises CalendarUnknown."""
        holiday = self.holiday(day)
        return holiday.title if holiday else None

    def is_working_day(self, day: date) -> bool:
        """Whether the office and the court work on that day. Raises CalendarUnknown."""
        self._require(day)
        place = bisect_left(self._working, day)
        return place < len(self._working) and self._working[place] == day

    def on_or_before(self, day: date) -> date:
        """The last working day on or before that day. Raises CalendarUnknown."""
        self._require(day)
        return self._working_at(bisect_right(self._working, day) - 1)

    def add(self, day: date, working_days: int) -> date:
        """The day that many working days after `day` (before it, when negative).

        The day itself is not counted, as with "not more than 10 business days after". Zero gives
        the day back. Raises CalendarUnknown.
        """
        if working_days == 0:
            return day
        if working_days > 0:
            self._require(day + _ONE_DAY)
            return self._working_at(bisect_right(self._working, day) + working_days - 1)
        self._require(day - _ONE_DAY)
        return self._working_at(bisect_left(self._working, day) + working_days)

    def count(self, after: date, until: date) -> int:
        """How many working days follow `after`, up to and including `until`.

        Zero when `until` is not later. Raises CalendarUnknown.
        """
        if until <= after:
            return 0
        self._require(after + _ONE_DAY)
        self._require(min(until, self.known_until + _ONE_DAY))
        return bisect_right(self._working, until) - bisect_right(self._working, after)

    def holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """The bank holidays from `first` to `last`, both included. Raises CalendarUnknown."""
        if last < first:
            return ()
        self._require(first)
        self._require(min(last, self.known_until + _ONE_DAY))
        begins, ends = bisect_left(self._days_off, first), bisect_right(self._days_off, last)
        return tuple(self._holidays[day] for day in self._days_off[begins:ends])

    def _working_at(self, place: int) -> date:
        """The working day at that place among all that are known."""
        if place < 0:
            raise self._unknown(self.known_from - _ONE_DAY)
        if place >= len(self._working):
            raise self._unknown(self.known_until + _ONE_DAY)
        return self._working[place]

    def _require(self, day: date) -> None:
        if not self.known_from <= day <= self.known_until:
            raise self._unknown(day)

    def _unknown(self, day: date) -> CalendarUnknown:
        return CalendarUnknown(day, self.known_from, self.known_until)

    def with_holiday(self, day: date, title: str) -> "WorkingDays":
        """The same calendar with one more bank holiday."""
        holidays = (*self._holidays.values(), Holiday(day, title))
        return WorkingDays(holidays, self.known_from, self.known_until, self.published_until)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or None where no calendar has such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def working_days() -> WorkingDays:
    """The calendar in force: the kept library with our table of changes, and those signed, over it.

    Raises TableError.
    """
    return current().once(_working_days)


def _working_days(law: Law) -> WorkingDays:
    return _amended(law.of(ChangeKind.BANK_HOLIDAY))


@lru_cache(maxsize=8)
def _amended(signed: tuple[Change, ...]) -> WorkingDays:
    changes = holidays_under(read_table(CHANGES_FILE), signed)
    return build(_published(), past=read_table(PAST_FILE), changes=changes)


@cache
def _published() -> dict[date, str]:
    listed = json.loads(resources.files("govuk_bank_holidays").joinpath(_LIST).read_bytes())
    return published_in(listed)


def published_in(listed: Mapping[str, Any]) -> dict[date, str]:
    """The holidays of England and Wales in GOV.UK's own list: day to title.

    Raises KeyError, TypeError or ValueError for a list of another shape.
    """
    return {
        date.fromisoformat(event["date"]): str(event["title"])
        for event in listed[_DIVISION]["events"]
    }


def build(published: Mapping[date, str], *, past: TableRow, changes: TableRow) -> WorkingDays:
    """A calendar from published holidays (day to title) and the tables round them.

    GOV.UK publishes whole years, so the library is taken as known from 1 January of its first
    year to 31 December of its last. Raises TableError.
    """
    published_from = date(min(published).year, 1, 1)
    published_until = date(max(published).year, 12, 31)
    known_from = past.only("known_from", "holiday").day("known_from")
    computed = changes.only("one_off", "computed").row("computed")
    known_until = computed.only("until", "source", "holiday").day("until")
    computed.text("source")
    holidays = {
        **{on: title for on, title in _titles(past).items() if on < published_from},
        **published,
        **{on: title for on, title in _titles(computed).items() if on > published_until},
    }
    for row in changes.rows("one_off"):
        row.only("on", "holiday", "title", "decided_on", "source")
        row.day("decided_on")
        row.text("source")
        title = row.text("title")
        if row.flag("holiday"):
            holidays[row.day("on")] = title
        else:
            holidays.pop(row.day("on"), None)
    return WorkingDays(
        [Holiday(on, title) for on, title in holidays.items()],
        known_from=min(known_from, published_from),
        known_until=max(known_until, published_until),
        published_until=published_until,
    )


def _titles(table: TableRow) -> dict[date, str]:
    rows = [row.only("on", "title") for row in table.rows("holiday")]
    return {row.day("on"): row.text("title") for row in rows}
