"""Warnings that a date of sentence may not be the one meant: to confirm, never a refusal.

A wrong date gives a wrong last day. The office's own register holds a sentence in November of a
case that was closed in March, and a January sentence of the year before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ulss_tracker.scheme.time import date_warning_words as words
from ulss_tracker.scheme.time.calendar import (
    CalendarUnknown,
    WorkingDays,
    date_or_none,
    working_days,
)
from ulss_tracker.scheme.time.deadline import last_day

_SATURDAY = 5
# The day the power to refer a sentence began: Criminal Justice Act 1988 s.36, commenced in 1989.
REVIEWS_BEGAN = date(1989, 2, 1)


class DatedOffence(Protocol):
    """An offence as warnings need it: its name, and the days from which it counts and exists."""

    @property
    def title(self) -> str: ...

    @property
    def sentenced_from(self) -> date | None: ...

    @property
    def conduct_from(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class DateWarning:
    """One reason to ask again, as a question; `suggested_on` is the date perhaps meant."""

    id: str
    text: str
    suggested_on: date | None = None


def warnings_about_date(
    sentenced_on: date,
    *,
    today: date,
    received_on: date | None = None,
    offence: DatedOffence | None = None,
    days: WorkingDays | None = None,
) -> tuple[DateWarning, ...]:
    """Find every warning about a date of sentence, to be confirmed or corrected by a person.

    `today` is the London date; `received_on` the London date on which the request came. Dates are
    judged against the request where there is one, so that an old case can be recorded later.
    """
    days = days or working_days()
    asked_on = received_on or today
    return (
        *_order_doubts(sentenced_on, today, received_on),
        *_age_doubts(sentenced_on),
        *_sitting_doubts(sentenced_on, days),
        *_offence_doubts(sentenced_on, offence),
        *_limit_doubts(sentenced_on, asked_on),
        *_slip_doubts(sentenced_on, asked_on, days),
    )


def _order_doubts(
    sentenced_on: date, today: date, received_on: date | None
) -> Iterator[DateWarning]:
    if sentenced_on > today:
        yield DateWarning("future", words.future(sentenced_on))
    if received_on and sentenced_on > received_on:
        yield DateWarning("after_request", words.after_request(sentenced_on, received_on))


def _age_doubts(sentenced_on: date) -> Iterator[DateWarning]:
    if sentenced_on < REVIEWS_BEGAN:
        yield DateWarning("before_scheme", words.before_scheme(sentenced_on, REVIEWS_BEGAN))


def _sitting_doubts(sentenced_on: date, days: WorkingDays) -> Iterator[DateWarning]:
    if sentenced_on.weekday() >= _SATURDAY:
        yield DateWarning("weekend", words.weekend(sentenced_on))
    if sentenced_on < REVIEWS_BEGAN:
        return
    try:
        holiday = days.holiday_name(sentenced_on)
    except CalendarUnknown:
        yield DateWarning("holidays_not_known", words.holidays_not_known(sentenced_on))
        return
    if holiday:
        yield DateWarning("bank_holiday", words.bank_holiday(sentenced_on, holiday))


def _offence_doubts(sentenced_on: date, offence: DatedOffence | None) -> Iterator[DateWarning]:
    if offence is None:
        return
    exists_from, starts_on = offence.conduct_from, offence.sentenced_from
    if exists_from and sentenced_on < exists_from:
        text = words.before_offence_existed(sentenced_on, offence.title, exists_from)
        yield DateWarning("before_offence", text)
    elif starts_on and sentenced_on < starts_on:
        text = words.before_offence(sentenced_on, offence.title, starts_on)
        yield DateWarning("before_offence", text)


def _limit_doubts(sentenced_on: date, asked_on: date) -> Iterator[DateWarning]:
    if asked_on > last_day(sentenced_on):
        yield DateWarning("past_limit", words.past_limit(sentenced_on, asked_on))


def _slip_doubts(sentenced_on: date, asked_on: date, days: WorkingDays) -> Iterator[DateWarning]:
    """Two slips of the pen that make a good date out of another good date."""
    fits = _within_limit(sentenced_on, asked_on)
    for year in (sentenced_on.year + 1, sentenced_on.year - 1):
        meant = date_or_none(year, sentenced_on.month, sentenced_on.day)
        if not fits and meant and _within_limit(meant, asked_on):
            yield DateWarning("wrong_year", words.wrong_year(sentenced_on, meant), meant)
    meant = date_or_none(sentenced_on.year, sentenced_on.day, sentenced_on.month)
    if fits and _court_sits(sentenced_on, days):
        return
    if meant and _within_limit(meant, asked_on) and _court_sits(meant, days):
        yield DateWarning("day_month_swapped", words.swapped(sentenced_on, meant), meant)


def _within_limit(sentenced_on: date, asked_on: date) -> bool:
    return sentenced_on <= asked_on <= last_day(sentenced_on)


def _court_sits(day: date, days: WorkingDays) -> bool:
    try:
        return days.is_working_day(day)
    except CalendarUnknown:
        return day.weekday() < _SATURDAY
