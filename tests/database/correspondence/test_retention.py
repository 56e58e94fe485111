"""How long messages are kept that are about no request: and that nothing else is deleted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.inbound import BODY, about, email
from tests.support.kept import signed
from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import (
    Document,
    InboundMessage,
    InboundPart,
    InboundState,
    Message,
    MessageState,
    StoredFile,
    db,
)
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.services.correspondence import mailbox, replies, retention, taking
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.operations import clock_jumps

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
AWAY = {"Auto_Submitted": "auto-replied", "Subject": "Away", "Message_ID": "<away@example.org>"}
QUESTION = "Is burglary covered by the scheme?"


@pytest.fixture(autouse=True)
def _now(at: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW)
    monkeypatch.setattr(clock_jumps, "may_delete", lambda: True)


def take(body: str, **headers: str) -> InboundMessage:
    return taking.take(email(body, **headers).as_bytes(), received_at=clock.now()).message


def accept(message: InboundMessage, kind: MailKind) -> None:
    mailbox.accept(message, kind, build.user(), seen=InboundState.WAITING)


def forgotten(message: InboundMessage) -> bool:
    db.session.expire_all()
    return db.session.get_one(InboundMessage, message.id).forgotten_at is not None


def test_nothing_that_anybody_wrote_is_left_and_the_copy_is_still_known(at: SetClock) -> None:
    message = take("I am away until Monday.", **AWAY)
    at(NOW + timedelta(days=31))
    assert retention.forget_old() == 1

    assert forgotten(message)
    left = db.session.get_one(InboundMessage, message.id)
    assert (left.sender_email, left.subject, left.words, left.proposal) == ("", "", "", {})
    assert db.session.scalar(select(func.count()).select_from(InboundPart)) == 0
    with pytest.raises(NotFound, match="deleted"):
        mailbox.get(message.id)
    assert mailbox.counts() == {}
    assert not mailbox.page(InboundState.FILED).rows
    assert not taking.take(
        email("I am away until Monday.", **AWAY).as_bytes(), received_at=NOW
    ).is_new
    assert retention.forget_old() == 0


def test_automatic_mail_is_kept_for_thirty_days_or_as_two_lawyers_signed(at: SetClock) -> None:
    message = take("I am away until Monday.", **AWAY)
    at(NOW + timedelta(days=29))
    assert retention.forget_old() == 0
    at(NOW + timedelta(days=31))
    with obeying(signed("unwanted_message", "days = 60", without="days")):
        assert retention.forget_old() == 0
        at(NOW + timedelta(days=61))
        assert retention.forget_old() == 1
    assert forgotten(message)


@pytest.mark.parametrize(("days", "is_gone"), [(364, False), (366, True)])
def test_a_question_is_kept_for_a_year_with_our_answer(
    at: SetClock, days: int, is_gone: bool
) -> None:
    message = take(QUESTION)
    reply = replies.send(message, "Yes.", "ann@example.org", build.user(), key="a" * 20)
    reply.state = MessageState.SENT
    db.session.commit()
    accept(message, MailKind.OTHER_QUESTION)
    at(NOW + timedelta(days=days))
    retention.forget_old()

    assert forgotten(message) is is_gone
    kept = db.session.get_one(Message, reply.id)
    assert (kept.body, kept.recipient) == (("", "") if is_gone else ("Yes.\n", "ann@example.org"))


def test_what_waits_what_is_about_a_request_and_what_goes_on_stays(
    at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = take(QUESTION)
    of_request = about(build.request())
    accept(of_request, MailKind.MORE_INFORMATION)
    made = take(BODY, Message_ID="<made@example.org>")
    accept(made, MailKind.NEW_REQUEST)
    unwanted = take("I am away until Monday.", **AWAY)
    at(NOW + timedelta(days=4000))
    with monkeypatch.context() as patch:  # as after a jump of the clock
        patch.setattr(clock_jumps, "may_delete", lambda: False)
        assert retention.forget_old() == 0
    retention.forget_old()
    assert forgotten(unwanted)
    assert not any(forgotten(message) for message in (waits, of_request, made))


def test_a_conversation_is_kept_until_its_last_message_is_old(at: SetClock) -> None:
    first = take(QUESTION)
    accept(first, MailKind.OTHER_QUESTION)
    at(NOW + timedelta(days=300))
    second = take("And theft?", Message_ID="<second@example.org>")
    second.thread_id = first.id
    db.session.commit()
    accept(second, MailKind.OTHER_QUESTION)
    at(NOW + timedelta(days=400))
    retention.forget_old()
    assert not forgotten(first)
    at(NOW + timedelta(days=700))
    retention.forget_old()

    assert forgotten(first)
    assert forgotten(second)


def test_a_file_of_an_old_message_goes_with_it(at: SetClock) -> None:
    made = email(QUESTION)
    made.add_attachment(b"words", maintype="text", subtype="plain", filename="w.txt")
    message = taking.take(made.as_bytes(), received_at=NOW).message
    assert db.session.scalars(select(Document.message_id)).all() == [message.id]
    accept(message, MailKind.OTHER_QUESTION)
    at(NOW + timedelta(days=366))
    assert retention.forget_old() == 1

    assert forgotten(message)
    assert db.session.scalars(select(Document)).all() == []
    assert db.session.scalars(select(StoredFile)).all() == []
