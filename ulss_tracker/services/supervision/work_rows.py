"""The rows of “Your work”: reviews with the next thing to do about each, read a page at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker.models import (
    Assessment,
    Case,
    Letter,
    Request,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus, Stand
from ulss_tracker.scheme.workflow.next_step import next_step
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.notifying.lists import Untold
from ulss_tracker.services.referral import milestones, progress

_IS_SHOWN = frozenset({MilestoneStatus.LATE, MilestoneStatus.NEXT})

_STEP_SOURCES = (
    joinedload(Review.case)
    .selectinload(Case.requests)
    .load_only(Request.standing, Request.verified_standing, Request.received_at, Request.state),
    # A statement of its own for the sentences takes longer than the rows.
    joinedload(Review.sentences).defer(Sentence.parts),
    selectinload(Review.assessments).options(
        defer(Assessment.tests),
        defer(Assessment.questions),
        defer(Assessment.facts),
        joinedload(Assessment.signature),
    ),
    selectinload(Review.decisions),
    selectinload(Review.letters).load_only(Letter.kind, Letter.issued_at),
    selectinload(Review.filings),
)
"""Sources of the next step of a review."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One review and what to do next about it.

    `plan` is the milestone that is next or late; None when the review has no plan.
    """

    review: Review
    next_step: str
    plan: Stand | None = None


def read(numbers: Sequence[int]) -> dict[int, WorkRow]:
    """A row for each of these reviews that is there, with all that it shows, by their ids."""
    reviews = _read(numbers, *_STEP_SOURCES) if numbers else {}
    sentences = [sentence for review in reviews.values() for sentence in review.sentences]
    if any(sentence.same_case is SameCase.SEPARATE for sentence in sentences):
        # Which of them count as one case follows from their offences: asked of these few alone.
        load_missing(sentences, (Sentence.convictions,))
    shown = list(reviews.values())
    to_tell = [review.id for review in shown if review.state is State.TO_TELL]
    untold = notifying.untold_of(reviews=to_tell) if to_tell else {}
    plans = milestones.of_reviews(
        [review for review in shown if not review.is_filed and review.outcome is None]
    )
    return {
        number: _row(review, untold.get(number), plans.get(number, ()))
        for number, review in reviews.items()
    }


def read_plain(numbers: Sequence[int]) -> dict[int, WorkRow]:
    """The same without a next step and a plan: for whoever works on none of them."""
    return {number: WorkRow(review, "") for number, review in _read(numbers).items()}


def _read(numbers: Sequence[int], *sources: ORMOption) -> dict[int, Review]:
    """These reviews with their restrictions, and what else these options load, by their ids."""
    query = (
        select(Review)
        .where(Review.id.in_(numbers))
        .options(
            joinedload(Review.assignee),
            joinedload(Review.deadline),
            joinedload(Review.case).selectinload(Case.restrictions),
            *sources,
        )
    )
    found = {review.id: review for review in db.session.scalars(query).unique()}
    return {number: found[number] for number in numbers if number in found}


def next_step_of(review: Review) -> str:
    """The next thing to do about a review, in a sentence."""
    is_advised = Step.RECEIVE_ADVICE in milestones.progress_of(review).taken
    return _next_step(review, is_advised=is_advised)


def _next_step(review: Review, *, is_advised: bool) -> str:
    return next_step(
        review.state,
        _position(review),
        is_unverified=_is_unverified(review),
        is_advised=is_advised,
    )


def _position(review: Review) -> Position:
    """As much of where a review stands as its next step follows from."""
    if review.state in {State.RECEIVED, State.CHECKING}:
        return progress.checked(review)
    if review.state in {State.TO_FILE, State.TO_TELL}:
        return progress.stage_of(review)
    return Position()


def _is_unverified(review: Review) -> bool:
    """Whether a fact is unverified that the lock asks for; whether it was opened is not asked."""
    return review.unconfirmed_since_at is not None and not review.origin.is_outside_lock


def _row(review: Review, untold: Untold | None, plan: Sequence[Stand]) -> WorkRow:
    if review.state is State.TO_TELL:
        position = Position(untold=untold.people if untold else 0)
        return WorkRow(review, next_step(review.state, position))
    is_advised = any(stand.milestone is Milestone.ADVICE and stand.done_at for stand in plan)
    words = _next_step(review, is_advised=is_advised)
    next_stand = next((stand for stand in plan if stand.standing in _IS_SHOWN), None)
    return WorkRow(review, words, next_stand if review.safest_at else None)
