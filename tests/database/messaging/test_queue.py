"""Sending what waits: once, again after a crash, later after a failure, and in the end not at all.

The mail server is a real one on this machine. The workers that crash or run side by side are
processes of their own, as they are when the tracker is served.
"""

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.mail_server import MailServer, mail_server
from tests.support.ports import free_port
from tests.support.processes import sent_side_by_side, start
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, messages, queue
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.services.messaging.queue import MOST_NOT_TAKEN, SendResult

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)  # long due for a worker that has the true time


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _sends_to_the_server(configure: Callable[..., None], server: MailServer, at: SetClock) -> None:
    configure(SMTP_URL=server.url)
    at(NOW)


def put(number: int = 1, **changes: Any) -> int:
    """A message that waits; its id."""
    values = {
        "once_key": f"test:{number}",
        "kind": "test",
        "recipient": f"person-{number}@example.org",
        "subject": f"Message {number}",
        "body": f"Your code: {compose.CODE_PLACE} for REQ-7K3M-9QXF, {number}\n",
        "code": "BXQ4-7KMT-R3WP",
        "next_try_at": WRITTEN,
        "created_at": WRITTEN,
    }
    with transaction():
        message = Message(**values | changes)
        db.session.add(message)
    return message.id


def look(message_id: int) -> Message:
    db.session.rollback()
    message = db.session.get(Message, message_id, populate_existing=True)
    assert message is not None
    return message


def test_a_waiting_email_is_sent_and_recorded_and_its_code_not_kept(server: MailServer) -> None:
    sent = put()
    assert queue.send_waiting() == SendResult(sent=1)
    message = look(sent)
    assert message.state is MessageState.SENT
    assert (message.sent_at, message.tries, message.last_error) == (NOW, 1, "")
    assert [each["Subject"] for each in server.received] == ["Message 1"]
    assert queue.send_waiting() == SendResult()
    assert "BXQ4-7KMT-R3WP" in server.received[0].get_content()
    assert message.code == ""
    assert "BXQ4" not in message.body
    assert "REQ-7K3M-9QXF" in message.body


def test_staff_can_have_a_failed_message_tried_again_with_its_code(server: MailServer) -> None:
    caseworker = build.user(Role.CASEWORKER)
    failed = put(state=MessageState.FAILED, tries=9, last_error="The mail server did not answer")
    queue.try_again(failed, caseworker)
    assert queue.send_waiting() == SendResult(sent=1)
    assert "BXQ4-7KMT-R3WP" in server.received[0].get_content()
    with pytest.raises(Refused, match="has not failed"):
        queue.try_again(failed, caseworker)
    with pytest.raises(NotFound):
        queue.try_again(failed + 1, caseworker)
    with pytest.raises(NotAllowed):
        queue.try_again(failed, build.user(Role.LAW_OFFICER))


def test_only_what_is_due_is_sent_the_longest_due_first_and_no_more_than_asked(
    server: MailServer,
) -> None:
    put(1, next_try_at=NOW)
    put(2, next_try_at=NOW + timedelta(seconds=1))
    put(3, next_try_at=NOW - timedelta(hours=1))
    put(4, by_post=True)
    put(5, state=MessageState.SENT)
    put(6, state=MessageState.FAILED)
    assert queue.send_waiting(limit=1) == SendResult(sent=1)
    assert queue.send_waiting() == SendResult(sent=1)
    assert [each["Subject"] for each in server.received] == ["Message 3", "Message 1"]


@pytest.mark.slow
def test_a_worker_killed_between_sending_and_recording_loses_nothing(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    left = put()
    started = start(app, "jobs", "once", SMTP_URL=server.url)
    server.after_data = lambda: os.kill(started.pid, signal.SIGKILL)
    started.communicate(timeout=600)
    assert started.returncode == -signal.SIGKILL
    server.after_data = None

    claimed = look(left)
    assert claimed.state is MessageState.SENDING
    at(claimed.next_try_at - timedelta(seconds=1))
    assert queue.send_waiting() == SendResult()
    at(claimed.next_try_at)
    assert queue.send_waiting() == SendResult(sent=1)

    message = look(left)
    assert (message.state, message.tries) == (MessageState.SENT, 2)
    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]
    assert server.raw[0] == server.raw[1]


