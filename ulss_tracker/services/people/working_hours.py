"""When each member of staff works: what can wait is written to them then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

LONGEST_AHEAD = 14
"""Days within which everybody works again: the longest run of holidays, and a part-time week."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of one person, London time, and the days of the week (Monday is 1)."""

    from_time: time
    until_time: time
    weekdays: frozenset[int]

    def __str__(self) -> str:
        days = "".join(str(day) for day in sorted(self.weekdays))
        return f"{self.from_time:%H:%M} to {self.until_time:%H:%M}, days {days}"


def of(user: User) -> WorkingHours:
    """The hours of this person."""
    return WorkingHours(
        time.fromisoformat(user.works_from),
        time.fromisoformat(user.works_until),
        frozenset(int(day) for day in user.works_on),
    )


def next_moment(user: User, now: datetime) -> datetime:
    """The first moment from `now` on at which this person works: `now` itself while they do.

    On bank holidays nobody does; where those are not known, every day of theirs may be one of work.
    """
    hours, there = of(user), now.astimezone(clock.LONDON)
    for number in range(LONGEST_AHEAD):
        day = there.date() + timedelta(days=number)
        if day.isoweekday() not in hours.weekdays or _is_bank_holiday(day):
            continue
        begins = datetime.combine(day, hours.from_time, clock.LONDON)
        ends = datetime.combine(day, hours.until_time, clock.LONDON)
        if now < ends:
            return max(now, begins)
    return now


def change(user: User, hours: WorkingHours, *, version: int) -> None:
    """Change when somebody works: they themself, and nobody else.

    Raises `ChangedMeanwhile`, and `Refused` for no day at all or hours that end before they begin.
    """
    require(user, Permission.SEE_OWN_ACCOUNT)
    if not hours.weekdays:
        raise Refused("Choose at least one day")
    if hours.until_time <= hours.from_time:
        raise Refused("The time you stop must be after the time you start")
    with locked(user):
        check_version(user, version)
        before = of(user)
        if before == hours:
            return
        user.works_from = f"{hours.from_time:%H:%M}"
        user.works_until = f"{hours.until_time:%H:%M}"
        user.works_on = _days(hours.weekdays)
        user.version += 1
        history.record(
            EventKind.WORKING_HOURS_CHANGED,
            user,
            before={"hours": str(before)},
            person=user.name,
            hours=str(hours),
        )


def _days(weekdays: Collection[int]) -> str:
    return "".join(str(day) for day in sorted(weekdays))


def _is_bank_holiday(day: date) -> bool:
    """Whether a day from Monday to Friday is none of work in England and Wales."""
    if day.isoweekday() > 5:
        return False
    try:
        return not working_days().is_working_day(day)
    except CalendarUnknown:
        return False
