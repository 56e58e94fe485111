"""Deadlines as the watchdog sees them: passed, nobody's, not found, not looked at in time.

By the rows of the deadlines themselves, which hold every request and review from the second it
arrives: a day that is only in words counts, and so does one that nobody knows.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from ulss_tracker import clock
from ulss_tracker.models import AlarmReason, Deadline, DeadlineBasis, Request, db
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.services.core import users
from ulss_tracker.services.matching import shared_alarms
from ulss_tracker.services.operations.alarm import Alarm, about_each

_SHOWN = (Request.reference, *shared_alarms.READ)
_OF_THE_COURT = (DeadlineBasis.CONFIRMED, DeadlineBasis.RECORDED)


def look() -> list[Alarm]:
    """Everything that is wrong with a deadline now, by reference or number."""
    now = clock.now()
    is_of_request = Deadline.request_id.is_not(None)
    has_passed = Deadline.file_by_at < now
    came_in_time = Deadline.file_by_at > Deadline.began_at
    passed = _running(Deadline.review_id.is_not(None), has_passed)
    return [
        *about_each(
            "passed",
            [row.review_id for row in passed],
            "review",
            "passed the file-by moment undecided: numbers {}. Until the end of the last day an "
            "application can still reach the Registrar.",
        ),
        *about_each(
            "requests passed",
            _names(is_of_request, has_passed, came_in_time),
            "request",
            "passed the file-by moment unopened: {}. Open each now: until the end of the last day "
            "an application can still reach the Registrar.",
        ),
        *about_each(
            "requests of nobody",
            _requests_of_nobody(now),
            ("request has", "requests have"),
            "three working days or fewer left and no owner: {}. Give each to somebody now.",
        ),
        *about_each(
            "days not found",
            # A day that the court gave is what it is.
            _names(Deadline.find_day_by_at < now, Deadline.basis.not_in(_OF_THE_COURT)),
            ("day of sentence", "days of sentence"),
            "should have been found by now: {}. Until each is, nobody knows how long is left.",
        ),
        *about_each(
            "not looked at",
            _names(Deadline.look_by_at < now),
            "request",
            "should have been looked at by now: {}. Look at each: any may have least time of all.",
        ),
    ]


def _requests_of_nobody(now: datetime) -> list[str]:
    """The requests with little time left and no owner who can work on them."""
    rows = _running(
        Deadline.request_id.is_not(None),
        Deadline.file_by_at.between(now, now + first_look.PRESSING_WITHIN),
        or_(Request.owner_id.is_(None), ~users.may_be_assigned()),
    )
    called = shared_alarms.called_for()
    return [
        _name(row)
        for row in rows
        if row.file_by_at is not None
        and first_look.is_pressing(now, row.file_by_at)
        and not shared_alarms.is_covered(row, AlarmReason.TIME_RUNS_OUT, row.file_by_at, called)
    ]


def _names(*which: ColumnElement[bool]) -> list[str]:
    return [_name(row) for row in _running(*which)]


def _name(row: Deadline) -> str:
    """A request's reference, or the number of a review: nobody's name."""
    return row.request.reference if row.request else f"review {row.review_id}"


def _running(*which: ColumnElement[bool]) -> list[Deadline]:
    """Those of the running deadlines, the soonest to act on first, with their requests."""
    query = (
        select(Deadline)
        .outerjoin(Deadline.request)
        .outerjoin(Request.owner)
        .options(contains_eager(Deadline.request).load_only(*_SHOWN))
        .where(Deadline.ended_at.is_(None), *which)
        .order_by(Deadline.act_by_at, Deadline.id)
    )
    return list(db.session.scalars(query))
