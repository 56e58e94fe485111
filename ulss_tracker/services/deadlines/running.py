"""Everything with time running, in the order in which somebody must act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    AlarmReason,
    Deadline,
    DeadlineBasis,
    DutyAlarm,
    DutyCall,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.time import filing
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.workflow.ladders import DAY_NOT_KNOWN, TIME_RUNS_OUT
from ulss_tracker.scheme.workflow.ladders import SLIP_RULE as SLIP_RULE_LADDER
from ulss_tracker.services.deadlines import slip_rule

SLIP_RULE = "slip_rule"
"""The limit of Sentencing Act 2020 s.385: 56 days to vary a sentence."""

_OF_SLIP_RULE = DutyAlarm.reason == AlarmReason.SLIP_RULE


@dataclass(frozen=True, slots=True)
class Running:
    """One deadline that runs, whose it is, and how often and when the duty desk hears of it.

    `number` is the id of the request or review: the reviews of one case share its reference.
    Of the slip rule (`SLIP_RULE`) `file_by_at` is the moment by which it must be dealt with.
    `file_by_at` is empty while the day of sentence is not known; `next_alarm_at` where no alarm
    is to come.
    """

    kind: Literal["request", "review"]
    number: int
    reference: str
    limit: str
    basis: DeadlineBasis
    file_by_at: datetime | None
    owner: User | None
    alarms_sent: int
    next_alarm_at: datetime | None

    def as_plain(self) -> dict[str, Any]:
        """The same for JSON: instants in ISO form and UTC, the owner by name."""
        return {
            "kind": self.kind,
            "reference": self.reference,
            "limit": self.limit,
            "basis": self.basis.value,
            "file_by_at": _iso(self.file_by_at),
            "owner": self.owner.name if self.owner else None,
            "alarms_sent": self.alarms_sent,
            "next_alarm_at": _iso(self.next_alarm_at),
            "number": self.number,
        }


def last_day_of(row: Any) -> date | None:
    """The last day in law by the earliest day of sentence that may be; None without one.

    `row` is a deadline, or has its columns.
    """
    return limit_named(row.limit_name).last_day(row.earliest_on) if row.earliest_on else None


def is_over(row: Any, now: datetime) -> bool:
    """Whether nothing can be filed any more, by the latest day of sentence that may be.

    `row` is a deadline, or has its columns.

    Nobody is written to about it alone: until it is answered it is a line of what they get besides.
    """
    latest_on = row.latest_on or row.earliest_on
    if row.file_by_at is None or latest_on is None:
        return False
    last_day_on = limit_named(row.limit_name).last_day(latest_on)
    last_at: datetime = row.later_file_by_at or row.file_by_at
    return now >= max(filing.last_moment(last_day_on), last_at)


def over(now: datetime) -> list[Deadline]:
    """The deadlines whose last day is over, and that wait for an answer."""
    passed = (Deadline.act_by_at <= now, Deadline.file_by_at <= now)
    query = select(Deadline).where(Deadline.ended_at.is_(None), *passed)
    return [row for row in db.session.scalars(query) if is_over(row, now)]


def everything() -> list[Running]:
    """Everything that runs, soonest to act first. A review has its case's reference.

    A review whose sentence is outside the law has a row of the slip rule besides.
    """
    now = clock.now()
    rows = db.session.scalars(
        select(Deadline)
        .where(Deadline.ended_at.is_(None))
        .options(
            joinedload(Deadline.request).joinedload(Request.owner),
            joinedload(Deadline.review).joinedload(Review.case),
            joinedload(Deadline.review).joinedload(Review.assignee),
        )
        .order_by(Deadline.act_by_at, Deadline.id)
    ).all()
    calls, going = _calls(~_OF_SLIP_RULE), _going(~_OF_SLIP_RULE)
    timed = [(row.act_by_at, _running(row, calls, going, now)) for row in rows]
    timed += _slip_rules(now)
    return [running for _, running in sorted(timed, key=lambda pair: pair[0])]


def next_alarm_at(row: Deadline, going: Iterable[datetime], now: datetime) -> datetime | None:
    """When the duty desk next hears of it: an alarm that goes on, or the next that is due."""
    due = [*going]
    if row.file_by_at is not None and (rung_at := TIME_RUNS_OUT.next_at(now, row.file_by_at)):
        due.append(rung_at)
    if row.find_day_by_at is not None:
        due += [rung.due_at(row.find_day_by_at, row.began_at) for rung in DAY_NOT_KNOWN.rungs]
    if row.look_by_at is not None:
        due.append(row.look_by_at)
    return min((moment for moment in due if moment > now), default=min(due, default=None))


def _running(
    row: Deadline, calls: Mapping[int, int], going: Mapping[int, Sequence[datetime]], now: datetime
) -> Running:
    return Running(
        "review" if row.request_id is None else "request",
        row.request_id or row.review_id or 0,
        row.reference,
        row.limit_name,
        row.basis,
        row.file_by_at,
        row.holder,
        calls.get(row.id, 0),
        next_alarm_at(row, going.get(row.id, ()), now),
    )


def _slip_rules(now: datetime) -> list[tuple[datetime, Running]]:
    """The clocks of the slip rule, each with the moment by which it must be dealt with."""
    clocks = slip_rule.running()
    if not clocks:
        return []
    numbers = {outside_law.review_id for outside_law in clocks}
    query = select(Deadline).where(Deadline.review_id.in_(numbers))
    rows = {row.review_id: row for row in db.session.scalars(query)}
    calls, going = _calls(_OF_SLIP_RULE), _going(_OF_SLIP_RULE)
    timed = []
    for outside_law in clocks:
        act_by_at, row = slip_rule.act_by_at(outside_law), rows.get(outside_law.review_id)
        number = row.id if row else 0
        due = [*going.get(number, ()), SLIP_RULE_LADDER.next_at(now, act_by_at)]
        running = Running(
            "review",
            outside_law.review_id,
            outside_law.review.case.reference,
            SLIP_RULE,
            row.basis if row else DeadlineBasis.RECORDED,
            act_by_at,
            outside_law.review.assignee,
            calls.get(number, 0),
            min((moment for moment in due if moment), default=None),
        )
        timed.append((act_by_at, running))
    return timed


def _calls(which: ColumnElement[bool]) -> dict[int, int]:
    query = (
        select(DutyAlarm.deadline_id, func.count(DutyCall.id))
        .join(DutyCall, DutyCall.alarm_id == DutyAlarm.id)
        .where(which)
        .group_by(DutyAlarm.deadline_id)
    )
    return {deadline_id: calls for deadline_id, calls in db.session.execute(query)}  # noqa: C416 - typed


def _going(which: ColumnElement[bool]) -> dict[int, list[datetime]]:
    query = select(DutyAlarm.deadline_id, DutyAlarm.next_call_at).where(
        DutyAlarm.ended_at.is_(None), which
    )
    next_calls: defaultdict[int, list[datetime]] = defaultdict(list)
    for deadline_id, next_call_at in db.session.execute(query):
        next_calls[deadline_id].append(next_call_at)
    return next_calls


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
