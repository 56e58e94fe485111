"""Tables that leave the tracker as CSV or OpenDocument, with nothing a program would run."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from odfdo import Cell, Document, Row, Table

MEDIA_TYPES = {"csv": "text/csv", "ods": "application/vnd.oasis.opendocument.spreadsheet"}

# A cell that begins with one of these may be taken for a formula by a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: a heading and rows of words or numbers."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def defused(cell: str | int) -> str | int:
    """The cell, with an apostrophe before it where it could be taken for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def written(sheet: Sheet, ending: str) -> bytes:
    """The table as a file of this kind: `csv` or `ods`."""
    return _csv(sheet) if ending == "csv" else _ods(sheet)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in sheet.heading])
    writer.writerows([defused(cell) for cell in row] for row in sheet.rows)
    # The mark tells spreadsheet programs that this is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _ods(sheet: Sheet) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table(sheet.name)
    for line in (sheet.heading, *sheet.rows):
        row = Row()
        for cell in line:
            # A value and never a formula: in OpenDocument the two are told apart.
            row.append_cell(Cell(value=cell))
        table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
