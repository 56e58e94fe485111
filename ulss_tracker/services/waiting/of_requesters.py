"""Things of requesters: what they still owe or added, new contact details, codes to post."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    AddedLater,
    ContactChange,
    ContactChangeState,
    OutstandingItem,
    PostedCode,
    PostedCodeState,
    Request,
    Review,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.waiting.pending import (
    Ids,
    Pending,
    Records,
    Source,
    active,
)


def _is_one(case_ids: Ids, request_ids: Ids) -> ColumnElement[bool]:
    """Whether a request is one of these, or in one of these cases."""
    return or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids))


def _outstanding(case_ids: Ids, request_ids: Ids) -> Records:
    return (
        select(OutstandingItem)
        .join(OutstandingItem.request)
        .where(_is_one(case_ids, request_ids), OutstandingItem.ended_at.is_(None))
        .options(joinedload(OutstandingItem.request).joinedload(Request.owner))
    )


def _of_outstanding(item: OutstandingItem) -> Pending:
    """From the day after it was wanted, for whoever is to chase it."""
    late_at = clock.end_of(item.wanted_by_on)
    holder = _holder(item.request)
    return Pending(
        kind=WaitKind.OWED,
        subject_id=item.id,
        since_at=late_at,
        case_id=item.request.case_id,
        request_id=item.request_id,
        for_id=holder.id if holder else item.asked_by_id,
        words=item.words,
        was_asked=False,
    )


def _added(case_ids: Ids, request_ids: Ids) -> Records:
    return (
        select(AddedLater)
        .join(AddedLater.request)
        .where(_is_one(case_ids, request_ids))
        .options(joinedload(AddedLater.request).joinedload(Request.owner))
    )


def _of_added(added: AddedLater) -> Pending:
    """Words or files that a requester added to their request."""
    return Pending(
        kind=WaitKind.ADDED,
        subject_id=added.id,
        since_at=added.added_at,
        **_for_holder(added.request),
    )


def _contact_changes(case_ids: Ids, request_ids: Ids) -> Records:
    return (
        select(ContactChange)
        .join(ContactChange.request)
        .where(
            _is_one(case_ids, request_ids),
            ContactChange.state == ContactChangeState.WAITING,
            ContactChange.call_since.is_not(None),
        )
        .options(joinedload(ContactChange.request).joinedload(Request.owner))
    )


def _of_contact_change(change: ContactChange) -> Pending:
    """A change of contact details that waits for a call."""
    assert change.call_since  # noqa: S101 - the query asks for it
    return Pending(
        kind=WaitKind.CONTACT_CHANGE,
        subject_id=change.id,
        since_at=change.call_since,
        **_for_holder(change.request),
    )


def _codes_to_post(case_ids: Ids, request_ids: Ids) -> Records:
    return (
        select(PostedCode)
        .join(PostedCode.request)
        .where(_is_one(case_ids, request_ids), PostedCode.state == PostedCodeState.WAITING)
        .options(joinedload(PostedCode.request).joinedload(Request.owner))
    )


def _of_code_to_post(code: PostedCode) -> Pending:
    """A new code that was asked for by post."""
    return Pending(
        kind=WaitKind.POST_CODE,
        subject_id=code.id,
        since_at=code.asked_at,
        **_for_holder(code.request),
    )


def _for_holder(request: Request) -> dict[str, Any]:
    """The fields of what is about a request, for whoever has it, else for anyone."""
    holder = _holder(request)
    return {
        "case_id": request.case_id,
        "request_id": request.id,
        "for_id": holder.id if holder else None,
        "permission": Permission.WORK_CASES,
    }


def _holder(request: Request) -> User | None:
    """Whoever has the request, or of its case the review that presses most."""
    owner = active(request.owner)
    if request.case_id is not None:
        query = (
            select(Review)
            .where(Review.case_id == request.case_id, Review.outcome.is_(None))
            .order_by(Review.earliest_file_by_at, Review.id)
            .options(joinedload(Review.assignee))
        )
        held = (active(each.assignee) for each in db.session.scalars(query))
        owner = next((each for each in held if each is not None), owner)
    return owner


SOURCES = (
    Source(_outstanding, _of_outstanding),
    Source(_added, _of_added),
    Source(_contact_changes, _of_contact_change),
    Source(_codes_to_post, _of_code_to_post),
)
