"""A person's calendar of what they must file by when, as calendar programs read it."""

from dataclasses import dataclass
from datetime import timedelta

from icalendar import Alarm, Calendar, Event, vDuration
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from ulss_tracker.models import Deadline, Request, Review, User, db
from ulss_tracker.scheme.time import time_sentences, time_words
from ulss_tracker.services.core import office_details
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import access_filter

MOST = 500
_REMINDS_BEFORE = (timedelta(days=1), timedelta(hours=2))
_READ_AGAIN = timedelta(hours=1)


def written(user: User) -> bytes:
    """The calendar: what runs out of the reviews and requests they have, or stand in for.

    Each safest moment to file by, each last day in law, and each day of sentence to be found.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Unduly lenient sentences//Tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sentences to file")
    calendar.add("refresh-interval", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_READ_AGAIN))  # the same, as Outlook reads it
    rows = _running(user)
    if len(rows) > MOST:
        calendar.add("x-wr-caldesc", f"Only the first {MOST} are here. The tracker has them all.")
    for row in rows[:MOST]:
        for event in _of_request(row) if row.request else _of_review(row):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _running(user: User) -> list[Deadline]:
    """The deadlines that run for them, the soonest to act on first."""
    people = [user.id, *(absence.person_id for absence in absences.covered_by(user))]
    query = (
        select(Deadline)
        .outerjoin(Deadline.request)
        .outerjoin(Deadline.review)
        .outerjoin(Review.case)
        .where(
            Deadline.ended_at.is_(None),
            or_(Request.owner_id.in_(people), Review.assignee_id.in_(people)),
        )
        .options(
            contains_eager(Deadline.request),
            contains_eager(Deadline.review).contains_eager(Review.case),
        )
        .order_by(Deadline.act_by_at, Deadline.id)
        .limit(MOST + 1)
    )
    return list(db.session.scalars(access_filter.visible(query, user)))


def _of_request(row: Deadline) -> list[Event]:
    request = row.request
    assert request is not None  # noqa: S101 - the caller has looked
    page = f"{office_details.current().staff_url}/casework/requests/{request.reference}"
    about = _About(f"request-{request.id}", f"request {request.reference}", page, row)
    return [about.act_by("This request is in no case yet.")]


def _of_review(row: Deadline) -> list[Event]:
    review = row.review
    assert review is not None  # noqa: S101 - the caller has looked
    # A case with several offenders is here once for each, and nobody's name tells them apart.
    reference = f"{review.case.reference}, review {review.id}"
    page = f"{office_details.current().staff_url}/casework/reviews/{review.id}"
    about = _About(str(review.id), reference, page, row, review)
    events = [about.act_by(f"Stage: {review.state.label}.")]
    if review.last_day_on is not None:
        last_day = about.event("last-day", f"Last day in law: {reference}")
        last_day.add("dtstart", review.last_day_on)
        last_day.add("dtend", review.last_day_on + timedelta(days=1))
        last_day.add("transp", "TRANSPARENT")
        events.append(last_day)
    return events


@dataclass(frozen=True, slots=True)
class _About:
    """All that the events of one deadline have in common. `number` keeps their names for ever."""

    number: str
    reference: str
    page: str
    row: Deadline
    review: Review | None = None

    def act_by(self, stands: str) -> Event:
        """The moment by which somebody must act: to file or, first, to find the day of sentence."""
        row = self.row
        is_day_known = row.file_by_at is not None and not row.is_day_wanted
        at = row.file_by_at if is_day_known and row.file_by_at else row.act_by_at
        words = f"{'File by' if is_day_known else 'Find the day of sentence'}: {self.reference}"
        sentences = [stands, f"{row.basis.label}."]
        if row.later_file_by_at is not None:
            later = time_words.moment_words(row.later_file_by_at)
            sentences.append(f"The law may allow until {later}.")
        if row.may_be_until_on is not None:
            until = time_words.day_words(row.may_be_until_on)
            sentences.append(time_sentences.say("may_have_until", day=until))
        event = self.event("file-by", words)
        event.add("dtstart", at)
        event.add("dtend", at + timedelta(minutes=15))
        event.add("description", " ".join([*sentences, time_sentences.say("no_power")]))
        for before in _REMINDS_BEFORE:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", words)
            alarm.add("trigger", -before)
            event.add_component(alarm)
        return event

    def event(self, name: str, summary: str) -> Event:
        """An event that keeps its name when its date changes; the newest has the highest number."""
        changed_at = self.row.changed_at
        sequence = int((changed_at - self.row.began_at).total_seconds())
        if self.review is not None:
            changed_at = max(changed_at, self.review.changed_at)
            sequence += self.review.version
        event = Event()
        event.add("uid", f"{name}-{self.number}@{office_details.current().mail_domain}")
        event.add("dtstamp", changed_at.replace(microsecond=0))
        event.add("sequence", sequence)
        event.add("summary", summary)
        event.add("url", self.page)
        return event
