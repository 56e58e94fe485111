"""Figures divided two ways at once: how reviews ended, by offence; a year beside another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import RequestVersion, ReviewVersion, db
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.supervision.dimensions import Dimension
from ulss_tracker.services.supervision.statistics import (
    Question,
    in_order,
    narrowing,
    small_warning,
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a dimension: as an address says it, and in words."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Offenders or requests, each counted once, by two of their values."""

    question: Question
    second: Dimension
    rows: tuple[Value, ...]
    columns: tuple[Value, ...]
    counts: Mapping[tuple[str, str], int]
    made_at: datetime

    @property
    def unit(self) -> str:
        """The word for one of what is counted."""
        return "request" if self.question.dimension.is_of_requests else "offender"

    @property
    def beside(self) -> str:
        """Nothing else is counted beside."""
        return ""

    @property
    def whole(self) -> int:
        """All that are counted."""
        return sum(self.counts.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is counted."""
        return not self.counts

    @property
    def warning(self) -> str:
        """Say what to see to before the figures are published; empty when there is nothing."""
        return small_warning(self.counts.values())

    @property
    def headings(self) -> list[str]:
        """The headings of the numbers."""
        return [*(column.name for column in self.columns), "All"]

    @property
    def lines(self) -> list[tuple[str | int, ...]]:
        """Each row's name and numbers, the sum last."""
        lines: list[tuple[str | int, ...]] = [
            (row.name, *(self.at(row, column) for column in self.columns), self.of_row(row))
            for row in self.rows
        ]
        return [*lines, ("All", *map(self.of_column, self.columns), self.whole)]

    @property
    def plain(self) -> list[list[str | int]]:
        """The figures as they are kept with a saved report, the sum last."""
        cells: list[list[str | int]] = [
            [f"{row.value} {column.value}", f"{row.name}, {column.name}", self.at(row, column)]
            for row in self.rows
            for column in self.columns
            if self.at(row, column)
        ]
        return [*cells, ["", "All", self.whole]]

    def at(self, row: Value, column: Value) -> int:
        """How many have both values."""
        return self.counts.get((row.value, column.value), 0)

    def of_row(self, row: Value) -> int:
        """How many have the first value."""
        return sum(self.at(row, column) for column in self.columns)

    def of_column(self, column: Value) -> int:
        """How many have the second value."""
        return sum(self.at(row, column) for row in self.rows)


def answer(question: Question) -> CrossTable:
    """The figures for a question that divides two ways, in one query. Raises `Refused`."""
    first, second = question.dimension, question.second
    if second is None:
        raise Refused("Choose a second way to divide the figures")
    row = RequestVersion if first.is_of_requests else ReviewVersion
    query = select(first.value, second.value, func.count(row.id))
    with reading_as_office():  # a total names nobody
        rows = db.session.execute(
            query.where(*narrowing(question)).group_by(first.value, second.value)
        ).all()
    return CrossTable(
        question,
        second,
        tuple(_shown(first, value) for value in in_order(first, {row[0] for row in rows})),
        tuple(_shown(second, value) for value in in_order(second, {row[1] for row in rows})),
        {(_plain(one), _plain(other)): number for one, other, number in rows},
        clock.now(),
    )


def _shown(dimension: Dimension, value: object) -> Value:
    return Value(_plain(value), dimension.without if value is None else dimension.show(value))


def _plain(value: object) -> str:
    return "" if value is None else str(value)
