"""The records of a page of what was found, as the results show them: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select

from ulss_tracker.models import Case, Request, RequestState, Review, User, db
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core.table import read as read_as
from ulss_tracker.services.core.table import read_columns
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag, Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReview:
    """One offender of a case. `assignee` is the name of whoever it is assigned to."""

    is_review: ClassVar[bool] = True

    id: int = read_as(Review.id)
    case_id: int = read_as(Review.case_id)
    reference: str = read_as(Case.reference)
    court_text: str = read_as(Case.court_text)
    offender_name: str = read_as(Review.offender_name)
    state: State = read_as(Review.state)
    outcome: Outcome | None = read_as(Review.outcome)
    opened_at: datetime = read_as(Review.opened_at)
    file_by_at: datetime | None = read_as(Review.earliest_file_by_at)
    closed_at: datetime | None = read_as(Review.closed_at)
    assignee: str | None = read_as(User.name)
    is_restricted: bool = read_as(IS_RESTRICTED)
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRequest:
    """One request, with the case it is in, if any."""

    is_review: ClassVar[bool] = False

    id: int = read_as(Request.id)
    case_id: int | None = read_as(Request.case_id)
    reference: str = read_as(Request.reference)
    case_reference: str | None = read_as(Case.reference)
    court_text: str = read_as(Request.court_text)
    offender_name: str = read_as(Request.offender_name)
    requester_name: str = read_as(Request.requester_name)
    state: RequestState = read_as(Request.state)
    received_at: datetime = read_as(Request.received_at)
    offence_id: str | None = read_as(Request.offence_id)
    offence_text: str = read_as(Request.offence_text)
    is_restricted: bool = read_as(IS_RESTRICTED)
    flags: tuple[Flag, ...]


Record = FoundReview | FoundRequest


def read(
    review_ids: Sequence[int], request_ids: Sequence[int]
) -> tuple[dict[int | None, Record], dict[int | None, Record]]:
    """The reviews and the requests with these ids, by their ids; a hidden one is not there."""
    reviews, requests = _reviews(review_ids), _requests(request_ids)
    flags = restriction_flags.in_cases(
        {review.case_id for review in (*reviews, *requests) if review.is_restricted}
    )
    return (
        {
            review.id: FoundReview(
                **review._mapping, flags=flags.of_review(review.id, review.case_id)
            )
            for review in reviews
        },
        {
            request.id: FoundRequest(**request._mapping, flags=_of_request(request, flags))
            for request in requests
        },
    )


def _reviews(numbers: Sequence[int]) -> Sequence[Any]:
    query = (
        select(*read_columns(FoundReview))
        .join(Review.case)
        .outerjoin(Review.assignee)
        .where(Review.id.in_(numbers))
    )
    return db.session.execute(query).all() if numbers else ()


def _requests(numbers: Sequence[int]) -> Sequence[Any]:
    query = (
        select(*read_columns(FoundRequest)).outerjoin(Request.case).where(Request.id.in_(numbers))
    )
    return db.session.execute(query).all() if numbers else ()


def _of_request(request: Any, flags: Flags) -> tuple[Flag, ...]:
    if request.case_id is not None:
        return flags.of_case(request.case_id)
    return restriction_flags.of_offence(request.offence_id, request.offence_text)
