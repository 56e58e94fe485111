"""The figures for any question, divided one way or two: as an answer, a table, a picture."""

from ulss_tracker.adapters.charts import Chart
from ulss_tracker.scheme.time.time_words import london_figures
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import cross_table, figure_charts, statistics
from ulss_tracker.services.supervision.cross_table import CrossTable
from ulss_tracker.services.supervision.statistics import Question, StatisticsAnswer

Report = StatisticsAnswer | CrossTable


def answer(question: Question) -> Report:
    """The figures for a question. Raises `Refused` for one that divides in no known way."""
    return cross_table.answer(question) if question.across else statistics.answer(question)


def table(found: Report) -> Sheet:
    """The figures as a table, with their definition and moment under the sum."""
    question = found.question
    notes = [
        f"Definition: {question.definition}",
        f"As at {london_figures(question.as_at)} in London",
        f"Made at {london_figures(found.made_at)} in London",
        found.beside,
        found.warning,
    ]
    heading = (question.dimension.name, *found.headings)
    return Sheet("Figures", heading, found.lines, [note for note in notes if note])


def chart(found: Report) -> Chart:
    """The figures as a picture."""
    if isinstance(found, CrossTable):
        return figure_charts.of_cross_table(found)
    return figure_charts.of_figures(found)
