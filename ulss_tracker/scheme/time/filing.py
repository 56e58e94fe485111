"""How an application's filing stood against the time limit."""

from datetime import date, datetime, timedelta

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time.office_hours import LONDON, day_ends_at

NEAR_MISS = timedelta(hours=24)


class Timeliness(LabelledEnum):
    """In good time, so near the end that the office asks why, or too late."""

    IN_TIME = "in_time", "Filed"
    NEAR_MISS = "near_miss", "Filed"
    AFTER_CLOSE = "after_close", "Filed after hours"
    LATE = "late", "Filed after the last day"

    @property
    def is_in_hours(self) -> bool:
        """Whether it was filed by the file-by moment."""
        return self in {Timeliness.IN_TIME, Timeliness.NEAR_MISS}

    @property
    def wants_reason(self) -> bool:
        """Whether the office records why it came to this."""
        return self is not Timeliness.IN_TIME


def last_moment(last_day_on: date) -> datetime:
    """The midnight, in London, that ends the last day: before it an application can arrive in time.

    CJA 1988 Sch 3 para 1 counts days, not office hours.
    """
    return day_ends_at(last_day_on)


def timeliness(filed_at: datetime, *, file_by_at: datetime, last_day_on: date) -> Timeliness:
    """How `filed_at` stands to the file-by moment and the last day.

    Notice is given when the Registrar has it (CJA 1988 Sch 3 para 1): after the last day it is
    late whatever the reason. After the file-by moment but by the last day, the court's office was
    shut, and whether it is in time is for a lawyer.
    """
    if filed_at.astimezone(LONDON).date() > last_day_on:
        return Timeliness.LATE
    if filed_at > file_by_at:
        return Timeliness.AFTER_CLOSE
    if file_by_at - filed_at <= NEAR_MISS:
        return Timeliness.NEAR_MISS
    return Timeliness.IN_TIME
