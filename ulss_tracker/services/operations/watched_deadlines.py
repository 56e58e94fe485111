"""Deadlines as the watchdog sees them: passed, nobody's, not found, not looked at in time.

By the rows of the deadlines themselves, which hold every request and review from the second it
arrives: a day that is only in words counts, and so does one that nobody knows.
"""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from ulss_tracker import clock
from ulss_tracker.models import Deadline, DeadlineBasis, Request, db
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.services.core import users
from ulss_tracker.services.operations.alarm import Alarm, about_each, in_short

_OF_THE_COURT = (DeadlineBasis.CONFIRMED, DeadlineBasis.RECORDED)


def look() -> list[Alarm]:
    """Everything that is wrong with a deadline now, by reference or number."""
    found = (
        _passed(),
        _requests_passed(),
        _requests_of_nobody(),
        _days_not_found(),
        _not_looked_at(),
    )
    return [alarm for alarm in found if alarm is not None]


def _passed() -> Alarm | None:
    """Whether a review passed the safest moment to file by, whatever it is counted from."""
    of_reviews = Deadline.review_id.is_not(None)
    passed = [str(row.review_id) for row in _running(of_reviews, _has_passed())]
    return about_each(
        "passed",
        passed,
        f"{counted(len(passed), 'review')} passed the file-by moment undecided: numbers "
        f"{in_short(passed)}. Until the end of the last day an application can still reach the "
        "Registrar.",
    )


def _requests_passed() -> Alarm | None:
    """Whether a request nobody has opened passed its safest moment while it waited here."""
    came_in_time = Deadline.file_by_at > Deadline.began_at
    passed = _names(Deadline.request_id.is_not(None), _has_passed(), came_in_time)
    return about_each(
        "requests passed",
        passed,
        f"{counted(len(passed), 'request')} passed the file-by moment unopened: "
        f"{in_short(passed)}. Open each now: until the end of the last day an application can "
        "still reach the Registrar.",
    )


def _requests_of_nobody() -> Alarm | None:
    """Whether little time is left for a request without an owner who can work on it."""
    now = clock.now()
    rows = _running(
        Deadline.request_id.is_not(None),
        Deadline.file_by_at.between(now, now + first_look.PRESSING_WITHIN),
        or_(Request.owner_id.is_(None), ~users.may_be_assigned()),
    )
    found = [
        _name(row)
        for row in rows
        if row.file_by_at is not None and first_look.is_pressing(now, row.file_by_at)
    ]
    return about_each(
        "requests of nobody",
        found,
        f"{counted(len(found), 'request has', 'requests have')} three working days or fewer left "
        f"and no owner: {in_short(found)}. Give each to somebody now.",
    )


def _days_not_found() -> Alarm | None:
    """Whether a day of sentence that was not known, or cannot be right, should be found by now."""
    found = _names(
        Deadline.find_day_by_at < clock.now(),
        Deadline.basis.not_in(_OF_THE_COURT),  # those are what they are
    )
    return about_each(
        "days not found",
        found,
        f"{counted(len(found), 'day of sentence', 'days of sentence')} should have been found by "
        f"now: {in_short(found)}. Until each is, nobody knows how long is left.",
    )


def _not_looked_at() -> Alarm | None:
    """Whether nobody has looked at a request in time."""
    found = _names(Deadline.look_by_at < clock.now())
    return about_each(
        "not looked at",
        found,
        f"{counted(len(found), 'request')} should have been looked at by now: {in_short(found)}. "
        "Look at each: any may have least time of all.",
    )


def _has_passed() -> ColumnElement[bool]:
    return Deadline.file_by_at < clock.now()


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
        .options(contains_eager(Deadline.request).load_only(Request.reference))
        .where(Deadline.ended_at.is_(None), *which)
        .order_by(Deadline.act_by_at, Deadline.id)
    )
    return list(db.session.scalars(query))
