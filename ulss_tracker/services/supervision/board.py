"""The board: open reviews in the order in which they must be filed, in bands, a page at a time.

It is read many times a day by everybody: each part is one query, however many reviews there are.
Those of the old register are never on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from ulss_tracker import clock
from ulss_tracker.models import Case, Request, Review, db
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.scheme.workflow.workflow import AT_COURT, State
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Rows
from ulss_tracker.services.people import absences
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.supervision import board_row
from ulss_tracker.services.supervision.board_row import Row

PAGE = 50
MOST_PRINTED = 1_000
ORDERINGS = (paging.Ordering("file_by", Review.file_by_at),)
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))
_IS_TO_FILE = ~_IS_FILED
_IS_OPEN = and_(Review.outcome.is_(None), Review.is_historical.is_(False))
_SHOWN: Select[*tuple[Any, ...]] = (
    select(*board_row.COLUMNS)
    .select_from(Review)
    .join(Review.case)
    .outerjoin(Review.assignee)
    .where(_IS_OPEN)
)


def _between(start: Any, end: Any) -> list[ColumnElement[bool]]:
    """The moments from `start` up to and without `end`; None is without a bound."""
    bounds = [] if start is None else [Review.file_by_at >= start]
    return bounds if end is None else [*bounds, Review.file_by_at < end]


# Each band's end is filled in when the statement runs.
_BOUNDS: tuple[BindParameter[Any] | None, ...] = (
    None,
    *(bindparam(band.value) for band in bands.TIMED[:-1]),
    None,
)
_COUNTS: Select[*tuple[Any, ...]] = select(
    func.count(Review.id).filter(_IS_TO_FILE, Review.file_by_at.is_(None)),
    func.count(Review.id).filter(_IS_FILED),
    func.count(Review.id).filter(_IS_TO_FILE, Review.state == State.LAW_OFFICERS),
    func.count(Review.id).filter(Review.assignee_id.is_(None)),
    func.count(Review.id).filter(_IS_TO_FILE, Review.unconfirmed_since_at.is_not(None)),
    *(
        func.count(Review.id).filter(_IS_TO_FILE, *_between(start, end))
        for start, end in pairwise(_BOUNDS)
    ),
).where(_IS_OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """The filter of the board; everything empty is everything.

    `is_unassigned` asks for those assigned to nobody. `standing` is of anybody who asked in the
    case.
    """

    assignee_id: int | None = None
    is_unassigned: bool = False
    state: State | None = None
    standing: Standing | None = None
    court_id: str | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How the open reviews stand. Those at court have been filed, and are in no band."""

    bands: Mapping[Band, int]
    at_court: int
    with_law_officers: int
    unassigned: int
    unconfirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The board as one screen shows it: a page, and on the first those in no band of it."""

    page: Rows[Row]
    at_court: Rows[Row]
    without_sentence: list[Row]


def page(
    *,
    after: str | None = None,
    asked: BoardFilter | None = None,
    filed: bool | None = False,
    size: int = PAGE,
    away: Mapping[int, AwayNow] | None = None,
) -> Rows[Row]:
    """A page of open reviews with a sentence, soonest first; `after` is the last page's key.

    `filed` chooses between those still to be filed and those that are; None shows both. An
    unreadable key gives the first page. `away` are the absences of today to show with it.
    """
    now = clock.now()
    spans = bands.spans(now)
    query = _page(asked or BoardFilter(), filed, spans, after=after, size=size)
    found = paging.cut(db.session.execute(query).all(), ORDERINGS[0], size)
    return Rows(board_row.rows_of(found.rows, now, spans, away or {}), found.after)


def screen(asked: BoardFilter, *, after: str | None = None) -> Screen:
    """The board as it is shown, with who is away; `after` is the last page's key.

    One stage holds both what is to be filed and what is: then they are on the same pages. What is
    not on every page is on the first.
    """
    now = clock.now()
    spans = bands.spans(now)
    if after or asked.state or asked.band:
        parts = [_page(asked, None if asked.state else False, spans, after=after)]
        if not after and asked.band in {None, Band.NOT_KNOWN}:
            parts.append(_undated(asked))
        statement = paging.joined(parts)
    else:
        statement = _whole(asked)
    to_file, undated, at_court = (
        sorted(rows, key=_soonest) for rows in paging.together(statement, 3)
    )
    page, court = (paging.cut(rows, ORDERINGS[0]) for rows in (to_file, at_court))
    # What restricts them is asked once, for all of them.
    found = [*undated, *page.rows, *court.rows]
    rows = board_row.rows_of(found, now, spans, absences.away_now())
    begins, ends = len(undated), len(undated) + len(page.rows)
    return Screen(
        page=Rows(rows[begins:ends], page.after),
        at_court=Rows(rows[ends:], court.after),
        without_sentence=rows[:begins],
    )


def without_sentence(
    asked: BoardFilter | None = None, away: Mapping[int, AwayNow] | None = None
) -> list[Row]:
    """Open reviews with no sentence recorded, oldest first: nobody can say how long they have.

    None where a band with moments is asked for. All of them, and not a page: one that nobody sees
    is one that runs out of time unseen.
    """
    asked = asked or BoardFilter()
    if asked.band not in {None, Band.NOT_KNOWN}:
        return []
    found = db.session.execute(_undated(asked)).all()
    return board_row.rows_of(found, clock.now(), (), away or {})


def summary(asked: BoardFilter | None = None) -> Summary:
    """Count the open reviews by how soon they must be filed, as narrowed but for the band."""
    ends = {span.band.value: span.end for span in bands.spans(clock.now()) if span.end}
    query = _COUNTS.where(*_conditions(asked or BoardFilter()))
    undated, at_court, with_law_officers, unassigned, unconfirmed, *timed = db.session.execute(
        query, ends
    ).one()
    return Summary(
        {**dict(zip(bands.TIMED, timed, strict=True)), Band.NOT_KNOWN: undated},
        at_court=at_court,
        with_law_officers=with_law_officers,
        unassigned=unassigned,
        unconfirmed=unconfirmed,
    )


def by_band(rows: Sequence[Row]) -> list[tuple[Band, list[Row]]]:
    """The rows still to be filed under the band each is in, in their order."""
    to_file = [row for row in rows if not row.is_filed]
    return [(band, list(found)) for band, found in groupby(to_file, key=lambda row: row.band)]


def _page(
    asked: BoardFilter,
    filed: bool | None,
    spans: tuple[Span, ...],
    *,
    after: str | None = None,
    size: int = PAGE,
) -> Select[*tuple[Any, ...]]:
    """The statement of a page."""
    query = _narrowed(asked).where(Review.file_by_at.is_not(None))
    if asked.band is Band.NOT_KNOWN:
        query = query.where(Review.file_by_at.is_(None))
    elif asked.band:
        span = next(each for each in spans if each.band is asked.band)
        query = query.where(*_between(span.start, span.end))
    if filed is not None:
        query = query.where(_IS_FILED if filed else _IS_TO_FILE)
    return paging.asked(query, ORDERINGS[0], after=after, size=size)


def _soonest(row: Any) -> tuple[datetime, int]:
    return row.file_by_at or datetime.min.replace(tzinfo=UTC), row.id


def _narrowed(asked: BoardFilter) -> Select[*tuple[Any, ...]]:
    """Open reviews as narrowed, with what a row shows of each."""
    return _SHOWN.where(*_conditions(asked))


@lru_cache(maxsize=64)  # a tenth of the board's function calls
def _whole(asked: BoardFilter) -> CompoundSelect[*tuple[Any, ...]]:
    """The first page where neither a stage nor a band is asked for: all that `screen` shows."""
    parts = (_page(asked, False, ()), _undated(asked), _page(asked, True, ()))
    return paging.joined(parts)


def _undated(asked: BoardFilter) -> Select[*tuple[Any, ...]]:
    """Those of them that are still to be filed, with no moment to file by."""
    return _narrowed(asked).where(Review.file_by_at.is_(None), _IS_TO_FILE).order_by(Review.id)


def _conditions(asked: BoardFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.is_unassigned:
        found.append(Review.assignee_id.is_(None))
    elif asked.assignee_id is not None:
        found.append(Review.assignee_id == asked.assignee_id)
    if asked.state is not None:
        found.append(Review.state == asked.state)
    if asked.standing is not None:
        same = (Request.standing == asked.standing, Request.case_id == Review.case_id)
        found.append(select(Request.id).where(*same).exists())
    if asked.court_id is not None:
        here = select(Case.id).where(Case.court_id == asked.court_id)
        found.append(Review.case_id.in_(here))
    return found
