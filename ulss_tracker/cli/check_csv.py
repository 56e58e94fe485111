"""Checking a whole file of sentences against the scheme, row by row.

A row that cannot be read says so in its own row and the rest go on. The file is read as an office
register is written: its court column is a Crown Court unless it says otherwise.
"""

from collections.abc import Mapping
from datetime import date, datetime

from ulss_tracker.scheme.eligibility import ConvictionFacts, Facts, Verdict, assess
from ulss_tracker.scheme.offences import Catalogue

NEEDED = ("offence", "court", "sentence_date")
ADDED = ("verdict", "offence_ids", "form", "reasons")

_DATE_PATTERNS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d",
    "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
)  # fmt: skip


def read_date(text: str) -> date | None:
    """A date as people write it, day before month; None if there is none. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    for pattern in _DATE_PATTERNS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"“{text}” is not a date.")


def check_row(cells: Mapping[str, str], catalogue: Catalogue) -> dict[str, str]:
    """The cells to add to a row of a register: the verdict on it and why.

    `error` is added where the row could not be read; a lawyer must then check it.
    """
    try:
        sentenced_on = read_date(cells["sentence_date"])
    except ValueError as fault:
        reason = f"The date of sentence could not be read: {fault}"
        return {"verdict": Verdict.MUST_CHECK.value, "reasons": reason, "error": reason}
    found = assess(recorded_facts(cells["offence"], cells["court"], sentenced_on), catalogue)
    return {
        "verdict": found.verdict.value,
        "offence_ids": ";".join(found.offence_ids),
        "form": ";".join(found.forms),
        "reasons": " ".join(test.reason for test in found.tests),
    }


def recorded_facts(offence: str, court: str, sentenced_on: date | None) -> Facts:
    """A row of a register as the scheme rules need it."""
    return Facts(
        court_id=None,
        court_text=court,
        sentenced_on=sentenced_on,
        convictions=(ConvictionFacts(None, text=offence),),
        recorded=True,
    )
