"""The address of a person's calendar of what they must file by when (calendar_file.py).

The address is secret and is all it takes to read it: only its hash is kept, it is shown once, and
making another ends it. What it opens names nobody: references, stages and moments only.
"""

import hashlib
import secrets

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import CalendarFeed, EventKind, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history


def of_user(user: User) -> CalendarFeed | None:
    """The person's calendar; None when they have none."""
    return db.session.get(CalendarFeed, user.id)


def make(by: User) -> str:
    """Give a person a new secret for their own calendar; the one before stops working.

    It is shown once and cannot be read again. Raises `NotAllowed` for who may not work cases.
    """
    require(by, Permission.WORK_CASES)
    secret = secrets.token_urlsafe(32)
    with transaction():
        feed = of_user(by)
        if feed is None:
            feed = CalendarFeed(user_id=by.id)
            db.session.add(feed)
        feed.secret_hash, feed.made_at = _hashed(secret), clock.now()
        history.record(EventKind.CALENDAR_MADE, by, email=by.email)
    return secret


def end(by: User) -> None:
    """End a person's own calendar: its address opens nothing any more. Twice does no harm."""
    require(by, Permission.WORK_CASES)
    end_of(by, by)


def end_of(user: User, by: User | None) -> None:
    """End the calendar of somebody who leaves or is given another role, whoever sees to that.

    An address that opened again when they came back might be in anybody's hands by then.
    """
    feed = of_user(user)
    if feed is None:
        return
    with transaction():
        db.session.delete(feed)
        history.record(EventKind.CALENDAR_ENDED, by, email=user.email)


def opened_by(secret: str) -> User:
    """Whose calendar this secret opens. Raises `NotFound` for none, and when they have left."""
    query = select(CalendarFeed).where(CalendarFeed.secret_hash == _hashed(secret))
    feed = db.session.scalar(query.options(joinedload(CalendarFeed.user)))
    if feed is None or not feed.user.is_active or not may(feed.user.role, Permission.WORK_CASES):
        raise NotFound("There is no such calendar. Its owner may have made a new address.")
    return feed.user


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
