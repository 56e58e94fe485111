"""Figures as a table, with their definition and their moment above the sum."""

from datetime import datetime

from ulss_tracker.scheme.time.time_words import london_figures
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision.statistics import Question, StatisticsAnswer


def table(found: StatisticsAnswer) -> Sheet:
    """The figures as a table, with their definition and moment above the sum."""
    question = found.question
    dimension = question.dimension
    columns = found.columns
    rows: list[tuple[str | int, ...]] = [
        (figure.name, *(column.of(figure.counts) for column in columns)) for figure in found.figures
    ]
    rows.append(("All", *(column.of(found.whole) for column in columns)))
    notes = notes_of(question, found.made_at)
    if found.beside:
        notes.append(found.beside)
    if found.warning:
        notes.append(found.warning)
    headings = (dimension.name, *(column.heading for column in columns))
    return Sheet("Figures", headings, rows, notes)


def notes_of(question: Question, made_at: datetime) -> list[str]:
    """Say under a table what was counted, as at which moment, and when it was made."""
    return [
        f"Definition: {question.definition}",
        f"As at {london_figures(question.as_at)} in London",
        f"Made at {london_figures(made_at)} in London",
    ]
