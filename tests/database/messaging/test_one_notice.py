"""Of a new request each member of staff gets one email: the first says all that has begun."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker.models import Message, MessageState, Reminder, Wait, WaitKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import compose, duty_alarms, reminders
from ulss_tracker.services.waiting import waits

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
STAFF = (Role.CASEWORKER, Role.SUPERVISOR, Role.LAWYER, Role.LAW_OFFICER)


def receive_and_wait(at: SetClock, days_left: int) -> None:
    """A request comes in, and the jobs run for some minutes."""
    at(MONDAY)
    for role in STAFF:
        build.user(role)
    build.on_duty(build.user())
    build.request(sentenced_on=MONDAY.date() + timedelta(days=days_left - 28))
    for minute in range(3):
        at(MONDAY + timedelta(minutes=minute))
        reminders.remind()
        duty_alarms.raise_due()


def to_staff() -> list[Message]:
    return list(
        db.session.scalars(
            select(Message).where(Message.kind.in_(compose.OFFICE_KINDS)).order_by(Message.id)
        )
    )


@pytest.mark.parametrize("days_left", [0, 2, 4])
def test_a_new_request_makes_at_most_one_email_to_each(
    app: Flask, at: SetClock, days_left: int
) -> None:
    receive_and_wait(at, days_left)
    emails = Counter(message.recipient for message in to_staff())
    assert set(emails.values()) == {1}


def test_the_call_of_the_duty_desk_says_what_the_others_would(app: Flask, at: SetClock) -> None:
    receive_and_wait(at, 2)
    (call,) = to_staff()
    assert call.kind == compose.DUTY_ALARM
    assert "It is yours: accept or decline it in “Your work”." in call.body
    assert {reminder.message_id for reminder in db.session.scalars(select(Reminder))} == {call.id}


def test_accepting_what_was_given_stops_no_call(app: Flask, at: SetClock) -> None:
    receive_and_wait(at, 2)
    given = db.session.scalars(select(Wait).where(Wait.kind == WaitKind.REQUEST_GIVEN)).one()
    waits.take(given, build.user())
    assert [message.state for message in to_staff()] == [MessageState.WAITING]
