"""By when somebody looks at a new request, and finds a day of sentence that nobody knows.

A request may be the most pressing of all before anybody has read it. The lengths are the office's
own practice; they move nothing: the last day stays (CJA 1988 Sch 3 para 1).
"""

from datetime import datetime, timedelta

from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at, day_ends_at, opens_at

LITTLE_TIME = 3
"""Working days to the file-by moment from which a deadline is pressing."""
PRESSING_WITHIN = timedelta(days=14)
"""No moment further off is pressing: three working days, and the longest run of days off."""
LOOK_WHEN_PRESSING = timedelta(hours=1)
FIND_DAY_WITHIN = timedelta(hours=4)
_ROUND_THE_CLOCK_INSTEAD = 3  # where no holidays are known, a working hour counts as a third


def is_pressing(now: datetime, file_by_at: datetime) -> bool:
    """Whether three working days or fewer are left, counted from the start of the working day.

    In doubt, where the holidays are not known, it is.
    """
    today, file_by_on = now.astimezone(LONDON).date(), file_by_at.astimezone(LONDON).date()
    try:
        return working_days().count(today, file_by_on) <= LITTLE_TIME
    except CalendarUnknown:
        return True


def pressing_until(now: datetime) -> datetime:
    """The end of the last day whose moments are pressing now; in doubt, two weeks on."""
    there = now.astimezone(LONDON).date()
    midnight = now
    for number in range(PRESSING_WITHIN.days):
        midnight = day_ends_at(there + timedelta(days=number))
        if not is_pressing(now, midnight):
            break
    return midnight


def look_by(received_at: datetime, file_by_at: datetime | None) -> datetime:
    """By when a request is first looked at: a working hour where it is pressing to file.

    Else by the end of the next working day.
    """
    if file_by_at is not None and is_pressing(received_at, file_by_at):
        return after_working_time(received_at, LOOK_WHEN_PRESSING)
    there = received_at.astimezone(LONDON)
    try:
        day = working_days().add(there.date(), 1)
    except CalendarUnknown:
        day = there.date() + timedelta(days=1)
    return closes_at(day)


def find_day_by(received_at: datetime) -> datetime:
    """By when a day of sentence that is not known must be found: within four working hours."""
    return after_working_time(received_at, FIND_DAY_WITHIN)


def after_working_time(start: datetime, length: timedelta) -> datetime:
    """The moment at which so many office hours (at most a working day) have passed since `start`.

    Where the holidays are not known every hour counts as a third of a working hour.
    """
    there = start.astimezone(LONDON)
    day, left = there.date(), length
    try:
        while True:
            if working_days().is_working_day(day):
                opens = opens_at(day)
                closes = closes_at(day)
                begins = max(opens, there)
                if begins + left <= closes:
                    return begins + left
                left -= max(closes - begins, timedelta(0))
            day += timedelta(days=1)
    except CalendarUnknown:
        return start + _ROUND_THE_CLOCK_INSTEAD * length
