"""Tables that leave the tracker as CSV or OpenDocument, with nothing a program would run.

Whatever leaves by `written` is noted for the audit: no export can forget it. A table is written row
by row, so that a long one takes no more memory than a short one.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import category, normalize

from ulss_tracker.services.core.table import Table, file_words
from ulss_tracker.services.protection import audit

MEDIA_TYPES = {"csv": "text/csv", "ods": "application/vnd.oasis.opendocument.spreadsheet"}

# A cell that begins with one of these, wide or small as some letters write them, may be taken for a
# formula by a spreadsheet program.
_FORMULA_STARTS = frozenset("=+-@")
_CONTROLS = ("\t", "\r")
_UNSEEN = frozenset({"Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: a heading, rows of words or numbers, and what is said under them."""

    name: str
    heading: Sequence[str]
    rows: Iterable[Sequence[str | int]]
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
        _write_lines(self, out)
        return out.getvalue()


def sheet_of(table: Table, rows: Iterable[Any], notes: Sequence[str] = ()) -> Sheet:
    """Every column of a list that its file has, of these rows."""
    columns = table.in_file
    headings = [column.file_heading or column.heading for column in columns]
    lines = ([file_words(column.of(row)) for column in columns] for row in rows)
    return Sheet(table.title, headings, lines, notes)


def defused(cell: str | int) -> str | int:
    """The cell, with an apostrophe before it where it could be taken for a formula."""
    if isinstance(cell, str) and _may_run(cell):
        return f"'{cell}"
    return cell


def undefused(cell: str) -> str:
    """The cell as it was before `defused`, for a sheet of ours that comes back."""
    return cell[1:] if cell.startswith("'") and _may_run(cell[1:]) else cell


def _may_run(cell: str) -> bool:
    """Some programs trim a cell before they look at it: what stands after blanks, and after what
    cannot be seen, counts."""
    if cell[:1].isalnum():
        return False
    first = next((letter for letter in cell if not _is_trimmed(letter)), "")
    return cell.startswith(_CONTROLS) or normalize("NFKC", first) in _FORMULA_STARTS


def _is_trimmed(letter: str) -> bool:
    return letter.isspace() or category(letter) in _UNSEEN


def written(sheet: Sheet, ending: str) -> IO[bytes]:
    """The table as a file of this kind, `csv` or `ods`; the audit keeps that it was taken.

    The file is one of the system's own, which is gone once it is closed.
    """
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    lines = _write_csv(sheet, out) if ending == "csv" else _write_ods(sheet, out)
    audit.note_export(lines - 1 - len(sheet.notes))
    out.seek(0)
    return out


def _write_csv(sheet: Sheet, out: IO[bytes]) -> int:
    # The mark tells spreadsheet programs that this is UTF-8.
    words = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    lines = _write_lines(sheet, words)
    words.detach()
    return lines


def _write_ods(sheet: Sheet, out: IO[bytes]) -> int:
    # Its library takes ten megabytes of every worker: it is read when the first one is asked for.
    from ulss_tracker.services.spreadsheets import open_document

    return open_document.write(sheet.name, sheet.lines, out)


def _write_lines(sheet: Sheet, out: io.TextIOBase) -> int:
    """Write every line, defused; how many there were."""
    writer = csv.writer(out, lineterminator="\r\n")
    number = 0
    for line in sheet.lines:
        writer.writerow([defused(cell) for cell in line])
        number += 1
    return number
