"""The board: everything with time running in the order in which somebody must act, in bands.

Open reviews and the requests that nobody has put into a case are one list, by the safest moment
(`Deadline.act_by_at`), a page at a time. It is read many times a day by everybody: each part is one
query, however much there is. Reviews of the old register are never on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    select,
    text,
    true,
)

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Review, User, db
from ulss_tracker.models.review import PAST_FILING
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.people import absences
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.supervision import board_order, board_row
from ulss_tracker.services.supervision.board_filter import BoardFilter, owner_id
from ulss_tracker.services.supervision.board_order import BY_MOMENT
from ulss_tracker.services.supervision.board_row import BoardRow

PAGE = 50
MOST_PRINTED = 1_000
_BY_FILE_BY = paging.Ordering("file_by", Review.file_by_at)
_IS_FILED = and_(text(PAST_FILING.format("review.")), Review.is_historical.is_(False))
_RUNNING: Select[*tuple[Any, ...]] = (
    select(*board_row.RUNNING)
    .select_from(Deadline)
    .outerjoin(Deadline.review)
    .outerjoin(Review.case)
    .outerjoin(Deadline.request)
    .outerjoin(User, User.id == owner_id())
    .where(Deadline.ended_at.is_(None))
)
_FILED: Select[*tuple[Any, ...]] = (
    select(*board_row.FILED)
    .select_from(Review)
    .join(Review.case)
    .outerjoin(Review.assignee)
    .outerjoin(Deadline, Deadline.review_id == Review.id)
    .where(_IS_FILED, Review.file_by_at.is_not(None))
)


def _between(start: Any, end: Any) -> list[ColumnElement[bool]]:
    """The moments from `start` up to and without `end`; None is without a bound."""
    bounds = [] if start is None else [Deadline.act_by_at >= start]
    return bounds if end is None else [*bounds, Deadline.act_by_at < end]


@dataclass(frozen=True, slots=True)
class Summary:
    """How what has time running stands. What is at court has been filed, and is in no band.

    Each is in one band that has moments; those of them whose day of sentence nobody knows are
    counted in `Band.NOT_KNOWN` as well. `requests` are those that are in no case yet.
    """

    bands: Mapping[Band, int]
    requests: int
    at_court: int
    with_law_officers: int
    unassigned: int
    unverified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The board as one screen shows it: a page, and on the first those that are filed."""

    page: Rows[BoardRow]
    at_court: Rows[BoardRow]


def page(
    *,
    by: Ordering = BY_MOMENT,
    descending: bool = False,
    after: str | None = None,
    asked: BoardFilter | None = None,
    filed: bool = False,
    size: int = PAGE,
    away: Mapping[int, AwayNow] | None = None,
) -> Rows[BoardRow]:
    """A page of what has time running, the first to act on first; `after` is the last page's key.

    `by` is one of `board_order.ORDERINGS`. With `filed`, of the reviews that are filed instead, by
    the moment they were to be filed by: none where a band is asked for. An unreadable key gives the
    first page. `away` are the absences of today to show with it.
    """
    now = clock.now()
    spans = bands.spans(now)
    asked = asked or BoardFilter()
    if not filed:
        query = _running(asked, spans, by=by, descending=descending, after=after, size=size)
    elif asked.band is None:
        query = _filed(asked, after=after, size=size)
    else:
        return Rows([], None)
    found = paging.cut(db.session.execute(query).all(), _BY_FILE_BY if filed else by, size)
    return Rows(board_row.rows_of(found.rows, now, spans, away or {}), found.after)


def screen(
    asked: BoardFilter,
    *,
    by: Ordering = BY_MOMENT,
    descending: bool = False,
    after: str | None = None,
) -> Screen:
    """The board as it is shown, with who is away; `after` is the last page's key.

    `by` is one of `board_order.ORDERINGS`. A stage that is at the court has no time running, and
    its pages are of what is filed, by the moment.
    """
    spans = bands.spans(clock.now())
    if asked.state in AT_COURT and asked.band is None:
        query, by = _filed(asked, after=after), _BY_FILE_BY
        is_filed_shown = False
    else:
        query = _running(asked, spans, by=by, descending=descending, after=after)
        is_filed_shown = not after and asked.band is None
    filed = db.session.execute(_filed(asked)).all() if is_filed_shown else ()
    return _screen(paging.cut(db.session.execute(query).all(), by), paging.cut(filed, _BY_FILE_BY))


