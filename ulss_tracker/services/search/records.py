"""The records of a page of what was found, as the results show them: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select

from ulss_tracker.models import Case, Request, RequestState, Review, User, db
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag, Flags


@dataclass(frozen=True, slots=True)
class FoundReview:
    """One offender of a case. `assignee` is the name of whoever it is assigned to."""

    is_review: ClassVar[bool] = True

    id: int
    case_id: int
    reference: str
    court_text: str
    offender_name: str
    state: State
    outcome: Outcome | None
    opened_at: datetime
    file_by_at: datetime | None
    closed_at: datetime | None
    assignee: str | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """One request, with the case it is in, if any."""

    is_review: ClassVar[bool] = False

    id: int
    case_id: int | None
    reference: str
    case_reference: str | None
    court_text: str
    offender_name: str
    requester_name: str
    state: RequestState
    received_at: datetime
    offence_id: str | None
    offence_text: str
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
        {review.id: FoundReview(*review[:-1], *_of_review(review, flags)) for review in reviews},
        {
            request.id: FoundRequest(*request[:-1], *_of_request(request, flags))
            for request in requests
        },
    )


# All of the columns but the last are those that the rows begin with.
def _reviews(numbers: Sequence[int]) -> Sequence[Any]:
    query = (
        select(
            Review.id,
            Review.case_id,
            Case.reference,
            Case.court_text,
            Review.offender_name,
            Review.state,
            Review.outcome,
            Review.opened_at,
            Review.file_by_at,
            Review.closed_at,
            User.name,
            IS_RESTRICTED,
        )
        .join(Review.case)
        .outerjoin(Review.assignee)
        .where(Review.id.in_(numbers))
    )
    return db.session.execute(query).all() if numbers else ()


def _requests(numbers: Sequence[int]) -> Sequence[Any]:
    query = (
        select(
            Request.id,
            Request.case_id,
            Request.reference,
            Case.reference.label("case_reference"),
            Request.court_text,
            Request.offender_name,
            Request.requester_name,
            Request.state,
            Request.received_at,
            Request.offence_id,
            Request.offence_text,
            IS_RESTRICTED,
        )
        .outerjoin(Request.case)
        .where(Request.id.in_(numbers))
    )
    return db.session.execute(query).all() if numbers else ()


def _of_review(review: Any, flags: Flags) -> tuple[Any, ...]:
    return (flags.of_review(review.id, review.case_id),)


def _of_request(request: Any, flags: Flags) -> tuple[Any, ...]:
    if request.case_id is not None:
        return (flags.of_case(request.case_id),)
    return (restriction_flags.of_offence(request.offence_id, request.offence_text),)
