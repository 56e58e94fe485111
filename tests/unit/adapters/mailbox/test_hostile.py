"""Messages made to hurt whoever reads them: read in bounds, and nothing in them is believed."""

import time
from collections.abc import Callable

import pytest

from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.adapters.mailbox.message import Fault
from ulss_tracker.services.correspondence.proposal import propose

HEAD = b"From: a@example.org\nSubject: x\nDate: Mon, 5 Oct 2026 10:00:00 +0000\n"
LONGEST = 12.0  # seconds, on a machine that does other work beside


def nested(depth: int, kind: bytes = b"message/rfc822") -> bytes:
    return HEAD + (b"Content-Type: " + kind + b"\n\n" + HEAD) * depth + b"\nwords"


def multiparts(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )
    return HEAD + opened + b"Content-Type: text/plain\n\nwords\n"


def parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/plain\n\nwords\n"
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * count + b"--b--\n"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "200 messages in one another": lambda: nested(200),
    "2,000 messages in one another": lambda: nested(2000),
    "200 multiparts in one another": lambda: multiparts(200),
    "5,000 parts": lambda: parts(5000),
    "50,000 headers": lambda: HEAD + b"X-A: b\n" * 50_000 + b"\nwords",
    "a subject of a megabyte": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n" + HEAD,
    "a million recipients": lambda: b"To: " + b"a@example.org, " * 200_000 + b"\n" + HEAD + b"\n",
    "references without end": lambda: HEAD + b"References: " + b"<a@b> " * 200_000 + b"\n\nwords",
    "60 megabytes": lambda: HEAD + b"\n" + b"words and words\n" * (4 * 1024 * 1024),
    "deep HTML": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "an unclosed tag": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<a href='" * 100_000,
    "one long line": lambda: HEAD + b"\n" + b"a" * 5_000_000,
    "nothing but quotes": lambda: HEAD + b"\n" + b"> > > words\n" * 200_000,
    "nothing but headers in words": lambda: HEAD + b"\n" + b"From: a\nSent: b\n" * 100_000,
    "names without end": lambda: HEAD + b"\n" + b"Mr Bo Example " * 20_000,
    "courts without end": lambda: HEAD + b"\n" + b"Leeds Crown Court on 3 May. " * 8_000,
    "sentenced without end": lambda: HEAD + b"\n" + b"sentenced at court got given " * 8_000,
    "spaces": lambda: HEAD + b"\n" + b" " * 2_000_000 + b"x",
    "dots": lambda: HEAD + b"\n" + b". " * 200_000,
    "nulls": lambda: HEAD + b"\n" + b"\0" * 100_000 + b"words",
    "a charset that is a module": lambda: HEAD + b"Content-Type: text/plain; charset=os\n\nwords",
    "a charset of bytes": lambda: HEAD + b"Content-Type: text/plain; charset=hex\n\nzz",
    "half a letter": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\n\n+2AA-",
    "a boundary of nothing": lambda: HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n--\n',
    "a report of nothing": lambda: HEAD + b"Content-Type: message/delivery-status\n\n\n\n",
    "no date": lambda: b"From: a@example.org\nSubject: x\nDate: soon\n\nwords",
    "a year that is none": lambda: b"From: a@b.c\nDate: Mon, 1 Jan 99999 10:00:00 +0000\n\nwords",
    "a zone that is none": lambda: b"From: a@b.c\nDate: Mon, 1 Jan 2026 10:00:00 +9999\n\nwords",
    "broken address": lambda: b'From: "<<<>>>@@@" <a@b@c>\nTo: ;;;,,,\nSubject: x\n\nwords',
    "junk winmail": lambda: HEAD + b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22" * 9,
    "junk Outlook file": lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\xff" * 5000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_read_in_bounds(name: str) -> None:
    content = HOSTILE[name]()
    began = time.monotonic()

    proposal = propose(mime.read(content))

    assert time.monotonic() - began < LONGEST
    assert len(proposal.told.mail.text) <= 200_000
    assert len(proposal.offenders) < 200
    assert "\0" not in proposal.told.mail.text.encode().decode()


def test_what_is_too_large_is_known_by_its_headers_and_named() -> None:
    read = mime.read(HEAD + b"\n" + b"x" * (mime.LARGEST + 1))

    assert read.faults == (Fault.TOO_LARGE,)
    assert (read.sender.email, read.text) == ("a@example.org", "")


@pytest.mark.parametrize(
    "name",
    [
        b"=?utf-8?q?Bo=0D=0ABcc:_all@example.org?= <a@example.org>",
        b'"Bo\\r\\nBcc: all@example.org" <a@example.org>',
    ],
)
def test_a_name_cannot_bring_in_another_header(name: bytes) -> None:
    sender = mime.read(b"From: " + name + b"\nSubject: =?utf-8?q?a=0Ab?=\n\nwords").sender

    assert sender.email == "a@example.org"
    assert not {"\r", "\n"} & set(sender.name)


def test_html_that_fetches_is_read_as_words_alone() -> None:
    page = b'<p>Hello</p><img src="https://example.net/x.png"><script>fetch("/x")</script>'

    assert mime.read(HEAD + b"Content-Type: text/html\n\n" + page).text.split() == ["Hello"]
