"""Work on a request that may be a duplicate, and undoing any of it.

Opening a case and joining one are in `cases`; here are joining many at once, marking a pair
as not a duplicate, and undoing each. Every step stays in the history.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    NotDuplicate,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import held_requests

MOST_AT_ONCE = 200


def join_many(requests: Sequence[Request], case: Case, by: User) -> int:
    """Join every one of these requests to the case, or none; how many were joined.

    A held request becomes a real one by it. Raises `Refused` when one of them cannot be joined,
    and for none or too many at once.
    """
    require(by, Permission.WORK_CASES)
    if not requests:
        raise Refused("Tick the requests to join to this case")
    if len(requests) > MOST_AT_ONCE:
        raise Refused(f"Join {MOST_AT_ONCE} requests or fewer at once")
    with transaction():
        for request in requests:
            if request.state is RequestState.QUARANTINED:
                held_requests.release(request, by)
        cases.join_all(requests, case, by)
    return len(requests)


def open_with(request: Request, other: Request, by: User) -> Review:
    """Open a case from a request and join another to it: both are about one sentence."""
    require(by, Permission.WORK_CASES)
    with transaction():
        if request.state is RequestState.QUARANTINED:
            held_requests.release(request, by)
        review = cases.open_case(request, by)
        join_many([other], review.case, by)
    return review


def take_out(request: Request, reason: str, by: User) -> Case:
    """Take a request out of its case again; it is new again. The case it was in.

    Raises `Refused` without a reason, when it is in no case, and when the requester has been told
    how the case ended: what they were told cannot be taken back.
    """
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter the reason for taking the request out of the case")
    with locked(request):
        case = request.case
        if case is None or request.state is not RequestState.IN_CASE:
            raise Refused("This request is not in a case")
        notifying.forget(case, [request])
        case.changed_at = clock.now()
        request.case, request.state, request.asks_about = None, RequestState.NEW, []
        history.record(
            EventKind.REQUEST_TAKEN_OUT, by, case, request, case=case.reference, reason=reason
        )
        assessing.keep_limits(case, by)
    return case


def reopen(request: Request, reason: str, by: User) -> None:
    """Take a closed request up again: new, or in its case. Raises `Refused` unless it is closed."""
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter the reason for taking the request up again")
    with locked(request):
        if request.state is not RequestState.CLOSED:
            raise Refused(f"This request is not closed: it is {request.state.label.lower()}")
        request.state = RequestState.IN_CASE if request.case else RequestState.NEW
        history.record(EventKind.REQUEST_REOPENED, by, request, reason=reason)


def mark_not_duplicate(
    request: Request, other: Case | Request, reason: str, by: User
) -> NotDuplicate:
    """Keep that this request is not about that case, or that other request, and why.

    It is no longer suggested. Raises `Refused` without a reason, of itself, and when it is
    marked already or has joined that case.
    """
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter the reason why they are not about the same sentence")
    if other is request:
        raise Refused("This is the same request")
    with locked(request):
        if isinstance(other, Case) and request.case_id == other.id:
            raise Refused("This request is in that case. Take it out first.")
        if current(request, other) is not None:
            raise Refused(f"{other.reference} was already marked as not a duplicate")
        made = NotDuplicate(request=request, reason=reason, at=clock.now(), by=by)
        if isinstance(other, Case):
            made.case = other
        else:
            made.other = other
        db.session.add(made)
        history.record(
            EventKind.REQUEST_SET_ASIDE, by, request, other=other.reference, reason=reason
        )
    return made


def unmark_not_duplicate(aside: NotDuplicate, by: User) -> None:
    """Undo a mark as not a duplicate: they may be suggested again. Raises `Refused`."""
    require(by, Permission.WORK_CASES)
    with locked(aside):
        if aside.undone_at is not None:
            raise Refused("This has been undone already")
        aside.undone_at, aside.undone_by_id = clock.now(), by.id
        other = aside.case or aside.other
        history.record(
            EventKind.REQUEST_BROUGHT_BACK,
            by,
            aside.request,
            other=other.reference if other else "",
        )


def marks_of(request: Request) -> list[NotDuplicate]:
    """List the marks as not a duplicate that stand on this request, made from either side."""
    query = (
        select(NotDuplicate)
        .where(
            or_(NotDuplicate.request_id == request.id, NotDuplicate.other_id == request.id),
            NotDuplicate.undone_at.is_(None),
        )
        .options(
            joinedload(NotDuplicate.request),
            joinedload(NotDuplicate.other),
            joinedload(NotDuplicate.case),
            joinedload(NotDuplicate.by),
        )
        .order_by(NotDuplicate.id)
    )
    return list(db.session.scalars(query))


def get_mark(request: Request, aside_id: int) -> NotDuplicate:
    """Find a mark as not a duplicate on this request by its number. Raises `NotFound`."""
    for aside in marks_of(request):
        if aside.id == aside_id:
            return aside
    raise NotFound("There is nothing of this request set aside by this number")


def current(request: Request, other: Case | Request) -> NotDuplicate | None:
    """Find the mark of these two as not a duplicate that stands, if there is one."""
    for aside in marks_of(request):
        if isinstance(other, Case):
            if aside.case_id == other.id:
                return aside
        elif aside.case_id is None and other.id in {aside.request_id, aside.other_id}:
            return aside
    return None
