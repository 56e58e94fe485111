"""The text that the person on duty gets besides their email, and the email where none can go."""

import logging
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.notify_server import TEXT_TEMPLATE_ID, Notify, sent_by_notify
from tests.support.tables import rows
from ulss_tracker.models import Message, MessageState, User, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, queue
from ulss_tracker.services.messaging.duty_texts import text_or_second_email, texts_needed

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
MOBILE, SECOND = "07700 900123", "at-home@example.org"
WORDS = "REQ-7K3M-9QXF: file by 5pm. Nobody’s looked – https://tracker.example.gov.uk/sign-in"


def person(*, mobile: str = "", second_email: str = "") -> User:
    with transaction():
        user = build.user()
        user.mobile, user.second_email = mobile, second_email
    return user


def told(user: User, words: str = WORDS, key: str = "duty:1:1") -> Message | None:
    with transaction():
        return text_or_second_email(
            user,
            once_key=key,
            kind=compose.DUTY_TEXT,
            words=words,
            as_email=Message(
                subject="Little time left: request REQ-7K3M-9QXF",
                body="Request REQ-7K3M-9QXF needs somebody now.\n",
            ),
        )


def test_by_text_where_texts_can_be_sent_in_letters_that_phones_take(notify: Notify) -> None:
    message = told(person(mobile=MOBILE, second_email=SECOND))
    assert message is not None
    assert message.by_text
    assert (message.recipient, message.state) == (MOBILE, MessageState.WAITING)
    queue.send_waiting()
    (body,) = notify.only()["personalisation"].values()
    assert body == WORDS.replace("’", "'").replace("–", "-")
    assert texts_needed(body) == 1


@pytest.mark.parametrize(("mobile", "by_notify"), [(MOBILE, False), ("", True)])
def test_by_email_to_the_second_address_where_no_text_can_go(
    app: Flask, mobile: str, by_notify: bool
) -> None:
    user = person(mobile=mobile, second_email=SECOND)
    texts = sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID)
    with texts if by_notify else nullcontext():
        message = told(user)
    assert message is not None
    assert not message.by_text
    words = "Request REQ-7K3M-9QXF needs somebody now.\n"
    assert (message.recipient, message.body) == (SECOND, words)


def test_without_a_template_for_texts_or_anything_known_none_is_made(app: Flask) -> None:
    user = person(mobile=MOBILE)
    with sent_by_notify(app):
        assert told(user) is None
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID):
        assert told(person()) is None
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_one_key_is_one_message(notify: Notify) -> None:
    user = person(mobile=MOBILE)
    first, again = told(user), told(user)
    assert first is again
    assert told(user, key="duty:1:2") is not first
    queue.send_waiting()
    assert len(notify.sent) == 2


def test_words_too_long_for_one_text_go_all_the_same_and_the_log_says_so(
    notify: Notify, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="ulss_tracker"):
        told(person(mobile=MOBILE), words="x" * 161)
    assert "the words of a duty_text take 2 texts" in caplog.text
    assert MOBILE not in caplog.text
    assert queue.send_waiting().sent == 1


def test_a_kind_that_the_watchdog_does_not_look_after_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="watchdog"):
        text_or_second_email(person(), once_key="k", kind="test", words="w", as_email=Message())


@pytest.mark.parametrize(
    ("words", "texts"),
    rows(__file__, "duty_texts.how_many_texts_words_take", str, int),
)
def test_how_many_texts_words_take(words: str, texts: int) -> None:
    assert texts_needed(words) == texts