def _screen(page: Rows[Any], court: Rows[Any]) -> Screen:
    """Both lists as rows; what restricts them is asked once, for all of them."""
    now = clock.now()
    found, away = [*page.rows, *court.rows], absences.away_now()
    rows = board_row.rows_of(found, now, bands.spans(now), away)
    ends = len(page.rows)
    return Screen(page=Rows(rows[:ends], page.after), at_court=Rows(rows[ends:], court.after))


def summary(asked: BoardFilter | None = None) -> Summary:
    """Count what has time running by how soon somebody must act, as narrowed but for the band."""
    asked = asked or BoardFilter()
    found = db.session.execute(_counted(asked)).one()
    return Summary(
        {
            **{band: getattr(found, band.value) for band in bands.TIMED},
            Band.NOT_KNOWN: found.undated,
        },
        requests=found.requests,
        at_court=found.at_court,
        with_law_officers=found.with_them,
        unassigned=found.unassigned + found.unassigned_at_court,
        unverified=found.unverified,
    )


def by_value(rows: Sequence[BoardRow], by: Ordering) -> list[tuple[str, list[BoardRow]]]:
    """The rows of a board in another order under the value that each has of it, in their order."""
    words: dict[str, Callable[[BoardRow], str]] = {
        "case": lambda row: row.court_text or "Court not known",
        "stage": lambda row: row.stage,
        "offence": lambda row: row.offence or "Offence not known",
        "assigned": lambda row: row.assignee or "Nobody",
    }
    if by.name not in words:
        return [("", list(rows))] if rows else []
    return [(head, list(found)) for head, found in groupby(rows, key=words[by.name])]


def by_band(rows: Sequence[BoardRow]) -> list[tuple[Band, list[BoardRow]]]:
    """The rows still to be filed under the band each is in, in their order."""
    to_file = [row for row in rows if not row.is_filed]
    return [(band, list(found)) for band, found in groupby(to_file, key=lambda row: row.band)]


def _running(
    asked: BoardFilter,
    spans: tuple[Span, ...],
    *,
    by: Ordering = BY_MOMENT,
    descending: bool = False,
    after: str | None = None,
    size: int = PAGE,
) -> Select[*tuple[Any, ...]]:
    """The statement of a page of what has time running."""
    query = _RUNNING.where(*asked.of_running())
    if asked.band is Band.NOT_KNOWN:
        query = query.where(Deadline.file_by_at.is_(None))
    elif asked.band:
        span = next(span for span in spans if span.band is asked.band)
        query = query.where(*_between(span.start, span.end))
    if by is BY_MOMENT:
        return paging.asked(query, by, descending=descending, after=after, size=size)
    return board_order.asked(query, by, descending=descending, after=after, size=size)


def _filed(
    asked: BoardFilter, *, after: str | None = None, size: int = PAGE
) -> Select[*tuple[Any, ...]]:
    """The statement of a page of the reviews that are filed."""
    query = _FILED.where(*asked.of_filed())
    return paging.asked(query, _BY_FILE_BY, after=after, size=size)


def _counted(asked: BoardFilter) -> Select[*tuple[Any, ...]]:
    """The statement of `summary`."""
    running = (
        select(
            func.count(Deadline.id).filter(Deadline.file_by_at.is_(None)).label("undated"),
            func.count(Deadline.request_id).label("requests"),
            func.count(Deadline.id).filter(Review.state == State.LAW_OFFICERS).label("with_them"),
            func.count(Deadline.id).filter(owner_id().is_(None)).label("unassigned"),
            func.count(Deadline.id)
            .filter(Review.unconfirmed_since_at.is_not(None))
            .label("unverified"),
            *(
                func.count(Deadline.id)
                .filter(true(), *_between(span.start, span.end))
                .label(span.band.value)
                for span in bands.spans(clock.now())
            ),
        )
        .select_from(Deadline)
        .outerjoin(Deadline.review)
        .outerjoin(Deadline.request)
        .where(Deadline.ended_at.is_(None), *asked.of_running())
        .subquery()
    )
    filed = (
        select(
            func.count(Review.id).label("at_court"),
            func.count(Review.id).filter(Review.assignee_id.is_(None)).label("unassigned_at_court"),
        )
        .where(_IS_FILED, *asked.of_filed())
        .subquery()
    )
    return select(running, filed).join_from(running, filed, true())
