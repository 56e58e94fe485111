"""Reading and writing spreadsheets saved as CSV, as offices save them.

With or without a byte order mark, in UTF-8, UTF-16 or the old Windows code page, with any line
ends. What is read is passed on untouched: only named columns are added or replaced.
"""

import codecs
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_LARGEST_CELL = 10_000_000

Added = Mapping[str, str]


class CsvFault(ValueError):
    """The file as a whole cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A heading and its rows, and how the file was written."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: bool
    line_end: str = "\n"


def read_csv(path: Path) -> CsvTable:
    """The table in a CSV file. Raises CsvFault when it has no heading or is not CSV."""
    raw = path.read_bytes()
    text = _decoded(raw).replace("\0", "")
    csv.field_size_limit(_LARGEST_CELL)
    try:
        lines = [tuple(line) for line in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as fault:
        raise CsvFault(f"{path.name} cannot be read as CSV: {fault}") from fault
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if not lines:
        raise CsvFault(f"{path.name} is empty")
    marked = raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    line_end = "\r\n" if "\r\n" in text else "\n"
    heading = tuple(name.strip() for name in lines[0])
    return CsvTable(heading, tuple(lines[1:]), marked, line_end)


def add_columns(
    table: CsvTable,
    needed: Sequence[str],
    added: Sequence[str],
    work: Callable[[Mapping[str, str]], Added],
) -> tuple[CsvTable, int]:
    """The table with the added columns worked out for each row, and how many rows have an error.

    `work` is given the needed cells of a row, stripped, and gives back the added cells; one of
    them may be `error`. A row longer than the heading keeps its cells, past the added columns.
    Raises CsvFault when a needed column is missing.
    """
    names = [name.casefold() for name in table.heading]
    missing = [name for name in needed if name not in names]
    if missing:
        raise CsvFault(f"There is no column {', '.join(missing)}")
    # A second run replaces what the first one added.
    kept = [place for place, name in enumerate(names) if name not in added]
    rows = []
    errors = 0
    for row in table.rows:
        cells = [*row, *[""] * (len(names) - len(row))]
        answer = work({name: cells[names.index(name)].strip() for name in needed})
        errors += bool(answer.get("error"))
        rows.append(
            (
                *(cells[place] for place in kept),
                *(answer.get(name, "") for name in added),
                *cells[len(names) :],
            )
        )
    heading = (*(table.heading[place] for place in kept), *added)
    return replace(table, heading=heading, rows=tuple(rows)), errors


def write_csv(table: CsvTable, path: Path) -> None:
    """Write the table as UTF-8, with a byte order mark where the original had one."""
    with path.open("w", encoding="utf-8-sig" if table.marked else "utf-8", newline="") as file:
        csv.writer(file, lineterminator=table.line_end).writerows([table.heading, *table.rows])


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
