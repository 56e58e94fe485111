"""Fetching from a real server: each message once, kept before it is moved, none lost."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.imap_server import (
    DOVECOT,
    PASSWORD,
    TOKEN,
    USER,
    ImapServer,
    TokenGiver,
    imap_server,
)
from tests.support.inbound import BODY, email
from tests.support.mail_server import self_signed
from tests.support.records import count
from ulss_tracker import clock
from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.mailbox import imap, reading
from ulss_tracker.errors import ServiceFault
from ulss_tracker.models import InboundMessage, InboundState, JobRun, Message, Request, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import fetching, taking
from ulss_tracker.services.correspondence.answering import WhyNot
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.operations import watchdog

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("app"),
    pytest.mark.skipif(not DOVECOT.exists(), reason="deploy/system-packages.sh mailbox"),
]


@pytest.fixture(scope="module")
def one_server() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def server(one_server: ImapServer, configure: Callable[..., None]) -> Iterator[ImapServer]:
    configure(IMAP_URL=one_server.url)
    yield one_server
    one_server.empty()


def deliver(server: ImapServer, number: int) -> None:
    server.deliver(
        email(f"{BODY}\nNumber {number}", Message_ID=f"<fetched{number}@example.org>").as_bytes()
    )


def test_what_is_in_the_inbox_is_taken_and_moved_at_the_servers_time(server: ImapServer) -> None:
    for number in range(3):
        deliver(server, number)
    assert fetching.fetch() == 3
    assert (count(InboundMessage), count(Request), count(Message)) == (3, 3, 3)
    assert (server.count("INBOX"), server.count("Taken")) == (0, 3)
    assert fetching.fetch() == 0
    for received_at in db.session.scalars(select(InboundMessage.received_at)):
        assert abs(received_at - datetime.now(UTC)) < timedelta(minutes=2)


def test_while_the_jail_is_away_a_message_stays_in_the_inbox(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deliver(server, 1)
    with monkeypatch.context() as away:
        away.setattr(jail, "SOCKET", tmp_path / "nobody")
        with pytest.raises(jail.NoJail):
            fetching.fetch()
    assert (count(InboundMessage), server.count("INBOX"), server.count("Taken")) == (0, 1, 0)
    assert fetching.fetch() == 1


def test_one_that_was_kept_and_not_moved_comes_again_and_is_the_same(server: ImapServer) -> None:
    deliver(server, 1)
    account = imap.Account(server.url)

    def die(message: imap.FetchedMessage, _mail: object) -> None:
        taking.take(message.content, received_at=message.received_at)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imap.fetch(account, reading.read, die, goes_on=lambda: True)
    assert (count(InboundMessage), server.count("INBOX")) == (1, 1)
    fetching.fetch()

    assert (count(InboundMessage), count(Request), count(Message)) == (1, 1, 1)
    assert (server.count("INBOX"), server.count("Taken")) == (0, 1)


def test_a_server_that_restarts_loses_nothing(server: ImapServer) -> None:
    deliver(server, 1)
    server.stop()
    with pytest.raises(ServiceFault, match="does not answer"):
        fetching.fetch()
    server.start()

    assert fetching.fetch() == 1
    assert count(InboundMessage) == 1


def test_a_wrong_password_is_said_without_the_servers_words(
    server: ImapServer, configure: Callable[..., None]
) -> None:
    configure(IMAP_URL=server.url.replace("a-password", "another"))
    with pytest.raises(ServiceFault, match="refused the user or the password") as raised:
        fetching.fetch()

    assert "another" not in str(raised.value)


def test_many_are_taken_in_turn_until_the_jobs_are_told_to_stop(
    server: ImapServer,
) -> None:
    many = imap.MOVED_TOGETHER + 2
    for number in range(many):
        deliver(server, number)
    taken: list[bytes] = []
    fetch = partial(
        imap.fetch, imap.Account(server.url), len, lambda one, _: taken.append(one.content)
    )
    assert fetch(goes_on=lambda: len(taken) < imap.MOVED_TOGETHER) in range(
        imap.MOVED_TOGETHER, many
    )
    left = server.count("INBOX")
    assert 0 < left < many
    assert fetch(goes_on=lambda: True) == left
    assert len(set(taken)) == server.count("Taken") == many


def test_what_is_in_junk_is_taken_and_answered_only_once_a_person_says_so(
    server: ImapServer,
) -> None:
    server.deliver(email(BODY, Message_ID="<asks@example.org>").as_bytes(), "Junk")
    server.deliver(email("Buy now.", Message_ID="<offer@example.org>").as_bytes(), "Junk")
    assert fetching.fetch() == 2
    assert (server.count("Junk"), server.count("Taken")) == (0, 2)
    asks, offer = db.session.scalars(select(InboundMessage).order_by(InboundMessage.id))
    assert asks.request is not None
    assert asks.request.email == ""
    assert WhyNot.JUNK in asks.proposal["against_answering"]
    assert count(Message) == 0
    assert (offer.kind, offer.state) == (MailKind.SPAM, InboundState.WAITING)


@pytest.mark.parametrize("of", ["application", "service_account"])
def test_tokens_are_asked_for_as_they_end_and_what_is_wrong_says_what_to_do(
    server: ImapServer, configure: Callable[..., None], tmp_path: Path, of: str
) -> None:
    file, own = tmp_path / "token", getattr(server.tokens, of)
    configure(IMAP_URL=server.url, IMAP_TOKEN_FILE=str(file))
    deliver(server, 1)
    other = TokenGiver().service_account["private_key"]
    wrong = {
        None: "cannot be read (FileNotFoundError)",
        json.dumps({**own, "client_secret": "old", "private_key": other}): "(invalid_client)",
        json.dumps({**own, "token_uri": "http://example.org"}): "is neither a Google",
        json.dumps({**own, "token_uri": "http://127.0.0.1:9/"}): "does not answer",
        "an-old-token": "refused the token",
    }
    for content, said in wrong.items():
        if content:
            file.write_text(content)
        with pytest.raises(ServiceFault, match=re.escape(said)) as raised:
            fetching.fetch()
        assert len(str(raised.value)) <= JobRun.error.type.length
    file.write_text(json.dumps(own))
    assert fetching.fetch() == 1
    server.tokens.good_until.clear()
    deliver(server, 2)
    assert fetching.fetch() == 1
    assert count(InboundMessage) == 2


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ImapServer, Path]]:
    certificate = self_signed(tmp_path_factory.mktemp("certificate"))
    with imap_server(certificate) as server:
        yield server, certificate


@pytest.fixture
def encrypted(
    tls_server: tuple[ImapServer, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ImapServer]:
    """A server with TLS whose certificate is trusted."""
    server, certificate = tls_server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    yield server
    server.empty()


def address(server: ImapServer, scheme: str, password: str = PASSWORD) -> str:
    port = server.tls_port if scheme == "imaps" else server.port
    return f"{scheme}://{USER}:{password}@127.0.0.1:{port}"


@pytest.mark.parametrize("scheme", ["imaps", "starttls"])
def test_it_is_fetched_encrypted_by_a_password_or_a_token_read_at_each_fetch(
    encrypted: ImapServer, configure: Callable[..., None], scheme: str, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("another-token\n")
    configure(IMAP_URL=address(encrypted, scheme, "unused"), IMAP_TOKEN_FILE=str(token))
    deliver(encrypted, 1)
    with pytest.raises(ServiceFault) as raised:
        fetching.fetch()
    assert "another-token" not in str(raised.value)
    token.write_text(f"{TOKEN}\n")
    assert fetching.fetch() == 1
    configure(IMAP_URL=address(encrypted, scheme))
    deliver(encrypted, 2)
    assert fetching.fetch() == 1
    assert (encrypted.count("INBOX"), encrypted.count("Taken")) == (0, 2)


@pytest.mark.parametrize("scheme", ["imaps", "starttls"])
def test_a_certificate_nobody_vouches_for_is_not_trusted(
    tls_server: tuple[ImapServer, Path], configure: Callable[..., None], scheme: str
) -> None:
    server, _ = tls_server
    deliver(server, 1)
    configure(IMAP_URL=address(server, scheme))
    with pytest.raises(ServiceFault, match=r"not trusted \(self-signed certificate\)"):
        fetching.fetch()

    assert server.count("INBOX") == 1
    server.empty()


def test_a_server_without_encryption_gets_no_password(
    server: ImapServer, configure: Callable[..., None]
) -> None:
    deliver(server, 1)
    configure(IMAP_URL=address(server, "starttls"))
    with pytest.raises(ServiceFault):
        fetching.fetch()

    assert count(InboundMessage) == 0


def test_without_a_mailbox_nothing_is_fetched_and_nothing_alarms() -> None:
    assert fetching.fetch() == 0
    assert "mailbox" not in {alarm.id for alarm in watchdog.look()}


@pytest.mark.parametrize(("minutes", "is_told"), [(14, False), (16, True)])
def test_a_mailbox_not_fetched_for_a_quarter_of_an_hour_alarms(
    configure: Callable[..., None], minutes: int, is_told: bool
) -> None:
    configure(IMAP_URL="imaps://requests:x@mail.example.gov.uk")
    with transaction():
        ended_at = clock.now() - timedelta(minutes=minutes)
        db.session.add(
            JobRun(name=watchdog.MAILBOX_JOB, every_seconds=60, error="", ended_at=ended_at)
        )

    assert ("mailbox" in {alarm.id for alarm in watchdog.look()}) is is_told


@pytest.mark.parametrize(
    "url", ["imap://requests:x@mail.example.gov.uk", "https://example.gov.uk", "imaps://host"]
)
def test_an_address_that_is_none_or_not_safe_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="IMAP_URL"):
        imap.fetch(imap.Account(url), len, lambda *_: None, goes_on=lambda: True)
