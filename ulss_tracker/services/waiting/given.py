"""Work that somebody gave to another: it waits for them to accept or decline it.

What is declined waits for whoever gave it, or for any supervisor where nobody who is still there
did. It stays with the person it was given to until another has it: giving it on ends the wait.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Event, EventKind, Request, User, WaitKind, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.waiting.pending import Pending, active

UNANSWERED = (EventKind.WAIT_TAKEN, EventKind.WORK_DECLINED)
"""Events by which nobody has begun to work on what they were handed."""


def is_declined(given: Event, declined: Event | None) -> bool:
    """Whether what was given was declined, and nobody has it since."""
    return declined is not None and declined.id > given.id


def declined_work(kind: WaitKind, given: Event, declined: Event, **about: Any) -> Pending:
    """Something declined, for whoever gave it; for any supervisor, where they cannot give it on."""
    giver = active(given.by)
    is_theirs = (
        giver is not None and giver.id != declined.by_id and may(giver.role, Permission.WORK_CASES)
    )
    return Pending(
        kind=kind,
        subject_id=declined.id,
        since_at=declined.at,
        for_id=giver.id if giver is not None and is_theirs else None,
        permission=Permission.REASSIGN_WORK,
        words=declined.after["reason"],
        by_id=declined.by_id,
        **about,
    )


def of_requests(request_ids: Collection[int]) -> Iterator[Pending]:
    """Requests that wait and were given to somebody who has not begun, or has declined."""
    query = (
        select(Request)
        .where(Request.id.in_(request_ids), Request.owner_id.is_not(None))
        .options(joinedload(Request.owner))
    )
    owned = [request for request in db.session.scalars(query) if request.state.is_waiting]
    if not owned:
        return
    numbers = [request.id for request in owned]
    events = (
        select(Event)
        .where(
            Event.request_id.in_(numbers),
            Event.kind.in_((EventKind.REQUEST_OWNER_CHANGED, EventKind.WORK_DECLINED)),
        )
        .order_by(Event.id)
    )
    latest = {(event.request_id, event.kind): event for event in db.session.scalars(events)}
    acted = _acted(numbers)
    for request in owned:
        given = latest.get((request.id, EventKind.REQUEST_OWNER_CHANGED))
        declined = latest.get((request.id, EventKind.WORK_DECLINED))
        if given is None or given.by_id == request.owner_id or active(request.owner) is None:
            continue
        about = {"case_id": request.case_id, "request_id": request.id}
        if declined is not None and is_declined(given, declined):
            yield declined_work(WaitKind.REQUEST_DECLINED, given, declined, **about)
        elif acted.get((request.id, request.owner_id), 0) < given.id:
            yield given_work(WaitKind.REQUEST_GIVEN, given, request.owner, **about)


def given_work(kind: WaitKind, given: Event, owner: User | None, **about: Any) -> Pending:
    """Something given to a person, with the note it was given with; where they left, anyone's."""
    return Pending(
        kind=kind,
        subject_id=given.id,
        since_at=given.at,
        for_id=owner.id if owner is not None else None,
        permission=None if owner is not None else Permission.WORK_CASES,
        words=given.after["note"],
        by_id=given.by_id,
        **about,
    )


def _acted(request_ids: Collection[int]) -> dict[tuple[int | None, int | None], int]:
    """Each person's latest event on each request, by which they have begun."""
    acting = (
        select(Event.request_id, Event.by_id, func.max(Event.id))
        .where(Event.request_id.in_(request_ids), Event.kind.not_in(UNANSWERED))
        .group_by(Event.request_id, Event.by_id)
    )
    return {(request, by): number for request, by, number in db.session.execute(acting)}
