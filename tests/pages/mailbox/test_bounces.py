"""Messages of ours that came back, and what waits in the mailbox in everybody's work."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.inbound import about, email
from ulss_tracker.models import Event, EventKind, InboundMessage, Message, MessageState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.correspondence import replies, taking
from ulss_tracker.services.messaging import messages, outgoing, queue
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.waiting import assignment_rules

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
_REPORT = (Path(__file__).parent / "data" / "bounces.report.eml").read_text(encoding="utf-8")


@pytest.fixture
def sent(at: Callable[[datetime], None], app) -> Message:
    """An acknowledgement that has gone."""
    at(NOW)
    build.request(email="ann@example.org")
    message = db.session.scalars(select(Message)).one()
    message.state, message.sent_at = MessageState.SENT, NOW
    db.session.commit()
    return message


def report(
    of: Message,
    *,
    address: str = "ann@example.org",
    action: str = "failed",
    status: str = "5.1.1",
    number: int = 0,
) -> InboundMessage:
    content = _REPORT.format(
        address=address, action=action, status=status, number=number, name=outgoing.name_of(of)
    )
    return taking.take(content.encode(), received_at=NOW).message


def again(message: Message) -> Message:
    db.session.expire_all()
    return db.session.get_one(Message, message.id)


def test_a_report_marks_the_message_and_its_address(sent: Message) -> None:
    kept = report(sent)

    message = again(sent)
    assert (kept.kind, kept.request_id) == ("bounce", message.request_id)
    assert (message.state, message.came_back_at) == (MessageState.FAILED, NOW)
    assert "came back" in message.last_error
    assert [each.id for each in messages.needing(Need.FAILED).rows] == [message.id]
    assert replies.came_back_from("ann@example.org") is not None
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.MESSAGE_CAME_BACK)).one()
    assert event.request_id == message.request_id


def test_the_same_news_twice_is_one_failure(sent: Message) -> None:
    report(sent)
    report(sent, number=1)

    events = select(Event).where(Event.kind == EventKind.MESSAGE_CAME_BACK)
    assert len(list(db.session.scalars(events))) == 1


@pytest.mark.parametrize(
    "changed", [{"address": "eve@example.net"}, {"action": "delayed", "status": "4.4.1"}]
)
def test_a_report_of_another_address_or_of_a_delay_marks_nothing(
    sent: Message, changed: dict[str, str]
) -> None:
    report(sent, **changed)

    assert again(sent).state is MessageState.SENT


def test_a_report_that_does_not_know_the_name_of_ours_is_not_believed(sent: Message) -> None:
    content = _REPORT.format(
        address="ann@example.org",
        action="failed",
        status="5.1.1",
        number=0,
        name="<guessed@example.gov.uk>",
    )
    taking.take(content.encode(), received_at=NOW)

    assert again(sent).state is MessageState.SENT


def test_tried_again_the_address_counts_as_working(sent: Message) -> None:
    report(sent)
    queue.try_again(sent.id, build.user())

    assert again(sent).came_back_at is None
    assert replies.came_back_from("ann@example.org") is None


def test_what_waits_in_the_mailbox_is_in_your_work_and_its_count(at, signed_in) -> None:
    at(NOW)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    about(build.request())
    page = client.get("/casework/")

    assert "Incoming 1" in page.links
    assert "more about a request we have" in page.text
    assert count(Role.CASEWORKER) == 1
    assert count(Role.LAW_OFFICER) == 0
    assert "Incoming 1" not in signed_in(Role.LAW_OFFICER).get("/casework/").links


def test_of_a_sealed_case_only_those_named_count_it(at, signed_in) -> None:
    at(NOW)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    review = build.review()
    about(review.case.requests[0])
    before = count(Role.CASEWORKER)
    sealing.seal(review.case, [], "A judge’s family", build.user(Role.SUPERVISOR))

    assert count(Role.CASEWORKER) == before - 1
    assert "Incoming 1" not in client.get("/casework/").links


def test_a_message_that_is_filed_counts_nowhere(at, app) -> None:
    at(NOW)
    made = email("I am away until Monday.", Auto_Submitted="auto-replied", Subject="Away")
    taking.take(made.as_bytes(), received_at=NOW)

    assert count(Role.CASEWORKER) == 0


def count(role: Role) -> int:
    found = access_filter.by_session_key(build.user(role).session_key, assignment_rules.COUNT)
    assert found is not None
    return found.waits
