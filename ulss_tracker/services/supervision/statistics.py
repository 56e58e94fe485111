"""Figures about reviews and requests at any moment, each with its definition.

A figure counts offenders (reviews) with the cases they are in and the requests about those, or
requests with the cases they are in and the offenders of those. It is made from what was believed at
its moment (`as_at`), so that a figure given last year can be made again today, whatever was
corrected since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import RequestVersion, ReviewVersion, db
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.supervision.dimensions import DIMENSIONS, Dimension

_CASES_DO_NOT_ADD_UP = (
    "A case with several offenders whose values differ counts once in each row, so cases may not "
    "add up to the sum."
)
_REQUESTS_BESIDE = "The requests are those of everybody who asked about these cases."
_REQUESTS_DO_NOT_ADD_UP = (
    "Each person who asked counts once. The cases are those the requests are in, and the offenders "
    "everybody in those: requests in other rows may be about them too, so neither may add up."
)
_SMALL = 5
_SMALL_FIGURES = (
    "Some of these figures are below 5. Before they are published, see that nobody can be told "
    "from them: sealed cases are counted too."
)

_review, _request = ReviewVersion, RequestVersion


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a report: what divides the reviews, which of them count, at which moment.

    `across` divides them a second way at once (`cross_table`).
    """

    by: str
    as_at: datetime
    after_hours_only: bool = False
    received_from: date | None = None
    received_to: date | None = None
    with_old_register: bool = True
    across: str = ""

    @property
    def second(self) -> Dimension | None:
        """The second way to divide; None where there is none. Raises `Refused` for no way at all,
        for the same way twice, and for requests across reviews.
        """
        if not self.across:
            return None
        second = DIMENSIONS.get(self.across)
        if second is None:
            raise Refused("There is no such way to divide the figures")
        if second is self.dimension:
            raise Refused("Choose two different ways to divide the figures")
        if second.is_of_requests is not self.dimension.is_of_requests:
            raise Refused("Divide reviews by reviews, or requests by requests")
        return second

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
        if self.second is not None:
            words.append(f"{self.second.name}: {self.second.definition}")
        if self.after_hours_only:
            words.append("Only those received on the 28th day at 5pm or later.")
        if self.received_from is not None:
            words.append(f"Received on {day_words(self.received_from)} or later.")
        if self.received_to is not None:
            words.append(f"Received on {day_words(self.received_to)} or before.")
        is_of_requests = self.dimension.is_of_requests
        if not is_of_requests and not self.with_old_register:
            words.append("Without the old register.")
        if not self.across:
            words.append(_REQUESTS_DO_NOT_ADD_UP if is_of_requests else _CASES_DO_NOT_ADD_UP)
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
    Saved("Requests received each month", {"by": "request_month"}),
    Saved("What became of requests", {"by": "request_handling"}),
    Saved("Requests in time or late", {"by": "request_late"}),
    Saved("Time to first look", {"by": "request_first_look"}),
    Saved("Time to answer", {"by": "request_answer"}),
    Saved("How reviews ended, by offence", {"by": "family", "across": "outcome"}),
    Saved(
        "Received each month, a year beside another",
        {"by": "received_calendar", "across": "received_year"},
    ),
)
"""Questions asked in Parliament and by the office itself."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the value it is for, in words, and how many there are of it."""

    value: str
    name: str
    requests: int = 0
    offenders: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the figures: what it counts, its heading, the words for one and for its row."""

    counts: str
    heading: str
    one: str
    row: str

    def of(self, figure: Figure) -> int:
        """The number that stands in it."""
        number: int = getattr(figure, self.counts)
        return number


_REQUESTS = Column("requests", "Requests", "request", "the request")
_OFFENDERS = Column("offenders", "Offenders", "offender", "the review")
_CASES = Column("cases", "Cases", "case", "the case")


@dataclass(frozen=True, slots=True)
class StatisticsAnswer:
    """The figures, their sum, the definition they were made with and the moment."""

    question: Question
    figures: tuple[Figure, ...]
    whole: Figure
    made_at: datetime

    @property
    def columns(self) -> tuple[Column, Column, Column]:
        """The columns: that which is divided first."""
        if self.question.dimension.is_of_requests:
            return (_REQUESTS, _OFFENDERS, _CASES)
        return (_OFFENDERS, _CASES, _REQUESTS)

    @property
    def headings(self) -> list[str]:
        """The headings of the numbers."""
        return [column.heading for column in self.columns]

    @property
    def lines(self) -> list[tuple[str | int, ...]]:
        """Each figure's name and numbers, the sum last."""
        return [
            (figure.name, *(column.of(figure) for column in self.columns))
            for figure in (*self.figures, self.whole)
        ]

    @property
    def plain(self) -> list[list[str | int]]:
        """The figures as they are kept with a saved report, the sum last."""
        return [
            [figure.value, figure.name, figure.offenders, figure.cases, figure.requests]
            for figure in (*self.figures, self.whole)
        ]

    @property
    def offenders(self) -> int:
        return self.whole.offenders

    @property
    def cases(self) -> int:
        return self.whole.cases

    @property
    def requests(self) -> int:
        return self.whole.requests

    @property
    def beside(self) -> str:
        """Say what the requests beside offenders are; empty where requests are divided."""
        return "" if self.question.dimension.is_of_requests else _REQUESTS_BESIDE

    @property
    def is_empty(self) -> bool:
        """Whether nothing is counted."""
        return not self.columns[0].of(self.whole)

    @property
    def warning(self) -> str:
        """Say what to see to before the figures are published; empty when there is nothing."""
        counted = (column.of(figure) for figure in self.figures for column in self.columns)
        return small_warning(counted)


