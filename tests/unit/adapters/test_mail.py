"""Handing one email to a mail server that behaves, and to those that do not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.support.mail_server import MailServer, mail_server, self_signed, silent_server
from tests.support.ports import free_port
from tests.support.tables import from_table
from ulss_tracker.adapters.mail import emails, mail_errors, mailers, smtp
from ulss_tracker.adapters.mail.emails import Email

ADDRESS = "parent.o'neill@example.org"
EMAIL = Email(
    sender="Sentence reviews <reviews@example.gov.uk>",
    recipient=ADDRESS,
    subject="Mae eich cais REQ-7K3M-9QXF wedi ein cyrraedd: dŵr, tŷ",
    body="Annwyl ŵyr,\n\n" + "a long line, " * 60 + "\n.\n..\nFrom here\n",
    language="cy",
    message_id="<0123456789abcdef@example.gov.uk>",
    written_at=datetime(2026, 11, 3, 23, 58, tzinfo=UTC),
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def send(url: str, *emails: Email) -> None:
    with mailers.mailer(url, Path("unused")) as mailer:
        for email in emails or (EMAIL,):
            mailer.send(email)


def test_what_arrives_is_what_was_written(server: MailServer) -> None:
    send(server.url)
    (arrived,) = server.received
    assert arrived["Subject"] == EMAIL.subject
    assert arrived.get_content().replace("\r\n", "\n") == EMAIL.body
    assert server.recipients == [ADDRESS]


def test_its_headers_say_what_it_is(server: MailServer) -> None:
    send(server.url)
    (arrived,) = server.received
    assert arrived["Message-ID"] == EMAIL.message_id
    assert arrived["From"] == EMAIL.sender
    assert arrived["To"] == ADDRESS
    assert arrived["Date"].datetime == EMAIL.written_at
    assert arrived["Content-Language"] == "cy"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content_charset() == "utf-8"
    assert max(map(len, server.raw[0].splitlines())) <= 998


def test_an_address_beyond_ascii(server: MailServer) -> None:
    send(server.url, replace(EMAIL, recipient="tŷ@example.org"))
    assert server.recipients == ["tŷ@example.org"]


def test_one_connection_serves_a_whole_run(server: MailServer) -> None:
    send(server.url, EMAIL, replace(EMAIL, recipient="second@example.org"), EMAIL)
    assert server.recipients == [ADDRESS, "second@example.org", ADDRESS]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            "550 5.1.1 <{address}>: no such person",
            mail_errors.AddressRefused,
            "refused the address (550)",
        ),
        (
            "450 4.2.1 <{address}>: come back later",
            mail_errors.NotTaken,
            "refused the address (450)",
        ),
    ],
)
def test_a_refused_address(
    server: MailServer, answer: str, kind: type[mail_errors.MailError], words: str
) -> None:
    server.on_recipient = answer
    with pytest.raises(kind, match=words.replace("(", r"\(").replace(")", r"\)")) as raised:
        send(server.url)
    assert_says_nothing_personal(raised.value)


def test_a_message_not_taken_can_be_followed_by_one_that_is(server: MailServer) -> None:
    with mailers.mailer(server.url, Path("unused")) as mailer:
        server.on_data = f"554 no message for {ADDRESS} here"
        with pytest.raises(mail_errors.NotTaken) as raised:
            mailer.send(EMAIL)
        server.on_data = ""
        mailer.send(EMAIL)
    assert len(server.received) == 1
    assert_says_nothing_personal(raised.value)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(mail_errors.ServerTrouble, match="did not answer"):
        send(f"smtp://127.0.0.1:{free_port()}")


def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "SECONDS_TO_WAIT", 0.2)
    with silent_server() as port, pytest.raises(mail_errors.ServerTrouble, match="did not answer"):
        send(f"smtp://127.0.0.1:{port}")


@pytest.mark.parametrize("name", ["seconds_before_answer", "hangs_up_after_data"])
def test_a_server_that_does_not_say_whether_it_took_the_message(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(smtp, "SECONDS_TO_BE_TAKEN", 0.2)
    setattr(server, name, 1)
    with pytest.raises(mail_errors.MayHaveGone, match="did not say whether it took"):
        send(server.url)


def test_a_server_may_look_through_a_message_for_longer_than_it_may_be_silent_otherwise(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS_TO_WAIT", 0.3)
    server.seconds_before_answer = 0.6
    send(server.url, EMAIL, replace(EMAIL, message_id="<two@example.gov.uk>"))
    assert len(server.received) == 2


@pytest.mark.parametrize("where", ["on_recipient", "on_data"])
def test_a_server_that_is_closing_is_no_fault_of_the_message(
    server: MailServer, where: str
) -> None:
    with mailers.mailer(server.url, Path("unused")) as mailer:
        setattr(server, where, "421 closing down")
        with pytest.raises(mail_errors.ServerTrouble, match="answered 421"):
            mailer.send(EMAIL)
        setattr(server, where, "")
        mailer.send(EMAIL)  # by a new connection
    assert len(server.received) == 1


def test_a_connection_lost_in_between_is_opened_again() -> None:
    port = free_port()
    with mailers.mailer(f"smtp://127.0.0.1:{port}", Path("unused")) as mailer:
        with mail_server(port=port) as first:
            mailer.send(EMAIL)
        with pytest.raises(mail_errors.ServerTrouble):
            mailer.send(EMAIL)
        with mail_server(port=port) as second:
            mailer.send(EMAIL)
    assert (len(first.received), len(second.received)) == (1, 1)


@pytest.mark.slow  # openssl makes a certificate
def test_starttls_and_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate, password="s@cret:/word") as server:
        send(f"starttls://office:s%40cret%3A%2Fword@127.0.0.1:{server.port}")
        assert len(server.received) == 1
        with pytest.raises(mail_errors.ServerTrouble, match="answered 535") as raised:
            send(f"starttls://office:wrong@127.0.0.1:{server.port}")
    assert "wrong" not in str(raised.value)


@pytest.mark.slow  # openssl makes a certificate
def test_a_certificate_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    with mail_server(certificate=self_signed(tmp_path)) as server:
        with pytest.raises(mail_errors.ServerTrouble, match="could not be trusted"):
            send(f"starttls://127.0.0.1:{server.port}")
        assert server.received == []


def test_starttls_never_falls_back_to_the_clear(server: MailServer) -> None:
    with pytest.raises(mail_errors.ServerTrouble, match="does not offer the encryption"):
        send(server.url.replace("smtp:", "starttls:"))
    assert server.received == []


def test_a_server_that_knows_no_passwords_is_the_server_s_trouble(server: MailServer) -> None:
    with pytest.raises(mail_errors.ServerTrouble, match="or sign-in"):
        send(server.url.replace("//", "//office:secret@"))
    assert server.received == []


@from_table
def test_an_address_of_a_server_that_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL") as raised:
        mailers.mailer(url, Path("unused"))
    assert "secret" not in str(raised.value)


@from_table
def test_what_is_no_single_address_is_never_sent_to(server: MailServer, recipient: str) -> None:
    with pytest.raises(mail_errors.AddressRefused, match="not an email address"):
        send(server.url, replace(EMAIL, recipient=recipient))
    assert server.received == []


def test_without_a_server_an_email_becomes_a_file(tmp_path: Path) -> None:
    directory = tmp_path / "mail"
    with mailers.mailer(None, directory) as mailer:
        mailer.send(EMAIL)
        mailer.send(EMAIL)
        mailer.send(replace(EMAIL, message_id="<another@example.gov.uk>"))
    first, second = sorted(directory.iterdir())
    assert first.suffix == second.suffix == ".eml"
    read = message_from_bytes(first.read_bytes(), policy=default)
    assert read["To"] == ADDRESS
    for path in (first, second):
        assert "neill" not in path.name
        assert "REQ" not in path.name
    assert directory.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    directory = tmp_path / "mail"
    with mailers.mailer(None, directory) as mailer:
        directory.rmdir()
        with pytest.raises(mail_errors.ServerTrouble, match="could not be written"):
            mailer.send(EMAIL)


def assert_says_nothing_personal(error: mail_errors.MailError) -> None:
    said = f"{error} {error.__cause__}"
    assert "example.org" not in said
    assert "neill" not in said


@from_table
def test_a_domain_in_any_letters_is_written_as_every_server_takes_it(
    address: str, written_to: str
) -> None:
    assert emails.with_plain_domain(address) == written_to
