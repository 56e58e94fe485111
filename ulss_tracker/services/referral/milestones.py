"""Milestones next and late for a review, from what its history says is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.clock import LONDON
from ulss_tracker.models import Event, EventKind, FilingKind, Review, db
from ulss_tracker.scheme.workflow.milestones import Milestone, Stand, plan, stand
from ulss_tracker.scheme.workflow.workflow import Step

# What is written once, when it happens, is read here: nobody types it again.
_DONE_BY = {
    Step.REQUEST_PAPERS: Milestone.PAPERS_ASKED,
    Step.RECEIVE_PAPERS: Milestone.PAPERS_IN,
    Step.RECEIVE_ADVICE: Milestone.ADVICE,
    Step.RECEIVE_OPINION: Milestone.COUNSEL,
    Step.SEND_TO_LAW_OFFICERS: Milestone.TO_LAW_OFFICERS,
    Step.DECIDE_TO_REFER: Milestone.DECISION,
    Step.FILE: Milestone.FILE,
    Step.SERVE: Milestone.SERVE,
}
_ARRIVED = {FilingKind.FILING: Milestone.FILE, FilingKind.SERVICE: Milestone.SERVE}
# Sent back or reopened: these are to be done again. Papers and advice are not.
_AGAIN = {
    Step.RETURN_FOR_WORK: (Milestone.TO_LAW_OFFICERS,),
    Step.REOPEN: (
        Milestone.TO_LAW_OFFICERS,
        Milestone.DECISION,
        Milestone.FILE,
        Milestone.SERVE,
    ),
}


def of_review(review: Review) -> tuple[Stand, ...]:
    """Each milestone of a review and how it stands; none once it has ended or is at the court."""
    return of_reviews([review])[review.id]


def done_of(review: Review) -> dict[Milestone, datetime]:
    """What of a review is done, and when: also once it has ended."""
    return _done(review, _steps([review]).get(review.id, []))


def still_to_do(review: Review, done: Mapping[Milestone, datetime]) -> tuple[Stand, ...]:
    """The same as `of_review`, of what is known to be done."""
    # Planned to the safest moment: a court may not accept a later one.
    safest_at = review.earliest_file_by_at
    if safest_at is None or review.outcome is not None:
        return ()
    planned = plan(safest_at.astimezone(LONDON).date(), review.opened_at.astimezone(LONDON).date())
    found = stand(planned, done, clock.today())
    return () if found[-1].done_at and found[-2].done_at else found


def of_reviews(reviews: Sequence[Review]) -> dict[int, tuple[Stand, ...]]:
    """The milestones of each of these reviews, by its id, in one query however many there are."""
    steps = _steps(reviews)
    return {
        review.id: still_to_do(review, _done(review, steps.get(review.id, [])))
        for review in reviews
    }


def _steps(reviews: Sequence[Review]) -> dict[int, list[Event]]:
    """The steps each review has taken, oldest first. History is found by its case."""
    query = (
        select(Event)
        .where(
            Event.case_id.in_({review.case_id for review in reviews}),
            Event.review_id.in_([review.id for review in reviews]),
            Event.kind == EventKind.STAGE_CHANGED,
        )
        .order_by(Event.id)
    )
    found: dict[int, list[Event]] = {}
    for event in db.session.scalars(query):
        if event.review_id is not None:
            found.setdefault(event.review_id, []).append(event)
    return found


def _done(review: Review, steps: Sequence[Event]) -> dict[Milestone, datetime]:
    done: dict[Milestone, datetime] = {}
    for event in steps:
        step = Step(event.after["step"])
        for milestone in _AGAIN.get(step, ()):
            done.pop(milestone, None)
        if step in _DONE_BY:
            done[_DONE_BY[step]] = event.at
    for filing in review.filings:  # it arrived when it arrived, whenever that was recorded
        milestone = _ARRIVED[filing.kind]
        if milestone in done:
            done[milestone] = filing.at
    return done
