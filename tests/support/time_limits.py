"""Asking whether an application can be in time."""

from collections.abc import Sequence
from datetime import date, datetime

from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.policies import Policy
from ulss_tracker.scheme.time.time_limits import TimeAnswer, TimeVerdict, time_answer
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

IN, OUT, CHECK = TimeVerdict.IN_TIME, TimeVerdict.OUT_OF_TIME, TimeVerdict.MUST_CHECK
FROM_2026_ACT = date(2025, 12, 29)


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON) if text else None


def ask(
    sentenced: str,
    received: str | None = None,
    now: str | None = None,
    standing: RequesterRole | None = None,
    *,
    varied: str | None = None,
    deferred: bool = False,
    confiscation_postponed: bool = False,
    policies: Sequence[Policy] | None = None,
) -> TimeAnswer:
    return time_answer(
        [date.fromisoformat(text) for text in sentenced.split()],
        standing,
        received_at=at(received),
        now=at(now),
        varied_on=date.fromisoformat(varied) if varied else None,
        deferred=deferred,
        confiscation_postponed=confiscation_postponed,
        policies=policies,
    )
