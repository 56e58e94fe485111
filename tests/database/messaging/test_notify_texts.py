"""Texts by GOV.UK Notify: its real client, against a stand-in for its API on this machine."""

import os
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.notify_server import (
    API_KEY,
    TEMPLATE_ID,
    TEXT_TEMPLATE_ID,
    Notify,
    sent_by_notify,
)
from tests.support.processes import sent_side_by_side, start
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import messages, outgoing, queue
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.services.messaging.queue import SendResult
from ulss_tracker.services.operations import job_status, watchdog

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)  # long due for a worker that has the true time
NUMBER = "07700 900123"


def waiting(key: str = "one", **changes: Any) -> Message:
    values: dict[str, Any] = {
        "once_key": key,
        "kind": "duty_text",
        "by_text": True,
        "recipient": NUMBER,
        "subject": "Little time left: request REQ-7K3M-9QXF",
        "body": "REQ-7K3M-9QXF: file by 5pm today.",
        "next_try_at": NOW,
        "created_at": NOW,
    }
    with transaction():
        message = Message(**values | changes)
        db.session.add(message)
    return message


def test_a_text_goes_by_its_own_template_with_our_words_alone(notify: Notify) -> None:
    message = waiting()
    assert queue.send_waiting() == SendResult(sent=1)
    sent = notify.only()
    reference = sent.pop("reference")
    assert sent == {
        "phone_number": NUMBER,
        "template_id": TEXT_TEMPLATE_ID,
        "personalisation": {"body": "REQ-7K3M-9QXF: file by 5pm today."},
    }
    assert reference.startswith("<")
    assert message.state is MessageState.SENT
    assert message.taken_as in notify.sent


def test_an_email_still_goes_by_the_template_for_emails(notify: Notify) -> None:
    waiting("text")
    waiting("email", by_text=False, recipient="a@example.org")
    assert queue.send_waiting().sent == 2
    assert [sent["template_id"] for sent in notify.sent.values()] == [TEXT_TEMPLATE_ID, TEMPLATE_ID]


@pytest.mark.parametrize("answer", [b"<html>Please sign in to the network", b"{}", b"null"])
def test_an_answer_that_is_not_notify_s_sends_no_text_twice(
    notify: Notify, at: SetClock, answer: bytes
) -> None:
    message = waiting()
    notify.answers = answer
    assert queue.send_waiting() == SendResult(put_off=1)
    notify.answers = None
    at(NOW + timedelta(minutes=1))
    assert queue.send_waiting() == SendResult(sent=1)
    assert message.taken_as in notify.sent
    assert len(notify.sent) == 1


@pytest.mark.parametrize(
    "number", ["020 7271 2492", "0770090012", "077009001234", "not a number", "+1 202 555 0100"]
)
def test_a_number_that_is_none_of_ours_has_failed_at_once(notify: Notify, number: str) -> None:
    message = waiting(recipient=number)
    assert queue.send_waiting() == SendResult(failed=1)
    assert message.last_error == "GOV.UK Notify does not send to this mobile number"
    assert messages.needing(Need.FAILED).rows == [message]
    assert notify.sent == {}


@pytest.mark.parametrize(
    "without",
    [
        {"NOTIFY_API_KEY": ""},
        {"NOTIFY_API_KEY": API_KEY, "NOTIFY_TEMPLATE_ID": TEMPLATE_ID},
    ],
)
def test_a_text_that_cannot_go_any_more_is_held_back_and_said(
    app: Flask, at: SetClock, without: dict[str, str]
) -> None:
    at(NOW)
    text, email = waiting("text"), waiting("email", by_text=False, kind="test")
    email.recipient = "a@example.org"
    email.next_try_at = NOW + timedelta(minutes=30)
    db.session.commit()
    office_details.configure({**app.config, **without})
    assert queue.send_waiting() == SendResult(held=1)
    assert (text.state, text.last_error) == (MessageState.HELD, outgoing.NO_TEXTS)
    assert messages.needing(Need.FAILED).rows == [text]
    at(NOW + timedelta(minutes=11))
    assert queue.send_waiting() == SendResult()
    assert "alarms" in {alarm.id for alarm in watchdog.look()}
    assert any("1 message could not be sent" in each for each in job_status.look().problems)
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID) as server:
        queue.try_again(text.id, build.user())
        assert queue.send_waiting() == SendResult(sent=1)
        assert server.only()["phone_number"] == NUMBER


def by_notify(server: Notify) -> dict[str, str]:
    """The settings of a worker that sends by this stand-in."""
    return {
        "NOTIFY_API_KEY": API_KEY,
        "NOTIFY_TEMPLATE_ID": TEMPLATE_ID,
        "NOTIFY_TEXT_TEMPLATE_ID": TEXT_TEMPLATE_ID,
        "NOTIFY_URL": server.url,
    }


@pytest.mark.slow
def test_two_workers_side_by_side_send_each_text_once(app: Flask, notify: Notify) -> None:
    for number in range(30):
        recipient = f"077009001{number:02}"
        waiting(str(number), recipient=recipient, created_at=WRITTEN, next_try_at=WRITTEN)
    notify.seconds_before_answer = 0.05  # slow enough for both to have started
    assert sent_side_by_side(app, **by_notify(notify)) == 30
    counts = Counter(each["phone_number"] for each in notify.sent.values())
    assert len(counts) == 30
    assert set(counts.values()) == {1}


@pytest.mark.slow
def test_a_worker_killed_with_a_text_in_its_hands_sends_it_once(
    app: Flask, notify: Notify, at: SetClock
) -> None:
    message = waiting(created_at=WRITTEN, next_try_at=WRITTEN)
    started = start(app, "jobs", "once", **by_notify(notify))
    notify.after_it_is_taken = lambda: os.kill(started.pid, signal.SIGKILL)
    started.communicate(timeout=600)
    assert started.returncode == -signal.SIGKILL
    db.session.refresh(message)
    assert message.state is MessageState.SENDING
    at(message.next_try_at)
    assert queue.send_waiting() == SendResult(sent=1)
    assert message.taken_as in notify.sent
    assert len(notify.sent) == 1
