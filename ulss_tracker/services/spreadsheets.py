"""Tables that leave the tracker as CSV or OpenDocument, with nothing a program would run.

Whatever leaves by `written` is noted for the audit: no export can forget it.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from odfdo import Cell, Document, Row, Table

from ulss_tracker.services import audit

MEDIA_TYPES = {"csv": "text/csv", "ods": "application/vnd.oasis.opendocument.spreadsheet"}

# A cell that begins with one of these may be taken for a formula by a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: a heading, rows of words or numbers, and what is said under them."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    notes: Sequence[str] = ()

    @property
    def lines(self) -> Iterator[Sequence[str | int]]:
        """Every line, from the heading to the last note."""
        yield self.heading
        yield from self.rows
        yield from ((note,) for note in self.notes)

    def as_csv(self) -> str:
        """The table as CSV, defused."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([defused(cell) for cell in line] for line in self.lines)
        return out.getvalue()


def defused(cell: str | int) -> str | int:
    """The cell, with an apostrophe before it where it could be taken for a formula."""
    if isinstance(cell, str) and _may_run(cell):
        return f"'{cell}"
    return cell


def undefused(cell: str) -> str:
    """The cell as it was before `defused`, for a sheet of ours that comes back."""
    return cell[1:] if cell.startswith("'") and _may_run(cell[1:]) else cell


def _may_run(cell: str) -> bool:
    """Some programs trim a cell before they look at it, so what stands after blanks counts."""
    return cell.startswith(_CONTROLS) or cell.lstrip().startswith(_FORMULA_STARTS)


def written(sheet: Sheet, ending: str) -> bytes:
    """The table as a file of this kind, `csv` or `ods`; the audit keeps that it was taken."""
    audit.note_export(len(sheet.rows))
    return _csv(sheet) if ending == "csv" else _ods(sheet)


def _csv(sheet: Sheet) -> bytes:
    # The mark tells spreadsheet programs that this is UTF-8.
    return sheet.as_csv().encode("utf-8-sig")


def _ods(sheet: Sheet) -> bytes:
    """The table as OpenDocument. Its rows are added at once: one by one takes twice as long."""
    table = Table(_in_xml(sheet.name))
    rows = []
    for line in sheet.lines:
        row = Row()
        row.extend_cells([_cell(cell) for cell in line])
        rows.append(row)
    table.extend_rows(rows)
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(table)
    out = io.BytesIO()
    document.save(out, pretty=False)
    return out.getvalue()


def _cell(cell: str | int) -> Cell:
    """A value and never a formula: in OpenDocument the two are told apart."""
    return Cell(value=_in_xml(cell) if isinstance(cell, str) else cell)


def _in_xml(words: str) -> str:
    """The words without what no XML may hold: control characters mean nothing in a cell."""
    return _NOT_XML.sub("", words)


_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
