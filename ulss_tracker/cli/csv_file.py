"""Reading and writing spreadsheets saved as CSV, as offices save them.

With or without a byte order mark, in UTF-8, UTF-16 or the old Windows code page, with any line
ends; written as UTF-8. What is read is passed on: its cells, and its columns in their order. Ours
stand after them. A column of theirs that has the name of one of ours is renamed, "verdict (given)",
so that no name stands twice; a block of ours from an earlier run is replaced.
"""

import codecs
import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ulss_tracker.errors import Refused
from ulss_tracker.services.core import csv as csv_text

Added = Mapping[str, str]


class CsvFault(click.ClickException):
    """The file as a whole cannot be used: the command ends, and says why."""


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
    try:
        text = csv_text.decode(raw)
        lines = [tuple(line) for line in csv_text.split(text, csv_text.separator_of(text))]
    except Refused as fault:
        raise CsvFault(f"{path.name} cannot be read: {fault}") from fault
    while lines and not any(cell.strip() for cell in lines[0]):
        del lines[0]
    if not lines:
        raise CsvFault(f"{path.name} is empty")
    # A row of commas is a row, to be reported in its own place; a line with nothing on it is none.
    lines = [line for line in lines if line]
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

    `work` is given the needed cells of a row, stripped, and returns the added cells; one of
    them may be `error`. A row longer than the heading keeps its cells, past the added columns.
    Raises CsvFault when a needed column is missing or stands twice.
    """
    names = [name.casefold() for name in table.heading]
    _refuse_columns(names, needed)
    kept = _places_kept(names, added)
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
    heading = (*_names_kept([table.heading[place] for place in kept], added), *added)
    return replace(table, heading=heading, rows=tuple(rows)), errors


def _refuse_columns(names: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        raise CsvFault(f"There is no column {', '.join(missing)}")
    twice = [name for name in needed if names.count(name) > 1]
    if twice:
        raise CsvFault(f"There is more than one column {', '.join(twice)}: keep one of each")


def _places_kept(names: Sequence[str], added: Sequence[str]) -> list[int]:
    """The places of their columns: all but a block that an earlier run of ours added."""
    for start in range(len(names) - len(added) + 1):
        if list(names[start : start + len(added)]) == list(added):
            return [n for n in range(len(names)) if not start <= n < start + len(added)]
    return list(range(len(names)))


def _names_kept(heading: Sequence[str], added: Sequence[str]) -> list[str]:
    """Their column names, those that are also ours marked as given."""
    kept: list[str] = []
    for name in heading:
        said = name
        while name.casefold() in added and said in {*heading, *kept}:
            said = f"{said} (given)"
        kept.append(said)
    return kept


def write_csv(table: CsvTable, path: Path) -> None:
    """Write the table as UTF-8, with a byte order mark where the original had one.

    Raises CsvFault when it cannot be written there.
    """
    encoding = "utf-8-sig" if table.marked else "utf-8"
    try:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, lineterminator=table.line_end).writerows([table.heading, *table.rows])
    except OSError as fault:
        raise CsvFault(f"{path} could not be written: {fault.strerror}") from fault
