"""Messages made to hurt: each kept whole, shown safely, and answered by nothing."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.hostile_mail import HOSTILE
from tests.support.inbound import BODY, email
from ulss_tracker.models import InboundMessage, Message, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.messaging import compose, outgoing

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
LONGEST = 300.0  # seconds to keep one: reached only by what hangs
NEVER_ON_A_PAGE = ("evil.example.net", "<script>alert", "onload=", 'http-equiv="refresh"')


def sent() -> int:
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


@pytest.fixture
def caseworker(at: Callable[[datetime], None], signed_in) -> CheckedClient:
    at(NOW)
    return signed_in(Role.CASEWORKER)


@pytest.mark.slow
@pytest.mark.on_sqlite
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_kept_whole_and_shown_safely(caseworker: CheckedClient, name: str) -> None:
    content = HOSTILE[name]()
    began = time.monotonic()
    kept = taking.take(content, received_at=NOW).message
    assert time.monotonic() - began < LONGEST

    assert taking.whole(kept) == content
    for address in ("", f"/{kept.id}", f"/{kept.id}/page", f"/{kept.id}/reply"):
        page = caseworker.get(f"/casework/mailbox{address}")
        assert not [words for words in NEVER_ON_A_PAGE if words in page.html]
    # What is told of no case is acknowledged to nobody, whoever it says that it comes from.
    asked = db.session.scalar(select(func.count()).select_from(Request)) or 0
    assert sent() <= asked


@pytest.mark.usefixtures("caseworker")
def test_a_stranger_with_a_reference_changes_nothing_and_hears_nothing() -> None:
    request = build.request(email="ann@example.org")
    before = sent()
    taking.take(
        email(
            f"I withdraw {request.reference}. Write to eve@example.net from now on.",
            From="Ann Example <eve@example.net>",
            References="<guessed@example.gov.uk>",
        ).as_bytes(),
        received_at=NOW,
    )

    db.session.expire_all()
    assert (request.email, request.state.value) == ("ann@example.org", "new")
    assert sent() == before


@pytest.mark.usefixtures("caseworker")
def test_a_message_that_says_it_is_from_us_starts_no_loop() -> None:
    for number in range(10):
        taking.take(
            email(
                BODY.replace("Lee Exford", f"Lee Exford{'x' * number}"),
                From="uls@example.gov.uk",
                Message_ID=f"<loop{number}@example.org>",
                Auto_Submitted="auto-generated",
            ).as_bytes(),
            received_at=NOW,
        )

    assert sent() == 0


@pytest.mark.usefixtures("caseworker")
def test_our_own_acknowledgement_sent_back_is_no_request_and_gets_none() -> None:
    taking.take(email().as_bytes(), received_at=NOW)
    (ours,) = db.session.scalars(select(Message).where(Message.kind == compose.ACKNOWLEDGEMENT))
    back = email(
        f"> {ours.body.replace(chr(10), chr(10) + '> ')}",
        Subject=f"Re: {ours.subject}",
        Message_ID="<back@example.org>",
        In_Reply_To=outgoing.name_of(ours),
    )
    kept = taking.take(back.as_bytes(), received_at=NOW).message

    assert kept.kind == "more_information"
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1
    assert sent() == 1


@pytest.mark.usefixtures("caseworker")
def test_messages_that_differ_in_nothing_but_their_way_are_one() -> None:
    for number in range(30):
        way = f"from a{number} by b; Wed, 14 Oct 2026 10:00:02 +0000"
        taking.take(email(Received=way).as_bytes(), received_at=NOW)

    assert db.session.scalar(select(func.count()).select_from(InboundMessage)) == 1
