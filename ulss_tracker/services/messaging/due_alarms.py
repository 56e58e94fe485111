"""The alarms that are due of a deadline, whether somebody has it, and why an alarm ends.

Read from a deadline and what it is of, and from nothing else: raising and calling is done by
duty_alarms.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ulss_tracker import clock
from ulss_tracker.models import (
    URGENT_KINDS,
    AlarmReason,
    Deadline,
    DutyAlarm,
    Request,
    RequestState,
)
from ulss_tracker.scheme.workflow import ladder as ladders
from ulss_tracker.scheme.workflow.ladder import Ladder
from ulss_tracker.scheme.workflow.ladders import (
    DAY_NOT_KNOWN,
    HALF_AN_HOUR,
    NOT_LOOKED_AT,
    NOT_PICKED_UP,
    SLIP_RULE,
    TIME_RUNS_OUT,
)
from ulss_tracker.services.deadlines import running, slip_rule


@dataclass(frozen=True, slots=True)
class DueAlarm:
    """An alarm that is due: why, at which stage, and the moment that it warns of."""

    reason: AlarmReason
    stage: str
    about_at: datetime

    @classmethod
    def warned_of_by(cls, alarm: DutyAlarm) -> Self:
        """The warning of an alarm that was raised."""
        return cls(alarm.reason, alarm.stage, alarm.about_at)


_STANDS_OF_SLIP_RULE = "slip rule"
"""An alarm of the slip rule belongs to no stage of the work: it outlasts them."""


def due_of(row: Deadline, now: datetime) -> list[DueAlarm]:
    """The alarms that are due of a deadline now.

    Of one that has ended only those of the slip rule, whose clock runs on: one for each moment, for
    sentences of one day, outside the law, have the same.
    """
    due = _of_filing(row, now) if row.ended_at is None else []
    for act_by_at in dict.fromkeys(map(slip_rule.act_by_at, slip_rule.alarmed_of(row))):
        due += _due(SLIP_RULE, now, act_by_at)
    return due


def _due(
    ladder: Ladder, now: datetime, end: datetime | None, began: datetime | None = None
) -> list[DueAlarm]:
    """The alarm of the rung that a ladder to this moment has reached; none without a moment."""
    rung = ladder.rung_at(now, end, began) if end is not None else None
    return [DueAlarm(AlarmReason(ladder.name), rung.id, end)] if rung and end else []


def _of_filing(row: Deadline, now: datetime) -> list[DueAlarm]:
    due = _due(TIME_RUNS_OUT, now, row.file_by_at) if _could_be_filed(row) else []
    due += _due(DAY_NOT_KNOWN, now, row.find_day_by_at, row.began_at)
    for pick_up_by_at in _to_pick_up(row, now):
        due += _due(NOT_PICKED_UP, now, pick_up_by_at)
    return due or _due(NOT_LOOKED_AT, now, row.look_by_at)


def _to_pick_up(row: Deadline, now: datetime) -> list[datetime]:
    """By when each is picked up that was handed over about a review in its last two working days.

    Half an hour after it was handed over: by the clock on the last day, before it in office hours.
    """
    if row.review is None or row.file_by_at is None or not _could_be_filed(row):
        return []
    if not TIME_RUNS_OUT.has_reached("2_days", now, row.file_by_at):
        return []
    on_last_day = is_last_day(row, now)
    handed_over = (wait.since_at for wait in row.not_taken if wait.kind in URGENT_KINDS)
    return sorted({HALF_AN_HOUR.over_at(at, on_last_day=on_last_day) for at in handed_over})


def has_somebody(row: Deadline) -> bool:
    """Whether somebody who has not left has it."""
    return row.holder is not None and row.holder.is_active


def stage_of(row: Deadline, reason: AlarmReason) -> str:
    """The stage of the work, to which an alarm belongs: another stage ends it."""
    if reason is AlarmReason.SLIP_RULE:
        return _STANDS_OF_SLIP_RULE
    if row.request is not None:
        return f"request {row.request.state.value}"
    return f"review {row.review.state.value}" if row.review is not None else ""


def why_ended(row: Deadline, alarm: DutyAlarm, due: Iterable[DueAlarm]) -> str:
    """Why an alarm ends, as a sentence without its full stop."""
    is_next_stage = any(
        other.reason is alarm.reason and other.about_at == alarm.about_at for other in due
    )
    if alarm.reason is AlarmReason.SLIP_RULE:
        if is_next_stage:
            return "The next stage has begun"
        return "Somebody has said how it is dealt with, or the sentence is within the law"
    if row.ended_at is not None:
        return _why_over(row.request)
    if alarm.stands != stage_of(row, alarm.reason):
        return "It has moved on to another stage"
    if alarm.reason is AlarmReason.NOT_PICKED_UP:
        return "Somebody has picked it up, or it is done"
    if is_next_stage:
        return "The next stage has begun"
    if alarm.reason is AlarmReason.TIME_RUNS_OUT:
        return "The time limit is counted from another day"
    return "Somebody has looked at it, or the day is known"


def _why_over(request: Request | None) -> str:
    if request is None:
        return "It was filed, or has ended"
    if request.state is RequestState.IN_CASE:
        return "It is in a case now, and the time limit runs on there"
    return "The request was closed or withdrawn"


def is_last_day(row: Deadline, now: datetime) -> bool:
    """Whether it is the last day, or after it, and filing still helps."""
    return ladders.is_last_day(now, row.file_by_at, running.last_day_of(row))


def is_last_day_of(alarm: DutyAlarm, now: datetime) -> bool:
    """The same of an alarm: that of the slip rule has a last day of its own."""
    if alarm.reason is AlarmReason.SLIP_RULE:
        return ladders.is_last_day(now, alarm.about_at, clock.day_of(alarm.about_at))
    return is_last_day(alarm.deadline, now)


def _could_be_filed(row: Deadline) -> bool:
    """Whether the last day was not over when the office first heard of it."""
    last_day_on = running.last_day_of(row)
    return last_day_on is not None and clock.day_of(row.began_at) <= last_day_on
