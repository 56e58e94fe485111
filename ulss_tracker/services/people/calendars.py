"""A person's calendar of what they must file by when, for their own calendar program to read.

The address is secret and is all it takes to read it: only its hash is kept, it is shown once, and
making another ends it. What it opens names nobody: references, stages and moments only.
"""

import hashlib
import secrets
from datetime import timedelta

from icalendar import Alarm, Calendar, Event, vDuration
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import CalendarFeed, EventKind, Review, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import restrictions

MOST = 500
_REMINDS_BEFORE = (timedelta(days=1), timedelta(hours=2))
_READ_AGAIN = timedelta(hours=1)


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
        history.record(EventKind.CALENDAR_MADE, by=by, after={"email": by.email})
    return secret


def end(by: User) -> None:
    """End a person's own calendar: its address opens nothing any more. Twice does no harm."""
    require(by, Permission.WORK_CASES)
    end_of(by, by)


def end_of(user: User, by: User) -> None:
    """End the calendar of somebody who leaves or is given another role, whoever sees to that.

    An address that opened again when they came back might be in anybody's hands by then.
    """
    feed = of_user(user)
    if feed is None:
        return
    with transaction():
        db.session.delete(feed)
        history.record(EventKind.CALENDAR_ENDED, by=by, after={"email": user.email})


def opened_by(secret: str) -> User:
    """Whose calendar this secret opens. Raises `NotFound` for none, and when they have left."""
    query = select(CalendarFeed).where(CalendarFeed.secret_hash == _hashed(secret))
    feed = db.session.scalar(query.options(joinedload(CalendarFeed.user)))
    if feed is None or not feed.user.is_active or not may(feed.user.role, Permission.WORK_CASES):
        raise NotFound("There is no such calendar. Its owner may have made a new address.")
    return feed.user


def written(user: User) -> bytes:
    """The calendar: each file-by moment and last day of what they hold, or stand in for."""
    calendar = Calendar()
    calendar.add("prodid", "-//Unduly lenient sentences//Tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sentences to file")
    calendar.add("refresh-interval", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_READ_AGAIN))  # the same, as Outlook reads it
    reviews = _to_file(user)
    if len(reviews) > MOST:
        calendar.add("x-wr-caldesc", f"Only the first {MOST} are here. The tracker has them all.")
    for review in reviews[:MOST]:
        for event in _events(review):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _to_file(user: User) -> list[Review]:
    assignees = [user.id, *(absence.person_id for absence in absences.covered_by(user))]
    query = (
        select(Review)
        .where(
            Review.assignee_id.in_(assignees),
            Review.outcome.is_(None),
            Review.filed_at.is_(None),
            Review.state.not_in(AT_COURT),
            Review.is_historical.is_(False),
            Review.file_by_at.is_not(None),
        )
        .options(joinedload(Review.case))
        .order_by(Review.file_by_at, Review.id)
        .limit(MOST + 1)
    )
    return list(db.session.scalars(restrictions.visible(query, user)))


def _events(review: Review) -> list[Event]:
    assert review.file_by_at and review.last_day_on  # noqa: S101 - the query asks for it
    # A case with several offenders is here once for each, and nobody's name tells them apart.
    reference = f"{review.case.reference}, review {review.id}"
    page = f"{office_details.current().public_url}/casework/reviews/{review.id}"
    file_by = _event(f"file-by-{review.id}", f"File by: {reference}", review, page)
    file_by.add("dtstart", review.file_by_at)
    file_by.add("dtend", review.file_by_at + timedelta(minutes=15))
    file_by.add("description", f"Stage: {review.state.label}. Nobody can extend this.")
    for before in _REMINDS_BEFORE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"File by: {reference}")
        alarm.add("trigger", -before)
        file_by.add_component(alarm)
    last_day = _event(f"last-day-{review.id}", f"Last day in law: {reference}", review, page)
    last_day.add("dtstart", review.last_day_on)
    last_day.add("dtend", review.last_day_on + timedelta(days=1))
    last_day.add("transp", "TRANSPARENT")
    return [file_by, last_day]


def _event(name: str, summary: str, review: Review, page: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@{office_details.current().mail_domain}")
    event.add("dtstamp", review.changed_at.replace(microsecond=0))
    event.add("sequence", review.version)
    event.add("summary", summary)
    event.add("url", page)
    return event


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
