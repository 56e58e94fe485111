"""The work of one person: their requests and reviews, and those of whom they stand in for.

Reviews to be filed are ordered by work still to do against the time left to their safest moment
(`pressing.py`, docs/my-work.md), or by a column. Requests are in the order in which somebody must
act. Of what stands beside that list only the first are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import defer, joinedload, load_only, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Absence,
    Assessment,
    Case,
    Deadline,
    Letter,
    LetterDraft,
    Request,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.models.review import NOT_CLOSED, PAST_FILING
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.milestones import Milestone, Stand, Standing
from ulss_tracker.scheme.workflow.next_step import next_step
from ulss_tracker.scheme.workflow.workflow import AT_COURT, Position, State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import due_chases, milestones, progress
from ulss_tracker.services.supervision import pressing

PAGE = 50
MOST_BESIDE = 25
"""So many of each other thing are shown, and the rest is counted."""
ORDERINGS = (
    Ordering("file_by", Review.earliest_file_by_at),
    Ordering("offender", Review.offender_name, is_personal=True),
    Ordering("changed", Review.changed_at),
)
PRESSING = Ordering("pressing", Review.earliest_file_by_at)
TO_FILE_ORDERINGS = (PRESSING, *ORDERINGS)
# Word for word, or their indexes are not used.
_IS_OPEN: Any = text(f"review.{NOT_CLOSED}")
_IS_PAST_FILING: Any = text(PAST_FILING.format("review."))
_IS_THEIRS = Review.assignee_id.in_(bindparam("assignees", expanding=True))
_IS_SHOWN = frozenset({Standing.LATE, Standing.NEXT})
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))
_SHOWN = (
    select(Review)
    .where(Review.id.in_(bindparam("ids", expanding=True)))
    .options(
        joinedload(Review.assignee),
        joinedload(Review.case).selectinload(Case.restrictions),
        joinedload(Review.case)
        .selectinload(Case.requests)
        .load_only(Request.standing, Request.received_at),
        joinedload(Review.sentences).selectinload(Sentence.convictions),
        selectinload(Review.assessments).options(
            defer(Assessment.tests),
            defer(Assessment.questions),
            defer(Assessment.facts),
            joinedload(Assessment.signature),
        ),
        selectinload(Review.filings),
    )
)
"""Reviews with what their plan, their restrictions and, until a decision, their next step need.

A review's sentence comes with it: a statement of its own takes longer than the rows.
"""
_WITH_LETTERS = (
    select(Review)
    .where(Review.id.in_(bindparam("ids", expanding=True)))
    .options(
        load_only(Review.id),
        selectinload(Review.decisions),
        selectinload(Review.letters).load_only(Letter.kind, Letter.issued_at),
    )
)
"""Reviews that are to be filed, with what their next step needs besides."""


def _first(kind: str, is_one: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The first of some people's reviews of a kind, each with how many of the kind there are."""
    first = (
        select(
            literal(kind).label("kind"),
            Review.id,
            Review.earliest_file_by_at.label("at"),
            func.count().over().label("of_kind"),
        )
        .where(_IS_THEIRS, is_one)
        .order_by(Review.earliest_file_by_at.asc().nulls_first(), Review.id)
        .limit(bindparam("most", type_=Integer))
    )
    return select(first.subquery())


_BOTH = union_all(
    _first("filed", and_(_IS_OPEN, _IS_PAST_FILING)),
    _first("ended", and_(_IS_OPEN, Review.state == State.TO_TELL)),
).subquery()
_FILED_OR_ENDED = select(_BOTH).order_by(_BOTH.c.kind, _BOTH.c.at.asc().nulls_first(), _BOTH.c.id)


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

    `to_file` are a page of the reviews to be filed, and `after` is the key of the next. What else
    there is stands beside the first page alone: `requests` are theirs that wait, `of_nobody` those
    with little time left that nobody owns, the soonest to act on first; `chases` the cases whose
    papers are to be chased today, `letters` the letters begun and not issued, the longest untouched
    first. `more` is how many reviews filed or ended there are beyond those shown; so are
    `more_requests`, `more_of_nobody` and `more_letters`. `has_more_chases` is whether there are.
    """

    to_file: Sequence[Row]
    covering: Sequence[Absence]
    after: str | None = None
    at_court: Sequence[Row] = ()
    ended: Sequence[Row] = ()
    chases: Sequence[due_chases.CaseToChase] = ()
    requests: Sequence[WaitingRequest] = ()
    of_nobody: Sequence[WaitingRequest] = ()
    letters: Sequence[LetterDraft] = ()
    more: int = 0
    more_requests: int = 0
    more_of_nobody: int = 0
    has_more_chases: bool = False
    more_letters: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all of theirs."""
        own = (self.requests, self.to_file, self.at_court, self.ended, self.letters)
        return not any(own)


