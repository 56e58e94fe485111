"""The cases of a test kept as a table: `data/NAME.csv` in the folder of the test."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

BETWEEN = " | "
NOTE = "# "


def rows(test: str, name: str, *types: Callable[[str], Any]) -> list[tuple[Any, ...]]:
    """Return the rows of the table `name` of the file `test`, each cell read as its type.

    The first line names the columns, and a line that begins with `# ` says why the rows below it
    are there. A row with a cell too many or too few is refused.
    """
    path = Path(test).parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.reader(file) if not line[0].startswith(NOTE)]
    return [tuple(kind(cell) for kind, cell in zip(types, line, strict=True)) for line in lines[1:]]


def column(test: str, name: str) -> list[str]:
    """Return the words of a table of one column."""
    return [words for (words,) in rows(test, name, str)]


def optional(kind: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read a cell as `kind`, and an empty one as None."""
    return lambda cell: kind(cell) if cell else None


def several(cell: str) -> list[str]:
    """Read what stands in a cell between bars."""
    return cell.split(BETWEEN) if cell else []


def fixed(cell: str) -> tuple[str, ...]:
    """Read the same as a tuple."""
    return tuple(several(cell))


def pairs(cell: str) -> dict[str, str]:
    """Read what is written `name=value`, between bars."""
    return {name: value for name, _, value in (pair.partition("=") for pair in several(cell))}


def yes(cell: str) -> bool:
    """Read yes or no."""
    return {"yes": True, "no": False}[cell]


iso_date = date.fromisoformat
