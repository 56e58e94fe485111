"""The engine of the ladders: which rung is reached at a moment, and when the next call is due.

A ladder leads up to a moment, its end. People are called on each rung, one after the other, until
somebody acknowledges it. The table of them is ladders.py. The moments are the office's own practice
and move nothing: the last day stays (CJA 1988 Sch 3 para 1).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ulss_tracker.scheme.time import filing, office_hours
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, opens_at
from ulss_tracker.scheme.workflow.first_look import after_working_time, is_pressing

LAST_DAY = timedelta(hours=24)


class Level(StrEnum):
    """Who is reminded, in the order in which one comes after the other."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call is waited for: by the clock on the last day, before it in office hours."""

    before: timedelta
    on_last_day: timedelta

    def over_at(self, start: datetime, *, on_last_day: bool) -> datetime:
        """The moment at which it is over for a call made at `start`."""
        if on_last_day:
            return start + self.on_last_day
        return after_working_time(start, self.before)


@dataclass(frozen=True, slots=True)
class Rung:
    """One moment of a ladder: so many working days, or hours, before its end.

    Of working days it is the hour at which the office opens. `after_beginning` counts office time
    from the ladder's beginning instead. `calls_everybody`: no time is left to call one by one.
    """

    id: str
    words: str
    working_days: int = 0
    hours: int = 0
    after_beginning: timedelta | None = None
    calls_everybody: bool = False

    @property
    def is_last_day(self) -> bool:
        """Whether it counts hours, and not working days."""
        return not self.working_days

    def due_at(self, end: datetime, began: datetime | None = None) -> datetime:
        """The moment of this rung of a ladder that leads to `end`. Raises CalendarUnknown."""
        if self.after_beginning is not None and began is not None:
            return after_working_time(began, self.after_beginning)
        if self.is_last_day:
            return end - timedelta(hours=self.hours)
        day = end.astimezone(LONDON).date()
        for _ in range(self.working_days):
            day = working_days().on_or_before(day - timedelta(days=1))
        return opens_at(day)

    def may_call(self, now: datetime) -> bool:
        """Whether it is the hour for a reminder: in office hours, but for the last day.

        Raises CalendarUnknown.
        """
        return self.is_last_day or office_hours.is_open(now)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs up to a moment, the soonest first, and how long a call of it is waited for.

    Nobody acknowledging a call, the next are called when `goes_on` is over, and everybody again
    after `again`. Beyond the known holidays the rung `in_doubt` is reached as soon as it may be.
    """

    name: str
    rungs: tuple[Rung, ...]
    goes_on: Patience
    again: Patience
    in_doubt: str = ""

    def rung(self, rung_id: str) -> Rung:
        """The rung with this id. Raises StopIteration for one that it has not."""
        return next(rung for rung in self.rungs if rung.id == rung_id)

    def rung_at(self, now: datetime, end: datetime, began: datetime | None = None) -> Rung | None:
        """The rung reached by now: the last whose moment has come. None while there is time.

        Raises CalendarUnknown where nothing is to be done in doubt.
        """
        try:
            reached = [rung for rung in self.rungs if rung.due_at(end, began) <= now]
        except CalendarUnknown:
            if not self.in_doubt:
                raise
            return self.rung(self.in_doubt) if is_pressing(now, end) else None
        return reached[-1] if reached else None

    def has_reached(self, rung_id: str, now: datetime, end: datetime) -> bool:
        """Whether this rung's moment has come; in doubt, where holidays are not known, it has."""
        try:
            return now >= self.rung(rung_id).due_at(end)
        except CalendarUnknown:
            return is_pressing(now, end)

    def next_at(self, now: datetime, end: datetime) -> datetime | None:
        """The moment of the next rung whose moment is known; None once the last has come."""
        later = []
        for rung in self.rungs:
            try:
                due_at = rung.due_at(end)
            except CalendarUnknown:
                continue
            if due_at > now:
                later.append(due_at)
        return min(later, default=None)


@dataclass(frozen=True, slots=True)
class ChaseRung:
    """Whom to chase, and how many working days after they were asked or chased last."""

    whom: str
    after: int


@dataclass(frozen=True, slots=True)
class NextChase:
    """The next chase: its rung from 1, whom to chase, and from what day it is due."""

    rung: int
    whom: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ChaseLadder:
    """Rungs counted from the last chase, day by day; past the top, the top is chased again.

    With `hurries_within` working days or fewer left to file every rung is a day after the last.
    """

    rungs: tuple[ChaseRung, ...]
    hurries_within: int

    def next_chase(
        self,
        since: date,
        chased: int,
        *,
        promised_by_on: date | None = None,
        file_by_on: date | None = None,
    ) -> NextChase:
        """When to chase what was asked for or chased last on `since`, and `chased` so many times.

        A promise puts the first chase off to the day after it, but not once that is within the last
        days before filing. On the day to file by itself the next chase is that very day: tomorrow
        is too late. Raises CalendarUnknown.
        """
        days = working_days()
        rung = self.rungs[min(chased, len(self.rungs) - 1)]
        due_on = days.add(since, rung.after)
        if promised_by_on is not None and promised_by_on >= since:
            due_on = max(due_on, days.add(promised_by_on, 1))
        if file_by_on is not None:
            hurries_from = days.add(file_by_on, -self.hurries_within)
            due_on = min(due_on, max(days.add(since, 1), hurries_from))
            if since <= file_by_on:
                due_on = min(due_on, file_by_on)
        return NextChase(chased + 1, rung.whom, due_on)


def is_last_day(now: datetime, file_by_at: datetime | None, last_day_on: date | None) -> bool:
    """Whether it is the last day before the file-by moment, or after it, and filing still helps.

    Until the midnight that ends the last day an application can reach the Registrar in time.
    """
    if file_by_at is None or last_day_on is None:
        return False
    return file_by_at - LAST_DAY <= now < filing.last_moment(last_day_on)
