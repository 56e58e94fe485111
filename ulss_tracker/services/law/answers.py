"""The answers that the law in force gives on one review or request: in scheme, and by when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Request, Review
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.limits import Limits
from ulss_tracker.scheme.time.time_limits import TimeVerdict, time_answer
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core import limits
from ulss_tracker.services.deadlines import basis
from ulss_tracker.services.history.history import plain
from ulss_tracker.services.requests import triage


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers on one record; a day that nobody knows gives no moments and no answer on time.

    `is_longer_law`: the longer limit beside is law, and waits for who asked to be verified.
    `safest_at` is the first sentence's own moment to file, where several give a later one.
    """

    verdict: Verdict | None
    limit_name: str
    last_day_on: date | None
    file_by_at: datetime | None
    may_be_until_on: date | None
    time: TimeVerdict | None
    is_longer_law: bool = False
    safest_at: datetime | None = None

    def as_plain(self) -> dict[str, Any]:
        """The same as JSON can keep it."""
        found: dict[str, Any] = plain(asdict(self))
        return found

    @property
    def due_on(self) -> date | None:
        """The day of the safest moment to file; where there is none, the last day."""
        at = self.safest_at or self.file_by_at
        return clock.day_of(at) if at else self.last_day_on

    @property
    def moments(self) -> tuple[object, ...]:
        """All that says by when."""
        return (self.limit_name, *self.days, self.may_be_until_on)

    @property
    def days(self) -> tuple[date | datetime | None, ...]:
        """The last day, and the moments to file by."""
        return (self.last_day_on, self.file_by_at, self.safest_at)


def of_review(review: Review, *, asks_rules: bool = True) -> Answers:
    """The answers on a review. Without `asks_rules` the verdict is as it is stored."""
    verdict = _verdict(review) if asks_rules else review.verdict
    if not review.sentences:
        return _as_known(basis.of_review(review), review.case.requests, verdict)
    try:
        due = assessing.deadline_of(review)
        found, answer = limits.of_review(review), assessing.time_of(review)
    except (Refused, CalendarUnknown):
        return Answers(verdict, "", None, None, None, None)
    return Answers(
        verdict,
        found.leading.id if found else "",
        due.last_day_on if due else None,
        due.file_by_at if due else None,
        found.may_be_until_on if found else None,
        answer.verdict if answer else None,
        _is_longer_law(found),
        due.earliest_file_by_at if due else None,
    )


def of_request(request: Request, *, asks_rules: bool = True) -> Answers:
    """The answers on a request in no case, on what it says."""
    verdict = triage.verdict_of(request) if asks_rules else None
    return _as_known(basis.of_request(request), [request], verdict)


def _verdict(review: Review) -> Verdict:
    verdicts = {assess(facts, load_catalogue()).verdict for facts in assessing.facts_of(review)}
    return next(verdict for verdict in _BEST_FIRST if verdict in verdicts)


# One sentence in the scheme brings the offender's case in (CJA 1988 s.36(1), (3)).
_BEST_FIRST = (Verdict.IN_SCHEME, Verdict.MUST_CHECK, Verdict.NOT_IN_SCHEME)


def _as_known(
    known: basis.KnownDays, requests: Sequence[Request], verdict: Verdict | None
) -> Answers:
    case_limits = known.limits
    if case_limits is None or known.earliest_on is None:
        return Answers(verdict, "", None, None, None, None)
    return Answers(
        verdict,
        case_limits.leading.id,
        case_limits.last_day_on,
        known.file_by_at,
        case_limits.may_be_until_on,
        _best_time(known.earliest_on, requests),
        _is_longer_law(case_limits),
    )


def _is_longer_law(found: Limits | None) -> bool:
    return found is not None and found.may_be is not None and found.may_be.decides


def _best_time(sentenced_on: date, requests: Sequence[Request]) -> TimeVerdict | None:
    """The best answer on time that anybody who asked has."""
    now = clock.now()
    try:
        verdicts = {
            time_answer(
                sentenced_on,
                request.standing,
                is_verified=request.is_standing_verified,
                received_at=request.received_at,
                now=now,
            ).verdict
            for request in requests
        }
    except (CalendarUnknown, OverflowError, ValueError):
        return None
    return next((each for each in _BEST_TIME_FIRST if each in verdicts), None)


_BEST_TIME_FIRST = (TimeVerdict.IN_TIME, TimeVerdict.MUST_CHECK, TimeVerdict.OUT_OF_TIME)
