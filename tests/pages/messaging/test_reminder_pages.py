"""Reminders on a person's own page: each until somebody has seen to it."""

from datetime import date, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import Event, EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import reminders


@pytest.fixture(autouse=True)
def _reminded(app: Flask, at) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=clock.LONDON))
    build.eligible_review(sentenced_on=date(2026, 10, 30), offender_name="John Archer")
    for hour in (13, 15):
        at(datetime(2026, 11, 27, hour, tzinfo=clock.LONDON))
        reminders.remind()


def test_only_the_latest_of_each_review_is_shown_and_seen_to(signed_in) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get("/casework/")
    assert "Two hours left to file" in page.text
    assert "Four hours left to file" not in page.text
    (review,) = db.session.query(Review)
    page = client.submit(f"In hand: John Archer, {review.case.reference}")
    assert "It is in hand" in page.text
    assert "hours left to file" not in page.text
    event = db.session.query(Event).filter_by(kind=EventKind.REMINDER_SEEN_TO).one()
    assert event.after == {"reminder": "Two hours left to file"}


def test_another_persons_reminder_is_not_shown(signed_in) -> None:
    assert "hours left to file" not in signed_in(Role.SUPERVISOR).get("/casework/").text


def test_seeing_to_it_twice_says_nothing_twice(app: Flask) -> None:
    (mine,) = reminders.of_person(build.user())
    reminders.acknowledge(mine, build.user())
    reminders.acknowledge(mine, build.user())
    assert db.session.query(Event).filter_by(kind=EventKind.REMINDER_SEEN_TO).count() == 1
