"""The cases of a test kept as a table: `data/NAME.csv` in the folder of the test."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pytest

from ulss_tracker.clock import LONDON

Test = TypeVar("Test", bound=Callable[..., None])

BETWEEN = " | "
NOTE = "# "


def rows(test: str, name: str, *types: Callable[[str], Any]) -> list[tuple[Any, ...]]:
    """Return the rows of the table `name` of the file `test`, each cell read as its type.

    The first line names the columns, and a line that begins with `# ` says why the rows below it
    are there. A row with a cell too many or too few is refused.
    """
    _, *lines = lines_of(test, name)
    return [tuple(kind(cell) for kind, cell in zip(types, line, strict=True)) for line in lines]


def lines_of(test: str, name: str) -> list[list[str]]:
    """Return the cells of the table `name` of the file `test`, the line of names first."""
    path = Path(test).parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [line for line in csv.reader(file) if not line[0].startswith(NOTE)]


def from_table(test: Test) -> Test:
    """Give the test each row of its table, `MODULE.TEST`: the columns are named as its arguments.

    Each cell is read as the type of its argument.
    """
    file = test.__code__.co_filename
    module = Path(file).stem.removeprefix("test_")
    names, *_ = lines_of(file, name := f"{module}.{test.__name__.removeprefix('test_')}")
    types = get_type_hints(test)
    cases = rows(file, name, *(reader(types[argument]) for argument in names))
    return pytest.mark.parametrize(names, cases)(test)


def reader(kind: Any) -> Callable[[str], Any]:
    """Return what reads a cell as this type; `X | None` is None where the cell is empty."""
    if isinstance(kind, UnionType):
        return optional(reader(get_args(kind)[0]))
    if get_origin(kind) in {list, tuple, set}:
        holder, read = get_origin(kind), reader(get_args(kind)[0])
        return lambda cell: holder(read(part) for part in several(cell))
    return kind if issubclass(get_origin(kind) or kind, StrEnum) else READERS[kind]


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


def moment(cell: str) -> datetime:
    """Read a moment: in London, unless the cell says its own time zone."""
    at = datetime.fromisoformat(cell)
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def length(cell: str) -> timedelta:
    """Read a length of time: `days=3 | seconds=-1`."""
    return timedelta(**{unit: int(number) for unit, number in pairs(cell).items()})


iso_date = date.fromisoformat

READERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    bool: yes,
    date: iso_date,
    datetime: moment,
    timedelta: length,
    dict[str, str]: pairs,
}
