"""Days and ranges of days, and the days that words name: months, weekdays, feasts."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from ulss_tracker.scheme.time.calendar import working_days

ONE_DAY = timedelta(days=1)
FIRST_YEAR = 1950
# "A few": never fewer than the first, seldom more than the second.
FEW = (2, 7)
_LEAP_YEARS = 9  # the most years that a 29 February can be away

_FIXED = {
    "newyearseve": (12, 31), "newyearsday": (1, 1), "christmas": (12, 25), "christmaseve": (12, 24),
    "boxingday": (12, 26), "stdavidsday": (3, 1), "stpatricksday": (3, 17), "stgeorgesday": (4, 23),
    "standrewsday": (11, 30), "valentines": (2, 14), "santesdwynwen": (1, 25),
    "halloween": (10, 31), "bonfirenight": (11, 5), "armisticeday": (11, 11),
}  # fmt: skip
_FROM_EASTER = {
    "goodfriday": -2, "eastersunday": 0, "eastermonday": 1, "maundythursday": -3,
    "shrovetuesday": -47, "ashwednesday": -46, "mothersday": -21,
}  # fmt: skip
# Month, day of the week, which one of the month (-1 the last).
_WEEKDAY_OF_MONTH = {
    "clocksback": (10, 6, -1), "clocksforward": (3, 6, -1), "fathersday": (6, 6, 3),
    "remembrancesunday": (11, 6, 2), "maybankholiday": (5, 0, 1), "springbankholiday": (5, 0, -1),
    "augustbankholiday": (8, 0, -1),
}  # fmt: skip
FEASTS = (*_FIXED, *_FROM_EASTER, *_WEEKDAY_OF_MONTH)


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included; the same when the day is exact."""

    earliest: date
    latest: date

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest

    def and_also(self, other: "Span") -> "Span | None":
        """The days in both, or None."""
        earliest = max(self.earliest, other.earliest)
        latest = min(self.latest, other.latest)
        return Span(earliest, latest) if earliest <= latest else None

    def or_else(self, other: "Span") -> "Span":
        """From the earlier of both to the later."""
        return Span(min(self.earliest, other.earliest), max(self.latest, other.latest))

    def moved(self, days: int) -> "Span":
        """The same span so many days later, or earlier."""
        return self.widened(days, days)

    def widened(self, before: int, after: int) -> "Span":
        """The span with its ends moved by so many days each."""
        return Span(self.earliest + before * ONE_DAY, self.latest + after * ONE_DAY)


def one_day(day: date) -> Span:
    """A span of one day."""
    return Span(day, day)


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day) if year >= FIRST_YEAR else None
    except ValueError:
        return None


def month_of(year: int, month: int) -> Span:
    """A whole month."""
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def month_before(day: date, months: int) -> Span:
    """The month so many before that of the day."""
    then = day - relativedelta(months=months)
    return month_of(then.year, then.month)


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of a month that is too short."""
    then: date = day - relativedelta(months=months)
    return then


def week_of(day: date) -> Span:
    """Monday to Sunday of the week the day is in."""
    monday = day - day.weekday() * ONE_DAY
    return Span(monday, monday + 6 * ONE_DAY)


def weekday_before(day: date, weekday: int) -> date:
    """The last such day of the week before the day."""
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * ONE_DAY


def weekday_after(day: date, weekday: int) -> date:
    """The first such day of the week after the day."""
    return day + ((weekday - day.weekday() - 1) % 7 + 1) * ONE_DAY


def days_of_year(month: int, day: int, written_on: date) -> tuple[date, ...]:
    """The latest such day not after the day of writing, the next after it, then those before.

    The ones before count only where other words name them: "last year, on 3 March".
    """
    years = range(written_on.year - _LEAP_YEARS, written_on.year + _LEAP_YEARS)
    days = [found for year in years if (found := day_of(year, month, day))]
    past = [day for day in days if day <= written_on]
    ahead = [day for day in days if day > written_on]
    return (*past[-1:], *ahead[:1], *past[-2::-1])


def days_of_month(day: int, written_on: date) -> tuple[date, ...]:
    """Every such day of a month in the year up to the day of writing, latest first."""
    months = [written_on - relativedelta(months=back) for back in range(13)]
    days = [day_of(month.year, month.month, day) for month in months]
    return tuple(day for day in days if day and day <= written_on)


def nth_weekday(month: Span, weekday: int, number: int) -> date | None:
    """The so-manyeth such day of the week in a month; -1 is the last. None where it has none."""
    if number < 0:
        return weekday_before(month.latest + ONE_DAY, weekday)
    day = weekday_after(month.earliest - ONE_DAY, weekday) + (number - 1) * 7 * ONE_DAY
    return day if day <= month.latest else None


def feast_in(name: str, year: int) -> date:
    """The day a feast falls on in a year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        sunday: date = easter(year)
        return sunday + _FROM_EASTER[name] * ONE_DAY
    month, weekday, number = _WEEKDAY_OF_MONTH[name]
    whole = month_of(year, month)
    if number < 0:
        return weekday_before(whole.latest + ONE_DAY, weekday)
    return weekday_after(whole.earliest - ONE_DAY, weekday) + (number - 1) * 7 * ONE_DAY


def feasts(name: str, written_on: date) -> tuple[date, ...]:
    """The latest day of that name not after the day of writing, then the next."""
    days = [feast_in(name, written_on.year + more) for more in (-1, 0, 1)]
    past = [day for day in days if day <= written_on]
    return past[-1], days[len(past)]


def bank_holiday_before(day: date, weekday: int | None) -> date | None:
    """The last bank holiday before the day (on that day of the week); None where none is known."""
    known = working_days()
    first, last = day - 366 * ONE_DAY, day - ONE_DAY
    if not known.known_from <= first <= last <= known.known_until:
        return None
    days = [holiday.on for holiday in known.holidays_between(first, last)]
    return max((on for on in days if weekday in (None, on.weekday())), default=None)


def back(day: date, count: int, unit: str) -> date:
    """The day so many days, weeks, months or years before."""
    if unit in ("month", "year"):
        return months_before(day, count * (12 if unit == "year" else 1))
    return day - count * (7 if unit == "week" else 1) * ONE_DAY


def ago(span: Span, least: int, most: int, unit: str) -> Span:
    """At least and at most so many days, weeks, months or years before a span; after it if below 0.

    It begins the most before its first day, and ends the least before its last.
    """
    return Span(back(span.earliest, most, unit), back(span.latest, least, unit))
