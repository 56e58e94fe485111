"""Alarms of the duty desk: raised when time runs out, going on until somebody acknowledges them.

An acknowledgement buys half an hour and never silence: only a changed state ends an alarm. Each
stage (three working days left, two, one, hours) is a new alarm that begins again with the person on
duty. Nothing here trusts that a request was opened or a review dated: it asks the deadlines, which
are there from the second that either arrives (services/deadlines).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    AlarmReason,
    Deadline,
    DutyAlarm,
    EventKind,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time import time_words
from ulss_tracker.scheme.workflow.first_look import PRESSING_WITHIN
from ulss_tracker.scheme.workflow.ladder import Patience
from ulss_tracker.scheme.workflow.ladders import (
    ALARMS,
    DAY_NOT_KNOWN,
    HALF_AN_HOUR,
    NOT_LOOKED_AT,
    TIME_RUNS_OUT,
    words_of,
)
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.deadlines import deadlines, running, slip_rule
from ulss_tracker.services.history import history
from ulss_tracker.services.matching import shared_alarms
from ulss_tracker.services.messaging import due_alarms, duty_calls
from ulss_tracker.services.messaging.due_alarms import DueAlarm
from ulss_tracker.services.messaging.duty_calls import Desk
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import holders

_GIVEN_BY_TRACKER = "Given by the tracker: an alarm was raised and nobody had it"


def raise_due() -> int:
    """Raise every alarm that is due, end those that no longer are, and call whoever is next.

    How many calls were made. Safe to run at any time, and twice.
    """
    now = clock.now()
    there = duty_calls.desk(now)
    return sum(_see_to(number, there, now) for number in _to_see_to(now))


def raise_on_arrival(request: Request) -> None:
    """Raise the alarm of a request that arrives with three working days or fewer to file.

    In the caller's transaction, so that it is called with its request or not at all.
    """
    now = clock.now()
    row = deadlines.of_request(request)
    due = due_alarms.due_of(row, now)
    if row.file_by_at is not None and not any(
        alarm.reason is AlarmReason.TIME_RUNS_OUT for alarm in due
    ):
        stage = TIME_RUNS_OUT.in_doubt
        due.append(DueAlarm(AlarmReason.TIME_RUNS_OUT, stage, row.file_by_at))
    _bring_up_to_date(row, due, duty_calls.desk(now), now)


def acknowledge(alarm: DutyAlarm, by: User) -> None:
    """Record that somebody has an alarm in hand: it comes back in half an hour, if it still is.

    The last day counts by the clock, the days before in office hours. Raises `Refused` when it has
    ended, or when somebody acknowledged it meanwhile. It asks for no version: a call made since
    the page was opened is no reason to refuse, and the row is locked.
    """
    require(by, Permission.WORK_CASES)
    with locked(alarm):
        if alarm.ended_at is not None:
            raise Refused(f"This alarm has ended. {alarm.why_ended}")
        if alarm.is_in_hand and alarm.answered_by and alarm.answered_at:
            since = time_words.moment_words(alarm.answered_at)
            raise Refused(f"{alarm.answered_by.name} has this in hand already, since {since}")
        now = clock.now()
        unanswered = [call for call in alarm.made_calls if call.acknowledged_at is None]
        alarm.answered_at, alarm.answered_by, alarm.turn = now, by, 0
        for call in unanswered:
            call.acknowledged_at, call.acknowledged_by_id = now, by.id
        alarm.next_call_at = comes_back_at(alarm, now)
        history.record(
            EventKind.ALARM_ACKNOWLEDGED,
            by,
            alarm.deadline.review,
            alarm.deadline.request,
            reference=alarm.deadline.reference,
            alarm=words_of(alarm.stage),
        )


def comes_back_at(alarm: DutyAlarm, now: datetime) -> datetime:
    """When the alarm comes back if somebody acknowledges it now.

    Never past half of the time that is left to file.
    """
    at = HALF_AN_HOUR.over_at(now, on_last_day=due_alarms.is_last_day_of(alarm, now))
    file_by_at = alarm.deadline.file_by_at
    if file_by_at is None or file_by_at <= now:
        return at
    return min(at, now + (file_by_at - now) / 2)


def _to_see_to(now: datetime) -> list[int]:
    """The deadlines whose alarms are to be raised, ended or called now, the soonest first."""
    query = (
        select(DutyAlarm)
        .where(DutyAlarm.ended_at.is_(None))
        .options(joinedload(DutyAlarm.deadline))
    )
    going_on: defaultdict[int, list[DutyAlarm]] = defaultdict(list)
    for alarm in db.session.scalars(query):
        going_on[alarm.deadline_id].append(alarm)
    may_be_due = or_(
        Deadline.file_by_at <= now + PRESSING_WITHIN,
        Deadline.find_day_by_at.is_not(None),
        Deadline.look_by_at <= now,
    )
    slips = slip_rule.runs_out_by((now + PRESSING_WITHIN).date())
    rows = (
        select(Deadline)
        .where(
            or_(Deadline.id.in_(list(going_on)), Deadline.ended_at.is_(None) & may_be_due, slips)
        )
        .options(
            joinedload(Deadline.request).joinedload(Request.owner),
            joinedload(Deadline.review).joinedload(Review.assignee),
            selectinload(Deadline.not_taken),
            selectinload(Deadline.outside_law),
        )
        .order_by(Deadline.act_by_at, Deadline.id)
    )
    called = shared_alarms.called_for()
    return [
        row.id for row in db.session.scalars(rows) if _wants(row, going_on[row.id], called, now)
    ]


def _wants(
    row: Deadline, going_on: Sequence[DutyAlarm], called: Sequence[DutyAlarm], now: datetime
) -> bool:
    """Whether something is to be done about its alarms now, or nobody who is there has it."""
    warned_of = {DueAlarm.warned_of_by(alarm) for alarm in going_on}
    due = set(_own(row, due_alarms.due_of(row, now), warned_of, called))
    if due and not due_alarms.has_somebody(row):
        return True
    if due != warned_of:
        return True
    return any(
        alarm.stands != due_alarms.stage_of(row, alarm.reason) or _is_to_ring(row, alarm, now)
        for alarm in going_on
    )


def _own(
    row: Deadline,
    due: Sequence[DueAlarm],
    going_on: Collection[DueAlarm],
    called: Sequence[DutyAlarm],
) -> list[DueAlarm]:
    """Those of the alarms that go on, or are not shared with another request's."""
    return [
        alarm
        for alarm in due
        if alarm in going_on
        or not shared_alarms.is_covered(row, alarm.reason, alarm.about_at, called)
    ]


