"""Calls to make on a day: "ring Monday" in somebody's list on that day, and not before."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, EventKind, PlannedCall, Request, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders


def plan(about: Case | Request, person: User, due_on: date, words: str, by: User) -> PlannedCall:
    """Plan a call about a case, or about a request in none, for a person and a day.

    Raises `Refused` without words that say whom to ring and why, for a day that is past, and for
    somebody who has left or to whom the case does not open.
    """
    require(by, Permission.WORK_CASES)
    require(person, Permission.WORK_CASES)
    check_entered(words, "Enter whom to ring, and what about")
    if due_on < clock.today():
        raise Refused("The day must be today or in the future")
    if not person.is_active:
        raise Refused(f"{person.name} has left: choose somebody else")
    case = about if isinstance(about, Case) else None
    if case is not None:
        holders.check_may_hold(case, person)
    with transaction():
        call = PlannedCall(
            case_id=case.id if case else None,
            request_id=None if case else about.id,
            person=person,
            due_on=due_on,
            words=words.strip(),
            made_by_id=by.id,
            made_at=clock.now(),
        )
        db.session.add(call)
        _record(EventKind.CALL_PLANNED, call, about, by, {})
    return call


def end(call: PlannedCall, outcome: str, by: User) -> None:
    """Record what came of a call, or why it is not to be made. Raises `Refused` without words."""
    require(by, Permission.WORK_CASES)
    check_entered(outcome, "Enter what came of the call")
    with locked(call):
        if call.ended_at is not None:
            raise Refused("Somebody has recorded what came of this call already")
        call.ended_at, call.ended_by_id, call.outcome = clock.now(), by.id, outcome.strip()
        about = call.case or call.request
        assert about is not None  # noqa: S101 - a call is about either (ck_planned_call_of_one)
        _record(EventKind.CALL_ENDED, call, about, by, {"outcome": call.outcome})


def get(call_id: int) -> PlannedCall:
    """The call with this id. Raises `NotFound`."""
    query = select(PlannedCall).where(PlannedCall.id == call_id)
    query = query.options(joinedload(PlannedCall.case), joinedload(PlannedCall.request))
    return existing(db.session.scalar(query), "There is no such call")


def _record(
    kind: EventKind, call: PlannedCall, about: Case | Request, by: User, more: dict[str, Any]
) -> None:
    history.record(
        kind,
        by,
        about if isinstance(about, Case) else None,
        about if isinstance(about, Request) else None,
        person=call.person.name,
        due_on=call.due_on,
        words=call.words,
        **more,
    )
