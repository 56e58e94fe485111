"""The alarms of the duty desk as they are read: those going, those that ended, and their calls."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    AlarmReason,
    Case,
    Deadline,
    DutyAlarm,
    DutyCall,
    Request,
    RequestState,
    Review,
    db,
)
from ulss_tracker.scheme.workflow import what_can_be_done
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.what_can_be_done import Action, ActionSubject
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    SizedPlace,
    Table,
)
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.protection import audit
from ulss_tracker.services.referral import milestones, progress

MOST_CALLS = 50
"""An alarm that nobody ends calls everybody again and again; the latest calls are shown."""


class Which(LabelledEnum):
    """Which alarms a list has."""

    GOING = "going", "Going"
    ENDED = "ended", "Ended"


_WHICH = Filter("which", "Which alarms", kind=FilterKind.KEPT)
_ALARM, _ABOUT = Column("alarm", "Alarm"), Column("about", "About")
TABLES = {
    Which.GOING: Table(
        title="Alarms going",
        columns=(
            _ALARM,
            _ABOUT,
            Column("in_hand", "In hand"),
            Column("holder", "Who has it"),
            Column("moment", "By when", order=Ordering("moment", DutyAlarm.about_at)),
        ),
        filters=(_WHICH,),
        default="moment",
    ),
    Which.ENDED: Table(
        title="Alarms that ended",
        columns=(
            _ALARM,
            _ABOUT,
            # They are numbered as they are raised.
            Column("raised", "Raised", order=Ordering("raised", DutyAlarm.id)),
            Column("ended", "Ended"),
            Column("why_ended", "Why it ended"),
        ),
        filters=(_WHICH,),
        default="-raised",
    ),
}
_IS_GOING = DutyAlarm.ended_at.is_(None)
_SHOWN = (
    joinedload(DutyAlarm.deadline).joinedload(Deadline.request).joinedload(Request.owner),
    joinedload(DutyAlarm.deadline)
    .joinedload(Deadline.request)
    .joinedload(Request.case)
    .selectinload(Case.restrictions),
    joinedload(DutyAlarm.deadline)
    .joinedload(Deadline.review)
    .joinedload(Review.case)
    .selectinload(Case.restrictions),
    joinedload(DutyAlarm.deadline).joinedload(Deadline.review).joinedload(Review.assignee),
    joinedload(DutyAlarm.answered_by),
)


def get(alarm_id: int) -> DutyAlarm:
    """The alarm with this id, with what it is about. Raises `NotFound`."""
    alarm = existing(
        db.session.scalar(select(DutyAlarm).where(DutyAlarm.id == alarm_id).options(*_SHOWN)),
        "There is no such alarm",
    )
    about = alarm.deadline.request or alarm.deadline.review
    assert about is not None  # noqa: S101 - a deadline is of either (ck_deadline_of_one)
    audit.note_opening(about)
    return alarm


def page(
    which: Which, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]
) -> Rows[DutyAlarm]:
    """A page of the alarms that are going, or of those that ended."""
    narrowed = _IS_GOING if which is Which.GOING else ~_IS_GOING
    query = select(DutyAlarm).where(narrowed).options(*_SHOWN)
    return TABLES[which].rows(query, filters, **place)


def going() -> int:
    """How many alarms are going."""
    return db.session.scalar(select(func.count(DutyAlarm.id)).where(_IS_GOING)) or 0


def going_about(record: Request | Review) -> DutyAlarm | None:
    """The alarm about this request or review that is going, the soonest; None without one."""
    of = Deadline.request_id if isinstance(record, Request) else Deadline.review_id
    return _soonest(of == record.id)


def going_besides(alarm: DutyAlarm) -> DutyAlarm | None:
    """The alarm that is going about what this one was about; None without one."""
    return _soonest((DutyAlarm.deadline_id == alarm.deadline_id) & (DutyAlarm.id != alarm.id))


def latest_calls(alarm: DutyAlarm) -> list[DutyCall]:
    """The calls of an alarm with the messages by which they went, the latest first."""
    query = (
        select(DutyCall)
        .where(DutyCall.alarm_id == alarm.id)
        .options(
            joinedload(DutyCall.person),
            joinedload(DutyCall.acknowledged_by),
            joinedload(DutyCall.email),
            joinedload(DutyCall.text),
        )
        .order_by(DutyCall.id.desc())
        .limit(MOST_CALLS)
    )
    return list(db.session.scalars(query))


def actions(alarm: DutyAlarm) -> tuple[Action, ...]:
    """List what can still be done now about what the alarm is of; nothing once it runs no more."""
    row = alarm.deadline
    if alarm.reason is AlarmReason.SLIP_RULE:
        return () if alarm.ended_at else what_can_be_done.about_slip_rule(alarm.about_at)
    if row.ended_at is not None:
        return ()
    return what_can_be_done.what_can_be_done(_subject(row), clock.now())


def _subject(row: Deadline) -> ActionSubject:
    review = row.review
    return ActionSubject(
        state=review.state if review else None,
        position=progress.position_of(review) if review else Position(),
        is_held=row.request is not None and row.request.state is RequestState.QUARANTINED,
        is_guess=row.basis.is_guess,
        is_of_court=row.basis.is_of_court,
        is_doubted=row.find_day_by_at is not None and row.file_by_at is not None,
        file_by_at=row.file_by_at,
        later_file_by_at=row.later_file_by_at,
        last_day_on=running.last_day_of(row),
        planned=milestones.days_of(review) if review else {},
        began_at=review.opened_at if review else None,
        received_on=milestones.received_on(row),
    )


def _soonest(about: ColumnElement[bool]) -> DutyAlarm | None:
    query = (
        select(DutyAlarm)
        .join(Deadline, Deadline.id == DutyAlarm.deadline_id)
        .where(about, _IS_GOING)
        .order_by(DutyAlarm.about_at, DutyAlarm.id)
        .limit(1)
    )
    return db.session.scalar(query)
