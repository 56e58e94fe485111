"""The limits of requests and reviews, from who asked and the days recorded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from ulss_tracker import clock
from ulss_tracker.models import Request, Review
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.limits import Asker, Limits, limits_for
from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.scheme.time.time_limits import time_answer


class LastDay(NamedTuple):
    """The last day, and the moment by which an application must be filed for it."""

    last_day_on: date
    file_by_at: datetime


def askers(requests: Iterable[Request]) -> list[Asker]:
    """Those who asked, as the limits ask about them."""
    return [asker(request) for request in requests]


def asker(request: Request) -> Asker:
    """Who asked, on which London day, and whether a second person has verified it."""
    received_on = clock.day_of(request.received_at)
    return Asker(request.standing, received_on, request.is_standing_verified)


def as_they_say(request: Request, sentenced_on: date) -> Limits:
    """The limits of whoever asked, if they are who they say: what they are told, and late by."""
    return limits_for(sentenced_on, [replace(asker(request), is_verified=True)])


def of_request(request: Request) -> Policy:
    """The limit that counts for whoever asked, as far as they gave a day; else everyone's."""
    if request.sentenced_on is None or request.sentenced_on.year >= date.max.year:
        return load_policies()[0]
    return as_they_say(request, request.sentenced_on).leading


def last_day_ahead(request: Request) -> LastDay | None:
    """The last day by the day of sentence that they stated; None where that is over, or none is."""
    if request.sentenced_on is None or request.sentenced_on.year >= date.max.year:
        return None
    try:
        answer = time_answer(request.sentenced_on, request.standing, now=clock.now())
    except CalendarUnknown:
        return None
    if answer.file_by_at <= clock.now():
        return None
    return LastDay(answer.policy.last_day(request.sentenced_on), answer.file_by_at)


def of_case(review: Review, runs_from: date) -> Limits:
    """The limits of a sentence in this review's case: the best of anybody who asked counts."""
    return limits_for(runs_from, askers(review.case.requests))


def of_review(review: Review) -> Limits | None:
    """The limits of a review, counted from its last sentence; None until one is recorded."""
    if not review.sentences:
        return None
    varied = [sentence.varied_on for sentence in review.sentences if sentence.varied_on]
    try:
        days = [sentence.sentenced_on for sentence in review.sentences]
        due = deadline.work_out(days, varied_on=max(varied, default=None))
    except CalendarUnknown:
        return None
    return of_case(review, due.runs_from_on)
