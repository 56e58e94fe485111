"""Figures about reviews at any moment: each with its definition and the rows behind it.

A figure counts offenders (reviews) and the cases they are in. It is made from what was believed at
its moment (`as_at`), so that a figure given last year can be made again today, whatever was
corrected since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Review, ReviewVersion, db
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.scheme.workflow.workflow import VOID, Outcome
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision.dimensions import DIMENSIONS, Dimension

_CASES_DO_NOT_ADD_UP = (
    "A case with several offenders whose values differ counts once in each row, so cases may not "
    "add up to the sum."
)
_SMALL = 5
_SMALL_FIGURES = (
    "Some of these figures are below 5. Before they are published, see that nobody can be told "
    "from them: sealed cases are counted too."
)

_row = ReviewVersion
ORDERINGS = (
    Ordering("opened", _row.review_id),
    Ordering("sentenced", _row.sentenced_on),
    Ordering("received", _row.received_at),
    Ordering("ended", _row.ended_at),
)
"""Only the first has an index: the figure itself is counted over all rows, and costs as much."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a report: what divides the reviews, which of them count, at which moment."""

    by: str
    as_at: datetime
    after_hours_only: bool = False
    received_from: date | None = None
    received_to: date | None = None
    with_old_register: bool = True

    @property
    def dimension(self) -> Dimension:
        try:
            return DIMENSIONS[self.by]
        except KeyError:
            raise Refused("There is no such way to divide the figures") from None

    @property
    def definition(self) -> str:
        """Define in words what is counted, with everything that narrows it."""
        words = [self.dimension.definition]
        if self.after_hours_only:
            words.append("Only those received on the 28th day at 5pm or later.")
        if self.received_from is not None:
            words.append(f"Received on {day_words(self.received_from)} or later.")
        if self.received_to is not None:
            words.append(f"Received on {day_words(self.received_to)} or before.")
        if not self.with_old_register:
            words.append("Without the old register.")
        words.append(_CASES_DO_NOT_ADD_UP)
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Saved:
    """A question that is asked often: its words, and the address's fields that put it."""

    words: str
    fields: Mapping[str, str]


SAVED = (
    Saved("How reviews ended", {"by": "outcome"}),
    Saved("Received each month", {"by": "received_month"}),
    Saved(
        "Received on the 28th day after 5pm, by year",
        {"by": "received_year", "after_hours_only": "y"},
    ),
    Saved("Filed with how long to spare", {"by": "to_spare", "live_only": "y"}),
    Saved("Time from request to outcome", {"by": "time_taken", "live_only": "y"}),
)
"""Questions asked in Parliament and by the office itself."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the value it is for, in words, and how many offenders and cases."""

    value: str
    name: str
    offenders: int
    cases: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures, their sum, the definition they were made with and the moment."""

    question: Question
    figures: tuple[Figure, ...]
    offenders: int
    cases: int
    made_at: datetime

    @property
    def warning(self) -> str:
        """Say what to see to before the figures are published; empty when there is nothing."""
        is_small = any(0 < figure.offenders < _SMALL for figure in self.figures)
        return _SMALL_FIGURES if is_small else ""


def answer(question: Question) -> Answer:
    """The figures for a question. Two queries, whatever their number."""
    dimension = question.dimension
    counts = select(dimension.value, func.count(), func.count(_row.case_id.distinct())).group_by(
        dimension.value
    )
    whole = select(func.count(_row.case_id.distinct()))
    with reading_as_office():  # a total names nobody
        found = db.session.execute(_narrowed(counts, question)).all()
        cases = db.session.scalar(_narrowed(whole, question)) or 0
    counted = {value: (number, in_cases) for value, number, in_cases in found}
    return Answer(
        question,
        tuple(
            Figure(
                value="" if value is None else str(value),
                name=dimension.without if value is None else dimension.show(value),
                offenders=number,
                cases=in_cases,
            )
            for value in _in_order(dimension, counted)
            for number, in_cases in [counted.get(value, (0, 0))]
        ),
        sum(number for _, number, _ in found),
        cases,
        clock.now(),
    )


def _in_order(dimension: Dimension, counted: Iterable[Any]) -> list[Any]:
    """The values to show, in order; that of reviews without one comes last."""
    values = sorted(value for value in counted if value is not None)
    if dimension.between is not None and values:
        values = list(dimension.between(int(values[0]), int(values[-1])))
    return [*values, None] if None in counted else values


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """The filter of the rows behind a figure; `is_open` asks for those still open."""

    outcome: Outcome | None = None
    is_open: bool = False
    standing: Standing | None = None


def rows_behind(
    question: Question,
    value: str,
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = False,
    after: str | None = None,
    asked: RowFilter | None = None,
) -> Rows[ReviewVersion]:
    """A page of the reviews behind one figure; a sealed case's only for those named on it.

    Raises `Refused` for a value that the figures cannot have.
    """
    dimension = question.dimension
    dimension.words(value)
    wanted = [dimension.value == dimension.read(value) if value else dimension.value.is_(None)]
    if asked and asked.is_open:
        wanted.append(_row.outcome.is_(None))
    elif asked and asked.outcome:
        wanted.append(_row.outcome == asked.outcome)
    if asked and asked.standing:
        wanted.append(_row.standing == asked.standing)
    query = (
        select(_row)
        .join(Review, Review.id == _row.review_id)
        .join(Case, Case.id == Review.case_id)
        .where(*wanted)
        .options(joinedload(_row.review).joinedload(Review.case))
    )
    return paging.rows(_narrowed(query, question), by, descending=descending, after=after)


def _narrowed(query: Any, question: Question) -> Any:
    moment = question.as_at
    wanted: list[Any] = [
        _row.from_at <= moment,
        or_(_row.to_at.is_(None), _row.to_at > moment),
        or_(_row.outcome.is_(None), _row.outcome.not_in(VOID)),
    ]
    if question.after_hours_only:
        wanted.append(_row.received_after_hours)
    if question.received_from is not None:
        wanted.append(_row.received_on >= question.received_from)
    if question.received_to is not None:
        wanted.append(_row.received_on <= question.received_to)
    if not question.with_old_register:
        wanted.append(_row.is_historical.is_(False))
    return query.where(and_(*wanted))


def table(found: Answer) -> Sheet:
    """The figures as a table, with their definition and moment above the sum."""
    question = found.question
    dimension = question.dimension
    rows: list[tuple[str | int, ...]] = [
        (figure.name, figure.offenders, figure.cases) for figure in found.figures
    ]
    rows.append(("All", found.offenders, found.cases))
    notes = [
        f"Definition: {question.definition}",
        f"As at {_moment(question.as_at)} in London",
        f"Made at {_moment(found.made_at)} in London",
    ]
    if found.warning:
        notes.append(found.warning)
    return Sheet("Figures", (dimension.name, "Offenders", "Cases"), rows, notes)


def _moment(instant: datetime) -> str:
    return instant.astimezone(clock.LONDON).strftime("%d/%m/%Y %H:%M:%S")
