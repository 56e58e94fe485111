"""Exceptions in what is in no case yet, or has no day: not looked at, not found, nobody's, passed.

A request may be the most pressing of all before anybody has read it.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Request, Review, User
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.time.time_words import moment_words
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.supervision.exceptions.group import Found, Item, Part, kind

_SOONEST = Ordering("act_by", Deadline.act_by_at)


@kind(
    "Requests nobody has looked at in time",
    "Somebody should have looked at each by now: what it asks may be pressing.",
)
def not_looked_at(part: Part) -> Found:
    """List the requests whose first look is overdue."""
    return _found(
        (Deadline.request_id.is_not(None), Deadline.look_by_at < clock.now()),
        lambda row: f"To be looked at by {moment_words(row.look_by_at)}. {_whose(row)}",
        part,
    )


@kind(
    "Day of sentence not found in time",
    "Nobody knows the day, or it cannot be right: until it is found, nobody can say how long "
    "is left.",
)
def day_not_found(part: Part) -> Found:
    """List the requests and reviews whose day of sentence should have been found by now."""
    return _found(
        (Deadline.find_day_by_at < clock.now(),),
        lambda row: f"To be found by {moment_words(row.find_day_by_at)}. {_whose(row)}",
        part,
    )


@kind(
    "Requests nobody owns with three working days left or fewer",
    "They have no owner, or one who has left or does other work now. Give each to somebody.",
)
def nobodys(part: Part) -> Found:
    """List the requests with three working days or fewer that nobody can work on."""
    is_nobodys = or_(Request.owner_id.is_(None), ~users.may_be_assigned())
    return _found(
        (
            Deadline.request_id.is_not(None),
            is_nobodys,
            Deadline.act_by_at < first_look.pressing_until(clock.now()),
        ),
        lambda row: f"{_left_words(row)}. {_whose(row)}",
        part,
    )


@kind(
    "Requests whose file-by moment has passed",
    "They are in no case yet. Look whether there is a way, and tell whoever asked.",
)
def passed(part: Part) -> Found:
    """List the requests that wait, and whose safest moment to file has passed."""
    return _found(
        (Deadline.request_id.is_not(None), Deadline.file_by_at < clock.now()),
        lambda row: f"{_passed_words(row)}. {_whose(row)}",
        part,
    )


def _found(
    where: Sequence[ColumnElement[bool]],
    why: Callable[[Deadline], str],
    part: Part,
) -> Found:
    """A part of the running deadlines that `where` finds, the first to act on first."""
    running = (
        select(Deadline)
        .outerjoin(Deadline.request)
        .outerjoin(User, User.id == Request.owner_id)
        .where(Deadline.ended_at.is_(None), *where)
    )
    return part.read(
        running,
        _SOONEST,
        lambda row: _item(row, why(row)),
        contains_eager(Deadline.request).joinedload(Request.owner),
        joinedload(Deadline.review).joinedload(Review.case),
        joinedload(Deadline.review).joinedload(Review.assignee),
    )


def _item(row: Deadline, why: str) -> Item:
    about = row.request or row.review
    return Item(
        reference=row.reference,
        request_reference=row.reference if row.request else "",
        review_id=row.review_id,
        name=about.offender_name if about else "",
        why=why,
        file_by_at=row.file_by_at,
    )


def _whose(row: Deadline) -> str:
    return f"Owner: {row.holder.name if row.holder else 'nobody'}"


def _left_words(row: Deadline) -> str:
    words = time_left(clock.now(), row.act_by_at).words
    return f"{words} to find the day of sentence" if row.find_day_by_at else words


def _passed_words(row: Deadline) -> str:
    assert row.file_by_at is not None  # noqa: S101 - the query asks for it
    return time_left(clock.now(), row.file_by_at).words
