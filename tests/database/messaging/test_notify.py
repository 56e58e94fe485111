"""Emails by GOV.UK Notify: its real client, against a stand-in for its API on this machine."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.notify_server import (
    API_KEY,
    FILE_TEMPLATE_ID,
    TEMPLATE_ID,
    Notify,
    sent_by_notify,
)
from ulss_tracker.models import Means, Message, MessageState, Notification, NotificationState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import notifying
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, delivery, messages, queue
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.services.messaging.queue import SendResult
from ulss_tracker.services.operations import watchdog

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
PERSON = "ada.brown@example.org"
EMAIL = {"kind": "test", "recipient": PERSON}
TEXT = {"kind": "duty_text", "recipient": "07700 900123", "by_text": True}
by_both_ways = pytest.mark.parametrize("way", [EMAIL, TEXT], ids=["email", "text"])


def waiting(key: str = "one", way: dict[str, Any] = EMAIL) -> Message:
    with transaction():
        message = Message(
            once_key=key,
            subject="About your request",
            body="Words for you.",
            next_try_at=NOW,
            created_at=NOW,
            **way,
        )
        db.session.add(message)
    return message


def test_an_email_goes_by_the_office_s_template_with_our_own_words(notify: Notify) -> None:
    message = waiting()
    assert queue.send_waiting().sent == 1
    sent = notify.only()
    assert sent["email_address"] == PERSON
    assert sent["template_id"] == TEMPLATE_ID
    assert sent["personalisation"] == {"subject": "About your request", "body": "Words for you."}
    assert message.state is MessageState.SENT
    assert message.taken_as in notify.sent
    assert notify.authorised[0].startswith("Bearer ")


@by_both_ways
@pytest.mark.parametrize("how", ["takes_and_fails", "takes_and_hangs_up"])
def test_what_was_taken_with_no_answer_is_not_sent_again(
    notify: Notify, at: SetClock, way: dict[str, Any], how: str
) -> None:
    message = waiting(way=way)
    setattr(notify, how, True)
    assert queue.send_waiting() == SendResult(put_off=1)
    assert message.last_error == "GOV.UK Notify answered 503"
    assert len(notify.sent) == 1
    setattr(notify, how, False)
    at(NOW + timedelta(minutes=1))
    assert queue.send_waiting() == SendResult(sent=1)
    assert len(notify.sent) == 1
    assert message.taken_as in notify.sent


@by_both_ways
@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_when_notify_is_in_trouble_the_others_wait_untouched_and_go_when_it_is_well(
    notify: Notify, at: SetClock, way: dict[str, Any], status: int
) -> None:
    first, second = waiting("one", way), waiting("two", way)
    notify.refuse = (status, "no")
    assert queue.send_waiting() == SendResult(put_off=1)
    assert (first.tries, second.tries) == (1, 0)
    assert first.last_error == f"GOV.UK Notify answered {status}"
    assert first.next_try_at == NOW + timedelta(minutes=1)
    notify.refuse = None
    at(NOW + timedelta(minutes=1))
    assert queue.send_waiting() == SendResult(sent=2)
    assert len(notify.sent) == 2


@by_both_ways
def test_another_refusal_is_tried_again_and_neither_log_nor_row_repeats_whom(
    notify: Notify, caplog: pytest.LogCaptureFixture, way: dict[str, Any]
) -> None:
    message = waiting(way=way)
    notify.refuse = (400, f"{way['recipient']} is not on the team list")
    with caplog.at_level(logging.DEBUG, logger="ulss_tracker"):
        assert queue.send_waiting() == SendResult(put_off=1)
    assert message.state is MessageState.WAITING
    assert message.last_error == "GOV.UK Notify did not take the message (400)"
    assert way["recipient"] not in caplog.text


@by_both_ways
def test_delivery_is_learned_and_asked_about_no_more(notify: Notify, way: dict[str, Any]) -> None:
    message = waiting(way=way)
    queue.send_waiting()
    assert delivery.learn() == 0
    notify.statuses[message.taken_as] = "pending"
    assert delivery.learn() == 0
    notify.statuses[message.taken_as] = "delivered"
    assert delivery.learn() == 1
    assert message.delivered_at == NOW
    assert delivery.learn() == 0


def test_one_given_up_on_that_notify_had_is_not_sent_again_when_a_person_tries(
    notify: Notify,
) -> None:
    message = waiting()
    notify.takes_and_fails = True
    queue.send_waiting()
    notify.takes_and_fails = False
    with transaction():
        message.state, message.tries = MessageState.FAILED, queue.MOST_TRIES
    queue.try_again(message.id, build.user(Role.CASEWORKER))
    assert queue.send_waiting().sent == 1
    assert len(notify.sent) == 1


@pytest.mark.parametrize("trouble", ["does not know it", "does not answer", "is not set"])
def test_what_notify_does_not_say_is_delivered_is_not_called_so(
    notify: Notify, trouble: str
) -> None:
    message = waiting()
    queue.send_waiting()
    notify.sent.clear()
    notify.statuses.clear()
    away = {"NOTIFY_TEMPLATE_ID": TEMPLATE_ID, "NOTIFY_URL": "http://127.0.0.1:9"}
    if trouble == "does not answer":
        office_details.configure({"NOTIFY_API_KEY": API_KEY, **away})
    elif trouble == "is not set":
        office_details.configure(away)
    assert delivery.learn() == 0
    assert (message.state, message.delivered_at) == (MessageState.SENT, None)


def test_many_that_stay_on_their_way_keep_nobody_from_learning_of_another(
    notify: Notify,
) -> None:
    for number in range(12):
        waiting(str(number))
    queue.send_waiting()
    (last,) = db.session.scalars(select(Message).where(Message.once_key == "11"))
    notify.statuses[last.taken_as] = "permanent-failure"
    for _ in range(200):
        if delivery.learn(limit=3):
            break
    assert last.state is MessageState.FAILED


@pytest.mark.parametrize("file", [None, b"%PDF-1.7 a file"])
def test_an_address_that_is_none_has_failed_at_once(app: Flask, now: None, file: object) -> None:
    with sent_by_notify(app, NOTIFY_FILE_TEMPLATE_ID=FILE_TEMPLATE_ID) as notify:
        message = waiting(way=EMAIL | {"file": file, "file_name": "a.pdf"})
        notify.refuse = (400, "email_address Not a valid email address")
        assert queue.send_waiting().failed == 1
    assert message.state is MessageState.FAILED


@pytest.mark.parametrize(
    ("way", "status", "words"),
    [
        (EMAIL, "permanent-failure", "The address does not exist"),
        (EMAIL, "temporary-failure", "The mailbox did not take it"),
        (EMAIL, "technical-failure", "could not send it"),
        (TEXT, "permanent-failure", "The number does not exist"),
        (TEXT, "temporary-failure", "The phone was off"),
        (TEXT, "technical-failure", "could not send it"),
    ],
)
def test_what_did_not_arrive_has_failed_and_goes_anew_when_a_person_says_so(
    notify: Notify, at: SetClock, way: dict[str, Any], status: str, words: str
) -> None:
    message = waiting(way=way)
    queue.send_waiting()
    notify.statuses[message.taken_as] = status
    assert delivery.learn() == 1
    assert message.state is MessageState.FAILED
    assert words in message.last_error
    assert message in messages.needing(Need.FAILED).rows
    at(NOW + timedelta(minutes=11))
    if way is TEXT:
        assert "alarms" in {alarm.id for alarm in watchdog.look()}
    at(NOW + timedelta(days=3))
    queue.try_again(message.id, build.user())
    assert queue.send_waiting() == SendResult(sent=1)
    assert len({sent["reference"] for sent in notify.sent.values()}) == 2


@pytest.mark.parametrize(("language", "words"), [("en", "telephone us:"), ("cy", "ffoniwch ni:")])
def test_what_came_back_goes_again_as_it_was_and_says_how_to_ask_for_a_code(
    notify: Notify, language: str, words: str
) -> None:
    request = build.request(email=PERSON, language=language)
    message = db.session.scalars(select(Message).where(Message.request_id == request.id)).one()
    queue.send_waiting()
    notify.statuses[message.taken_as] = "temporary-failure"
    delivery.learn()
    queue.try_again(message.id, build.user(Role.CASEWORKER))
    queue.send_waiting()
    first, second = (sent["personalisation"]["body"] for sent in notify.sent.values())
    assert first == second
    assert words in first
    assert compose.CODE_PLACE not in first


@pytest.mark.parametrize("by_phone", [False, True])
def test_whoever_was_told_by_what_came_back_alone_is_to_be_told_after_all(
    notify: Notify, *, by_phone: bool
) -> None:
    review = build.eligible_review(email=PERSON)
    queue.send_waiting()
    notifying.plan_for_referral(review, build.user())
    message = waiting("told")
    row = db.session.scalars(select(Notification).where(Notification.request_id.is_not(None))).one()
    with transaction():
        notifying.carried_by(message, [row])
    if by_phone:
        notifying.record_told(row, Means.PHONE, NOW, build.user())
    queue.send_waiting()
    assert row.state is NotificationState.TOLD
    notify.statuses[message.taken_as] = "permanent-failure"
    delivery.learn()
    if by_phone:
        assert (row.state, row.means) == (NotificationState.TOLD, Means.PHONE)
    else:
        assert row.state is NotificationState.TO_TELL
        assert "address does not exist" in row.attempts[-1].note
