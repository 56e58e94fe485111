"""How far a request is, in the steps that the status page shows: those that happened, with days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.models import AskedAbout, Request, RequestState, Review, db
from ulss_tracker.scheme.workflow.guards import COURTS_OWN
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.stages import VOID, Outcome, State
from ulss_tracker.services.core import limits
from ulss_tracker.services.core.limits import LastDay
from ulss_tracker.services.referral import milestones


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
    def is_open(self) -> bool:
        """Whether it may still be withdrawn: nothing is decided."""
        return self in _BEFORE_A_DECISION

    @property
    def is_before_an_answer(self) -> bool:
        """Whether it is still to be said whether the sentence can be reviewed."""
        return self in {Progress.RECEIVED, Progress.BEING_CHECKED}

    @property
    def ahead(self) -> tuple["Progress", ...]:
        """The steps that may follow: no court before it is asked, and none after an end."""
        if self.is_open:
            return _ORDER[_ORDER.index(self) + 1 : _ORDER.index(Progress.APPLIED)]
        if self in _AT_COURT:
            return _AT_COURT[_AT_COURT.index(self) + 1 :]
        return ()


_ORDER = tuple(Progress)
_BEFORE_A_DECISION = frozenset(_ORDER[: _ORDER.index(Progress.DECIDED)])
_AT_COURT = (Progress.APPLIED, Progress.HEARING, Progress.RESULT)
_STAGES: dict[State, Progress] = {
    State.RECEIVED: Progress.BEING_CHECKED,
    State.CHECKING: Progress.BEING_CHECKED,
    State.AWAITING_PAPERS: Progress.PAPERS,
    State.UNDER_CONSIDERATION: Progress.PAPERS,
    State.LAW_OFFICERS: Progress.LAW_OFFICERS,
    State.REFERRED: Progress.APPLIED,
    State.AT_COURT: Progress.APPLIED,
}


class ReachedStep(NamedTuple):
    """A step, and its day; None where that is not known, or before the request came.

    A day from before would say that somebody else had asked.
    """

    progress: Progress
    on: date | None = None


class Reached(NamedTuple):
    """A step, and the day of the hearing where one is known and the court has not decided.

    `last_day` is what is ahead: the one of all reviews, or before there are any, as it was stated.
    `steps` are those that happened, this one the last.
    """

    progress: Progress
    steps: tuple[ReachedStep, ...]
    heard_on: date | None = None
    last_day: LastDay | None = None


def reached(request: Request) -> Reached:
    """The step that this request has reached."""
    if request.state is RequestState.WITHDRAWN:
        return Reached(Progress.WITHDRAWN, ())
    if request.state is RequestState.CLOSED:
        return Reached(Progress.CLOSED, ())
    if request.case_id is None:
        # Whether or not a person must look at it first.
        steps = _steps(request, [], Progress.RECEIVED)
        return Reached(Progress.RECEIVED, steps, last_day=limits.last_day_ahead(request))
    reviews = _reviews_of(request)
    progress = _furthest_behind(reviews)
    heard_on = _next_hearing(reviews) if progress is Progress.APPLIED else None
    if heard_on:
        progress = Progress.HEARING
    last_day = _last_day(reviews) if progress.is_open else None
    return Reached(progress, _steps(request, reviews, progress), heard_on, last_day)


def _reviews_of(request: Request) -> Sequence[Review]:
    """The reviews of its case that the request asks about: all, where it names none."""
    named = select(AskedAbout.review_id).where(AskedAbout.request_id == request.id)
    query = select(Review).where(
        Review.case_id == request.case_id,
        or_(~named.exists(), Review.id.in_(named)),
        or_(Review.outcome.is_(None), Review.outcome.not_in(VOID)),
    )
    related = (Review.filings, Review.decisions, Review.hearings, Review.court_decisions)
    return db.session.scalars(query.options(*map(selectinload, related))).all()


def _steps(
    request: Request, reviews: Sequence[Review], progress: Progress
) -> tuple[ReachedStep, ...]:
    """The steps that happened to any of the reviews, each with the last of its days.

    While one is under way, none that only another has reached.
    """
    received_on = clock.day_of(request.received_at)
    days: dict[Progress, date] = {Progress.RECEIVED: received_on}
    done = milestones.done_in(reviews) if reviews else {}
    for review in reviews:
        for step, day in _happened(review, done[review.id]).items():
            if day is not None:
                days[step] = max(day, days.get(step, day))
    is_ended = all(_ended(review) for review in reviews)
    before = _ORDER if is_ended else _ORDER[: _ORDER.index(progress)]
    happened = [step for step in before if step in days and step is not progress]
    return tuple(
        ReachedStep(step, day if day and day >= received_on else None)
        for step, day in ((step, days.get(step)) for step in (*happened, progress))
    )


def _happened(review: Review, done: Mapping[Milestone, datetime]) -> dict[Progress, date | None]:
    """The day on which each step came for one review; None for one that did not."""
    of_court = (
        review.court_decisions[-1]
        if review.outcome in COURTS_OWN and review.court_decisions
        else None
    )
    heard_on = review.hearings[-1].heard_on if of_court and review.hearings else None
    result_on = of_court.decided_on if of_court else None
    return {
        Progress.BEING_CHECKED: _day(review.opened_at),
        Progress.PAPERS: _day(done.get(Milestone.PAPERS_ASKED)),
        Progress.LAW_OFFICERS: _day(done.get(Milestone.TO_LAW_OFFICERS)),
        Progress.DECIDED: _day(_decided_at(review, done)),
        Progress.APPLIED: _day(review.filed_at),
        Progress.HEARING: heard_on if result_on and heard_on and heard_on <= result_on else None,
        Progress.RESULT: result_on,
    }


def _decided_at(review: Review, done: Mapping[Milestone, datetime]) -> datetime | None:
    """When the law officer decided, or what ended the review without that or the court."""
    if review.outcome not in {None, Outcome.NOT_REFERRED, *COURTS_OWN}:
        return review.outcome_at
    if review.outcome is None and Milestone.DECISION not in done:
        return None  # a review that was opened again is to be decided again
    return review.decision.decided_at if review.decision else review.outcome_at


def _day(at: datetime | None) -> date | None:
    return clock.day_of(at) if at else None


def _last_day(reviews: Sequence[Review]) -> LastDay | None:
    """The last day of the reviews; None where they differ, one has none yet, or it is over.

    Nor is one told that the law may allow and a court may not accept.
    """
    days = {(each.last_day_on, each.file_by_at, each.earliest_file_by_at) for each in reviews}
    if len(days) != 1:
        return None
    last_day_on, file_by_at, earliest_file_by_at = days.pop()
    if file_by_at != earliest_file_by_at:
        return None
    if last_day_on is None or file_by_at is None or file_by_at <= clock.now():
        return None
    return LastDay(last_day_on, file_by_at)


def _furthest_behind(reviews: Sequence[Review]) -> Progress:
    """A case may hold several offenders: it is as far as the one that is furthest behind.

    One that has ended is behind nobody. How it ended is in the letter, and nowhere else.
    """
    under_way = [_STAGES.get(each.state, Progress.DECIDED) for each in reviews if not _ended(each)]
    if under_way:
        return min(under_way, key=_ORDER.index)
    if any(review.outcome in COURTS_OWN for review in reviews):
        return Progress.RESULT
    return Progress.DECIDED if reviews else Progress.BEING_CHECKED


def _ended(review: Review) -> bool:
    return review.state in {State.TO_TELL, State.CLOSED}


def _next_hearing(reviews: Sequence[Review]) -> date | None:
    """The earliest of the days on which these are to be heard; of each, as it was recorded last."""
    at_court = [review for review in reviews if review.state is State.AT_COURT and review.hearings]
    return min((review.hearings[-1].heard_on for review in at_court), default=None)
