"""When somebody is reminded of a review that is still to be filed, and when it goes on to others.

A ladder of moments before the file-by moment: working days first, then hours. Each is for whoever
holds the review; not seen to in time, it climbs to the supervisors and then to the duty person. The
moments are the office's own choice, and move nothing: the last day stays (CJA 1988 Sch 3 para 1).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ulss_tracker.scheme.time import office_hours
from ulss_tracker.scheme.time.calendar import WorkingDays, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, opens_at
from ulss_tracker.scheme.workflow.slack import working_time

_CLIMBS_AFTER = timedelta(hours=4)  # of office hours
_CLIMBS_AFTER_ON_LAST_DAY = timedelta(minutes=30)


class Level(StrEnum):
    """Who is reminded. Each climbs to the next."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    DUTY = "duty"

    @property
    def above(self) -> "Level | None":
        """Whom it climbs to; None from the top."""
        levels = list(Level)
        place = levels.index(self) + 1
        return levels[place] if place < len(levels) else None


@dataclass(frozen=True, slots=True)
class Rung:
    """One moment of the ladder: so many working days, or hours, before the file-by moment."""

    id: str
    words: str
    working_days: int | None = None
    hours: int = 0

    @property
    def is_last_day(self) -> bool:
        """Whether it counts hours: then it is sent at any hour, and climbs quickly."""
        return self.working_days is None


LADDER = (
    Rung("5_days", "Five working days left to file", working_days=5),
    Rung("3_days", "Three working days left to file", working_days=3),
    Rung("2_days", "Two working days left to file", working_days=2),
    Rung("1_day", "One working day left to file", working_days=1),
    Rung("today", "To be filed today", hours=8),
    Rung("4_hours", "Four hours left to file", hours=4),
    Rung("2_hours", "Two hours left to file", hours=2),
    Rung("1_hour", "One hour left to file", hours=1),
    Rung("passed", "The file-by moment has passed", hours=0),
)
"""In the order in which they come."""


_WORDS = {rung.id: rung.words for rung in LADDER}


def words_of(rung_id: str) -> str:
    """Give a rung's words, by its id; the id itself for one the ladder no longer has."""
    return _WORDS.get(rung_id, rung_id)


def due_at(rung: Rung, file_by_at: datetime, days: WorkingDays | None = None) -> datetime:
    """The moment of this rung for a review to be filed by `file_by_at`. Raises CalendarUnknown."""
    if rung.working_days is None:
        return file_by_at - timedelta(hours=rung.hours)
    days = days or working_days()
    day = file_by_at.astimezone(LONDON).date()
    for _ in range(rung.working_days):
        day = days.on_or_before(day - timedelta(days=1))
    return opens_at(day)


def rung_at(now: datetime, file_by_at: datetime, days: WorkingDays | None = None) -> Rung | None:
    """The rung reached by now: the last whose moment has come. None while there is time.

    Raises CalendarUnknown.
    """
    reached = [rung for rung in LADDER if due_at(rung, file_by_at, days) <= now]
    return reached[-1] if reached else None


def has_climbed(
    rung: Rung, sent_at: datetime, now: datetime, days: WorkingDays | None = None
) -> bool:
    """Whether a reminder sent at `sent_at` and seen by nobody goes on to the next level now.

    Raises CalendarUnknown.
    """
    if rung.is_last_day:
        return now - sent_at >= _CLIMBS_AFTER_ON_LAST_DAY
    return may_send(rung, now, days) and working_time(sent_at, now, days) >= _CLIMBS_AFTER


def may_send(rung: Rung, now: datetime, days: WorkingDays | None = None) -> bool:
    """Whether a reminder of this rung may be sent now: in office hours, but for the last day.

    Raises CalendarUnknown.
    """
    return rung.is_last_day or office_hours.is_open(now, days)
