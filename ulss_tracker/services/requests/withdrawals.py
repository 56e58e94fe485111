"""Withdrawing a request, and undoing it when that was a mistake.

The case goes on: the law officers may look at a sentence nobody asked about, and only a supervisor
ends a review. Who withdraws online is written to, in case it was somebody else with their code, and
may bring the request back there within a day.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Channel, Event, EventKind, Request, RequestState, User, db
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.services import notifying
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

BROUGHT_BACK_WITHIN = timedelta(days=1)
MAY_BE_WITHDRAWN = frozenset({RequestState.NEW, RequestState.QUARANTINED, RequestState.IN_CASE})


def record(request: Request, channel: Channel, note: str, by: User) -> None:
    """Record that somebody withdrew their request by phone, email or letter.

    Raises `Refused` for the online form, which records it itself, and when the request is
    withdrawn or closed already.
    """
    require(by, Permission.WORK_CASES)
    if channel is Channel.FORM:
        raise Refused("Choose how they told us")
    with transaction():
        # Locked against anybody who opens a case from it, or withdraws it online, at this moment.
        db.session.refresh(request, with_for_update={"of": Request})
        if request.state not in MAY_BE_WITHDRAWN:
            raise Refused(f"This request cannot be withdrawn: it is {request.state.label.lower()}")
        mark(request, channel, note, by)


def mark(request: Request, channel: Channel, note: str, by: User | None) -> None:
    """Withdraw a request that may be; inside the caller's transaction. `by` None: online."""
    request.state = RequestState.WITHDRAWN
    history.record(
        EventKind.REQUEST_WITHDRAWN,
        by=by,
        request=request,
        case=request.case,
        after={"reference": request.reference, "channel": channel, "note": note},
    )
    notifying.excuse_withdrawn(request, by)


def withdrawal_of(request: Request) -> Event | None:
    """The line of history that says when the request was withdrawn last, and by whom."""
    query = select(Event).where(
        Event.request_id == request.id, Event.kind == EventKind.REQUEST_WITHDRAWN
    )
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))


def may_undo(withdrawal: Event | None, by: User) -> bool:
    """Whether this person may undo it: what somebody did online themselves, a supervisor alone."""
    was_online = withdrawal is None or withdrawal.by_id is None
    return by.role is Role.SUPERVISOR or (by.role is Role.CASEWORKER and not was_online)


def undo(request: Request, reason: str, by: User) -> None:
    """Undo a withdrawal that was a mistake: the request stands as it did before.

    Whoever asked is to be told again all that the withdrawal kept from them. Raises `NotAllowed`,
    and `Refused` without a reason or when the request is not withdrawn.
    """
    require(by, Permission.WORK_CASES)
    if not reason.strip():
        raise Refused("Enter how it came to be withdrawn by mistake")
    with transaction():
        db.session.refresh(request, with_for_update={"of": Request})
        if request.state is not RequestState.WITHDRAWN:
            stands = request.state.label.lower()
            raise Refused(f"This request is not withdrawn: it is {stands}")
        if not may_undo(withdrawal_of(request), by):
            raise NotAllowed(
                "They withdrew it themselves on the status page: only a supervisor can undo that"
            )
        _bring_back(request, reason, by)


def may_bring_back_until(request: Request) -> datetime | None:
    """Until when whoever withdrew it online may bring it back there; None where they may not."""
    if request.state is not RequestState.WITHDRAWN:
        return None
    withdrawal = withdrawal_of(request)
    if withdrawal is None or withdrawal.by_id is not None:
        return None
    until = withdrawal.at + BROUGHT_BACK_WITHIN
    return until if clock.now() < until else None


def bring_back(request: Request) -> None:
    """Undo a withdrawal on the status page. The request is locked in the caller's transaction.

    Raises `Refused` when it is not withdrawn, was not withdrawn online, or a day is over.
    """
    if may_bring_back_until(request) is None:
        raise Refused("The request cannot be brought back on the status page")
    _bring_back(request, "Brought back on the status page", None)


def _bring_back(request: Request, reason: str, by: User | None) -> None:
    request.state = _state_before(request)
    if request.state is not RequestState.IN_CASE:
        request.case = None
    history.record(
        EventKind.WITHDRAWAL_UNDONE,
        by=by,
        request=request,
        case=request.case,
        after={"reference": request.reference, "reason": reason},
    )
    notifying.reinstate_withdrawn(request, by)
    notifying.plan_for_request(request, by)


def _state_before(request: Request) -> RequestState:
    """Where it stood: in its case, unless that was undone since; held, unless it was let go."""
    if request.case is not None and not request.case.is_void:
        return RequestState.IN_CASE
    released = select(Event.id).where(
        Event.request_id == request.id, Event.kind == EventKind.REQUEST_RELEASED
    )
    was_held = request.quarantine_reason and db.session.scalar(released.limit(1)) is None
    return RequestState.QUARANTINED if was_held else RequestState.NEW
