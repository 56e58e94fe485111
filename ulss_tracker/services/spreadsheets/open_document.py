"""Writing a table as OpenDocument, row by row."""

import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import islice
from typing import IO
from zipfile import ZipFile

from odfdo import Cell, Document, Row, Table


def write(name: str, lines: Iterable[Sequence[str | int]], out: IO[bytes]) -> int:
    """Write a table of this name as OpenDocument; how many lines it has.

    The library makes the document around one empty row, and each cell; the rows are written in that
    one's place some at a time. Held as its tree, 100,000 of them take gigabytes.
    """
    shell = io.BytesIO()
    table = Table(_in_xml(name))
    table.append_row(Row())
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(table)
    document.save(shell, pretty=False)
    number, following = 0, iter(lines)
    with ZipFile(shell) as empty, ZipFile(out, "w") as made:
        for part in empty.infolist():
            words = empty.read(part)
            before, row, after = words.partition(_EMPTY_ROW)
            if part.filename != _CONTENT or not row:
                made.writestr(part, words)
                continue
            with made.open(part, "w") as content:
                content.write(before)
                while some := list(islice(following, _AT_ONCE)):
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
