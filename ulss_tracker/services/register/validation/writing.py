"""A query; and the queries about how a row is written, whatever it says."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ulss_tracker.services.core.csv import UNREADABLE
from ulss_tracker.services.register import words
from ulss_tracker.services.register.sheet import Column, SheetRow

_FORMULA = re.compile(r"\s*(?:[=@+]|#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|#))")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_SEEN_AS_SPACE = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at: `read` as written, `proposed` as the tracker would keep it."""

    row: int
    reference: str
    column: Column
    read: str
    proposed: str
    text: str


def doubt(row: SheetRow, column: Column, proposed: str, text: str, **facts: object) -> Doubt:
    """Make a query about one cell of the row; `facts` are filled into its words."""
    words = text.format(**facts) if facts else text
    return Doubt(row.number, row.reference, column, row.cells[column], proposed, words)


def writing_doubts(row: SheetRow) -> Iterator[Doubt]:
    """Find cells that are read otherwise than written, or were not written as they look."""
    for column in Column:
        cell = row.cells[column]
        if cell and cell != row.said(column):
            yield doubt(row, column, row.said(column), _spacing(cell))
        is_plain = cell.isascii() and cell.isprintable()
        if not is_plain and any(_is_unreadable(letter) for letter in cell):
            yield doubt(row, column, "", words.UNREADABLE)
        elif meant := _ungarbled(cell):
            yield doubt(row, column, meant, words.GARBLED)
        if cell.count('"') % 2:
            yield doubt(row, column, row.said(column), words.QUOTATION)
        if _FORMULA.match(cell):
            yield doubt(row, column, "", words.FORMULA)
    for column in row.cut[:1]:
        yield doubt(row, column, "", words.CUT_SHORT)
    for cell in row.beyond:
        yield Doubt(row.number, row.reference, Column.REVISED, cell, "", words.BEYOND)


def _spacing(cell: str) -> str:
    if "\n" in cell.strip() or "\r" in cell.strip():
        return words.LINE_BREAK
    return words.EMPTY_LINE if cell.strip("\r\n") != cell else words.SPACES


def _is_unreadable(letter: str) -> bool:
    if (letter.isascii() and letter.isprintable()) or letter in _SEEN_AS_SPACE:
        return False
    return letter == UNREADABLE or unicodedata.category(letter) in _UNSEEN


def _ungarbled(cell: str) -> str:
    """Undo UTF-8 taken for Windows letters; empty when the cell was not that."""
    if cell.isascii():
        return ""
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
