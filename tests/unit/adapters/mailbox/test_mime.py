"""Reading a message whole: its parts, its words, and what is wrong with it."""

import base64
from email.message import EmailMessage

import pytest

from tests.support.ole_files import container
from tests.support.tables import from_table
from tests.support.winmail import winmail
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.adapters.mailbox.charsets import decode
from ulss_tracker.adapters.mailbox.message import Fault
from ulss_tracker.adapters.mailbox.quoting import split


def message(text: str = "Words.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ann Example <ann@example.org>"
    made["To"] = "uls@example.gov.uk"
    made["Subject"] = "About a sentence"
    made["Date"] = "Mon, 05 Oct 2026 23:30:00 +0200"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def raw(headers: bytes, body: bytes) -> bytes:
    return b"From: ann@example.org\nDate: Mon, 5 Oct 2026 10:00:00 +0000\n" + headers + b"\n" + body


def test_the_date_stays_in_the_zone_of_the_sender() -> None:
    read = mime.read(message().as_bytes())

    assert read.sent_at is not None
    assert read.sent_at.isoformat() == "2026-10-05T23:30:00+02:00"


@pytest.mark.parametrize(
    ("content", "claimed", "text"),
    [
        (b"it\x92s \xbd", "iso-8859-1", "it’s ½"),
        ("tŷ".encode(), "us-ascii", "tŷ"),
        ("ŵ’".encode(), "iso-8859-1", "ŵ’"),
        (b"caf\xe9", "utf-8", "café"),
        (b"caf\xe9", "x-none-such", "café"),
        ("Zażółć".encode("iso-8859-2"), "iso-8859-2", "Zażółć"),
        ("tŷ".encode("utf-16"), None, "tŷ"),
    ],
)
def test_words_are_read_whatever_character_set_they_claim(
    content: bytes, claimed: str | None, text: str
) -> None:
    assert decode(content, claimed) == text


def test_a_header_in_bare_bytes_is_read() -> None:
    read = mime.read(raw("Subject: Siân a'r tŷ\n".encode(), b"x"))

    assert read.subject == "Siân a'r tŷ"


def test_a_page_is_read_as_words_with_its_rows_apart() -> None:
    page = b"<table><tr><td>Defendant</td><td>Lee Ex</td></tr><tr><td>Court</td></tr></table>"
    read = mime.read(raw(b"Content-Type: text/html\n", page))

    assert [line.split() for line in read.text.splitlines() if line.strip()] == [
        ["Defendant", "Lee", "Ex"],
        ["Court"],
    ]


def test_a_winmail_dat_gives_its_words_and_its_file() -> None:
    made = message("")
    made.add_attachment(
        winmail("He got two years.", "plan.txt", b"the plan"),
        maintype="application",
        subtype="ms-tnef",
        filename="winmail.dat",
    )
    read = mime.read(made.as_bytes())

    assert "He got two years." in read.text
    assert [(file.name, file.content) for file in read.attachments] == [("plan.txt", b"the plan")]


def test_a_broken_winmail_dat_is_kept_as_it_is() -> None:
    made = message("Words.")
    made.add_attachment(b"\x78\x9f\x3e\x22junk", maintype="application", subtype="ms-tnef")
    read = mime.read(made.as_bytes())

    assert read.text.strip() == "Words."
    assert [file.name for file in read.attachments] == ["winmail.dat"]
    assert Fault.BROKEN_PART in read.faults


def test_an_outlook_file_that_cannot_be_opened_is_said_to_be_none() -> None:
    broken = container({"__substg1.0_0037001F": "Sentence".encode("utf-16-le")})[:900]

    assert mime.read(broken).faults == (Fault.NOT_A_MESSAGE,)


def test_what_is_no_message_is_said_to_be_none() -> None:
    assert mime.read(b"").faults == (Fault.NOT_A_MESSAGE,)
    assert mime.read(b"%PDF-1.7\n...").faults == (Fault.NOT_A_MESSAGE,)


def test_a_delivery_report_names_the_address_that_failed() -> None:
    report = (
        b"MIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    )
    body = (
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        b"Final-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        b"--b\nContent-Type: message/rfc822\n\nMessage-ID: <out-1@example.gov.uk>\n"
        b"Subject: Your request\n\nHello\n--b--\n"
    )
    read = mime.read(raw(report, body))

    assert read.report is not None
    assert read.report.failed == ("gone@example.org",)
    assert read.report.is_permanent
    assert read.report.returned_message_id == "<out-1@example.gov.uk>"


def test_a_message_in_a_message_is_read_and_its_files_count() -> None:
    inner = message("The inner words.")
    inner.add_attachment(b"abc", maintype="application", subtype="pdf", filename="a.pdf")
    outer = message("See attached.")
    outer.add_attachment(inner)
    read = mime.read(outer.as_bytes())

    assert [one.text.strip() for one in read.messages] == ["The inner words."]
    assert [file.name for file in read.all_files()] == ["a.pdf"]


@from_table
def test_own_words_are_told_from_those_of_another_message(
    text: str, own: str, sender: str, is_forward: bool
) -> None:
    found = split(text)

    assert found.own == own
    assert found.wrapped is not None
    assert (found.wrapped.sender.email, found.wrapped.is_forward) == (sender, is_forward)


def test_a_signature_is_told_from_the_words_above_it() -> None:
    found = split("He got two years.\n\nAnn\n-- \nAnn Example, Acme Ltd")

    assert (found.own, found.signature) == (
        "He got two years.\n\nAnn",
        "-- \nAnn Example, Acme Ltd",
    )


def test_an_unquoted_comma_in_a_name_does_not_hide_the_address() -> None:
    content = b"From: PC 9, Example <pc@example.org>\nSubject: x\n\nWords"

    assert mime.read(content).sender.email == "pc@example.org"


def test_a_body_that_is_no_base64_is_no_fault_of_the_rest() -> None:
    made = raw(b"Content-Transfer-Encoding: base64\n", base64.b64encode(b"Sound.") + b"!!")

    assert mime.read(made).text.startswith("Sound.")
