"""When the office is open: from nine to five of each working day, in London."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays, working_days

LONDON = ZoneInfo("Europe/London")
OFFICE_OPENS = time(9)
OFFICE_CLOSES = time(17)


def opens_at(day: date) -> datetime:
    """The instant at which the office opens, were it a working day."""
    return datetime.combine(day, OFFICE_OPENS, tzinfo=LONDON)


def closes_at(day: date) -> datetime:
    """The instant at which the office closes, were it a working day."""
    return datetime.combine(day, OFFICE_CLOSES, tzinfo=LONDON)


def day_ends_at(day: date) -> datetime:
    """The midnight that ends the day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


def is_open(now: datetime, days: WorkingDays | None = None) -> bool:
    """Whether the office is open now. Raises CalendarUnknown."""
    there = now.astimezone(LONDON)
    return _is_between(there) and (days or working_days()).is_working_day(there.date())


def may_be_open(now: datetime, days: WorkingDays | None = None) -> bool:
    """The same; where the holidays are not known, whether it is the hour for it."""
    try:
        return is_open(now, days)
    except CalendarUnknown:
        return _is_between(now.astimezone(LONDON))


def _is_between(there: datetime) -> bool:
    return OFFICE_OPENS <= there.time() < OFFICE_CLOSES
