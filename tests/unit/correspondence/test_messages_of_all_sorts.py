"""Messages as an office gets them, labelled before any was read: how many are read rightly."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from tests.support import labelled_mail
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.cli.mailbox import row_of
from ulss_tracker.services.correspondence.kinds import UNWANTED
from ulss_tracker.services.correspondence.proposal import propose

# At least this share of what is said is read rightly.
FLOORS = {
    "kind": 0.98,
    "offenders": 0.96,
    "court": 0.96,
    "day": 0.93,
    "reference": 1,
    "reply": 0.98,
    "standing": 0.9,
    "asks": 0.9,
    "warn": 0.94,
}
_COLUMNS = {
    "offenders": "offender_names",
    "day": "sentence_date",
    "asks": "requester_name",
    "reply": "reply_email",
    "warn": "safe_contact_note",
}


@cache
def read() -> list[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """Each message as it is labelled, and the row that was read of it."""
    return [
        (message, row_of(message["id"], propose(mime.read(labelled_mail.raw(message)), {})))
        for message in labelled_mail.messages()
    ]


def told(name: str) -> Iterator[tuple[str, bool]]:
    """The id of each message that says something, and whether it was read rightly."""
    for message, row in read():
        if wanted := message.get(name):
            got = row[_COLUMNS.get(name, name)]
            if name == "offenders":
                yield message["id"], set(got.split("|")) == set(wanted.split("|"))
            elif name == "warn":
                yield message["id"], bool(got)
            else:
                yield message["id"], got == wanted


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_said_is_read(name: str) -> None:
    rows = list(told(name))
    missed = [number for number, is_right in rows if not is_right]

    assert len(missed) <= (1 - FLOORS[name]) * len(rows), missed


def test_no_request_is_taken_for_automatic_nor_the_other_way() -> None:
    for message, row in read():
        is_unwanted = [kind in UNWANTED for kind in (message["kind"], row["kind"])]
        assert is_unwanted[0] == is_unwanted[1], message["id"]


def test_at_most_one_warning_in_fifty_is_none() -> None:
    quiet = [
        (message["id"], row["safe_contact_note"])
        for message, row in read()
        if "warn" not in message
    ]
    false = [number for number, note in quiet if note]

    assert len(false) <= len(quiet) / 50, false


def test_nobody_who_writes_is_an_offender() -> None:
    for message, row in read():
        assert (
            row["requester_name"] not in row["offender_names"].split("|")
            or not row["requester_name"]
        ), message["id"]
