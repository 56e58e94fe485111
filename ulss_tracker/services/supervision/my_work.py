"""The work of one person: their requests and reviews, and those of whom they stand in for.

Reviews to be filed are ordered by work still to do against the time left to their safest moment
(docs/my-work.md), or by a column. Requests are in the order in which somebody must act. Of what
stands beside that list only the first are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Absence,
    Case,
    Deadline,
    LetterDraft,
    Review,
    User,
    db,
)
from ulss_tracker.models.review import NOT_CLOSED, PAST_FILING
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services import letters
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    Place,
    SizedPlace,
    Table,
)
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import due_chases
from ulss_tracker.services.supervision import spare_order
from ulss_tracker.services.supervision.work_rows import WorkRow, read

MOST_BESIDE = 25
"""So many of each other thing are shown, and the rest is counted."""
PRESSING = Ordering(
    "pressing",
    Review.id,
    is_personal=True,
    narrow=partial(
        spare_order.narrowed,
        # Until a sentence is recorded, what those who asked say of it counts.
        moment=func.coalesce(Review.earliest_file_by_at, Deadline.file_by_at),
        is_settled=Review.earliest_file_by_at.is_not(None),
        number=Review.id,
    ),
)
_OFFENDER = Column(
    "offender", "Offender", order=Ordering("offender", Review.offender_name, is_personal=True)
)
_FILE_BY = Column("file_by", "File by", order=Ordering("file_by", Review.earliest_file_by_at))
_OTHERS = (
    Column("case", "Case"),
    Column("stage", "Stage"),
    Column(
        "changed", "Changed", order=Ordering("changed", Review.changed_at), classes="app-nowrap"
    ),
    Column("look", "Look", classes="app-nowrap", only_on_page=True),
)


_TO_FILE = [state for state in State if slack.work_left(state)]
_NOT_CLOSED = [state for state in State if state is not State.CLOSED]
TO_FILE_TABLE = Table(
    title="To be filed",
    columns=(
        _OFFENDER,
        Column("next_step", "Next step"),
        _FILE_BY,
        Column("spare", "To spare", order=PRESSING, classes="app-nowrap"),
        Column("plan", "Plan", classes="app-nowrap"),
        *_OTHERS,
    ),
    filters=(Filter("state", "Stage", Review.state, _TO_FILE, "Every stage", State),),
    default="pressing",
    first=("offender", "next_step"),
    at_first=("file_by", "spare", "plan", "case"),
    last=("look",),
)
HELD_TABLE = Table(
    title="All your reviews",
    columns=(_OFFENDER, _FILE_BY, *_OTHERS),
    filters=(Filter("state", "Stage", Review.state, _NOT_CLOSED, "Every stage", State),),
    default="file_by",
    first=("offender",),
    last=("look",),
)
# Word for word, or their indexes are not used.
_IS_OPEN: Any = text(f"review.{NOT_CLOSED}")
_IS_PAST_FILING: Any = text(PAST_FILING.format("review."))
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """To be done before filing, after filing, and once it has ended; whose work it is.

    `to_file` are a page of the reviews to be filed, and `after` is the key of the next. What else
    there is stands beside the first page alone: `requests` are the deadlines of theirs that wait,
    `of_nobody` of those with little time left that nobody owns, the soonest to act on first;
    `chases` the cases whose papers are to be chased today, `letters` the letters begun and not
    issued, the longest untouched first. `more` is how many reviews filed or ended there are beyond
    those shown; so are `more_requests`, `more_of_nobody` and `more_letters`. `has_more_chases` is
    whether there are.
    """

    to_file: Sequence[WorkRow]
    covering: Sequence[Absence]
    after: str | None = None
    at_court: Sequence[WorkRow] = ()
    ended: Sequence[WorkRow] = ()
    chases: Sequence[due_chases.DueChase] = ()
    requests: Sequence[Deadline] = ()
    of_nobody: Sequence[Deadline] = ()
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


def of(user: User, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]) -> MyWork:
    """Everything this person has to do today, in a fixed number of queries.

    The reviews to be filed as they are asked for: ordered, narrowed by the filters of
    `TO_FILE_TABLE`, a page.
    """
    covering = absences.covered_by(user)
    assignees = [user.id, *(absence.person_id for absence in covering)]
    mine = (
        select(Review.id, Review.earliest_file_by_at, Review.changed_at)
        .outerjoin(Review.deadline)
        .where(Review.assignee_id.in_(assignees), _IS_OPEN, Review.outcome.is_(None), ~_IS_FILED)
    )
    page = TO_FILE_TABLE.rows(mine, filters, **place)
    numbers = [row.id for row in page.rows]
    if place.get("after"):
        to_file, _ = read(numbers, [])
        return MyWork(to_file=to_file, covering=covering, after=page.after)
    beside, more = _filed_or_ended(assignees)
    to_file, others = read(numbers, beside)
    begun, all_begun = letters.unfinished_of(assignees, MOST_BESIDE)
    chases, has_more_chases = due_chases.of_people(clock.now(), assignees, MOST_BESIDE)
    own, all_own = waiting.of_owners(assignees, MOST_BESIDE)
    of_nobody, all_of_nobody = waiting.pressing_of_nobody(MOST_BESIDE)
    return MyWork(
        to_file=to_file,
        covering=covering,
        after=page.after,
        at_court=[row for row in others if row.review.state is not State.TO_TELL],
        ended=[row for row in others if row.review.state is State.TO_TELL],
        chases=chases,
        requests=own,
        of_nobody=of_nobody,
        letters=begun,
        more=more,
        more_requests=all_own - len(own),
        more_of_nobody=all_of_nobody - len(of_nobody),
        has_more_chases=has_more_chases,
        more_letters=all_begun - len(begun),
    )


def page(
    user: User, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Review]:
    """A page of all the reviews that `of` orders by what presses: those not closed."""
    assignees = [user.id, *(absence.person_id for absence in absences.covered_by(user))]
    query = (
        select(Review)
        .where(Review.assignee_id.in_(assignees), _IS_OPEN)
        .options(
            joinedload(Review.assignee),
            joinedload(Review.deadline),
            joinedload(Review.case).selectinload(Case.restrictions),
        )
    )
    return HELD_TABLE.rows(query, filters, **place)


def _filed_or_ended(assignees: Sequence[int]) -> tuple[list[int], int]:
    """The ids of these people's first reviews past filing, of each kind; how many more there are.

    Those that were to be filed soonest come first.
    """
    is_one = or_(_IS_PAST_FILING, Review.state == State.TO_TELL)
    query = (
        select(Review.id, Review.state)
        .where(Review.assignee_id.in_(assignees), _IS_OPEN, is_one)
        .order_by(Review.earliest_file_by_at.asc().nulls_first(), Review.id)
    )
    reviews = db.session.execute(query).all()
    ended = [review.id for review in reviews if review.state is State.TO_TELL][:MOST_BESIDE]
    filed = [review.id for review in reviews if review.state is not State.TO_TELL][:MOST_BESIDE]
    return [*ended, *filed], len(reviews) - len(ended) - len(filed)
