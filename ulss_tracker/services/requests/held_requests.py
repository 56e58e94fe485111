"""Requests held for a person to look at: never refused, never forgotten, alarmed when late."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, Message, Request, RequestState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.deadline import last_day
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import intake, ownership, requests

# A held request whose time limit cannot be told may be the most pressing of all.
LONGEST_HELD_UNKNOWN = timedelta(hours=4)


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
    with transaction():
        _lock(request)
        request.state = RequestState.NEW
        ownership.mark_looked_at(request, by)
        history.record(
            EventKind.REQUEST_RELEASED,
            by=by,
            request=request,
            after={"reference": request.reference},
        )


def close(request: Request, by: User, reason: str) -> None:
    """Close a held request that is no request at all, with the reason, which is kept.

    Raises `Refused` when it is not held or there is no reason, and `NotAllowed`.
    """
    require(by, Permission.WORK_CASES)
    with transaction():
        _lock(request)
        requests.close(request, reason, by)


def raise_alarms() -> int:
    """Tell the duty person of each held request with little time left; how many were told.

    Little time: three working days or fewer to the file-by moment; or, where the date of sentence
    is unknown, cannot be right or is more than 28 days ago, held for four hours. Once for each
    request, and not when the duty person was told as it came in.
    """
    told = select(Message.request_id).where(
        Message.kind == compose.DUTY_ALARM, Message.request_id.is_not(None)
    )
    held = select(Request).where(Request.state == RequestState.QUARANTINED, Request.id.not_in(told))
    with transaction():
        pressing = [one for one in db.session.scalars(held) if _is_pressing(one, clock.now())]
        return sum(compose.tell_duty(request) for request in pressing)


def _is_pressing(request: Request, now: datetime) -> bool:
    if intake.is_late(request.sentenced_on, now):
        return True
    today = now.astimezone(clock.LONDON).date()
    is_known = request.sentenced_on is not None and (
        request.sentenced_on <= today <= last_day(request.sentenced_on)
    )
    return not is_known and now - request.logged_at >= LONGEST_HELD_UNKNOWN


def _lock(request: Request) -> None:
    """Lock the row, as it is now, against anybody else; raise `Refused` when it is not held."""
    db.session.refresh(request, with_for_update={"of": Request})
    if request.state is not RequestState.QUARANTINED:
        raise Refused(f"This request is not held: it is {request.state.label.lower()}")
