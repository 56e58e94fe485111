"""A change of the law tried on all that it could touch, before anybody signs it.

Every open request and review, and every one that was ended as not in the scheme or out of time in
the last two years, is answered under the law in force and under the law with the change; what
differs is found. Nothing is stored here, and nothing decided.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker import clock
from ulss_tracker.models import Case, Event, Request, RequestState, Review, Sentence, db
from ulss_tracker.scheme.law.law import Law, current, obeying
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.deadlines.deadlines import IS_REVIEW_RUNNING, WAITING
from ulss_tracker.services.law import answers
from ulss_tracker.services.law.answers import Answers

AT_ONCE = 500
LOOKS_BACK = timedelta(days=2 * 365 + 1)
Record = TypeVar("Record", Review, Request)
_ENDED_FOR_THE_LAW = (Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME)


@dataclass(frozen=True, slots=True)
class Finding:
    """One record on which the answers differ: how it stands before and after."""

    record: Review | Request
    before: Answers
    after: Answers

    @property
    def is_open(self) -> bool:
        """Whether the work on it goes on: the review has not ended, or the request waits."""
        if isinstance(self.record, Request):
            return self.record.state in WAITING
        return self.record.outcome is None

    @property
    def act_by_on(self) -> date:
        """The first of the days by which somebody may have to act; far ahead where none is."""
        days = (self.before.last_day_on, self.after.last_day_on, self.after.may_be_until_on)
        return min((day for day in days if day is not None), default=date.max)

    @property
    def moves_on(self) -> date | None:
        """The first day due, before and after, of open work that moves; None where none does.

        A day that has passed is due no more, and what moves to a later one gives time.
        """
        if not self.is_open or self.before.days == self.after.days:
            return None
        was_on, becomes_on, today = self.before.due_on, self.after.due_on, clock.today()
        if was_on is None or was_on < today:
            return becomes_on if becomes_on and becomes_on >= today else None
        return min(was_on, becomes_on or was_on)

    @property
    def to_tell(self) -> int:
        """How many people asked, and must hear of it."""
        return len(requests_of(self.record))

    @property
    def kinds(self) -> list[str]:
        """The headings under which it is counted."""
        before, after = self.before, self.after
        found = {
            "moves": before.moments != after.moments,
            "becomes_in_scheme": after.verdict is Verdict.IN_SCHEME is not before.verdict,
            "leaves_scheme": before.verdict is Verdict.IN_SCHEME is not after.verdict,
            "is_to_be_checked": after.verdict is Verdict.MUST_CHECK is not before.verdict,
            "has_time_again": before.time is TimeVerdict.OUT_OF_TIME is not after.time,
            "runs_out": after.time is TimeVerdict.OUT_OF_TIME is not before.time,
        }
        return [name for name, is_so in found.items() if is_so]


def requests_of(record: Review | Request) -> list[Request]:
    """Whoever asked about a record, and has not withdrawn: they are told where its answer moves."""
    if isinstance(record, Request):
        return [record]
    return [
        request
        for request in record.case.requests
        if request.state is not RequestState.WITHDRAWN and request.is_about(record)
    ]


HEADINGS = {
    "read": "Requests and reviews read",
    "touched": "Of these, answered otherwise",
    "open": "Open, and answered otherwise",
    "ended": "Ended, and answered otherwise: to be looked at again",
    "moves": "A day or a moment moves",
    "becomes_in_scheme": "Becomes in the scheme",
    "leaves_scheme": "Is in the scheme no longer",
    "is_to_be_checked": "A lawyer must check",
    "has_time_again": "Out of time, and then not",
    "runs_out": "Not out of time, and then out of time",
    "people_to_tell": "People who asked and must be told",
}
"""The counts of a rehearsal, in the order in which they are shown."""


def counts_of(findings: Sequence[Finding]) -> Counter[str]:
    """The counts of these findings, by the names of `HEADINGS`."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts.update(finding.kinds)
        counts["touched"] += 1
        counts["open" if finding.is_open else "ended"] += 1
        counts["people_to_tell"] += finding.to_tell
    return counts


def count() -> int:
    """How many records a rehearsal reads."""
    reviews = db.session.scalar(select(func.count(Review.id)).where(_reviews()))
    requests = db.session.scalar(select(func.count(Request.id)).where(_requests()))
    return (reviews or 0) + (requests or 0)


def rehearse(law: Law, *, since: datetime | None = None) -> Iterator[tuple[int, list[Finding]]]:
    """Some records at a time: how many were read, and what differs among them.

    With `since` only those to which something happened from then on. What was read is forgotten by
    the session between two steps.
    """
    of_reviews, of_requests = _reviews(), _requests()
    if since is not None:
        has_happened = Event.at >= since
        of_reviews &= Review.case_id.in_(select(Event.case_id).where(has_happened))
        of_requests &= Request.id.in_(select(Event.request_id).where(has_happened))
    with obeying(law):
        other = load_catalogue()
    asks_rules = load_catalogue() is not other
    of_review = partial(answers.of_review, asks_rules=asks_rules)
    for reviews in _in_parts(Review, of_reviews, *_OF_REVIEW):
        yield len(reviews), _differing(reviews, of_review, law)
    of_request = partial(answers.of_request, asks_rules=asks_rules)
    for requests in _in_parts(Request, of_requests):
        yield len(requests), _differing(requests, of_request, law)


def _differing(
    records: Sequence[Record], answer: Callable[[Record], Answers], law: Law
) -> list[Finding]:
    with obeying(current()):
        before = [answer(record) for record in records]
    with obeying(law):
        after = [answer(record) for record in records]
    return [
        Finding(record, was, becomes)
        for record, was, becomes in zip(records, before, after, strict=True)
        if was != becomes
    ]


def _reviews() -> ColumnElement[bool]:
    since = clock.now() - LOOKS_BACK
    ended = and_(
        Review.outcome.in_(_ENDED_FOR_THE_LAW),
        Review.outcome_at >= since,
        Review.is_historical.is_(False),
    )
    return or_(IS_REVIEW_RUNNING, ended)


def _requests() -> ColumnElement[bool]:
    since = clock.now() - LOOKS_BACK
    closed = and_(Request.state == RequestState.CLOSED, Request.received_at >= since)
    return or_(Request.state.in_(WAITING), closed)


_OF_REVIEW = (
    selectinload(Review.sentences).selectinload(Sentence.convictions),
    joinedload(Review.case).selectinload(Case.requests).selectinload(Request.asks_about),
)


def _in_parts(
    model: type[Record], which: ColumnElement[bool], *loaded: ORMOption
) -> Iterator[list[Record]]:
    last = 0
    query = select(model).where(which).options(*loaded).order_by(model.id).limit(AT_ONCE)
    while records := list(db.session.scalars(query.where(model.id > last))):
        last = records[-1].id
        yield records