def small_warning(counted: Iterable[int]) -> str:
    """Say what to see to before such figures are published; empty when none is small."""
    return _SMALL_FIGURES if any(0 < number < _SMALL for number in counted) else ""


def answer(question: Question) -> StatisticsAnswer:
    """The figures for a question. Two queries, whatever their number."""
    dimension = question.dimension
    numbers = (
        func.count(_request.request_id.distinct()),
        func.count(_review.review_id.distinct()),
        func.count(_review.case_id.distinct()),  # one opened by mistake has no review that counts
    )
    counts = select(dimension.value, *numbers).group_by(dimension.value)
    with reading_as_office():  # a total names nobody
        rows = db.session.execute(_counted(counts, question)).all()
        whole = db.session.execute(_counted(select(*numbers), question)).one()
    counted = {value: numbers for value, *numbers in rows}
    return StatisticsAnswer(
        question,
        tuple(
            Figure(
                "" if value is None else str(value),
                dimension.without if value is None else dimension.show(value),
                *counted.get(value, ()),
            )
            for value in in_order(dimension, counted)
        ),
        Figure("", "All", *whole),
        clock.now(),
    )


def _counted(query: Any, question: Question) -> Any:
    """The query of what the question divides, with what is counted beside it."""
    moment = question.as_at
    if question.dimension.is_of_requests:
        beside = and_(
            _review.case_id == _request.case_id, *_stood(_review, moment), is_work(_review)
        )
        query = query.select_from(_request).outerjoin(_review, beside)
    else:
        beside = and_(_request.case_id == _review.case_id, *_stood(_request, moment))
        query = query.select_from(_review).outerjoin(_request, beside)
    return query.where(*narrowing(question))


def in_order(dimension: Dimension, counted: Iterable[Any]) -> list[Any]:
    """The values to show, in order; that of reviews without one comes last."""
    values = sorted(value for value in counted if value is not None)
    if dimension.between is not None and values:
        values = list(dimension.between(int(values[0]), int(values[-1])))
    return [*values, None] if None in counted else values


def narrowing(question: Question) -> list[ColumnElement[bool]]:
    """The conditions of the question, on the versions of what it divides."""
    is_of_requests = question.dimension.is_of_requests
    row: Any = _request if is_of_requests else _review
    wanted = _stood(row, question.as_at)
    if not is_of_requests:
        wanted.append(is_work(row))
        if not question.with_old_register:
            wanted.append(_review.is_historical.is_(False))
    if question.after_hours_only:
        wanted.append(row.received_after_hours)
    if question.received_from is not None:
        wanted.append(row.received_on >= question.received_from)
    if question.received_to is not None:
        wanted.append(row.received_on <= question.received_to)
    return wanted


def _stood(row: Any, moment: datetime) -> list[ColumnElement[bool]]:
    """That a version was what was believed at this moment."""
    return [row.from_at <= moment, or_(row.to_at.is_(None), row.to_at > moment)]


def is_work(review: Any) -> ColumnElement[bool]:
    """Whether a review's case was neither opened by mistake nor joined to another."""
    return or_(review.outcome.is_(None), review.outcome.not_in(VOID))