@pytest.mark.slow
def test_two_workers_side_by_side_send_each_message_once(app: Flask, server: MailServer) -> None:
    ids = [put(number) for number in range(40)]
    server.seconds_before_answer = 0.05  # slow enough for both to have started
    assert sent_side_by_side(app, SMTP_URL=server.url) == 40
    counts = Counter(message["Message-ID"] for message in server.received)
    assert len(counts) == 40
    assert set(counts.values()) == {1}
    assert {look(each).state for each in ids} == {MessageState.SENT}


def test_a_message_whose_claim_another_took_over_is_left_to_it() -> None:
    """A worker slower than its claim finds, when it comes to record, that it has it no longer."""
    slow = put()
    claimed = queue._claim()
    assert claimed is not None
    with clock.set_to(NOW + queue.CLAIM):
        again = queue._claim()
        assert again is not None
        assert queue._record(claimed, None, "") is MessageState.SENDING
        assert queue._record(again, None, "") is MessageState.SENT
    assert look(slow).tries == 2


def test_a_server_in_trouble_is_tried_often_and_given_up_on_only_after_days(
    configure: Callable[..., None], at: SetClock
) -> None:
    configure(SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    waiting = put()
    now = NOW
    for number, minutes in enumerate((1, 5, 15, 15, 15), start=1):
        at(now)
        assert queue.send_waiting() == SendResult(put_off=1)
        message = look(waiting)
        assert (message.state, message.tries) == (MessageState.WAITING, number)
        assert message.next_try_at == now + timedelta(minutes=minutes)
        assert message.last_error == "The mail server did not answer"
        assert bool(messages.needing(Need.DELAYED).rows) is (number >= 3)
        assert messages.needing(Need.FAILED).rows == []
        at(message.next_try_at - timedelta(seconds=1))
        assert queue.send_waiting() == SendResult()
        now = message.next_try_at
    with transaction():
        look(waiting).tries = queue.MOST_TRIES_IN_TROUBLE - 1
    at(now)
    assert queue.send_waiting() == SendResult(failed=1)
    assert [message.id for message in messages.needing(Need.FAILED).rows] == [waiting]
    assert messages.needing(Need.DELAYED).rows == []
    at(now + timedelta(days=30))
    assert queue.send_waiting() == SendResult()


@pytest.mark.parametrize("may_have_gone", [False, True])
def test_a_message_not_taken_is_tried_less_and_less_often_and_then_given_up_on(
    server: MailServer, at: SetClock, *, may_have_gone: bool
) -> None:
    """By SMTP each try of what may have gone may be one more copy in somebody's box."""
    server.on_data = "" if may_have_gone else "451 not now"
    server.hangs_up_after_data = may_have_gone
    waiting, now = put(), NOW
    for delay in queue.DELAYS:
        at(now)
        assert queue.send_waiting() == SendResult(put_off=1)
        assert look(waiting).next_try_at == now + delay
        now += delay
    at(now)
    assert queue.send_waiting() == SendResult(failed=1)
    if may_have_gone:
        assert len(server.received) == queue.MOST_TRIES
        assert "did not say whether it took" in look(waiting).last_error


def test_what_is_written_to_one_person_goes_in_its_order(server: MailServer, at: SetClock) -> None:
    first = put(1, recipient="one@example.org", next_try_at=NOW + timedelta(minutes=10))
    second = put(2, recipient="one@example.org")
    other = put(3)
    assert queue.send_waiting() == SendResult(sent=1)
    assert look(other).state is MessageState.SENT
    at(NOW + timedelta(minutes=10))
    assert queue.send_waiting() == SendResult(sent=2)
    assert [each["subject"] for each in server.received][1:] == ["Message 1", "Message 2"]
    assert first < second


def test_a_message_in_long_trouble_holds_up_no_later_one_nor_a_wrong_clock_its_own() -> None:
    put(1, recipient="one@example.org", next_try_at=NOW + timedelta(minutes=16))
    later = put(2, recipient="one@example.org")
    by_wrong_clock = put(3, next_try_at=NOW + timedelta(days=900))
    assert queue.send_waiting() == SendResult(sent=2)
    assert {look(each).state for each in (later, by_wrong_clock)} == {MessageState.SENT}


def test_when_the_server_is_in_trouble_the_other_messages_wait_untouched(
    configure: Callable[..., None],
) -> None:
    configure(SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    ids = [put(number) for number in range(3)]
    assert queue.send_waiting() == SendResult(put_off=1)
    assert [look(each).tries for each in ids] == [1, 0, 0]


def test_one_message_not_taken_does_not_stop_the_others(server: MailServer) -> None:
    bad = put(1, recipient="person-1@example.org", next_try_at=WRITTEN - timedelta(days=1))
    good = put(2)
    server.on_data = "451 not now"
    assert queue.send_waiting(limit=1) == SendResult(put_off=1)
    server.on_data = ""
    assert queue.send_waiting() == SendResult(sent=1)
    assert look(bad).state is MessageState.WAITING
    assert look(good).state is MessageState.SENT


def test_a_server_that_has_had_enough_is_left_alone_and_its_pace_is_kept(
    server: MailServer, configure: Callable[..., None]
) -> None:
    ids = [put(number) for number in range(MOST_NOT_TAKEN + 2)]
    server.on_data = "452 too many messages"
    assert queue.send_waiting() == SendResult(put_off=MOST_NOT_TAKEN)
    assert [look(each).tries for each in ids] == [1] * MOST_NOT_TAKEN + [0, 0]
    server.on_data = ""
    configure(SMTP_URL=server.url, MAIL_A_MINUTE=100)
    began = time.monotonic()
    assert queue.send_waiting() == SendResult(sent=2)
    assert time.monotonic() - began > 2 * 60 / 100


def test_an_address_that_will_never_work_is_given_up_on_at_once(server: MailServer) -> None:
    refused = put(1)
    nonsense = put(2, recipient="not an address")
    server.on_recipient = "550 <{address}> unknown"
    assert queue.send_waiting() == SendResult(failed=2)
    assert {message.id for message in messages.needing(Need.FAILED).rows} == {refused, nonsense}
    assert look(refused).last_error == "The mail server refused the address (550)"


def test_a_message_that_stops_every_worker_is_given_up_on() -> None:
    poison = put(1, state=MessageState.SENDING, tries=queue.MOST_TRIES, next_try_at=NOW)
    trouble = {"tries": queue.MOST_TRIES_IN_TROUBLE, "last_error": "The mail server did not answer"}
    put(2, state=MessageState.SENDING, next_try_at=NOW, **trouble)
    assert queue.send_waiting() == SendResult(failed=2)
    assert look(poison).last_error == "Sending stopped part-way every time"


def test_neither_the_log_nor_the_row_repeats_what_a_server_says_of_people(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refused = put(1)
    server.on_recipient = "550 5.1.1 <{address}>: no mailbox for person-1"
    queue.send_waiting()
    put(2)
    server.on_recipient, server.on_data = "", "451 person-2 is over quota"
    queue.send_waiting()
    said = " ".join(
        record.getMessage() for record in caplog.records if record.name.startswith("ulss_tracker")
    )
    assert f"message {refused}, try 1" in said
    for text in (said, look(refused).last_error):
        assert "person" not in text
        assert "example.org" not in text


def test_without_a_server_emails_are_written_to_files(
    configure: Callable[..., None], tmp_path: Path
) -> None:
    configure(SMTP_URL=None, MAIL_DIRECTORY=str(tmp_path / "mail"))
    put()
    assert queue.send_waiting() == SendResult(sent=1)
    (written,) = (tmp_path / "mail").iterdir()
    assert "person" not in written.name


def test_a_letter_waits_for_a_person_who_records_it_posted() -> None:
    caseworker = build.user(Role.CASEWORKER)
    letter, email = put(1, by_post=True), put(2)
    assert [message.id for message in messages.needing(Need.TO_PRINT).rows] == [letter]
    queue.record_posted([letter], caseworker)
    assert messages.needing(Need.TO_PRINT).rows == []
    assert look(letter).sent_at == NOW
    assert queue.record_posted([letter], caseworker) == 0  # once is enough
    another = put(3, by_post=True)
    with pytest.raises(Refused, match="does not go by post"):
        queue.record_posted([another, email], caseworker)
    assert [message.id for message in messages.needing(Need.TO_PRINT).rows] == [another]
    with pytest.raises(NotAllowed):
        queue.record_posted([letter], build.user(Role.ADMINISTRATOR))


def test_messages_have_names_that_say_nothing_and_never_change(server: MailServer) -> None:
    put(1, once_key="ack:1")
    put(2, once_key="ack:2")
    queue.send_waiting()
    names = [message["Message-ID"] for message in server.received]
    assert len(set(names)) == 2
    for name in names:
        assert name.endswith("@example.gov.uk>")
        assert "ack" not in name
