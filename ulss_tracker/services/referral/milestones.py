"""Milestones next and late for a review, from what its history says is done and was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select

from ulss_tracker import clock
from ulss_tracker.clock import day_of
from ulss_tracker.errors import Refused
from ulss_tracker.models import Deadline, Event, EventKind, FilingKind, Review, User, db
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.workflow.milestones import (
    Milestone,
    MilestoneStatus,
    Stand,
    plan,
    plan_hours,
    stand,
)
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.core.preconditions import check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history

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
# Papers are asked of the CPS once for everybody sentenced, and come for all of them.
_OF_THE_CASE = (Step.REQUEST_PAPERS, Step.RECEIVE_PAPERS)
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

_Happened = Row[*tuple[Any, ...]]


def of_review(review: Review) -> tuple[Stand, ...]:
    """Each milestone of a review and how it stands; none once it has ended or is at the court."""
    return of_reviews([review])[review.id]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review's plan is: what is done and when, and the days that somebody moved.

    `taken` are the steps of its history.
    """

    done: dict[Milestone, datetime]
    moved: dict[Milestone, date]
    taken: frozenset[Step]


def progress_of(review: Review) -> Progress:
    """How far a review's plan is: also once it has ended."""
    return _progress_of([review])[review.id]


def done_in(reviews: Sequence[Review]) -> dict[int, dict[Milestone, datetime]]:
    """The milestones done of each of these reviews, by its id: also of those that have ended."""
    return {number: progress.done for number, progress in _progress_of(reviews).items()}


def still_to_do(review: Review, progress: Progress) -> tuple[Stand, ...]:
    """The same as `of_review`, of what is known already. In the last day it is told in hours."""
    # Planned to the safest moment: a court may not accept a later one.
    safest_at = review.safest_at
    if safest_at is None or review.outcome is not None:
        return ()
    now, last_on = clock.now(), day_of(safest_at)
    if clock.today() > (review.last_day_on or last_on):  # no work can be planned back from it
        return ()
    opened_on = day_of(review.opened_at)
    received = received_on(review.deadline) if review.deadline else opened_on
    planned = plan(last_on, opened_on, received)
    planned |= {each: min(day, last_on) for each, day in progress.moved.items()}
    is_hours = time_left(now, safest_at).is_hours
    hours = plan_hours(planned, safest_at, review.opened_at) if is_hours else {}
    found = stand(planned, progress.done, now, hours)
    return () if found[-1].done_at and found[-2].done_at else found


def received_on(row: Deadline) -> date:
    """The day from which papers and advice are planned forward: of the first request's receipt.

    Of opening, where that came first or nobody asked. Never before the day of sentence: another
    offender's may be passed long after the case was asked about.
    """
    began_at = min(row.began_at, row.review.opened_at) if row.review else row.began_at
    return max(day_of(began_at), row.earliest_on or date.min)


def of_reviews(reviews: Sequence[Review]) -> dict[int, tuple[Stand, ...]]:
    """The milestones of each of these reviews, by its id, in one query however many there are."""
    progress = _progress_of(reviews)
    return {review.id: still_to_do(review, progress[review.id]) for review in reviews}


def days_of(review: Review) -> dict[Milestone, date]:
    """The day of each milestone of a review; none once it has ended or is at the court."""
    return {stand.milestone: stand.due_on for stand in of_review(review)}


def _progress_of(reviews: Sequence[Review]) -> dict[int, Progress]:
    events = _steps(reviews)
    newest_first = sorted(chain(*events.values()), key=attrgetter("at"), reverse=True)
    first_of_case = {(event.case_id, event.after.get("step")): event.at for event in newest_first}
    progress = {}
    for review in reviews:
        steps = events.get(review.id, [])
        taken = [step for step in steps if step.kind is EventKind.STAGE_CHANGED]
        done = _done(review, taken)
        for step in _OF_THE_CASE:
            if _DONE_BY[step] in done:
                done[_DONE_BY[step]] = first_of_case[review.case_id, step]
        progress[review.id] = Progress(
            done,
            _moved(steps),
            frozenset(Step(event.after["step"]) for event in taken),
        )
    return progress


def _steps(reviews: Sequence[Review]) -> dict[int, list[_Happened]]:
    """The steps of all reviews of their cases and the moves of their plans, oldest first."""
    query = (
        select(Event.case_id, Event.review_id, Event.kind, Event.after, Event.at)
        .where(
            Event.case_id.in_({review.case_id for review in reviews}),
            Event.kind.in_([EventKind.STAGE_CHANGED, EventKind.PLAN_MOVED]),
        )
        .order_by(Event.id)
    )
    found: dict[int, list[_Happened]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.review_id, []).append(row)
    return found


def move(
    review: Review, milestone: Milestone, due_on: date | None, by: User, *, version: int
) -> None:
    """Plan another day for a milestone; the office's own again where it is None.

    It has no legal force and moves no deadline. Raises `Refused` for a day after that to file by,
    one that has passed, and a milestone that is not still to be done.
    """
    check_may_work(review, by, version)
    before = next((each for each in of_review(review) if each.milestone is milestone), None)
    if before is None or before.done_at or before.standing is MilestoneStatus.PASSED_OVER:
        raise Refused("This part of the plan is not still to be done")
    safest_at = review.safest_at
    if due_on is not None and safest_at is not None:
        if due_on < clock.today():
            raise Refused("The new day must be today or later")
        if due_on > day_of(safest_at):
            raise Refused("The new day must be on or before the day to file by")
    with transaction():
        review.changed_at = clock.now()
        history.record(
            EventKind.PLAN_MOVED,
            by,
            review,
            before={"milestone": milestone, "due_on": before.due_on},
            milestone=milestone,
            due_on=due_on,
        )


def _moved(steps: Sequence[_Happened]) -> dict[Milestone, date]:
    """The days that somebody planned instead of the office's own."""
    found: dict[Milestone, date] = {}
    for event in steps:
        if event.kind is not EventKind.PLAN_MOVED:
            continue
        milestone, day = Milestone(event.after["milestone"]), event.after["due_on"]
        found.pop(milestone, None)
        if day is not None:
            found[milestone] = date.fromisoformat(day)
    return found


def _done(review: Review, steps: Sequence[_Happened]) -> dict[Milestone, datetime]:
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
