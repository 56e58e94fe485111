"""Reading a table of law kept as TOML: every value is checked, and a fault names its row."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class TableError(ValueError):
    """A table of law is wrong. The message names the file or row and the value."""


class TableRow:
    """One table of a TOML file. Each reader refuses a value of the wrong kind."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = values
        self.where = where

    def fault(self, words: str) -> TableError:
        """An error that names this row."""
        return TableError(f"{self.where}: {words}")

    def only(self, *names: str) -> "TableRow":
        """This row, having refused any name not listed: a misspelt name must not be ignored."""
        unknown = sorted(set(self._values) - set(names))
        if unknown:
            raise self.fault(f"unknown name {', '.join(unknown)}")
        return self

    def named(self, where: str) -> "TableRow":
        """The same row under a better name for messages."""
        return TableRow(self._values, where)

    def without(self, *names: str) -> "TableRow":
        """The same row with those names left out."""
        return TableRow({n: v for n, v in self._values.items() if n not in names}, self.where)

    def having(self, other: "TableRow") -> "TableRow":
        """The same row with the values of another added, or in place of its own."""
        return TableRow({**self._values, **other._values}, self.where)

    @property
    def values(self) -> dict[str, object]:
        """The values of the row by name, for another table to hold."""
        return dict(self._values)

    def has(self, name: str) -> bool:
        """Whether the row holds that name at all."""
        return name in self._values

    def names(self) -> tuple[str, ...]:
        """The names the row holds, in the order written."""
        return tuple(self._values)

    def text(self, name: str) -> str:
        """A sentence or a word; never empty."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{name} must be words")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words; empty when the name is absent."""
        value = self._values.get(name, [])
        if not isinstance(value, list):
            raise self.fault(f"{name} must be a list")
        return tuple(TableRow({name: item}, self.where).text(name) for item in value)

    def choice(self, name: str, among: type[Choice]) -> Choice:
        """One word of a fixed list."""
        word = self.text(name)
        if word not in set(among):
            raise self.fault(f"{name} must be one of {', '.join(among)}, not {word}")
        return among(word)

    def day(self, name: str) -> date:
        """A calendar date, written without quotes."""
        value = self._values.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(f"{name} must be a date")
        return value

    def day_or_none(self, name: str) -> date | None:
        """A calendar date, or None when the name is absent."""
        return self.day(name) if self.has(name) else None

    def count_or_none(self, name: str) -> int | None:
        """A whole number of one or more, or None when the name is absent."""
        if not self.has(name):
            return None
        value = self._values[name]
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fault(f"{name} must be a whole number of one or more")
        return value

    def flag(self, name: str) -> bool:
        """True or false, and nothing else."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise self.fault(f"{name} must be true or false")
        return value

    def row(self, name: str) -> "TableRow":
        """A table inside this one."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise self.fault(f"{name} must be a table")
        return TableRow(value, f"{self.where} [{name}]")

    def rows(self, name: str) -> tuple["TableRow", ...]:
        """The list of tables under that name; empty when absent."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(f"{name} must be a list of tables")
        return tuple(
            TableRow(item, f"{self.where} [[{name}]] {number}")
            for number, item in enumerate(value, start=1)
        )


def read_table(path: Path) -> TableRow:
    """The whole of a TOML file as one row. Raises TableError when it is not TOML."""
    try:
        return TableRow(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except tomllib.TOMLDecodeError as fault:
        raise TableError(f"{path.name}: {fault}") from fault
