"""The deadlines that run for requests: each person's, and the pressing ones that are nobody's."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Request, Review, db
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.services.core import users


def of_request(request: Request) -> Deadline | None:
    """The deadline of a request as it stands; None where it is still to be made."""
    query = select(Deadline).where(Deadline.request_id == request.id)
    return db.session.scalar(query)


def pressing_by_request(requests: Collection[Request]) -> dict[int, Deadline]:
    """The running deadline to act on soonest for each of these requests, by the request's id.

    It is the request's own while it waits, and then that of a review in its case. A request for
    which none runs is left out.
    """
    by_case: dict[int, list[int]] = {}
    for request in requests:
        if request.case_id is not None:
            by_case.setdefault(request.case_id, []).append(request.id)
    query = (
        select(Deadline, Review.case_id)
        .outerjoin(Deadline.review)
        .where(
            Deadline.ended_at.is_(None),
            or_(
                Deadline.request_id.in_([request.id for request in requests]),
                Review.case_id.in_(by_case),
            ),
        )
        .order_by(Deadline.act_by_at, Deadline.id)
    )
    by_request: dict[int, Deadline] = {}
    for deadline, case_id in db.session.execute(query):
        own = [deadline.request_id] if deadline.request_id is not None else by_case[case_id]
        for request_id in own:
            by_request.setdefault(request_id, deadline)
    return by_request


def of_reviews(review_ids: Collection[int]) -> dict[int, Deadline]:
    """The deadlines of these reviews, by the review's id."""
    query = select(Deadline).where(Deadline.review_id.in_(review_ids))
    return {row.review_id: row for row in db.session.scalars(query) if row.review_id is not None}


def request_ids(which: ColumnElement[bool]) -> Select[Any]:
    """The ids of the requests that wait, those of them alone, the soonest to act on first."""
    return (
        select(Deadline.request_id)
        .join(Deadline.request)
        .outerjoin(Request.owner)
        # Of requests in so many words, or their index is not used.
        .where(Deadline.ended_at.is_(None), Deadline.request_id.is_not(None), which)
        .order_by(Deadline.act_by_at, Deadline.request_id)
    )


def pressing_of_nobody() -> Select[Any]:
    """The ids of requests with little time left, without an owner who can work, soonest first.

    Little is three working days or fewer; a day of sentence to be found presses at once.
    """
    of_nobody = or_(Request.owner_id.is_(None), ~users.may_be_assigned())
    pressing = Deadline.act_by_at < first_look.pressing_until(clock.now())
    return request_ids(and_(pressing, of_nobody))