def of(
    user: User,
    by: Ordering = PRESSING,
    *,
    descending: bool = False,
    after: str | None = None,
    state: State | None = None,
    size: int = PAGE,
) -> MyWork:
    """Everything this person has to do today, in a fixed number of queries.

    The reviews to be filed as they are asked for: ordered, at one stage, a page. An unreadable key
    gives the first page.
    """
    covering = absences.covered_by(user)
    assignees = [user.id, *(absence.person_id for absence in covering)]
    mine = _to_file(assignees, state)
    numbers = _page(mine, by, descending=descending, after=after, size=size)
    if after:
        to_file, _ = _rows(numbers.rows, [])
        return MyWork(to_file=to_file, covering=covering, after=numbers.after)
    beside, more = _filed_or_ended(assignees)
    to_file, others = _rows(numbers.rows, beside)
    begun, all_begun = letters.unfinished_of(assignees, MOST_BESIDE)
    chases, has_more_chases = due_chases.of_people(clock.now(), assignees, MOST_BESIDE)
    own, all_own = waiting.of_owners(assignees, MOST_BESIDE)
    of_nobody, all_of_nobody = waiting.pressing_of_nobody(MOST_BESIDE)
    return MyWork(
        to_file=to_file,
        covering=covering,
        after=numbers.after,
        at_court=[row for row in others if row.review.state is not State.TO_TELL],
        ended=[row for row in others if row.review.state is State.TO_TELL],
        chases=chases,
        requests=_waiting(own),
        of_nobody=_waiting(of_nobody),
        letters=begun,
        more=more,
        more_requests=all_own - len(own),
        more_of_nobody=all_of_nobody - len(of_nobody),
        has_more_chases=has_more_chases,
        more_letters=all_begun - len(begun),
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
        .where(Review.assignee_id.in_(assignees), _IS_OPEN)
        .options(
            joinedload(Review.assignee), joinedload(Review.case).selectinload(Case.restrictions)
        )
    )
    if state is not None:
        query = query.where(Review.state == state)
    return paging.rows(query, by, descending=descending, after=after)


def _to_file(assignees: Sequence[int], state: State | None) -> list[ColumnElement[bool]]:
    """Whether a review is one of these people's that are to be filed, at this stage or at any."""
    return [
        Review.assignee_id.in_(assignees),
        _IS_OPEN,
        Review.outcome.is_(None),
        ~_IS_FILED,
        *([] if state is None else [Review.state == state]),
    ]


def _page(
    mine: Sequence[ColumnElement[bool]],
    by: Ordering,
    *,
    descending: bool,
    after: str | None,
    size: int,
) -> Rows[int]:
    """The ids of a page of these reviews."""
    if by is PRESSING:
        return pressing.page(mine, descending=descending, after=after, size=size)
    query = select(Review.id, by.column).where(*mine)
    found = paging.rows(query, by, descending=descending, after=after, size=size, of_columns=True)
    return Rows([each.id for each in found.rows], found.after)


def _filed_or_ended(assignees: Sequence[int]) -> tuple[list[int], int]:
    """The ids of these people's first reviews past filing, of each kind; how many more there are.

    Those that were to be filed soonest come first.
    """
    given = {"assignees": assignees, "most": MOST_BESIDE}
    found = db.session.execute(_FILED_OR_ENDED, given).all()
    total = sum({each.kind: each.of_kind for each in found}.values())
    return [each.id for each in found], total - len(found)


def _rows(to_file: Sequence[int], others: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """A row for each of these reviews, with all that it shows, in the order of their ids."""
    reviews = _read([*to_file, *others])
    shown = list(reviews.values())
    untold = notifying.untold_counts([each.id for each in shown if each.state is State.TO_TELL])
    plans = milestones.of_reviews([reviews[each] for each in to_file if each in reviews])
    due = waiting.of_reviews(to_file)

    def rows(numbers: Sequence[int]) -> list[Row]:
        return [
            _row(reviews[each], untold.get(each, 0), plans.get(each, ()), due.get(each))
            for each in numbers
            if each in reviews
        ]

    return rows(to_file), rows(others)


def _read(numbers: Sequence[int]) -> dict[int, Review]:
    """These reviews, with what their next step and their restrictions follow from, by their ids."""
    found = {each.id: each for each in db.session.scalars(_SHOWN, {"ids": numbers}).unique()}
    if to_file := [each.id for each in found.values() if each.state is State.TO_FILE]:
        db.session.scalars(_WITH_LETTERS, {"ids": to_file}).all()
    return {number: found[number] for number in numbers if number in found}


def _waiting(rows: Sequence[Deadline]) -> list[WaitingRequest]:
    now = clock.now()
    return [WaitingRequest(row, time_left(now, row.act_by_at)) for row in rows]


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


def _row(review: Review, untold: int, plan: Sequence[Stand], due: Deadline | None) -> Row:
    if review.state is State.TO_TELL:
        return Row(review=review, next_step=next_step(review.state, Position(untold=untold)))
    is_advised = any(each.milestone is Milestone.ADVICE and each.done_at for each in plan)
    words = _next_step(review, is_advised=is_advised)
    # Until a sentence is recorded, what those who asked say of it counts.
    safest_at = review.earliest_file_by_at or (due.file_by_at if due else None)
    if safest_at is None or not _is_to_file(review):
        return Row(review=review, next_step=words, deadline=due)
    now = clock.now()
    return Row(
        review=review,
        next_step=words,
        deadline=due,
        safest_at=safest_at,
        plan=next((each for each in plan if each.standing in _IS_SHOWN), None),
        left=time_left(now, safest_at),
        spare=pressing.spare_time(review.state, now, safest_at),
    )


def _is_to_file(review: Review) -> bool:
    return not review.is_filed and review.outcome is None
