"""One alarm for all who ask about one sentence: whoever is called for the first is for the others.

Only requests that name the same offender, court and day share one, each of which must be known: a
doubt makes an alarm of its own. Once the first alarm ends, the next request has one.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from ulss_tracker.models import AlarmReason, Deadline, DutyAlarm, Request, db

READ = (
    Request.offender_name,
    Request.other_offenders,
    Request.court_id,
    Request.sentenced_on,
)
"""Columns of a request that tell its sentence."""


def called_for() -> Sequence[DutyAlarm]:
    """The alarms of requests that go on, and for which somebody was called."""
    query = (
        select(DutyAlarm)
        .join(DutyAlarm.deadline)
        .join(Deadline.request)
        .where(DutyAlarm.ended_at.is_(None), DutyAlarm.calls > 0, Deadline.ended_at.is_(None))
        .options(contains_eager(DutyAlarm.deadline).contains_eager(Deadline.request))
    )
    return db.session.scalars(query).all()


def is_covered(
    row: Deadline, reason: AlarmReason, about_at: datetime | None, called: Sequence[DutyAlarm]
) -> bool:
    """Whether one of these alarms warns of the same for the same sentence, as early or earlier."""
    sentence = _sentence(row.request)
    if sentence is None or about_at is None:
        return False
    return any(
        alarm.reason is reason
        and alarm.about_at <= about_at
        and alarm.deadline_id != row.id
        and _sentence(alarm.deadline.request) == sentence
        for alarm in called
    )


def others(request: Request | None) -> int:
    """How many other requests that wait share the alarm of this one."""
    if request is None or _sentence(request) is None:
        return 0
    query = select(func.count()).select_from(Deadline).join(Deadline.request)
    query = query.where(
        Deadline.ended_at.is_(None),
        Request.id != request.id,
        Request.court_id == request.court_id,
        Request.sentenced_on == request.sentenced_on,
        func.lower(Request.offender_name) == request.offender_name.lower(),
        func.lower(Request.other_offenders) == request.other_offenders.lower(),
    )
    return db.session.scalar(query) or 0


def _sentence(request: Request | None) -> tuple[object, ...] | None:
    if request is None:
        return None
    known = (request.offender_name.lower(), request.court_id, request.sentenced_on)
    return (*known, request.other_offenders.lower()) if all(known) else None
