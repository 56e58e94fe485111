"""Requests whose time is over, in a review that a longer limit, not confirmed, may still help.

Two people answer such a request “out of time”, and the review stays open: a victim who asks later
finds it so. For a victim, a bereaved family, whoever asks for them and whoever has not said what
they are, a lawyer must say whether it is in time (scheme/time/time_limits.py).
"""

from datetime import datetime

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.models import Advice, EventKind, Request, RequestState, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.guards import Lateness
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.history import history

_BEFORE_PAPERS = frozenset({State.RECEIVED, State.CHECKING})


def lateness(review: Review) -> Lateness | None:
    """Say whose turn it is where the time may be over; None in time, and where it surely is over.

    None too once a lawyer has advised since: the work goes on as they say.
    """
    if review.state not in _BEFORE_PAPERS or not _may_be_over(review):
        return None
    asking = unanswered(review)
    if any(_is_over(review, request) for request in asking):
        return Lateness.TO_ANSWER
    if not asking:
        return Lateness.ANSWERED
    return None if _is_advised(review, for_lawyer_since(review)) else Lateness.FOR_LAWYER


def to_answer(review: Review) -> list[Request]:
    """List the requests that two people may answer “out of time”: no limit may help who asked."""
    if not _may_be_over(review):
        return []
    return [request for request in unanswered(review) if _is_over(review, request)]


def unanswered(review: Review) -> list[Request]:
    """List the requests about a review that stand, and are not answered “out of time”."""
    answered = notifying.told_out_of_time(review)
    return [
        each
        for each in review.case.requests
        if each.state is RequestState.IN_CASE and each.id not in answered and each.is_about(review)
    ]


def for_lawyer_since(review: Review) -> datetime:
    """Since when a lawyer has been wanted: the time was over, its day recorded, and they asked."""
    moments = [request.received_at for request in unanswered(review)]
    moments += [assessment.made_at for assessment in review.assessments[:1]]
    return max([review.file_by_at or review.opened_at, *moments])


def answer(review: Review, requests: list[Request], by: User) -> None:
    """Answer these “out of time”, inside the caller's transaction: they are to be told so.

    A request is closed once it is answered for every open review that it asks about.
    """
    notifying.plan_out_of_time(review, requests, by)
    for request in requests:
        db.session.refresh(request, with_for_update={"of": Request})
        others = [each for each in review.case.reviews if request.is_about(each)]
        if any(
            review.outcome is None and request.id not in notifying.told_out_of_time(review)
            for review in others
        ):
            continue
        request.state = RequestState.CLOSED
        history.record(
            EventKind.REQUEST_CLOSED, by, review.case, request, reason="Answered: out of time"
        )


def _may_be_over(review: Review) -> bool:
    if review.outcome is not None or review.is_filed or not review.last_day_on:
        return False
    if review.last_day_on >= clock.today() or assessing.is_out_of_time(review):
        return False
    answer = assessing.time_of(review)
    return answer is not None and bool(answer.may_matter)


def _is_over(review: Review, request: Request) -> bool:
    answer = assessing.time_of_request(review, request)
    return answer is not None and answer.is_over_for_them


def _is_advised(review: Review, since: datetime) -> bool:
    query = select(func.max(Advice.given_at)).where(
        Advice.review_id == review.id, Advice.by_role == Role.LAWYER
    )
    given_at = db.session.scalar(query)
    return given_at is not None and given_at >= since
