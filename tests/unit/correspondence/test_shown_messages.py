"""The fifty messages beside the project, where they are there, by the measures of their score."""

import csv
from pathlib import Path

import pytest

from ulss_tracker.adapters.mailbox import file_words, mime
from ulss_tracker.cli.mailbox import read_sent_log, row_of
from ulss_tracker.services.correspondence.proposal import propose

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "emails"
AUTOMATIC = ("auto_reply", "bounce", "spam")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared messages are not here"),
]


def share(pairs: list[tuple[bool, str]]) -> float:
    return sum(right for right, _ in pairs) / len(pairs)


def test_the_shown_messages_are_read_as_well_as_was_asked() -> None:
    with (FOLDER / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    sent = read_sent_log(FOLDER / "sent_log.csv")
    found = {}
    for row in truth:
        mail = mime.read((FOLDER / row["file"]).read_bytes())
        found[row["file"]] = row_of(row["file"], propose(mail, sent, file_words.read(mail)))
    kinds = [(found[row["file"]]["kind"], row["kind"]) for row in truth]
    people = [row for row in truth if row["kind"] not in AUTOMATIC]

    def right(column: str) -> float:
        told = [row for row in people if row[column]]
        return share(
            [
                (
                    set(found[row["file"]][column].split("|")) == set(row[column].split("|")),
                    row["file"],
                )
                for row in told
            ]
        )

    assert sum(got == wanted for got, wanted in kinds) >= 46
    assert not [got for got, wanted in kinds if wanted == "new_request" and got in AUTOMATIC]
    assert sum(got == "new_request" != wanted for got, wanted in kinds) <= 1
    assert right("offender_names") >= 0.9
    assert right("sentence_date") >= 0.95
    assert right("court") >= 0.9
    assert right("reference") == 1
    assert right("reply_email") >= 0.95
    assert all(found[row["file"]]["safe_contact_note"] for row in truth if row["safe_contact_note"])
