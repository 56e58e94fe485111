"""Tables that leave the tracker as CSV or OpenDocument, with nothing a program would run.

Whatever leaves by `written` is noted for the audit: no export can forget it.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document

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
    """The table as OpenDocument. odfdo packs it; its own cells are too slow for a long table."""
    package: Any = Document("spreadsheet").container  # there is one in every new document
    package.set_part("content.xml", "".join(_content(sheet)).encode())
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def _content(sheet: Sheet) -> Iterator[str]:
    """The part of an OpenDocument file that holds its table (ODF 1.2 part 1, 9.1)."""
    yield _BEGIN.format(name=quoteattr(_in_xml(sheet.name)))
    for line in sheet.lines:
        yield "<table:table-row>"
        yield from map(_cell, line)
        yield "</table:table-row>"
    yield _END


def _cell(cell: str | int) -> str:
    """A value and never a formula: in OpenDocument the two are told apart."""
    if isinstance(cell, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{_words(line)}</text:p>" for line in cell.splitlines() or [""])
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _words(line: str) -> str:
    """One line's words, with the spaces that a reader would run together."""
    return _SPACES.sub(
        lambda found: f'<text:s text:c="{len(found.group())}"/>', escape(_in_xml(line))
    )


def _in_xml(words: str) -> str:
    """The words without what no XML may hold: control characters mean nothing in a cell."""
    return _NOT_XML.sub("", words)


_SPACES = re.compile("^ +|  +")
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content xmlns:office="{_NAMESPACE}:office:1.0"'
    f' xmlns:table="{_NAMESPACE}:table:1.0" xmlns:text="{_NAMESPACE}:text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet>'
    "<table:table table:name={name}>"
)
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
