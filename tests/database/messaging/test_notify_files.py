"""A file goes by GOV.UK Notify as a link, or the words go without it."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.notify_server import (
    FILE_TEMPLATE_ID,
    TEMPLATE_ID,
    Notify,
    sent_by_notify,
)
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, delivery, queue
from ulss_tracker.services.supervision.daily_list import DailyList, Duty

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
PDF = b"%PDF-1.7 the list"


@pytest.fixture
def with_files(app: Flask, at: SetClock) -> Iterator[Notify]:
    """Notify with the template by which files go."""
    at(NOW)
    with sent_by_notify(app, NOTIFY_FILE_TEMPLATE_ID=FILE_TEMPLATE_ID) as server:
        yield server


def daily_list(file: bytes | None) -> Message:
    """The list of a morning, as it is written for one person."""
    made = DailyList(NOW, (), 0, False, Duty((), ()))
    with transaction():
        assert compose.send_daily_list(build.user(), NOW.date(), made, file)
    return db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def test_a_file_goes_by_a_link_that_asks_for_the_address(with_files: Notify) -> None:
    message = daily_list(PDF)
    assert queue.send_waiting().sent == 1
    sent = with_files.only()
    assert sent["template_id"] == FILE_TEMPLATE_ID
    assert sent["personalisation"]["file"] == {
        "file": base64.b64encode(PDF).decode(),
        "filename": "sentences-to-file.pdf",
        "confirm_email_before_download": True,
        "retention_period": "1 week",
    }
    assert "open the link at the end of this email" in sent["personalisation"]["body"]
    assert build.user().name not in str(sent["personalisation"]["file"]["filename"])
    assert message.state is MessageState.SENT
    assert message.file is None  # it is old tomorrow


def test_a_file_is_not_sent_twice_when_a_worker_died(with_files: Notify, at: SetClock) -> None:
    daily_list(PDF)
    with_files.takes_and_fails = True
    queue.send_waiting()
    with_files.takes_and_fails = False
    at(NOW + timedelta(hours=1))
    assert queue.send_waiting().sent == 1
    assert len(with_files.sent) == 1


@pytest.mark.parametrize(
    "why",
    [
        "Send files by email has not been set up - add contact details for your service",
        "File did not pass the virus scan",
    ],
)
def test_when_notify_will_not_have_the_file_the_words_go_without_it(
    with_files: Notify, why: str
) -> None:
    with_files.refuse_files = why
    daily_list(PDF)
    assert queue.send_waiting().sent == 1
    sent = with_files.only()
    assert sent["template_id"] == TEMPLATE_ID
    assert "file" not in sent["personalisation"]
    assert "The PDF could not be sent with this email" in sent["personalisation"]["body"]


@pytest.mark.parametrize(("more", "goes"), [(0, True), (1, False)])
def test_a_file_of_just_two_megabytes_goes_and_a_larger_one_is_not_promised(
    with_files: Notify, more: int, *, goes: bool
) -> None:
    message = daily_list(b"x" * (2 * 1024 * 1024 + more))
    assert (message.file is not None) is goes
    assert ("There is no PDF today" in message.body) is not goes
    assert queue.send_waiting().sent == 1
    assert with_files.only()["template_id"] == (FILE_TEMPLATE_ID if goes else TEMPLATE_ID)


def test_without_a_template_for_files_none_is_promised(notify: Notify) -> None:
    message = daily_list(PDF)
    assert message.file is None
    assert "There is no PDF today" in message.body
    assert queue.send_waiting().sent == 1
    assert notify.only()["template_id"] == TEMPLATE_ID


def test_a_file_that_was_written_before_notify_was_set_goes_without_it(notify: Notify) -> None:
    with transaction():
        message = Message(
            once_key="one",
            kind="test",
            recipient="ada.brown@example.org",
            subject="The list",
            body="Words for you.",
            file=PDF,
            file_name="a.pdf",
            file_type="application/pdf",
            next_try_at=NOW,
            created_at=NOW,
        )
        db.session.add(message)
    assert queue.send_waiting().sent == 1
    assert "The PDF could not be sent" in notify.only()["personalisation"]["body"]


@pytest.mark.parametrize(
    "answer", [b"<html>Please sign in to the network", b"{}", b"[]", b"null", b"\xff"]
)
@pytest.mark.parametrize("file", [None, b"%PDF-1.7 the list"])
def test_an_answer_that_is_not_notify_s_sends_nothing_twice(
    with_files: Notify, at: SetClock, answer: bytes, file: bytes | None
) -> None:
    message = daily_list(file)
    with_files.answers = answer
    assert queue.send_waiting().put_off == 1
    assert message.last_error == "GOV.UK Notify's answer could not be read"
    at(NOW + timedelta(hours=1))
    assert queue.send_waiting().put_off == 1
    assert len(with_files.sent) == 1
    with_files.answers = None
    at(NOW + timedelta(hours=2))
    assert queue.send_waiting().sent == 1
    assert message.taken_as in with_files.sent
    assert len(with_files.sent) == 1
    with_files.answers = answer
    assert delivery.learn() == 0
    assert message.state is MessageState.SENT
