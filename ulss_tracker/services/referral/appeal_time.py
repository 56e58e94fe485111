"""The 14 days in which either side may go to the Supreme Court: told of, once they are over.

The letters that tell of the court's decision promise it (CJA 1988 s.36(5), Schedule 3 paragraph 4).
"""

from datetime import timedelta

from sqlalchemy import exists, select

from ulss_tracker import clock
from ulss_tracker.models import CourtDecision, Notification, Review, db
from ulss_tracker.scheme.time.appeal_deadlines import SUPREME_COURT_DAYS
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.referral import court

LOOKS_BACK = timedelta(days=180)
"""Decisions that are older were told of before the letters promised anything."""
_ALLOWS_APPEAL = (Outcome.INCREASED, Outcome.UNCHANGED)


def plan_time_over() -> int:
    """Plan who is to be told that the time of a review is over; of how many reviews."""
    reviews = [review for review in _decided() if _plan(review)]
    return len(reviews)


def _decided() -> list[Review]:
    """The reviews whose time may be over, of which nobody is yet to be told so."""
    is_planned = exists().where(
        Notification.review_id == Review.id,
        Notification.about == About.APPEAL_TIME_OVER,
        Notification.superseded_at.is_(None),
    )
    today = clock.today()
    query = (
        select(Review)
        .join(CourtDecision, CourtDecision.review_id == Review.id)
        .where(
            CourtDecision.decided_on >= today - LOOKS_BACK,
            CourtDecision.decided_on <= today - timedelta(days=SUPREME_COURT_DAYS),
            Review.outcome.in_(_ALLOWS_APPEAL),
            Review.is_historical.is_(False),
            ~is_planned,
        )
        .order_by(Review.id)
        .distinct()
    )
    return list(db.session.scalars(query))


def _plan(review: Review) -> bool:
    limit = court.supreme_court_by(review)  # of the latest decision: one put right counts again
    if limit is None or limit.last_day_on >= clock.today():
        return False
    notifying.plan_for_appeal_time_over(review, limit.last_day_on)
    return any(each.about is About.APPEAL_TIME_OVER for each in notifying.untold(review.case))
