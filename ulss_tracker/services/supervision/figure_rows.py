"""The rows behind a figure: the reviews, or the requests, that it counts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Request, RequestVersion, Review, ReviewVersion
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.supervision.dimensions import Dimension
from ulss_tracker.services.supervision.statistics import Question, narrowing

_review, _request = ReviewVersion, RequestVersion
ORDERINGS = (
    Ordering("opened", _review.review_id),
    Ordering("sentenced", _review.sentenced_on),
    Ordering("received", _review.received_at),
    Ordering("ended", _review.ended_at),
)
"""Only the first has an index: the figure itself is counted over all rows, and costs as much."""
REQUEST_ORDERINGS = (
    Ordering("opened", _request.request_id),
    Ordering("received", _request.received_at),
    Ordering("looked", _request.looked_at),
    Ordering("answered", _request.answered_at),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """The filter of the rows behind a figure; `is_open` asks for reviews still open.

    `also` is the value of the second way to divide, where the question has one: empty for none.
    """

    outcome: Outcome | None = None
    is_open: bool = False
    standing: RequesterRole | None = None
    also: str | None = None


def orderings(question: Question) -> tuple[Ordering, ...]:
    """The ways to order the rows behind the figures of a question."""
    return REQUEST_ORDERINGS if question.dimension.is_of_requests else ORDERINGS


def rows_behind(
    question: Question,
    value: str,
    by: Ordering | None = None,
    *,
    descending: bool = False,
    after: str | None = None,
    asked: RowFilter | None = None,
) -> Rows[Any]:
    """A page of the versions behind one figure; a sealed case's only for those named on it.

    Raises `Refused` for a value that the figures cannot have.
    """
    dimension = question.dimension
    dimension.words(value)
    asked = asked or RowFilter()
    is_of_requests = dimension.is_of_requests
    wanted = [_has(dimension, value)]
    if question.second is not None and asked.also is not None:
        question.second.words(asked.also)
        wanted.append(_has(question.second, asked.also))
    if asked.is_open and not is_of_requests:
        wanted.append(_review.outcome.is_(None))
    elif asked.outcome and not is_of_requests:
        wanted.append(_review.outcome == asked.outcome)
    if asked.standing:
        row: Any = _request if is_of_requests else _review
        wanted.append(row.standing == asked.standing)
    query = _requests() if is_of_requests else _reviews()
    return paging.rows(
        query.where(*wanted, *narrowing(question)),
        by or orderings(question)[0],
        descending=descending,
        after=after,
    )


def _has(dimension: Dimension, value: str) -> ColumnElement[bool]:
    """Whether a row has this value of a dimension; an empty one is that it has none."""
    held: ColumnElement[bool] = (
        dimension.value == dimension.read(value) if value else dimension.value.is_(None)
    )
    return held


def _reviews() -> Any:
    return (
        select(_review)
        .join(Review, Review.id == _review.review_id)
        .join(Case, Case.id == Review.case_id)
        .options(joinedload(_review.review).joinedload(Review.case))
    )


def _requests() -> Any:
    return (
        select(_request)
        .join(Request, Request.id == _request.request_id)
        .options(joinedload(_request.request).joinedload(Request.case))
    )