def _see_to(deadline_id: int, there: Desk, now: datetime) -> int:
    with transaction():
        held = select(Deadline).where(Deadline.id == deadline_id).with_for_update(of=Deadline)
        row = db.session.scalars(held).one()
        return _bring_up_to_date(row, due_alarms.due_of(row, now), there, now)


def _bring_up_to_date(row: Deadline, due: Sequence[DueAlarm], there: Desk, now: datetime) -> int:
    """End what is no longer due, raise what is, and call; how many calls were made."""
    query = select(DutyAlarm).where(DutyAlarm.deadline_id == row.id).order_by(DutyAlarm.id)
    alarms = {DueAlarm.warned_of_by(alarm): alarm for alarm in db.session.scalars(query)}
    going_on = {warned for warned, alarm in alarms.items() if alarm.ended_at is None}
    due = _own(row, due, going_on, shared_alarms.called_for())
    if due:
        _give_to_somebody(row, there)
    there = there.of(row.case)
    for due_alarm, alarm in alarms.items():
        has_moved_on = alarm.stands != due_alarms.stage_of(row, alarm.reason)
        if alarm.ended_at is None and (due_alarm not in due or has_moved_on):
            alarm.ended_at, alarm.why_ended = now, due_alarms.why_ended(row, alarm, due)
    called = 0
    for due_alarm in due:
        stands = due_alarms.stage_of(row, due_alarm.reason)
        alarm = alarms.get(due_alarm) or _raise(row, due_alarm, stands, now)
        if alarm.ended_at is not None and alarm.stands == stands:
            # What ended it was undone: a case opened by mistake, a day moved and moved back.
            alarm.ended_at, alarm.why_ended, alarm.next_call_at = None, "", now
        if alarm.ended_at is None:
            called += _call_if_due(row, alarm, there, now)
    return called


