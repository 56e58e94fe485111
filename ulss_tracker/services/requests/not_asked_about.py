"""Offenders of a case about whom nobody asked: somebody of the office says what becomes of them.

Nobody can extend the 28 days for one of several offenders either (CJA 1988 Sch 3 para 1). So until
it is answered, it waits for whoever has the review (services/waiting/of_reviews.py).
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Event, EventKind, Request, RequestState, Review, User, db
from ulss_tracker.services.core.preconditions import check_may_work, check_no_conflict
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history


class Answer(LabelledEnum):
    """The answer about the review of an offender about whom nobody asked."""

    LEAVE = "leave", "Nobody asked about them: leave"
    REVIEW = "review", "Review them all the same"


def asking(review: Review) -> list[Request]:
    """The requests in its case that ask about a review and were not withdrawn."""
    requests = [asks for asks in review.case.requests if asks.state is RequestState.IN_CASE]
    return [asks for asks in requests if asks.is_about(review)]


def answers(case: Case) -> Mapping[int | None, Event]:
    """The last answer about each review of a case, as its line of history, by the review's id."""
    of_case = Event.case_id == case.id, Event.kind == EventKind.NOT_ASKED_ABOUT_ANSWERED
    query = select(Event).where(*of_case).options(joinedload(Event.by)).order_by(Event.id)
    return {event.review_id: event for event in db.session.scalars(query)}


def answer(review: Review, answer: Answer, by: User, version: int) -> None:
    """Record what is to become of a review about whose offender nobody asked; its time runs on.

    Raises as `check_may_work` and `check_no_conflict` do, and `Refused` once somebody asks.
    """
    check_may_work(review, by, version)
    check_no_conflict(review.case, by)
    if asking(review):
        raise Refused("Somebody asks about them by now: nothing is to be answered")
    with transaction():
        review.changed_at = clock.now()
        history.record(EventKind.NOT_ASKED_ABOUT_ANSWERED, by, review, note=answer.label)
