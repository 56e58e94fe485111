"""The private office's week: what is upcoming, what is decided, and if each filing was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    AlarmReason,
    Case,
    Deadline,
    Decision,
    DecisionChoice,
    DutyAlarm,
    Review,
    Submission,
    db,
)
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.deadlines import waiting

AHEAD = timedelta(days=7)
BACK = timedelta(days=7)
MOST = 200
_UNDECIDED = (
    State.RECEIVED,
    State.CHECKING,
    State.AWAITING_PAPERS,
    State.UNDER_CONSIDERATION,
    State.LAW_OFFICERS,
)


class FilingStatus(LabelledEnum):
    """How the filing of a decided review stands."""

    FILED = "filed", "✓ Filed"
    ALARM = "alarm", "Alarm: not filed"
    TO_FILE = "to_file", "To be filed"
    NOTHING_TO_FILE = "nothing_to_file", "Nothing to file"


@dataclass(frozen=True, slots=True)
class DecidedReview:
    """A review that was decided, and how its filing stands; `deadline` while it is to be filed."""

    review: Review
    decision: Decision
    status: FilingStatus
    deadline: Deadline | None


def this_week() -> Sequence[Deadline]:
    """The deadlines of reviews not decided and to be filed within seven days, the soonest first."""
    query = (
        select(Deadline)
        .join(Deadline.review)
        .where(
            Deadline.ended_at.is_(None),
            Deadline.act_by_at <= clock.now() + AHEAD,
            Review.outcome.is_(None),
            Review.state.in_(_UNDECIDED),
        )
        .options(
            joinedload(Deadline.review).options(
                joinedload(Review.case).selectinload(Case.restrictions),
                joinedload(Review.assignee),
                selectinload(Review.submissions).options(
                    defer(Submission.pack), selectinload(Submission.passes)
                ),
            )
        )
        .order_by(Deadline.act_by_at, Deadline.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def decided() -> Sequence[DecidedReview]:
    """Reviews decided within seven days or still to be filed, the latest decision first.

    Those filed within seven days too, whenever they were decided.
    """
    since = clock.now() - BACK
    lately = exists().where(Decision.review_id == Review.id, Decision.decided_at >= since)
    query = (
        select(Review)
        .where(
            Review.is_historical.is_(False),
            or_(Review.state == State.TO_FILE, Review.filed_at >= since, lately),
        )
        .options(
            joinedload(Review.case).selectinload(Case.restrictions),
            selectinload(Review.decisions).joinedload(Decision.decided_by),
        )
        .order_by(Review.id.desc())
        .limit(MOST)
    )
    reviews = [review for review in db.session.scalars(query) if review.decision is not None]
    numbers = [review.id for review in reviews]
    due = waiting.of_reviews(numbers)
    alarmed = set(
        db.session.scalars(
            select(Deadline.review_id)
            .join(DutyAlarm, DutyAlarm.deadline_id == Deadline.id)
            .where(
                Deadline.review_id.in_(numbers),
                DutyAlarm.ended_at.is_(None),
                DutyAlarm.reason != AlarmReason.SLIP_RULE,  # it says nothing of filing
            )
        )
    )
    rows = []
    for review in reviews:
        assert review.decision is not None  # noqa: S101 - those without one were left out
        status = _status(review, due.get(review.id), is_alarmed=review.id in alarmed)
        row = due.get(review.id) if not review.is_filed and review.outcome is None else None
        rows.append(DecidedReview(review, review.decision, status, row))
    return sorted(rows, key=lambda review: review.decision.decided_at, reverse=True)


def _status(review: Review, due: Deadline | None, *, is_alarmed: bool) -> FilingStatus:
    if review.is_filed:
        return FilingStatus.FILED
    decision = review.decision
    if decision is None or decision.choice is not DecisionChoice.REFER or review.outcome:
        return FilingStatus.NOTHING_TO_FILE
    is_passed = due is not None and due.act_by_at <= clock.now()
    return FilingStatus.ALARM if is_alarmed or is_passed else FilingStatus.TO_FILE


def with_officer(review: Review) -> str:
    """The law officer with whom a review is; empty until it is sent."""
    if review.state is not State.LAW_OFFICERS or not review.submissions:
        return ""
    return review.submissions[-1].with_officer.label