def _raise(row: Deadline, due: DueAlarm, stands: str, now: datetime) -> DutyAlarm:
    alarm = DutyAlarm(
        deadline=row,
        reason=due.reason,
        stage=due.stage,
        about_at=due.about_at,
        stands=stands,
        raised_at=now,
        next_call_at=now,
    )
    db.session.add(alarm)
    db.session.flush()
    return alarm


def _call_if_due(row: Deadline, alarm: DutyAlarm, there: Desk, now: datetime) -> int:
    if not _is_to_ring(row, alarm, now):
        return 0
    on_last_day = due_alarms.is_last_day_of(alarm, now)
    people = duty_calls.next_people(alarm, _owner(row), there)
    called = duty_calls.make(alarm, people, now, at_once=on_last_day)
    alarm.called_everybody = None in people
    alarm.next_call_at = _patience(alarm).over_at(now, on_last_day=on_last_day)
    return called


def _patience(alarm: DutyAlarm) -> Patience:
    """How long its last call is waited for: after everybody was called longer, or nobody hears."""
    ladder = ALARMS[alarm.reason]
    return ladder.again if alarm.called_everybody else ladder.goes_on


def _is_to_ring(row: Deadline, alarm: DutyAlarm, now: datetime) -> bool:
    """Whether somebody is called now. Once the last day is over it is a line of other emails.

    But whoever is on duty is called once of a day that may be wrong, or that nobody looked at.
    """
    if alarm.reason is not AlarmReason.SLIP_RULE and running.is_over(row, now):
        first_rungs = {DAY_NOT_KNOWN.rungs[0].id, NOT_LOOKED_AT.rungs[0].id}
        if alarm.calls or alarm.stage not in first_rungs:
            return False
    return now >= _next_call_at(alarm, now)


def _next_call_at(alarm: DutyAlarm, now: datetime) -> datetime:
    """When it goes on: once the last day has come, what waits for office hours waits no longer."""
    if alarm.called_at is None or not due_alarms.is_last_day_of(alarm, now):
        return alarm.next_call_at
    if alarm.turn == 0 and alarm.answered_at is not None:
        by_the_clock = HALF_AN_HOUR.over_at(alarm.answered_at, on_last_day=True)
    else:
        by_the_clock = _patience(alarm).over_at(alarm.called_at, on_last_day=True)
    return min(alarm.next_call_at, by_the_clock)


def _give_to_somebody(row: Deadline, there: Desk) -> None:
    """Give what nobody has, or who has left has, to the first at the desk who may have it.

    A review else to somebody else who works on cases and may, those who are here first. History
    says so, and where it went past the first of the desk the supervisors are told.
    """
    if due_alarms.has_somebody(row):
        return
    at_desk = there.everybody
    if row.request is not None:
        holders.give_to_first(row.request, at_desk, None, _GIVEN_BY_TRACKER)
    elif row.review is not None:
        away = absences.away_today()
        others = sorted(users.assignees(), key=lambda user: user.id in away)
        to = holders.give_to_first(row.review, [*at_desk, *others], None, _GIVEN_BY_TRACKER)
        if at_desk and to != at_desk[0]:
            duty_calls.tell_given_past(row.review, at_desk[0], to, there)


def _owner(row: Deadline) -> User | None:
    """Whoever has it, or stands in for them today."""
    if row.holder is None or not row.holder.is_active:
        return None
    return absences.stands_in_for(row.holder, row.case)
