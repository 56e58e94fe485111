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


def of_handover(
    handover: Event, declined: Event | None, holder: User | None, *, has_begun: bool, **about: Any
) -> Iterator[Pending]:
    """The answer to what was given; somebody else for what was declined and nobody has since.

    `has_begun` is whether whoever it was given to has worked on it, which is an answer too.
    """
    is_review = "review_id" in about
    if declined is not None and declined.id > handover.id:
        kind = WaitKind.REVIEW_DECLINED if is_review else WaitKind.REQUEST_DECLINED
        yield _declined(kind, handover, declined, **about)
    elif not has_begun:
        kind = WaitKind.REVIEW_GIVEN if is_review else WaitKind.REQUEST_GIVEN
        yield Pending(
            kind=kind,
            subject_id=handover.id,
            since_at=handover.at,
            for_id=holder.id if holder is not None else None,
            permission=None if holder is not None else Permission.WORK_CASES,
            words=handover.after.get("note", ""),
            by_id=handover.by_id,
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
        handover = latest.get((request.id, EventKind.REQUEST_OWNER_CHANGED))
        declined = latest.get((request.id, EventKind.WORK_DECLINED))
        if handover is None or handover.by_id == request.owner_id or active(request.owner) is None:
            continue
        has_begun = acted.get((request.id, request.owner_id), 0) >= handover.id
        about = {"case_id": request.case_id, "request_id": request.id}
        yield from of_handover(handover, declined, request.owner, has_begun=has_begun, **about)


def _declined(kind: WaitKind, handover: Event, declined: Event, **about: Any) -> Pending:
    """Something declined, for whoever gave it; for any supervisor, where they cannot give it on."""
    giver = active(handover.by)
    is_theirs = (
        giver is not None and giver.id != declined.by_id and may(giver.role, Permission.WORK_CASES)
    )
    return Pending(
        kind=kind,
        subject_id=declined.id,
        since_at=declined.at,
        for_id=giver.id if giver is not None and is_theirs else None,
        permission=Permission.REASSIGN_WORK,
        words=declined.after.get("reason", ""),
        by_id=declined.by_id,
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
