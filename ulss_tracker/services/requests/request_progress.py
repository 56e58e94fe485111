"""How far a request is, in the steps that the status page shows."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Row, or_, select

from ulss_tracker import clock
from ulss_tracker.models import AskedAbout, Hearing, Request, RequestState, Review, db
from ulss_tracker.scheme.workflow.stages import VOID, State
from ulss_tracker.services.core import limits
from ulss_tracker.services.core.limits import LastDay


class Progress(StrEnum):
    """How far a request is, in the order in which it moves."""

    RECEIVED = "received"
    BEING_CHECKED = "being_checked"
    PAPERS = "papers"
    LAW_OFFICERS = "law_officers"
    DECIDED = "decided"
    APPLIED = "applied"
    HEARING = "hearing"
    RESULT = "result"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def place(self) -> int:
        """How many steps come before it."""
        return _ORDER.index(self)

    @property
    def is_open(self) -> bool:
        """Whether it may still be withdrawn: nothing is decided."""
        return self in _BEFORE_A_DECISION

    @property
    def is_before_an_answer(self) -> bool:
        """Whether it is still to be said whether the sentence can be reviewed."""
        return self in {Progress.RECEIVED, Progress.BEING_CHECKED}

    @property
    def is_at_court(self) -> bool:
        """Whether the Court of Appeal was asked."""
        return self in {Progress.APPLIED, Progress.HEARING, Progress.RESULT}


_ORDER = tuple(Progress)
_BEFORE_A_DECISION = frozenset(_ORDER[: _ORDER.index(Progress.DECIDED)])
_STAGES: dict[State, Progress] = {
    State.RECEIVED: Progress.BEING_CHECKED,
    State.CHECKING: Progress.BEING_CHECKED,
    State.AWAITING_PAPERS: Progress.PAPERS,
    State.UNDER_CONSIDERATION: Progress.PAPERS,
    State.LAW_OFFICERS: Progress.LAW_OFFICERS,
    State.REFERRED: Progress.APPLIED,
    State.AT_COURT: Progress.APPLIED,
}


class Reached(NamedTuple):
    """A step, and the day of the hearing where one is known and the court has not decided.

    `last_day` is what is ahead: the one of all reviews, or before there are any, as it was stated.
    """

    progress: Progress
    heard_on: date | None = None
    last_day: LastDay | None = None


def reached(request: Request) -> Reached:
    """The step that this request has reached."""
    if request.state is RequestState.WITHDRAWN:
        return Reached(Progress.WITHDRAWN)
    if request.state is RequestState.CLOSED:
        return Reached(Progress.CLOSED)
    if request.case_id is None:
        # Whether or not a person must look at it first.
        return Reached(Progress.RECEIVED, last_day=limits.last_day_ahead(request))
    reviews = _asked_about(request)
    progress = _furthest_behind(reviews)
    if progress is not Progress.APPLIED:
        return Reached(progress, last_day=_last_day(reviews) if progress.is_open else None)
    heard_on = _next_hearing([each.id for each in reviews if each.state is State.AT_COURT])
    return Reached(Progress.HEARING if heard_on else progress, heard_on)


_Reviews = Sequence[Row[int, State, bool, date | None, datetime | None]]


def _asked_about(request: Request) -> _Reviews:
    """The reviews of its case that the request asks about: all, where it names none."""
    named = select(AskedAbout.review_id).where(AskedAbout.request_id == request.id)
    query = select(
        Review.id,
        Review.state,
        Review.filed_at.is_not(None).label("is_filed"),
        Review.last_day_on,
        Review.file_by_at,
    ).where(
        Review.case_id == request.case_id,
        or_(~named.exists(), Review.id.in_(named)),
        or_(Review.outcome.is_(None), Review.outcome.not_in(VOID)),
    )
    return db.session.execute(query).all()


def _last_day(reviews: _Reviews) -> LastDay | None:
    """The last day of the reviews; None where they differ, one has none yet, or it is over."""
    days = {(each.last_day_on, each.file_by_at) for each in reviews}
    if len(days) != 1:
        return None
    last_day_on, file_by_at = days.pop()
    if last_day_on is None or file_by_at is None or file_by_at <= clock.now():
        return None
    return LastDay(last_day_on, file_by_at)


def _furthest_behind(reviews: _Reviews) -> Progress:
    """A case may hold several offenders: it is as far as the one that is furthest behind.

    One that has ended is behind nobody. How it ended is in the letter, and nowhere else.
    """
    under_way = [_STAGES.get(each.state, Progress.DECIDED) for each in reviews if not _ended(each)]
    if under_way:
        return min(under_way, key=_ORDER.index)
    if any(each.is_filed for each in reviews):
        return Progress.RESULT
    return Progress.DECIDED if reviews else Progress.BEING_CHECKED


def _ended(review: Row[int, State, bool, date | None, datetime | None]) -> bool:
    return review.state in {State.TO_TELL, State.CLOSED}


def _next_hearing(review_ids: Sequence[int]) -> date | None:
    """The earliest of the days on which these are to be heard; of each, as it was recorded last."""
    if not review_ids:
        return None
    query = select(Hearing.review_id, Hearing.heard_on).where(Hearing.review_id.in_(review_ids))
    listed = {
        each.review_id: each.heard_on for each in db.session.execute(query.order_by(Hearing.id))
    }
    return min(listed.values(), default=None)
