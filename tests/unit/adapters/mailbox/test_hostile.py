"""Messages made to hurt whoever reads them: read in bounds, and nothing in them is believed."""

import time

import pytest

from tests.support.hostile_mail import HEAD, HOSTILE
from ulss_tracker.adapters.gate import limits
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.adapters.mailbox.message import Fault
from ulss_tracker.services.correspondence.proposal import propose

# Of a processor: how busy the machine is says little of the message.
LONGEST = limits.READING.seconds


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_read_in_bounds(name: str) -> None:
    content = HOSTILE[name]()
    began = time.process_time()

    proposal = propose(mime.read(content))

    assert time.process_time() - began < LONGEST
    assert len(proposal.told.mail.text) <= 200_000
    assert len(proposal.offenders) < 200
    assert "\0" not in proposal.told.mail.text.encode().decode()


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


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
