"""A review or a request beside a list: what is known, what is next, what happened last."""

from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import Event, Request, Review
from ulss_tracker.scheme.offences.facts import Assessment
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.convictions import offence_words
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import requests, triage
from ulss_tracker.services.supervision import work_rows

_LAST = 5
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class RequestLook:
    """A request beside a list: what the rules say, and how long is left."""

    request: Request
    assessment: Assessment
    limit: triage.TimeLimit | None


@dataclass(frozen=True, slots=True)
class ReviewLook:
    """A review beside a list: the next step in a sentence, its offences, its last events."""

    review: Review
    next_step: str
    left: TimeLeft | None
    offences: Sequence[str]
    events: Sequence[Event]


def of_request(reference: str) -> RequestLook | None:
    """The request to show; None where none is asked for, or it is not there for the reader."""
    try:
        request = requests.get(reference) if reference else None
    except NotFound:
        return None
    if request is None:
        return None
    return RequestLook(request, triage.assess_request(request), triage.time_limit(request))


def of_review(number: str) -> ReviewLook | None:
    """The review to show; None where none is asked for, or it is not there for the reader."""
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        return None
    try:
        review = cases.get_review(int(number))
    except NotFound:
        return None
    at = review.safest_at
    runs = at is not None and review.outcome is None and not review.is_filed
    return ReviewLook(
        review=review,
        next_step=work_rows.next_step_of(review),
        left=time_left(clock.now(), at) if runs and at else None,
        offences=[
            offence_words(each) for sentence in review.sentences for each in sentence.convictions
        ],
        events=history.since(review.case, None, _LAST),
    )
