"""The rows of “Your work”: reviews with the next thing to do about each, read a page at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Assessment,
    Case,
    Deadline,
    Letter,
    Request,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.time.deadline import Level, TimeLeft, time_left
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus, Stand
from ulss_tracker.scheme.workflow.next_step import next_step
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.referral import milestones, progress

_IS_SHOWN = frozenset({MilestoneStatus.LATE, MilestoneStatus.NEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One review and what to do next about it.

    `deadline` is its own, None when there is nothing more to file. `left` and `spare` are to
    `safest_at`, by whatever is known of the day of sentence; None while nothing is. `plan` is the
    milestone that is next or late; None when the review has no plan.
    """

    review: Review
    next_step: str
    deadline: Deadline | None = None
    safest_at: datetime | None = None
    plan: Stand | None = None
    left: TimeLeft | None = None
    spare: timedelta | None = None

    @property
    def spare_words(self) -> str:
        """The time to spare, in words; empty when there is none to speak of, or once passed."""
        is_passed = self.left is not None and self.left.level is Level.PASSED
        return "" if self.spare is None or is_passed else slack.spare_words(self.spare)

    @property
    def is_short(self) -> bool:
        """Whether there is more work than time."""
        return self.spare is not None and self.spare < timedelta(0)


def read(to_file: Sequence[int], others: Sequence[int]) -> tuple[list[WorkRow], list[WorkRow]]:
    """A row for each of these reviews, with all that it shows, in the order of their ids."""
    reviews = _read([*to_file, *others])
    shown = list(reviews.values())
    untold = notifying.untold_counts([each.id for each in shown if each.state is State.TO_TELL])
    plans = milestones.of_reviews([reviews[each] for each in to_file if each in reviews])

    def rows(numbers: Sequence[int]) -> list[WorkRow]:
        return [
            _row(reviews[number], untold.get(number, 0), plans.get(number, ()))
            for number in numbers
            if number in reviews
        ]

    return rows(to_file), rows(others)


def _read(numbers: Sequence[int]) -> dict[int, Review]:
    """These reviews, with what their next step and their restrictions follow from, by their ids."""
    query = (
        select(Review)
        .where(Review.id.in_(numbers))
        .options(
            joinedload(Review.assignee),
            joinedload(Review.deadline),
            joinedload(Review.case).options(
                selectinload(Case.restrictions),
                selectinload(Case.requests).load_only(
                    Request.standing, Request.received_at, Request.state
                ),
            ),
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
    )
    found = {review.id: review for review in db.session.scalars(query).unique()}
    sentences = [sentence for review in found.values() for sentence in review.sentences]
    if any(sentence.same_case is SameCase.SEPARATE for sentence in sentences):
        # Which of them count as one case follows from their offences: asked of these few alone.
        load_missing(sentences, (Sentence.convictions,))
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


def _row(review: Review, untold: int, plan: Sequence[Stand]) -> WorkRow:
    if review.state is State.TO_TELL:
        return WorkRow(review=review, next_step=next_step(review.state, Position(untold=untold)))
    is_advised = any(each.milestone is Milestone.ADVICE and each.done_at for each in plan)
    words = _next_step(review, is_advised=is_advised)
    if not _is_to_file(review):
        return WorkRow(review=review, next_step=words)
    safest_at = review.safest_at
    if safest_at is None:
        return WorkRow(review=review, next_step=words, deadline=review.deadline)
    now = clock.now()
    return WorkRow(
        review=review,
        next_step=words,
        deadline=review.deadline,
        safest_at=safest_at,
        plan=next((each for each in plan if each.standing in _IS_SHOWN), None),
        left=time_left(now, safest_at),
        spare=slack.spare_time(review.state, now, safest_at),
    )


def _is_to_file(review: Review) -> bool:
    return not review.is_filed and review.outcome is None
