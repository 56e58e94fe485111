"""How the time stands for somebody who asks: a name for each state, which pages put in words."""

from datetime import date, datetime
from enum import StrEnum

from ulss_tracker import clock
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import Level
from ulss_tracker.scheme.time.time_limits import TimeAnswer, time_answer
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests import intake


class Time(StrEnum):
    """How the time stands: the pages have a sentence for each."""

    NO_DATE = "no_date"
    ENOUGH = "enough"
    SHORT = "short"
    AFTER_HOURS = "after_hours"
    MAY_BE_LONGER = "may_be_longer"
    OVER = "over"

    @property
    def is_ahead(self) -> bool:
        """Whether something can still be done in time, as far as is known."""
        return self in {Time.NO_DATE, Time.ENOUGH, Time.SHORT}


def how_time_stands(
    sentenced_on: date | None, standing: RequesterRole | None, now: datetime
) -> tuple[Time, TimeAnswer | None]:
    """How the time stands for a sentence of that day, and the answer it follows from.

    Without an answer where no day is given or the bank holidays of so long ago are not known.
    """
    if sentenced_on is None:
        return Time.NO_DATE, None
    try:
        answer = time_answer(sentenced_on, standing, now=now)
    except CalendarUnknown:
        is_over = deadline.last_day(sentenced_on) < clock.day_of(now)
        return (Time.OVER if is_over else Time.MAY_BE_LONGER), None
    if answer.id == "in_time":
        is_short = intake.is_late(sentenced_on, now, answer.policy)
        is_short = is_short or deadline.time_left(now, answer.file_by_at).level is Level.URGENT
        return (Time.SHORT if is_short else Time.ENOUGH), answer
    stands = {"after_hours": Time.AFTER_HOURS, "out_of_time": Time.OVER}
    return stands.get(answer.id, Time.MAY_BE_LONGER), answer
