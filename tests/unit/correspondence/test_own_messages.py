"""Invented messages, English and Welsh, and what a careful reader records of each."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.cli.mailbox import read_sent_log, row_of
from ulss_tracker.services.correspondence.proposal import Proposal, propose

FOLDER = Path(__file__).parent / "messages"
with (FOLDER / "truth.csv").open(encoding="utf-8", newline="") as _file:
    TRUTH = {row["file"]: row for row in csv.DictReader(_file)}
SENT = read_sent_log(FOLDER / "sent_log.csv")
OF_PEOPLE = {
    name: row
    for name, row in TRUTH.items()
    if row["kind"] not in ("auto_reply", "bounce", "spam", "press")
}


@cache  # each message is held to several rules
def read(name: str) -> Proposal:
    return propose(mime.read((FOLDER / name).read_bytes()), SENT)


def row(name: str) -> Mapping[str, str]:
    return row_of(name, read(name))


@pytest.mark.parametrize("name", TRUTH)
def test_a_message_is_sorted_and_its_reference_and_language_are_read(name: str) -> None:
    wanted, found = TRUTH[name], row(name)

    assert {each: found[each] for each in ("kind", "reference", "language")} == {
        each: wanted[each] for each in ("kind", "reference", "language")
    }


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_offenders_court_day_and_reply_address_are_read(name: str) -> None:
    wanted, found = TRUTH[name], row(name)
    columns = ["sentence_date", "reply_email"] + ["court"] * bool(wanted["court"])

    assert set(found["offender_names"].split("|")) == set(wanted["offender_names"].split("|"))
    assert {each: found[each] for each in columns} == {each: wanted[each] for each in columns}


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_warning_is_shown_where_one_is_said_and_nowhere_else(name: str) -> None:
    assert bool(row(name)["safe_contact_note"]) == bool(TRUTH[name]["safe_contact_note"])


def test_who_asks_is_read_of_nearly_all_who_say_it() -> None:
    told = [name for name, wanted in TRUTH.items() if wanted["standing"]]
    right = [name for name in told if row(name)["standing"] == TRUTH[name]["standing"]]

    assert len(told) == 39
    assert len(right) >= 38


def test_every_mark_stands_in_the_message() -> None:
    for name in OF_PEOPLE:
        proposal = read(name)
        whole = " ".join(f"{proposal.told.mail.text} {proposal.told.mail.subject}".split())
        marks = [*proposal.offenders, *proposal.warnings, *filter(None, [proposal.court])]
        for mark in marks:
            first = " ".join(mark.words.split()[:3]).replace(".", "")
            assert first in whole.replace(".", ""), (name, mark.words)


def test_the_clock_keeps_the_earlier_of_two_days_that_words_may_mean() -> None:
    proposal = read("en07.eml")  # "last Tuesday", written on a Saturday

    assert proposal.sentenced_on is not None
    assert proposal.sentenced_on.value.isoformat() == "2026-03-17"
    assert proposal.earliest_on is not None
    assert proposal.earliest_on.isoformat() == "2026-03-10"


def test_who_asks_to_be_left_alone_is_not_answered() -> None:
    assert not read("cy05.eml").may_answer
    assert read("cy01.eml").may_answer
    assert not read("cy06.eml").may_answer
