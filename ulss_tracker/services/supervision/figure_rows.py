"""The rows behind a figure: the reviews, or the requests, that it counts."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Request, RequestVersion, Review, ReviewVersion
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import ENDINGS, Outcome
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.supervision.dimensions import STILL_OPEN, Dimension
from ulss_tracker.services.supervision.statistics import Question, narrowing

_review, _request = ReviewVersion, RequestVersion
_OPEN = "open"


def _is_ended(how: str) -> ColumnElement[bool]:
    return _review.outcome == (None if how == _OPEN else Outcome(how))


REVIEWS = Table(
    title="Reviews",
    columns=(
        # It alone has an index: the figure itself is counted over all rows, and costs as much.
        Column("case", "Case", order=Ordering("opened", _review.review_id)),
        Column("outcome", "Outcome", lambda row: row.outcome or STILL_OPEN),
        Column("sentenced", "Sentenced", order=Ordering("sentenced", _review.sentenced_on)),
        Column("received", "Received", order=Ordering("received", _review.received_at)),
        Column("ended", "Ended", order=Ordering("ended", _review.ended_at)),
    ),
    filters=(
        Filter(
            "ended",
            "How it ended",
            _is_ended,
            [(_OPEN, STILL_OPEN), *ENDINGS],
            "Ended or not",
        ),
        Filter("asked_by", "Who asked", _review.standing, RequesterRole, "Anybody"),
    ),
    default="opened",
)
REQUESTS = Table(
    title="Requests",
    columns=(
        Column("request", "Request", order=Ordering("opened", _request.request_id)),
        Column("standing", "Who asked"),
        Column("channel", "Channel"),
        Column("received", "Received", order=Ordering("received", _request.received_at)),
        Column("looked", "First look", order=Ordering("looked", _request.looked_at)),
        Column("answered", "Answered", order=Ordering("answered", _request.answered_at)),
        Column("case", "Case"),
    ),
    filters=(Filter("asked_by", "Who asked", _request.standing, RequesterRole, "Anybody"),),
    default="opened",
)


def table_of(question: Question) -> Table:
    """The list of the rows behind the figures of a question."""
    return REQUESTS if question.dimension.is_of_requests else REVIEWS


def rows_behind(
    question: Question,
    value: str,
    filters: Mapping[str, Any] = NO_FILTERS,
    *,
    also: str | None = None,
    **place: Unpack[Place],
) -> Rows[Any]:
    """A page of the versions behind one figure; a sealed case's only for those named on it.

    `also` is the value of the second way to divide, where the question has one: empty for none.
    Raises `Refused` for a value that the figures cannot have.
    """
    wanted = [_has(question.dimension, value)]
    if question.second is not None and also is not None:
        wanted.append(_has(question.second, also))
    query = _requests() if question.dimension.is_of_requests else _reviews()
    return table_of(question).rows(query.where(*wanted, *narrowing(question)), filters, **place)


def _has(dimension: Dimension, value: str) -> ColumnElement[bool]:
    """Whether a row has this value of a dimension; an empty one is that it has none."""
    dimension.words(value)
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
