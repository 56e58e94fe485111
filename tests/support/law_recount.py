"""What a change of the law does, counted plainly: the measure of a rehearsal."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import Request, RequestState, Review, db
from ulss_tracker.scheme.law.law import Law, obeying, of_the_files
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.law import answers, rehearsing

_SOME = {"yield_per": 500}  # as many as a hundred thousand are read


def by_hand(law: Law) -> Counter[str]:
    """Every record there is asked under both laws, each question in full, and counted plainly."""
    found: Counter[str] = Counter()
    since = clock.now() - rehearsing.LOOKS_BACK
    for review in db.session.scalars(select(Review), execution_options=_SOME):
        is_open = review.outcome is None and review.filed_at is None
        ended = (Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME)
        is_lately = review.outcome in ended and review.outcome_at and review.outcome_at >= since
        if is_open or is_lately:
            people = [r for r in review.case.requests if r.state is not RequestState.WITHDRAWN]
            _compare(found, law, answers.of_review, review, is_open, len(people))
    for request in db.session.scalars(select(Request), execution_options=_SOME):
        is_open = request.state in (RequestState.NEW, RequestState.QUARANTINED)
        if is_open or request.state is RequestState.CLOSED:
            _compare(found, law, answers.of_request, request, is_open, 1)
    return +found


def _compare(
    found: Counter[str],
    law: Law,
    ask: Callable[[Any], answers.Answers],
    record: object,
    is_open: bool,
    people: int,
) -> None:
    found["read"] += 1
    with obeying(of_the_files()):
        was = ask(record)
    with obeying(law):
        becomes = ask(record)
    if was == becomes:
        return
    found["touched"] += 1
    found["open" if is_open else "ended"] += 1
    found["people_to_tell"] += people
    days = ("limit_name", "last_day_on", "file_by_at", "may_be_until_on")
    if any(getattr(was, name) != getattr(becomes, name) for name in days):
        found["moves"] += 1
    for name, of, verdict in (
        ("becomes_in_scheme", "verdict", Verdict.IN_SCHEME),
        ("is_to_be_checked", "verdict", Verdict.MUST_CHECK),
        ("runs_out", "time", TimeVerdict.OUT_OF_TIME),
    ):
        if getattr(becomes, of) is verdict and getattr(was, of) is not verdict:
            found[name] += 1
    for name, of, verdict in (
        ("leaves_scheme", "verdict", Verdict.IN_SCHEME),
        ("has_time_again", "time", TimeVerdict.OUT_OF_TIME),
    ):
        if getattr(was, of) is verdict and getattr(becomes, of) is not verdict:
            found[name] += 1
