"""The work of one person: their requests and reviews, and those of whom they stand in for.

Reviews are ordered by work still to do against the time left to their safest moment
(`scheme/workflow/slack.py`, docs/my-work.md): one without a sentence comes first, then the one with
the least time to spare. Requests are in the order in which somebody must act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Absence,
    Assessment,
    Case,
    Deadline,
    LetterDraft,
    Request,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.milestones import Stand, Standing
from ulss_tracker.scheme.workflow.next_step import next_step
from ulss_tracker.scheme.workflow.workflow import Position, State
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import milestones, papers, progress

MOST = 100
MOST_LETTERS = 50
MOST_REQUESTS = 50
ORDERINGS = (
    Ordering("file_by", Review.earliest_file_by_at),
    Ordering("offender", Review.offender_name, is_personal=True),
    Ordering("changed", Review.changed_at),
)
_NOT_CLOSED = text(f"review.{NOT_CLOSED}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
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
        """The time to spare, in words; empty when there is none to speak of."""
        return "" if self.spare is None else slack.spare_words(self.spare)

    @property
    def is_short(self) -> bool:
        """Whether there is more work than time."""
        return self.spare is not None and self.spare < timedelta(0)


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """The deadline of a request that waits, and how long is left to act on it."""

    deadline: Deadline
    left: TimeLeft

    @property
    def request(self) -> Request:
        """The request itself."""
        assert self.deadline.request is not None  # noqa: S101 - it is made of a request's alone
        return self.deadline.request


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """To be done before filing, after filing, and once it has ended; whose work it is.

    `requests` are theirs that wait, `of_nobody` those with little time left that nobody owns, the
    soonest to act on first. `chases` are the cases whose papers are to be chased today, `letters`
    the letters begun and not issued, the longest untouched first. `more` is how many reviews there
    are beyond those shown; so are `more_requests`, `more_of_nobody` and `more_letters`.
    """

    to_file: Sequence[Row]
    at_court: Sequence[Row]
    ended: Sequence[Row]
    covering: Sequence[Absence]
    chases: Sequence[papers.DueChase]
    requests: Sequence[WaitingRequest] = ()
    of_nobody: Sequence[WaitingRequest] = ()
    more_requests: int = 0
    more_of_nobody: int = 0
    letters: Sequence[LetterDraft] = ()
    more: int = 0
    more_letters: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all of theirs."""
        own = (self.requests, self.to_file, self.at_court, self.ended, self.letters)
        return not any(own)


def of(user: User) -> MyWork:
    """Everything this person has to do today, in a fixed number of queries."""
    covering = absences.covered_by(user)
    assignees = [user.id, *(absence.person_id for absence in covering)]
    reviews = _assigned_to(assignees)
    untold = notifying.untold_counts([each.id for each in reviews if each.state is State.TO_TELL])
    plans = milestones.of_reviews(reviews)
    begun, all_begun = letters.unfinished_of(assignees, MOST_LETTERS)
    due = waiting.of_reviews([each.id for each in reviews if _is_to_file(each)])
    rows = [
        _row(each, untold.get(each.id, 0), plans[each.id], due.get(each.id)) for each in reviews
    ]
    own = waiting.of_owners(assignees, MOST_REQUESTS)
    of_nobody = waiting.pressing_of_nobody()
    return MyWork(
        requests=_waiting(own),
        of_nobody=_waiting(of_nobody[:MOST_REQUESTS]),
        more_requests=waiting.count_of_owners(assignees) - len(own)
        if len(own) == MOST_REQUESTS
        else 0,
        more_of_nobody=max(0, len(of_nobody) - MOST_REQUESTS),
        to_file=sorted((row for row in rows if _is_to_file(row.review)), key=_pressing),
        at_court=[row for row in rows if _is_filed(row.review)],
        ended=[row for row in rows if row.review.state is State.TO_TELL],
        covering=covering,
        chases=papers.due_chases(clock.now(), assignees=assignees),
        letters=begun,
        more_letters=all_begun - len(begun),
        more=_count(assignees) - len(reviews),
    )


