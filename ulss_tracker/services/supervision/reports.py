"""The figures for any question, divided one way or two: as an answer, a table, a picture."""

from typing import Any

from ulss_tracker.adapters.charts import Chart
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import (
    cross_table,
    figure_charts,
    statistics,
    statistics_sheet,
)
from ulss_tracker.services.supervision.cross_table import CrossTable
from ulss_tracker.services.supervision.statistics import Counts, Question, StatisticsAnswer

Report = StatisticsAnswer | CrossTable


def answer(question: Question) -> Report:
    """The figures for a question. Raises `Refused` for one that divides in no known way."""
    return cross_table.answer(question) if question.across else statistics.answer(question)


def table(found: Report) -> Sheet:
    """The figures as a table, with their definition and moment under the sum."""
    if isinstance(found, CrossTable):
        return cross_table.table(found)
    return statistics_sheet.table(found)


def chart(found: Report) -> Chart:
    """The figures as a picture."""
    if isinstance(found, CrossTable):
        return figure_charts.of_cross_table(found)
    return figure_charts.of_figures(found)


def plain(found: Report) -> list[Any]:
    """The figures as they are kept with a saved report, the sum last."""
    if isinstance(found, CrossTable):
        cells = [
            [f"{row.value} {column.value}", f"{row.name}, {column.name}", found.at(row, column)]
            for row in found.rows
            for column in found.columns
            if found.at(row, column)
        ]
        return [*cells, ["", "All", found.whole]]
    figures = [[figure.value, figure.name, *_numbers(figure.counts)] for figure in found.figures]
    return [*figures, ["", "All", *_numbers(found.whole)]]


def _numbers(counts: Counts) -> tuple[int, int, int]:
    return (counts.offenders, counts.cases, counts.requests)
