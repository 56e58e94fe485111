"""The alarms that are due of a deadline, whether somebody has it, and why an alarm ends.

Read from a deadline and what it is of, and from nothing else: raising and calling is done by
duty_alarms.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ulss_tracker import clock
from ulss_tracker.models import URGENT_KINDS, AlarmReason, Deadline, DutyAlarm, Request
from ulss_tracker.scheme.workflow import alarm_schedule, first_look
from ulss_tracker.services.deadlines import slip_rule
from ulss_tracker.services.messaging import duty_calls


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

    Of one that has ended only those of the slip rule, whose clock runs on.
    """
    return [*_of_filing(row, now), *_of_slip_rule(row, now)]


def _of_slip_rule(row: Deadline, now: datetime) -> list[DueAlarm]:
    """One for each moment: sentences of one day, outside the law, have the same."""
    due = []
    for act_by_at in dict.fromkeys(map(slip_rule.act_by_at, slip_rule.alarmed_of(row))):
        if stage := alarm_schedule.slip_rule_stage_at(now, act_by_at):
            due.append(DueAlarm(AlarmReason.SLIP_RULE, stage, act_by_at))
    return due


def _of_filing(row: Deadline, now: datetime) -> list[DueAlarm]:
    if row.ended_at is not None:
        return []
    due = []
    stage = alarm_schedule.stage_at(now, row.file_by_at) if row.file_by_at else None
    if stage and row.file_by_at and _could_be_filed(row):
        due.append(DueAlarm(AlarmReason.TIME_RUNS_OUT, stage, row.file_by_at))
    if row.find_day_by_at is not None:
        first_at = first_look.after_working_time(row.began_at, alarm_schedule.FIND_DAY_FIRST_CALL)
        if now >= first_at:
            is_overdue = now >= row.find_day_by_at
            stage = alarm_schedule.DAY_OVERDUE if is_overdue else alarm_schedule.FIND_THE_DAY
            due.append(DueAlarm(AlarmReason.DAY_NOT_KNOWN, stage, row.find_day_by_at))
    due += _not_picked_up(row, now)
    if not due and row.look_by_at is not None and now >= row.look_by_at:
        due.append(
            DueAlarm(AlarmReason.NOT_LOOKED_AT, alarm_schedule.NOT_LOOKED_AT, row.look_by_at)
        )
    return due


def _not_picked_up(row: Deadline, now: datetime) -> list[DueAlarm]:
    """Hand-overs that nobody has picked up, of a review with two working days or less.

    Half an hour after it was handed over: by the clock on the last day, before it in office hours.
    """
    if row.review_id is None or row.file_by_at is None or not _could_be_filed(row):
        return []
    if not alarm_schedule.is_within_two_days(now, row.file_by_at):
        return []
    on_last_day = is_last_day(row, now)
    moments = {
        alarm_schedule.pick_up_by(wait.since_at, on_last_day=on_last_day)
        for wait in row.not_taken
        if wait.kind in URGENT_KINDS
    }
    stage = alarm_schedule.NOT_PICKED_UP
    return [DueAlarm(AlarmReason.NOT_PICKED_UP, stage, at) for at in sorted(moments) if at <= now]


def has_somebody(row: Deadline) -> bool:
    """Whether somebody who has not left has it."""
    holder = duty_calls.holder_of(row)
    return holder is not None and holder.is_active


def standing_of(row: Deadline, reason: AlarmReason) -> str:
    """The stage of the work, to which an alarm belongs: another stage ends it."""
    if reason.is_of_slip_rule:
        return _STANDS_OF_SLIP_RULE
    if row.request is not None:
        return f"request {row.request.state.value}"
    return f"review {row.review.state.value}" if row.review is not None else ""


def why_ended(row: Deadline, alarm: DutyAlarm, due: Iterable[DueAlarm]) -> str:
    """Why an alarm ends, as a sentence without its full stop."""
    is_next_stage = any(
        each.reason is alarm.reason and each.about_at == alarm.about_at for each in due
    )
    if alarm.reason.is_of_slip_rule:
        if is_next_stage:
            return "The next stage has begun"
        return "Somebody has said how it is dealt with, or the sentence is within the law"
    if row.ended_at is not None:
        return _why_over(row.request)
    if alarm.stands != standing_of(row, alarm.reason):
        return "It has moved on to another stage"
    if alarm.reason is AlarmReason.NOT_PICKED_UP:
        return "Somebody has picked it up, or it is done"
    if is_next_stage:
        return "The next stage has begun"
    if alarm.reason.is_of_time:
        return "The time limit is counted from another day"
    return "Somebody has looked at it, or the day is known"


def _why_over(request: Request | None) -> str:
    if request is None:
        return "It was filed, or has ended"
    if request.state.is_in_case:
        return "It is in a case now, and the time limit runs on there"
    return "The request was closed or withdrawn"


def is_last_day(row: Deadline, now: datetime) -> bool:
    """Whether it is the last day, or after it, and filing still helps."""
    return alarm_schedule.is_last_day(now, row.file_by_at, duty_calls.last_day_of(row))


def is_last_day_of(alarm: DutyAlarm, now: datetime) -> bool:
    """The same of an alarm: that of the slip rule has a last day of its own."""
    if alarm.reason.is_of_slip_rule:
        there = alarm.about_at.astimezone(clock.LONDON)
        return alarm_schedule.is_last_day(now, alarm.about_at, there.date())
    return is_last_day(alarm.deadline, now)


def _could_be_filed(row: Deadline) -> bool:
    """Whether the last day was not over when the office first heard of it."""
    last_day_on = duty_calls.last_day_of(row)
    return last_day_on is not None and clock.day_of(row.began_at) <= last_day_on
