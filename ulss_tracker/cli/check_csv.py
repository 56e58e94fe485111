"""Checking a whole file of sentences against the scheme, row by row.

A row that cannot be read says so in its own row and the rest go on. The file is read as an office
register is written: its court column is a Crown Court unless it says otherwise.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ulss_tracker.scheme.eligibility import (
    Assessment,
    ConvictionFacts,
    Facts,
    Verdict,
    assess,
)
from ulss_tracker.scheme.offences import Catalogue

NEEDED = ("offence", "court", "sentence_date")
ADDED = ("verdict", "offence_ids", "form", "reasons")
_EXTRA = None
_LARGEST_CELL = 10_000_000
_DATE_PATTERNS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d",
    "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
)  # fmt: skip


class UnreadableFile(ValueError):
    """The file as a whole cannot be checked. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Register:
    """A file read: its columns, its rows, and how it was written."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str | None, str | list[str]], ...]
    by_need: Mapping[str, str]
    line_end: str
    marked: bool


def read_register(data: bytes) -> Register:
    """The rows of a CSV file, in UTF-8 (with or without a mark) or as Excel saves it.

    Raises UnreadableFile if it is empty, or a column that is needed is missing.
    """
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""), restval="")
    columns = tuple(reader.fieldnames or ())
    by_need = {name: column for column in columns for name in [column.strip().casefold()]}
    missing = [name for name in NEEDED if name not in by_need]
    if missing:
        there = ", ".join(columns) or "none"
        raise UnreadableFile(
            f"The file needs a column called {' and one called '.join(missing)}. "
            f"Its columns are: {there}."
        )
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Register(columns, tuple(reader), by_need, line_end, marked)


def check_rows(register: Register, catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """Each row of a register with the verdict on it and why."""
    for row in register.rows:
        kept = {column: _cell(row.get(column, "")) for column in register.columns}
        yield {**kept, **_check(row, kept, register, catalogue)}


def write_register(path: Path, register: Register, rows: list[dict[str, str]]) -> None:
    """Write the rows as the file they came from was written."""
    columns = [*(name for name in register.columns if name not in ADDED), *ADDED]
    encoding = "utf-8-sig" if register.marked else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(
            file, columns, extrasaction="ignore", lineterminator=register.line_end
        )
        writer.writeheader()
        writer.writerows(rows)


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


def facts_of(offence: str, court: str, sentenced_on: date | None) -> Facts:
    """A row of a register as the scheme rules need it."""
    return Facts(
        court_id=None,
        court_text=court,
        sentenced_on=sentenced_on,
        convictions=(ConvictionFacts(None, text=offence),),
        recorded=True,
    )


def _check(
    row: Mapping[str | None, str | list[str]],
    kept: Mapping[str, str],
    register: Register,
    catalogue: Catalogue,
) -> dict[str, str]:
    if row.get(_EXTRA):
        return _unread("This row has more cells than the file has columns.")
    offence, court, when = (kept[register.by_need[name]] for name in NEEDED)
    try:
        sentenced_on = read_date(when)
    except ValueError as error:
        return _unread(f"The date of sentence could not be read: {error}")
    found = assess(facts_of(offence, court, sentenced_on), catalogue)
    return _answer(found)


def _answer(found: Assessment) -> dict[str, str]:
    return {
        "verdict": found.verdict.value,
        "offence_ids": ";".join(found.offence_ids),
        "form": ";".join(found.forms),
        "reasons": " ".join(test.reason for test in found.tests),
    }


def _unread(reason: str) -> dict[str, str]:
    return {
        "verdict": Verdict.MUST_CHECK.value,
        "offence_ids": "",
        "form": "",
        "reasons": reason,
    }


def _cell(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ""
