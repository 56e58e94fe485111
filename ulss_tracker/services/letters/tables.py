"""The tables of a letter being written, so that they can be shown as tables beside its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from ulss_tracker.services.letters.rendering import text_of


@dataclass(slots=True)
class Cell:
    """One cell of a table; `scope` is "col" or "row" where it is a heading, and empty else."""

    scope: str
    words: str


Table = list[list[Cell]]


def tables_of(html: str) -> Mapping[str, Table]:
    """Each table of a letter's HTML by its words, with one space between any two."""
    read = _Tables()
    read.feed(text_of(html))
    return {one_line(_words(table)): table for table in read.tables}


def one_line(words: str) -> str:
    """The words with one space between any two."""
    return " ".join(words.split())


def _words(table: Table) -> str:
    return " ".join(cell.words for row in table for cell in row)


class _Tables(HTMLParser):
    """The cells of each table of a letter's own HTML, which has no table within another."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._cell = Cell(dict(attrs).get("scope") or "", "")
            self.tables[-1][-1].append(self._cell)
        elif self._cell is not None:  # a line begins, or something else that parts words
            self._cell.words += " "

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in {"td", "th"}:
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._cell is not None:
            self._cell.words = (self._cell.words + data).lstrip()
