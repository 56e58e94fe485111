"""Calendars: the secret alone opens one, and it names nobody."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound
from ulss_tracker.models import CalendarFeed, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import absences, calendars, sealing
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def summaries(user) -> list[str]:
    calendar = Calendar.from_ical(calendars.written(user))
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_it_has_the_moment_and_the_last_day_of_each_review_held() -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2), offender_name="John Archer")
    calendar = Calendar.from_ical(calendars.written(build.user()))
    file_by, last_day = calendar.walk("VEVENT")
    assert file_by.decoded("dtstart") == review.file_by_at
    assert last_day.decoded("dtstart") == date(2026, 3, 30)
    assert [alarm["trigger"].dt.total_seconds() for alarm in file_by.walk("VALARM")] == [
        -86_400,
        -7_200,
    ]
    assert b"Archer" not in calendars.written(build.user())
    assert review.case.reference in str(file_by["summary"])


def test_only_the_secret_opens_it_and_only_its_hash_is_kept() -> None:
    secret = calendars.make(build.user())
    assert calendars.opened_by(secret) == build.user()
    assert secret not in db.session.scalars(select(CalendarFeed.secret_hash)).all()
    for wrong in ("", "x", secret[:-1]):
        with pytest.raises(NotFound):
            calendars.opened_by(wrong)


def test_a_new_one_ends_the_old_and_ending_ends_it() -> None:
    old, new = calendars.make(build.user()), calendars.make(build.user())
    with pytest.raises(NotFound):
        calendars.opened_by(old)
    calendars.end(build.user())
    calendars.end(build.user())
    with pytest.raises(NotFound):
        calendars.opened_by(new)


def test_it_stops_when_its_owner_leaves() -> None:
    secret = calendars.make(build.user())
    with saving():
        build.user().is_active = False
    with pytest.raises(NotFound):
        calendars.opened_by(secret)


def test_it_has_what_one_stands_in_for_and_never_a_sealed_case() -> None:
    away = build.user(email="away@example.org", name="Away")
    theirs = build.eligible_review(by=away)
    sealed = build.eligible_review()
    day = clock.today()
    absences.record(away, day, day, build.user(), away)
    sealing.seal(sealed.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    assert summaries(build.user()) == [
        f"File by: {theirs.case.reference}",
        f"Last day in law: {theirs.case.reference}",
    ]


def test_a_law_officer_has_none() -> None:
    with pytest.raises(NotAllowed):
        calendars.make(build.user(Role.LAW_OFFICER))
