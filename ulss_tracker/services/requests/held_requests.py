"""Requests held for a person to look at: never refused, never forgotten, alarmed when late."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, Request, RequestState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history


def waiting() -> list[Request]:
    """The held requests with their files, the longest waiting first."""
    query = (
        select(Request)
        .where(Request.state == RequestState.QUARANTINED)
        .options(selectinload(Request.documents))
        .order_by(Request.received_at, Request.id)
    )
    return list(db.session.scalars(query))


def release(request: Request, by: User) -> None:
    """Let a held request be worked on like any other new one.

    Raises `Refused` when it is not held, and `NotAllowed` for somebody who may not work cases.
    """
    require(by, Permission.WORK_CASES)
    # Locked against anybody else who releases or closes it at the same moment.
    with locked(request):
        if request.state is not RequestState.QUARANTINED:
            raise Refused(f"This request is not held: it is {request.state.label.lower()}")
        request.state = RequestState.NEW
        assignment.mark_triaged(request, by)
        history.record(EventKind.REQUEST_RELEASED, by, request)
