"""Charts as plain values: what is drawn, and what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_SERIES = 6
"""As many as can be told apart; `styling` has a colour for each."""


class Shape(StrEnum):
    """How the numbers are drawn."""

    BARS = "HorizontalStackedBar"
    COLUMNS = "StackedBar"
    BESIDE = "Bar"

    @property
    def lies(self) -> bool:
        """Whether each label stands left of its bar, where there is room for words."""
        return self is Shape.BARS


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name, and a number for each label."""

    name: str
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, its finding in words, and the numbers under their labels.

    `finding` is also the alternative text wherever the picture is shown: it tells what is seen.
    Of columns only some labels have room: each `every`-th where it is given.
    """

    title: str
    finding: str
    labels: Sequence[str]
    series: Sequence[Series]
    shape: Shape = Shape.BARS
    every: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(any(series.numbers) for series in self.series)
