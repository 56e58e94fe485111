"""By when what waits presses: the deadline of its review, its request, or its whole case."""

from collections.abc import Sequence

from sqlalchemy import or_, select, union_all

from ulss_tracker.models import Deadline, Review, Wait, db

_IS_RUNNING = Deadline.ended_at.is_(None)


def of_waits(waits: Sequence[Wait]) -> dict[int, Deadline]:
    """The running deadline of each that has one, by its id: the soonest, where it has several.

    What is about a case as a whole, such as a call or what a requester added, presses as the
    first of its reviews does.
    """
    of_one = select(Deadline.id).where(
        or_(
            Deadline.review_id.in_({wait.review_id for wait in waits}),
            Deadline.request_id.in_({wait.request_id for wait in waits}),
        ),
        _IS_RUNNING,
    )
    cases = {wait.case_id for wait in waits if wait.review_id is None} - {None}
    of_cases = select(Deadline.id).join(Review).where(Review.case_id.in_(cases), _IS_RUNNING)
    query = (
        select(Deadline, Review.case_id)
        .outerjoin(Review, Review.id == Deadline.review_id)
        .where(Deadline.id.in_(union_all(of_one, of_cases)))
        .order_by(Deadline.act_by_at.desc())
    )
    # Deadlines are also written past the session: what it holds of them may be of before.
    rows = db.session.execute(query, execution_options={"populate_existing": True}).all()
    of_review: dict[int | None, Deadline] = {e.review_id: e for e, _ in rows if e.review_id}
    of_request: dict[int | None, Deadline] = {e.request_id: e for e, _ in rows if e.request_id}
    of_case: dict[int | None, Deadline] = {case_id: e for e, case_id in rows if case_id}
    soonest = {}
    for wait in waits:
        of_its_case = of_case.get(wait.case_id) if wait.review_id is None else None
        deadlines = (of_review.get(wait.review_id), of_request.get(wait.request_id), of_its_case)
        if own := [deadline for deadline in deadlines if deadline]:
            soonest[wait.id] = min(own, key=lambda deadline: deadline.act_by_at)
    return soonest
