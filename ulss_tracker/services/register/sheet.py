"""The register as a spreadsheet: its ten columns, and its rows with the numbers a person sees."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ulss_tracker.errors import Refused

_ENCODINGS = ("utf-8-sig", "cp1252")
_SEPARATORS = ",;\t"
_HEADER_WITHIN = 30  # rows above the headings may hold a title, a date or nothing
_LARGEST_CELL = 1_000_000


class Column(StrEnum):
    """A column of the office's file. The value is the name it goes by in reports."""

    REFERENCE = "reference"
    INITIALS = "initials"
    COURT = "court"
    SENTENCED = "date of sentence"
    OFFENCE = "offence"
    STATUS = "status"
    OUTCOME = "outcome"
    HEARING = "court hearing date"
    SENTENCE = "original sentence"
    REVISED = "revised sentence"

    @property
    def heading(self) -> str:
        """The heading in the office's own file."""
        return _HEADINGS[self]


_HEADINGS = {
    Column.REFERENCE: "ULS Reference",
    Column.INITIALS: "Initials",
    Column.COURT: "Crown Court at which sentence was passed (unless otherwise specified)",
    Column.SENTENCED: "Date of Sentence",
    Column.OFFENCE: "Offence Category",
    Column.STATUS: "Current Status",
    Column.OUTCOME: "Outcome of Decision",
    Column.HEARING: "Court Hearing Date",
    Column.SENTENCE: "Original Sentence",
    Column.REVISED: "Revised Sentence",
}

# A heading is known by the first of these it holds: offices shorten and lengthen them.
_KNOWN_BY = (
    ("reference", Column.REFERENCE),
    ("initial", Column.INITIALS),
    ("hearing", Column.HEARING),
    ("date of sentence", Column.SENTENCED),
    ("sentence date", Column.SENTENCED),
    ("original", Column.SENTENCE),
    ("revised", Column.REVISED),
    ("outcome", Column.OUTCOME),
    ("status", Column.STATUS),
    ("offence", Column.OFFENCE),
    ("court", Column.COURT),
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as written. `number` is the row's number in the spreadsheet; `beyond` is whatever
    stands outside the ten columns."""

    number: int
    cells: dict[Column, str]
    beyond: tuple[str, ...] = ()

    def said(self, column: Column) -> str:
        """The cell with its spaces and line breaks made single spaces: how it is read."""
        return " ".join(self.cells[column].split())

    @property
    def reference(self) -> str:
        return self.said(Column.REFERENCE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a register that hold anything, and how many below the headings do not."""

    rows: tuple[SheetRow, ...]
    blank_rows: int


def read_sheet(raw: bytes) -> Sheet:
    """The register in a CSV file, in UTF-8 or Windows-1252.

    Raises `Refused` when the file is not such a register; the message says what is wanting.
    """
    lines = list(_lines(_decoded(raw)))
    at, places = _find_headings(lines)
    rows = []
    blank = 0
    for number, cells in enumerate(lines[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in cells):
            rows.append(_row(number, cells, places))
        else:
            blank += 1
    if not rows:
        raise Refused("The register has headings and no rows")
    return Sheet(tuple(rows), blank)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    text = text.replace("\0", "")
    head = text[:5000]
    separator = max(_SEPARATORS, key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise Refused(f"The file cannot be read as CSV: {fault}") from fault


def _find_headings(lines: list[list[str]]) -> tuple[int, dict[Column, int]]:
    """The row that holds the headings, and the place of each column."""
    best: dict[Column, int] = {}
    for at, cells in enumerate(lines[:_HEADER_WITHIN]):
        places = _places(cells)
        if len(places) == len(Column):
            return at, places
        if len(places) > len(best):
            best = places
    missing = [column.heading for column in Column if column not in best]
    raise Refused(f"The register needs a row of headings. Not found: {'; '.join(missing)}")


def _places(cells: list[str]) -> dict[Column, int]:
    places: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        heading = " ".join(cell.casefold().split())
        column = next((column for word, column in _KNOWN_BY if word in heading), None)
        # The court's heading speaks of sentence too; it is long, and begins with the court.
        if heading.startswith("crown court"):
            column = Column.COURT
        if column is not None:
            places.setdefault(column, place)
    return places


def _row(number: int, cells: list[str], places: dict[Column, int]) -> SheetRow:
    known = {column: cells[at] if at < len(cells) else "" for column, at in places.items()}
    used = set(places.values())
    beyond = tuple(cell for place, cell in enumerate(cells) if place not in used and cell.strip())
    return SheetRow(number, known, beyond)
