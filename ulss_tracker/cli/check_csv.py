"""Checking a whole file of sentences against the scheme, row by row.

A row that cannot be read says so in its own row and the rest go on. The file is read as an office
register is written: its court column is a Crown Court unless it says otherwise. A file of what
people typed takes nothing for granted: a court that is not named is asked about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ulss_tracker.cli.dates import read_date
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.court_said import court_said
from ulss_tracker.scheme.time.date_warnings import warnings_about_date

OFFENCE = ("offence", "offence_text")
_BESIDE = ("court", "sentence_date")
# Words that say a court is the Crown Court, in either language.
_LEVEL = re.compile(r"crown|goron|\bcc\b|\bcrim|bailey|\bccc\b|troseddol canolog", re.IGNORECASE)
ADDED = ("verdict", "offence_ids", "form", "reasons")

# A register is of old sentences, each judged by itself: these warnings need no other date.
NOT_THE_DAY = {"future", "before_scheme"}
"""Warnings of a date that is hardly the day of sentence: whatever the rest, a lawyer checks."""
_DOUBTS = {*NOT_THE_DAY, "weekend", "bank_holiday"}


def needed(heading: Sequence[str]) -> tuple[str, ...]:
    """The columns to read: the offence is in `offence` or, where there is none, `offence_text`."""
    names = {name.casefold() for name in heading}
    return (next((name for name in OFFENCE if name in names), OFFENCE[0]), *_BESIDE)


def check_row(
    cells: Mapping[str, str], catalogue: Catalogue, today: date, *, typed: bool = False
) -> dict[str, str]:
    """The cells to add to a row: the verdict on it and why, with its authority.

    typed: the row is what a person wrote and not an office's record, so nothing is taken as read.
    A date in the future, or before sentences could be reviewed, is hardly the day of sentence, so
    a lawyer must check; a weekend or a bank holiday is named and changes nothing. `error` is added
    where the row could not be read.
    """
    offence = next((cells[name] for name in OFFENCE if name in cells), "")
    if not any(cell.strip() for cell in (offence, *(cells[name] for name in _BESIDE))):
        return _unread("This row is empty: it has no offence, no court and no date.")
    try:
        sentenced_on = read_date(cells["sentence_date"])
    except ValueError as fault:
        return _unread(f"The date of sentence could not be read: {fault}")
    facts = recorded_facts(offence, cells["court"], sentenced_on)
    assessment = assess(as_typed(facts) if typed else facts, catalogue)
    doubts = [] if sentenced_on is None else warnings_about_date(sentenced_on, today=today)
    asked = {doubt.id: doubt.text for doubt in doubts if doubt.id in _DOUBTS}
    verdict = Verdict.MUST_CHECK if NOT_THE_DAY & asked.keys() else assessment.verdict
    said = [f"{test.reason} ({test.authority})" for test in assessment.tests]
    return {
        "verdict": verdict.value,
        "offence_ids": ";".join(assessment.offence_ids),
        "form": ";".join(assessment.forms),
        "reasons": " ".join([*asked.values(), *said]),
    }


def as_typed(facts: Facts) -> Facts:
    """The same facts with nothing taken as read: a town alone does not say which of its courts.

    Where the court is blank it is that which the words of the offence name.
    """
    if not facts.court_text.strip():
        told = court_said("; ".join(conviction.text for conviction in facts.convictions))
        return replace(facts, recorded=False, court_text=told)
    kind = load_courts().read(facts.court_text).kind
    is_stated = kind is not CourtKind.CROWN_COURT or _LEVEL.search(facts.court_text)
    return replace(facts, recorded=False, court_text=facts.court_text if is_stated else "")


def _unread(reason: str) -> dict[str, str]:
    return {"verdict": Verdict.MUST_CHECK.value, "reasons": reason, "error": reason}


def recorded_facts(offence: str, court: str, sentenced_on: date | None) -> Facts:
    """A row of a register as the scheme rules need it."""
    return Facts(
        court_id=None,
        court_text=court,
        sentenced_on=sentenced_on,
        convictions=(ConvictionFacts(None, text=offence),),
        recorded=True,
    )
