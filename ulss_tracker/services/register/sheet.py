"""The register as a spreadsheet: its ten columns, and its rows with the numbers a person sees."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ulss_tracker.errors import Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.core import csv
from ulss_tracker.services.register import words

_HEADER_WITHIN = 30  # rows above the headings may hold a title, a date or nothing


class Column(LabelledEnum):
    """A column of the office's file. The value is the name it goes by in reports."""

    REFERENCE = "reference", "ULS Reference"
    INITIALS = "initials", "Initials"
    COURT = "court", "Crown Court at which sentence was passed (unless otherwise specified)"
    SENTENCED = "date of sentence", "Date of Sentence"
    OFFENCE = "offence", "Offence Category"
    STATUS = "status", "Current Status"
    OUTCOME = "outcome", "Outcome of Decision"
    HEARING = "court hearing date", "Court Hearing Date"
    SENTENCE = "original sentence", "Original Sentence"
    REVISED = "revised sentence", "Revised Sentence"

    @property
    def heading(self) -> str:
        """The heading in the office's own file."""
        return self.label


# A heading that is not one of those is known by the first of these it holds: offices shorten and
# lengthen them.
_KNOWN_BY = (
    ("reference", Column.REFERENCE),
    ("uls ref", Column.REFERENCE),
    ("ref no", Column.REFERENCE),
    ("initial", Column.INITIALS),
    ("hearing", Column.HEARING),
    ("date of sentence", Column.SENTENCED),
    ("sentence date", Column.SENTENCED),
    ("date sentenced", Column.SENTENCED),
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
    stands outside every heading; `cut` are the columns the row ends before."""

    number: int
    cells: dict[Column, str]
    beyond: tuple[str, ...] = ()
    cut: tuple[Column, ...] = ()

    def said(self, column: Column) -> str:
        """The cell with its spaces and line breaks made single spaces: how it is read."""
        return " ".join(self.cells[column].split())

    @property
    def reference(self) -> str:
        return self.said(Column.REFERENCE)


@dataclass(frozen=True, slots=True)
class Aside:
    """Something in the file that is no row of the register: what was read, and what it is."""

    number: int
    column: Column
    read: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a register that hold anything, how many below the headings do not, and what
    else the file holds."""

    rows: tuple[SheetRow, ...]
    blank_rows: int
    asides: tuple[Aside, ...] = ()


def read_sheet(raw: bytes) -> Sheet:
    """The register in a CSV file, in UTF-8, UTF-16 or Windows-1252.

    Raises `Refused` when the file is not such a register; the message says what is wanting.
    """
    text = csv.decode(raw)
    separator, at, places = _find_headings(text)
    lines = list(csv.split(text, separator))
    others = _other_columns(lines[at], places)
    rows = []
    asides = []
    blank = 0
    for number, cells in enumerate(lines[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in cells):
            blank += 1
        elif len(_places(cells)) == len(Column):
            asides.append(Aside(number, Column.REFERENCE, cells[0], words.HEADINGS_AGAIN))
        else:
            rows.append(_row(number, cells, places, others))
    if not rows:
        raise Refused("The register has headings and no rows")
    asides += _unread_columns(at + 1, lines[at + 1 :], others)
    if not text.endswith(("\n", "\r")) and rows[-1].number == len(lines):
        last = max(places, key=lambda column: places[column])
        asides.append(Aside(len(lines), last, rows[-1].cells[last], words.NO_LINE_END))
    return Sheet(tuple(rows), blank, tuple(asides))


def _find_headings(text: str) -> tuple[str, int, dict[Column, int]]:
    """The separator of the cells, the row that holds the headings, and the place of each column."""
    best: dict[Column, int] = {}
    for separator in sorted(csv.SEPARATORS, key=text.count, reverse=True):
        for at, cells in enumerate(islice(csv.split(text, separator), _HEADER_WITHIN)):
            places = _places(cells)
            if len(places) == len(Column):
                return separator, at, places
            if len(places) > len(best):
                best = places
    missing = [column.heading for column in Column if column not in best]
    raise Refused(f"The register needs a row of headings. Not found: {'; '.join(missing)}")


def _places(cells: Sequence[str]) -> dict[Column, int]:
    headings = [" ".join(cell.casefold().replace("_", " ").split()) for cell in cells]
    places = {
        column: headings.index(column.heading.casefold())
        for column in Column
        if column.heading.casefold() in headings
    }
    for place, heading in enumerate(headings):
        column = _known_by(heading)
        if column is not None and place not in places.values():
            places.setdefault(column, place)
    return places


def _known_by(heading: str) -> Column | None:
    if heading == "ref":
        return Column.REFERENCE
    # The court's heading speaks of sentence too; it is long, and begins with the court.
    if heading.startswith("crown court"):
        return Column.COURT
    if "date of offence" in heading:
        return None
    return next((column for word, column in _KNOWN_BY if word in heading), None)


def _other_columns(headings: Sequence[str], places: Mapping[Column, int]) -> dict[int, str]:
    """The columns that have a heading and are none of the ten."""
    return {
        place: heading
        for place, heading in enumerate(headings)
        if heading.strip() and place not in places.values()
    }


def _unread_columns(
    number: int, lines: Sequence[Sequence[str]], others: Mapping[int, str]
) -> list[Aside]:
    filled = Counter(
        place for cells in lines for place in others if place < len(cells) and cells[place].strip()
    )
    return [
        Aside(number, Column.REVISED, others[place], words.other_column(many))
        for place, many in sorted(filled.items())
    ]


def _row(
    number: int, cells: Sequence[str], places: Mapping[Column, int], others: Mapping[int, str]
) -> SheetRow:
    known = {column: cells[at] if at < len(cells) else "" for column, at in places.items()}
    used = {*places.values(), *others}
    beyond = tuple(cell for place, cell in enumerate(cells) if place not in used and cell.strip())
    cut = tuple(column for column in Column if places[column] >= len(cells))
    return SheetRow(number, known, beyond, cut)
