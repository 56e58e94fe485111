"""Things of requesters: what they still owe or added, new contact details, codes to post."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    AddedLater,
    ContactChange,
    ContactChangeState,
    Deadline,
    OutstandingItem,
    PostedCode,
    PostedCodeState,
    Request,
    RequestState,
    Review,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.policies import longer_limits
from ulss_tracker.scheme.time.time_words import moment_words
from ulss_tracker.services.requests import who_asked
from ulss_tracker.services.waiting.pending import (
    Ids,
    Pending,
    Records,
    Source,
    active,
)


def _records(table: Any, *which: ColumnElement[bool]) -> Callable[[Ids, Ids], Records]:
    """How the rows of a table are read that belong to some requests, or to those of cases."""

    def records(case_ids: Ids, request_ids: Ids) -> Records:
        is_one = or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids))
        query = select(table).join(table.request).where(is_one, *which)
        return query.options(joinedload(table.request).joinedload(Request.owner))

    return records


def _for_holder(kind: WaitKind, since: Callable[[Any], datetime]) -> Callable[[Any], Pending]:
    """Give what waits of each row since then: for whoever has its request, else for anyone."""

    def pending(row: Any) -> Pending:
        holder = _holder(row.request)
        return Pending(
            kind=kind,
            subject_id=row.id,
            since_at=since(row),
            case_id=row.request.case_id,
            request_id=row.request_id,
            for_id=holder.id if holder else None,
            permission=Permission.WORK_CASES,
        )

    return pending


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


def _to_verify(case_ids: Ids, request_ids: Ids) -> Records:
    """The requests that would give a longer limit, which is law, if they were verified.

    Also those in no case whose day of sentence is not known: a longer limit may be theirs.
    """
    leads_once_verified = [
        and_(Deadline.may_be_limit == policy.id, Request.standing.in_(policy.standings))
        for policy in longer_limits()
    ]
    its = or_(
        Deadline.request_id == Request.id,
        Deadline.review_id.in_(select(Review.id).where(Review.case_id == Request.case_id)),
    )
    return (
        select(Request, func.min(Deadline.act_by_at))
        .outerjoin(
            Deadline, and_(its, Deadline.ended_at.is_(None), or_(false(), *leads_once_verified))
        )
        .where(or_(Deadline.id.is_not(None), has_longer_limit_without_day()))
        .where(or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids)))
        .where(Request.state.in_((RequestState.NEW, RequestState.IN_CASE)))
        .where(Request.verified_standing.is_distinct_from(Request.standing))
        .group_by(Request.id)
    )


def has_longer_limit_without_day() -> ColumnElement[bool]:
    """The condition that a longer limit is law for their standing, and nobody knows the day."""
    standings = {standing for policy in longer_limits() for standing in policy.standings}
    return and_(
        Request.case_id.is_(None),
        Request.sentenced_on.is_(None),
        Request.standing.in_(standings),
    )


def _of_verification(request: Request, act_by_at: datetime | None) -> Pending:
    """From receipt, for a second person: until then the 28 days lead.

    At once where the 28 days are over, or may be, as nobody knows the day.
    """
    is_at_once = act_by_at is None or act_by_at <= clock.now()
    return Pending(
        kind=WaitKind.VERIFY_WHO_ASKED,
        subject_id=request.id,
        since_at=request.received_at,
        case_id=request.case_id,
        request_id=request.id,
        permission=Permission.VERIFY_FACTS,
        words="At once" if is_at_once else f"By {moment_words(act_by_at)}",
        was_asked=False,
        barred=who_asked.recorded_by(request),
    )


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
        held = (active(review.assignee) for review in db.session.scalars(query))
        owner = next((person for person in held if person is not None), owner)
    return owner


SOURCES = (
    Source(_to_verify, _of_verification),
    Source(_records(OutstandingItem, OutstandingItem.ended_at.is_(None)), _of_outstanding),
    Source(_records(AddedLater), _for_holder(WaitKind.ADDED, attrgetter("added_at"))),
    Source(
        _records(
            ContactChange,
            ContactChange.state == ContactChangeState.WAITING,
            ContactChange.call_since.is_not(None),
        ),
        _for_holder(WaitKind.CONTACT_CHANGE, attrgetter("call_since")),
    ),
    Source(
        _records(PostedCode, PostedCode.state == PostedCodeState.WAITING),
        _for_holder(WaitKind.POST_CODE, attrgetter("asked_at")),
    ),
)
