"""What must be so of what no column holds: who decides, the step that is shown, the plan."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.proofs._truth_kinds import DOERS, NOW, REACHED, REACHED_AT_COURT, WITH_OFFICER
from tests.proofs._truth_records import Records, Row
from tests.proofs._truth_words import in_london

_FIRST_STEP = "Received"


def wrong_doer(records: Records, matter: str, words: str) -> str:
    """Who did what these words say somebody else did; empty where they are right."""
    for pattern, column in DOERS:
        held = {records.people.get(number, "") for number in records.values(matter, column)}
        for name in records.people.values():
            if held and name not in held and re.search(pattern.format(name=re.escape(name)), words):
                return ", ".join(sorted(held))
    return ""


def wrong_officer(records: Records, matter: str, words: str) -> str:
    """Who has each submission of a review, where these words give it to another; else empty."""
    said = WITH_OFFICER.search(words)
    submissions = {row["id"]: row for row in _rows(records, matter, "submission")}
    if said is None or not submissions:
        return ""
    passes = sorted(_rows(records, matter, "submission_pass"), key=lambda row: row["id"])
    officers = {number: row["addressed_to"] for number, row in submissions.items()}
    officers |= {row["submission_id"]: row["to_officer"] for row in passes}
    held = {officer.replace("_", " ").title() for officer in officers.values()}
    return "" if f"{said[1]} General" in held else ", ".join(sorted(held))


def wrong_step(records: Records, reference: str, words: str) -> str:
    """The steps that a request can have reached, where these words say another; else empty."""
    said = NOW.search(words)
    if said is None:
        return ""
    under_way = [
        REACHED[row["state"]]
        for row in records.reviews_of(reference)
        if row["outcome"] is None and row["state"] in REACHED
    ]
    if records.groups[reference] == reference:
        under_way = [_FIRST_STEP]
    held = {*under_way, *(REACHED_AT_COURT[step] for step in under_way if step in REACHED_AT_COURT)}
    return "" if not held or said[1] in held else ", ".join(sorted(held))


def too_late(day: date, moments: Iterable[Any]) -> str:
    """The day to file by, where a part of the plan is planned after it; else empty."""
    days = [in_london(moment).date() for moment in moments]
    return f"{max(days)}" if days and day > max(days) else ""


def next_hearings(records: Records, matter: str) -> list[date]:
    """The day of each review's hearing as it was listed last."""
    last = {
        row["review_id"]: row["heard_on"]
        for row in sorted(_rows(records, matter, "hearing"), key=lambda row: row["id"])
    }
    return list(last.values())


def not_listed(records: Records, listed: Iterable[str], today: date) -> list[tuple[str, date]]:
    """The open reviews with a hearing to come that a list of the hearings has not, and the day."""
    reviews = {f"review:{row['id']}" for row in records.rows_of("review") if not row["outcome"]}
    days = {review: max(next_hearings(records, review), default=today) for review in reviews}
    ahead = [(review, day) for review, day in sorted(days.items()) if day > today]
    return [(review, day) for review, day in ahead if review not in listed]


def file_by_once_filed(records: Records, matter: str) -> list[Any]:
    """The law's own moments of reviews that are filed or over: nothing is to be filed any more."""
    return [
        row["file_by_at"]
        for row in _rows(records, matter, "review")
        if row["file_by_at"] and (row["filed_at"] or row["outcome"] or row["state"] == "at_court")
    ]


def _rows(records: Records, matter: str, table: str) -> list[Row]:
    rows = [row for other in records.related(matter) for row in records.rows[other].get(table, ())]
    return list({row["id"]: row for row in rows}.values())