def page(
    user: User,
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = False,
    after: str | None = None,
    state: State | None = None,
) -> Rows[Review]:
    """A page of all the reviews that `of` orders by what presses: those not closed, as asked."""
    assignees = [user.id, *(absence.person_id for absence in absences.covered_by(user))]
    query = (
        select(Review)
        .where(Review.assignee_id.in_(assignees), _NOT_CLOSED)
        .options(
            joinedload(Review.assignee), joinedload(Review.case).selectinload(Case.restrictions)
        )
    )
    if state is not None:
        query = query.where(Review.state == state)
    return paging.rows(query, by, descending=descending, after=after)


def _assigned_to(assignees: Sequence[int]) -> list[Review]:
    """The reviews not closed of these people, those to be filed soonest first, at most `MOST`.

    What a page cannot show lies far ahead: no stage's work fills as much time as 100 reviews.
    """
    query = (
        select(Review)
        .where(Review.assignee_id.in_(assignees), _NOT_CLOSED)
        .options(
            joinedload(Review.assignee),
            joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Review.case)
            .selectinload(Case.requests)
            .load_only(Request.standing, Request.received_at),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
            selectinload(Review.assessments).selectinload(Assessment.signature),
            selectinload(Review.decisions),
            selectinload(Review.letters),
            selectinload(Review.filings),
        )
        .order_by(Review.earliest_file_by_at.asc().nulls_first(), Review.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _count(assignees: Sequence[int]) -> int:
    query = select(func.count(Review.id)).where(Review.assignee_id.in_(assignees), _NOT_CLOSED)
    return db.session.scalar(query) or 0


def _waiting(rows: Sequence[Deadline]) -> list[WaitingRequest]:
    now = clock.now()
    return [WaitingRequest(row, time_left(now, row.act_by_at)) for row in rows]


def next_step_of(review: Review) -> str:
    """The next thing to do about a review, in a sentence."""
    position = progress.stage_of(review)
    return next_step(review.state, position, is_unverified=_is_unverified(review))


def _is_unverified(review: Review) -> bool:
    """Whether a fact is unverified that the lock asks for; whether it was opened is not asked."""
    return review.unconfirmed_since_at is not None and not review.origin.is_outside_lock


def _row(review: Review, untold: int, plan: Sequence[Stand], due: Deadline | None) -> Row:
    if review.state is State.TO_TELL:
        return Row(review=review, next_step=next_step(review.state, Position(untold=untold)))
    words = next_step(review.state, progress.stage_of(review), is_unverified=_is_unverified(review))
    # Until a sentence is recorded, what those who asked say of it counts.
    safest_at = review.earliest_file_by_at or (due.file_by_at if due else None)
    if safest_at is None or not _is_to_file(review):
        return Row(review=review, next_step=words, deadline=due)
    pressing = {Standing.LATE, Standing.NEXT}
    return Row(
        review=review,
        next_step=words,
        deadline=due,
        safest_at=safest_at,
        plan=next((each for each in plan if each.standing in pressing), None),
        left=time_left(clock.now(), safest_at),
        spare=_spare(review, safest_at),
    )


def _spare(review: Review, file_by_at: datetime) -> timedelta | None:
    """The time to spare; None beyond the known holidays, where a stated day may lie."""
    try:
        return slack.spare_time(review.state, clock.now(), file_by_at)
    except CalendarUnknown:
        return None


def _is_filed(review: Review) -> bool:
    """Whether the application has reached the Registrar and the court has not decided."""
    return review.is_filed and review.outcome is None


def _is_to_file(review: Review) -> bool:
    return not review.is_filed and review.outcome is None


def _pressing(row: Row) -> tuple[bool, timedelta, int]:
    """Without a sentence first; then the least time to spare; a far day last."""
    far = timedelta.max
    return (
        row.review.file_by_at is not None,
        row.spare if row.spare is not None else far,
        row.review.id,
    )
