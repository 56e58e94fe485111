"""Withdrawing a request, and undoing it when that was a mistake.

The case goes on: the law officers may look at a sentence nobody asked about, and only a supervisor
ends a review. Whoever withdraws online is written to, in case it was somebody else with their code:
the request goes on for a day, and until that is over they may keep it there.
"""

from datetime import timedelta

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Channel, Event, EventKind, Request, RequestState, User, db
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.services import notifying
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import request_progress

WAITS = timedelta(days=1)
_AT_ONCE = 200
MAY_BE_WITHDRAWN = frozenset({RequestState.NEW, RequestState.QUARANTINED, RequestState.IN_CASE})


def record(request: Request, channel: Channel, note: str, by: User) -> None:
    """Record that somebody withdrew their request by phone, email or letter.

    Raises `Refused` for the online form, which records it itself, and when the request is
    withdrawn or closed already.
    """
    require(by, Permission.WORK_CASES)
    if channel is Channel.FORM:
        raise Refused("Choose how they told us")
    # Locked against anybody who opens a case from it, or withdraws it online, at this moment.
    with locked(request):
        if request.state not in MAY_BE_WITHDRAWN:
            raise Refused(f"This request cannot be withdrawn: it is {request.state.label.lower()}")
        mark(request, channel, note, by)


def ask(request: Request) -> None:
    """Have a locked request withdrawn when a day is over, as was asked online.

    Inside the caller's transaction.
    """
    request.withdraws_at = clock.now() + WAITS
    history.record(
        EventKind.WITHDRAWAL_ASKED, None, request.case, request, from_at=request.withdraws_at
    )


def withdraw_due() -> int:
    """Withdraw each request whose day is over, unless it is decided meanwhile; how many."""
    now = clock.now()
    due = select(Request.id).where(Request.withdraws_at <= now).order_by(Request.id)
    done = 0
    for number in db.session.scalars(due.limit(_AT_ONCE)).all():
        with transaction():
            request = db.session.get(Request, number, with_for_update={"of": Request})
            if request is None or request.withdraws_at is None or request.withdraws_at > now:
                continue  # kept meanwhile
            request.withdraws_at = None
            if request_progress.reached(request).progress.is_open:
                mark(request, Channel.FORM, "", None)
                done += 1
    return done


def mark(request: Request, channel: Channel, note: str, by: User | None) -> None:
    """Withdraw a request that may be; inside the caller's transaction. `by` None: online."""
    request.state, request.withdraws_at = RequestState.WITHDRAWN, None
    history.record(
        EventKind.REQUEST_WITHDRAWN, by, request.case, request, channel=channel, note=note
    )
    notifying.exempt_withdrawn(request, by)


def withdrawal_of(request: Request) -> Event | None:
    """The line of history that says when the request was withdrawn last, and by whom.

    None while it waits for its day to be over.
    """
    if request.withdraws_at is not None:
        return None
    return history.latest(request, EventKind.REQUEST_WITHDRAWN)


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
    check_entered(reason, "Enter how it came to be withdrawn by mistake")
    with locked(request):
        if request.state is not RequestState.WITHDRAWN and request.withdraws_at is None:
            stands = request.state.label.lower()
            raise Refused(f"This request is not withdrawn: it is {stands}")
        if not may_undo(withdrawal_of(request), by):
            raise NotAllowed(
                "They withdrew it themselves on the status page: only a supervisor can undo that"
            )
        if request.withdraws_at is not None:
            _keep(request, reason, by)
        else:
            _bring_back(request, reason, by)


def keep(request: Request) -> None:
    """Keep a request after all, on the status page. It is locked in the caller's transaction.

    Raises `Refused` when it is not about to be withdrawn, or is withdrawn by now.
    """
    if request.withdraws_at is None:
        raise Refused("The request is not about to be withdrawn")
    _keep(request, "Kept on the status page", None)


def _keep(request: Request, reason: str, by: User | None) -> None:
    request.withdraws_at = None
    _record_undone(request, reason, by)


def _bring_back(request: Request, reason: str, by: User | None) -> None:
    request.state = _state_before(request)
    if request.state is not RequestState.IN_CASE:
        request.case = None
    _record_undone(request, reason, by)
    notifying.reinstate_withdrawn(request, by)
    if request.case is not None:
        notifying.plan_for_requests([request], request.case, by)


def _record_undone(request: Request, reason: str, by: User | None) -> None:
    history.record(EventKind.WITHDRAWAL_UNDONE, by, request.case, request, reason=reason)


def _state_before(request: Request) -> RequestState:
    """Where it stood: in its case, unless that was undone since; held, unless it was let go."""
    if request.case is not None and not request.case.is_void:
        return RequestState.IN_CASE
    released = history.latest(request, EventKind.REQUEST_RELEASED)
    was_held = request.quarantine_reason and released is None
    return RequestState.QUARANTINED if was_held else RequestState.NEW
