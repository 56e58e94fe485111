"""Awkward things typed by a caseworker, up to the letter they end in."""

import socket
import subprocess
import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.hostile_words import WORDS, as_sent
from tests.support.page import Page, words
from ulss_tracker.models import Letter, LetterKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters

EACH = pytest.mark.parametrize("name", WORDS)
# Turns the words after it round, and so ours: a letter is made without.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OURS = (
    "Your request reached us on",
    "First we check whether the law allows this sentence to be reviewed.",
    "passed at Leeds Crown Court on",
    "Page 1 of",
)


@pytest.fixture
def nobody_came() -> Iterator[str]:
    """Where the words that reach for something reach: to a server that nobody may come to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            server.accept()


def typed(name: str, listener: str) -> str:
    """These words, as they reach a server, for the listener that nobody may come to."""
    return as_sent(WORDS[name].replace("127.0.0.1:9", listener))


def letters_and_digits(text: str) -> str:
    """Reduce to what anybody would miss: neither marks nor spaces, in one spelling."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def is_kept(page: Page, said: str) -> bool:
    """Whether what was typed is still in the form, or read on the page."""
    fields = [field.get("value") or field.text or "" for field in page.select("input, textarea")]
    wanted = letters_and_digits(said)
    return any(wanted in letters_and_digits(each) for each in (words(page.document), *fields))


@pytest.mark.slow
@EACH
def test_a_letter_with_them_is_issued_and_read_or_says_what_stops_it(
    app: Flask, signed_in, nobody_came: str, name: str
) -> None:
    said = typed(name, nobody_came)
    review = build.eligible_review(offender_name=short(said), requester_name=short(said))
    draft = letters.draft(
        LetterKind.ACKNOWLEDGEMENT,
        build.user(),
        case=review.case,
        review=review,
        request=review.case.requests[0],
    )
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"/casework/letter-drafts/{draft.id}")
    page = client.submit("Save and preview", more=said, recipient=f"{short(said)}\n1 High Street")
    if page.errors:
        assert is_kept(page, said)
        return
    stopped = "Another way to write what the letter’s fonts do not have" in page.text
    page = client.submit("Issue the letter") if not stopped else page
    letter = db.session.scalar(select(Letter))
    if letter is None:
        assert stopped or "would be longer than 200 pages" in page.text, page.text[:500]
        return
    made = subprocess.run(
        ["pdftotext", "-", "-"], input=letter.pdf, capture_output=True, check=True
    )
    read = " ".join(made.stdout.decode().split())
    for ours in OURS:
        assert ours in read
    assert TURNING.isdisjoint(letter.html)


def short(said: str) -> str:
    """As much of it as a name may be, without what a form takes out of one."""
    return " ".join("".join(each for each in said if each >= " ")[:100].split()) or "Ann"
