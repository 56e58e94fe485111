"""The pictures of figures: what is drawn of an answer, and the finding that is told of it."""

from collections.abc import Sequence

from ulss_tracker.adapters.charts import MOST_SERIES, Chart, Series, Shape
from ulss_tracker.services.supervision.cross_table import CrossTable, Value
from ulss_tracker.services.supervision.dimensions import Dimension
from ulss_tracker.services.supervision.statistics import StatisticsAnswer

_MOST_BARS, _MOST_COLUMNS, _MOST_BESIDE = 20, 36, 3
_TOLD = 3
_OTHERS = "All others"

_Row = tuple[str, Sequence[int]]


def of_figures(found: StatisticsAnswer) -> Chart:
    """The chart of figures divided one way: bars by size, or columns in the order of time."""
    dimension, column = found.question.dimension, found.columns[0]
    numbers = [(figure.name, [column.of(figure)]) for figure in found.figures]
    rows, left_out = _rows(dimension, numbers)
    whole = column.of(found.whole)
    told = f"{dimension.name}, {whole:,} {column.one if whole == 1 else column.heading.lower()}"
    return Chart(
        dimension.name,
        f"{told}: {_shares(numbers, whole)}{left_out}",
        [name for name, _ in rows],
        [Series(column.heading, [each[0] for _, each in rows])],
        Shape.COLUMNS if dimension.between else Shape.BARS,
    )


def of_cross_table(found: CrossTable) -> Chart:
    """The chart of figures divided two ways: a colour for each value of the second."""
    first, second = found.question.dimension, found.second
    columns = _colours(found)
    numbers = [
        (row.name, [sum(found.at(row, column) for column in values) for _, values in columns])
        for row in found.rows
    ]
    rows, left_out = _rows(first, numbers)
    shape = _shape(first, second)
    if shape is Shape.BESIDE and len(found.columns) > len(columns):
        left_out += f" The picture shows {columns[0][0]} to {columns[-1][0]}."
    return Chart(
        f"{first.name} and {_lower(second.name)}",
        f"{first.name} and {_lower(second.name)}, {_counted(found.whole, found.unit)}: "
        f"{_most_of_each(found)}{left_out}",
        [name for name, _ in rows],
        [Series(name, [each[at] for _, each in rows]) for at, (name, _) in enumerate(columns)],
        shape,
    )


def _shape(first: Dimension, second: Dimension) -> Shape:
    if not first.between:
        return Shape.BARS
    return Shape.BESIDE if second.between else Shape.COLUMNS


def _rows(dimension: Dimension, numbers: Sequence[_Row]) -> tuple[Sequence[_Row], str]:
    """The rows that are drawn, and what is said of the rest: the largest, or the latest in time.

    Spans of time keep their order.
    """
    if dimension.between:
        drawn = [(_short(name), each) for name, each in numbers[-_MOST_COLUMNS:]]
        earlier = len(numbers) - len(drawn)
        return drawn, f" The picture shows the last {_MOST_COLUMNS}." if earlier else ""
    if dimension.is_ordered:
        return numbers, ""
    ordered = sorted(numbers, key=lambda row: -sum(row[1]))
    if len(ordered) <= _MOST_BARS:
        return ordered, ""
    rest = ordered[_MOST_BARS - 1 :]
    together = (f"{_OTHERS} ({len(rest)})", [sum(each) for each in _columns_of(rest)])
    return [*ordered[: _MOST_BARS - 1], together], f" The {len(rest)} smallest are drawn as one."


def _columns_of(rows: Sequence[_Row]) -> list[tuple[int, ...]]:
    return list(zip(*(each for _, each in rows), strict=True))


def _colours(table: CrossTable) -> list[tuple[str, Sequence[Value]]]:
    """A name for each colour, with what it stands for: no more than can be told apart.

    Of times beside one another the latest are shown.
    """
    columns = table.columns
    if _shape(table.question.dimension, table.second) is Shape.BESIDE:
        columns = columns[-_MOST_BESIDE:]
    if len(columns) <= MOST_SERIES:
        return [(column.name, [column]) for column in columns]
    largest = sorted(columns, key=table.of_column)[1 - MOST_SERIES :]
    shown = [(column.name, [column]) for column in columns if column in largest]
    return [*shown, (_OTHERS, [column for column in columns if column not in largest])]


def _shares(numbers: Sequence[_Row], whole: int) -> str:
    """The largest few, each with its share of the whole."""
    if not whole:
        return "there are none."
    largest = [
        (name, each[0]) for name, each in sorted(numbers, key=lambda row: -row[1][0]) if each[0]
    ]
    told = [f"{name} {number:,} ({number / whole:.0%})" for name, number in largest[:_TOLD]]
    rest = len(largest) - len(told)
    more = f"; and {rest} {'other' if rest == 1 else 'others'}" if rest else ""
    return f"{'; '.join(told)}{more}."


def _most_of_each(table: CrossTable) -> str:
    """Of each of the largest rows, what most of it is."""
    if table.is_empty:
        return "there are none."
    largest = sorted(table.rows, key=table.of_row, reverse=True)[:_TOLD]
    return "; ".join(_most_of(table, row) for row in largest) + "."


def _most_of(table: CrossTable, row: Value) -> str:
    most = max(table.columns, key=lambda column: table.at(row, column))
    return f"of {row.name} ({table.of_row(row):,}) most are {most.name} ({table.at(row, most):,})"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit if number == 1 else unit + 's'}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _short(month_or_year: str) -> str:
    """A month's name by its first three letters, so that twelve stand side by side: Jan 2026."""
    month, _, year = month_or_year.partition(" ")
    return f"{month[:3]} {year}".strip() if month.isalpha() else month_or_year
