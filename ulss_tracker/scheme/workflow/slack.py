"""How pressing a review is: the working time left to file against the work still to be done.

Two reviews with a week left are not alike when one waits for its papers and the other for a
signature. The hours below are the office's own estimates of each stage, waiting for others
included. No published source gives any. They order a list and move nothing: the last day stays.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at, opens_at
from ulss_tracker.scheme.workflow.stages import State

WORKING_DAY = timedelta(hours=8)
ESTIMATES: Mapping[State, timedelta] = {
    State.RECEIVED: timedelta(hours=1),
    State.CHECKING: timedelta(hours=3),
    State.AWAITING_PAPERS: timedelta(hours=40),
    State.UNDER_CONSIDERATION: timedelta(hours=24),
    State.LAW_OFFICERS: timedelta(hours=16),
    State.TO_FILE: timedelta(hours=8),
}
"""The stages before the application is filed, in their order, and the work of each."""
TO_OPEN = timedelta(hours=1)
"""The work on a request until it is in a case: looked at, compared with the others, opened."""

_STAGES = tuple(ESTIMATES)
_WORK_LEFT: Mapping[State | None, timedelta] = {
    None: sum(ESTIMATES.values(), TO_OPEN),
    **{
        stage: sum((ESTIMATES[state] for state in _STAGES[place:]), timedelta(0))
        for place, stage in enumerate(_STAGES)
    },
}


def work_left(state: State | None) -> timedelta:
    """The work from the beginning of this stage until the application is filed; none after.

    None is before the first stage: a request that is in no case yet.
    """
    return _WORK_LEFT.get(state, timedelta(0))


def working_time(start: datetime, end: datetime) -> timedelta:
    """The office hours (9am to 5pm on working days, London) from `start` to `end`.

    None when `end` is not later. Raises CalendarUnknown.
    """
    first, last = start.astimezone(LONDON), end.astimezone(LONDON)
    if last.date() < first.date():
        return timedelta(0)
    between = working_days().count(first.date(), last.date() - timedelta(days=1)) * WORKING_DAY
    total = _open_hours(first.date(), first, last) + between
    if last.date() > first.date():
        total += _open_hours(last.date(), first, last)
    return total


def _open_hours(day: date, first: datetime, last: datetime) -> timedelta:
    """The office hours of that day from `first` to `last`."""
    if not working_days().is_working_day(day):
        return timedelta(0)
    opens = opens_at(day)
    closes = closes_at(day)
    return max(min(closes, last) - max(opens, first), timedelta(0))


def spare_time(state: State | None, now: datetime, file_by_at: datetime) -> timedelta | None:
    """The working time left that no work fills; negative when there is more work than time.

    None where the moment lies beyond the known holidays.
    """
    try:
        return working_time(now, file_by_at) - work_left(state)
    except CalendarUnknown:
        return None


def return_words(now: datetime, file_by_at: datetime) -> str:
    """Say what sending a review back for more work costs, beside the time that is left to file.

    By the office's own estimates: the work, and the law officers' reading once more. It moves
    nothing. Raises CalendarUnknown.
    """
    cost = ESTIMATES[State.UNDER_CONSIDERATION] + ESTIMATES[State.LAW_OFFICERS]
    left = working_time(now, file_by_at) - ESTIMATES[State.TO_FILE]
    words = f"It takes about {work_words(cost)} to come back to you, by the office’s estimates"
    if left <= timedelta(0):
        return f"{words}, and there is no working time left to decide in"
    so = "" if left >= cost else ": too little, unless both are quicker than usual"
    return f"{words}, with {work_words(left)} left to decide in{so}"


def spare_words(spare: timedelta) -> str:
    """The spare time in words, under a heading that says so: "3 days", "4 hours" or "None".

    Days are working days. With more work than time, it is less than nothing: "−9 days".
    """
    words = work_words(abs(spare)).replace("working ", "")
    if spare < timedelta(0):
        return f"−{words}"
    return words if words != "0 hours" else "None"


def work_words(length: timedelta) -> str:
    """A length of working time in words: whole working days, or hours when there is less."""
    whole_days = length // WORKING_DAY
    number = whole_days or length // timedelta(hours=1)
    unit = "working day" if whole_days else "hour"
    return f"{number} {unit}{'' if number == 1 else 's'}"
