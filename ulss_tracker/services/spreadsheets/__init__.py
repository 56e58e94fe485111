"""Tables that leave the tracker as CSV or OpenDocument, with nothing a program would run.

Whatever leaves by `written` is noted for the audit: no export can forget it. A table is written row
by row, so that a long one takes no more memory than a short one.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice
from tempfile import TemporaryFile
from typing import IO
from unicodedata import category, normalize
from zipfile import ZipFile

from odfdo import Cell, Document, Row, Table

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
    lines = (_write_csv if ending == "csv" else _write_ods)(sheet, out)
    audit.note_export(lines - 1 - len(sheet.notes))
    out.seek(0)
    return out


def _write_csv(sheet: Sheet, out: IO[bytes]) -> int:
    # The mark tells spreadsheet programs that this is UTF-8.
    words = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    lines = _write_lines(sheet, words)
    words.detach()
    return lines


def _write_lines(sheet: Sheet, out: io.TextIOBase) -> int:
    """Write every line, defused; how many there were."""
    writer = csv.writer(out, lineterminator="\r\n")
    number = 0
    for line in sheet.lines:
        writer.writerow([defused(cell) for cell in line])
        number += 1
    return number


def _write_ods(sheet: Sheet, out: IO[bytes]) -> int:
    """Write the table as OpenDocument; how many lines it has.

    The library makes the document around one empty row, and each cell; the rows are written in that
    one's place some at a time. Held as its tree, 100,000 of them take gigabytes.
    """
    shell = io.BytesIO()
    table = Table(_in_xml(sheet.name))
    table.append_row(Row())
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(table)
    document.save(shell, pretty=False)
    number = 0
    with ZipFile(shell) as empty, ZipFile(out, "w") as made:
        for part in empty.infolist():
            words = empty.read(part)
            before, row, after = words.partition(_EMPTY_ROW)
            if part.filename != _CONTENT or not row:
                made.writestr(part, words)
                continue
            lines = iter(sheet.lines)
            with made.open(part, "w") as content:
                content.write(before)
                while some := list(islice(lines, _AT_ONCE)):
                    content.write("".join(map(_row_xml, some)).encode())
                    number += len(some)
                content.write(after)
    return number


def _row_xml(line: Sequence[str | int]) -> str:
    """A row of values and never a formula: in OpenDocument the two are told apart."""
    return f"<table:table-row>{''.join(map(_cell_xml, line))}</table:table-row>"


def _cell_xml(cell: str | int) -> str:
    """A cell. One of plain words is made after one of the library's: far quicker than asking it.

    Plain are words with one space between them, which OpenDocument keeps as it is.
    """
    value = _in_xml(cell) if isinstance(cell, str) else cell
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return _A_CELL.replace(_A_WORD, escape(value))
    return _made_by_the_library(value)


@lru_cache(maxsize=1_000)
def _made_by_the_library(value: str | int) -> str:
    xml: str = Cell(value=value).serialize()
    return xml


def _in_xml(words: str) -> str:
    """The words without what no XML may hold: control characters mean nothing in a cell."""
    return _NOT_XML.sub("", words)


_CONTENT = "content.xml"
_AT_ONCE = 500
_EMPTY_ROW = Row().serialize().encode()
_A_WORD = "words"
_A_CELL = Cell(value=_A_WORD).serialize()
_PLAIN = re.compile(r"\S+(?: \S+)*")
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
