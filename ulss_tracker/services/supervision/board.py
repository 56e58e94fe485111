"""The board: everything with time running in the order in which somebody must act, in bands.

Open reviews and the requests that nobody has put into a case are one list, by the safest moment
(`Deadline.act_by_at`), a page at a time. It is read many times a day by everybody: each part is one
query, however much there is. Reviews of the old register are never on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Unpack

from sqlalchemy import Select, and_, func, or_, select, text, true

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Hearing, Request, Review, User, db
from ulss_tracker.models.review import PAST_FILING
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Place, SizedPlace, read_columns
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.matching.same_words import Group
from ulss_tracker.services.people import absences
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.supervision import board_row, hearings
from ulss_tracker.services.supervision.board_filter import moments, owner_id
from ulss_tracker.services.supervision.board_row import TABLE, BoardRow

PAGE = 50
MOST_PRINTED = 1_000
_BY_FILE_BY = Ordering("file_by", Review.file_by_at)
_IS_FILED = and_(text(PAST_FILING.format("review.")), Review.is_historical.is_(False))


@dataclass(frozen=True, slots=True)
class Summary:
    """How what has time running stands. What is at court has been filed, and is in no band.

    Each is in one band that has moments; those of them whose day of sentence nobody knows are
    counted in `Band.NOT_KNOWN` as well. `requests` are those that are in no case yet.
    """

    bands: Mapping[Band, int]
    requests: int
    at_court: int
    hearings: int
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
    filters: Mapping[str, Any] = NO_FILTERS,
    filed: bool = False,
    away: Mapping[int, AwayNow] | None = None,
    groups: Sequence[Group] = (),
    **place: Unpack[SizedPlace],
) -> Rows[BoardRow]:
    """A page of what has time running, the first to act on first.

    With `filed`, of the reviews that are filed instead, by the moment they were to be filed by:
    none where a band is asked for. `away` are the absences of today to show with it. Of `groups`,
    which have rows of their own, only those that need a look are on it.
    """
    if filed and "band" in filters:
        return Rows([], None)
    position: SizedPlace = {"size": PAGE, **place}
    if filed:
        position |= {"by": _BY_FILE_BY, "descending": False}
    running = _running().where(or_(Request.id.is_(None), same_words.apart(groups, filters)))
    read = TABLE.rows(_filed() if filed else running, filters, **position)
    now = clock.now()
    return Rows(board_row.rows_of(read.rows, now, bands.spans(now), away or {}), read.after)


def every(filters: Mapping[str, Any], **place: Unpack[Place]) -> Iterator[BoardRow]:
    """Every row of the board as narrowed and ordered, to take away.

    What is filed comes last, by the moment it was to be filed by.
    """
    away = absences.away_now()
    running = partial(page, filters=filters, away=away, **place)
    yield from paging.every(running)
    yield from paging.every(partial(page, filters=filters, away=away, filed=True))


def screen(
    filters: Mapping[str, Any], groups: Sequence[Group] = (), **place: Unpack[Place]
) -> Screen:
    """The board as it is shown, with who is away.

    A stage that is at the court has no time running, and its pages are of what is filed, by the
    moment.
    """
    away = absences.away_now()
    is_at_court = filters.get("stage") in AT_COURT and "band" not in filters
    shown = page(filters=filters, filed=is_at_court, away=away, groups=groups, **place)
    if is_at_court or place.get("after"):
        return Screen(page=shown, at_court=Rows([], None))
    return Screen(page=shown, at_court=page(filters=filters, filed=True, away=away))


def summary(filters: Mapping[str, Any] = NO_FILTERS) -> Summary:
    """Count what has time running by how soon somebody must act, as narrowed but for the band."""
    counts = db.session.execute(_counted(filters)).one()
    return Summary(
        {
            **{band: getattr(counts, band.value) for band in bands.TIMED},
            Band.NOT_KNOWN: counts.undated,
        },
        requests=counts.requests,
        at_court=counts.at_court,
        hearings=counts.hearings,
        with_law_officers=counts.with_them,
        unassigned=counts.unassigned + counts.unassigned_at_court,
        unverified=counts.unverified,
    )


def by_value(rows: Sequence[BoardRow], by: Ordering) -> list[tuple[str, list[BoardRow]]]:
    """The rows of a board in another order under the value that each has of it, in their order."""
    column = TABLE.column_of(by)
    if column is None or column.group is None:
        return [("", list(rows))] if rows else []
    return [(head, list(members)) for head, members in groupby(rows, key=column.group)]


def by_band(rows: Sequence[BoardRow]) -> list[tuple[Band, list[BoardRow]]]:
    """The rows still to be filed under the band each is in, in their order."""
    to_file = [row for row in rows if not row.is_filed]
    return [(band, list(members)) for band, members in groupby(to_file, key=lambda row: row.band)]


def _running() -> Select[*tuple[Any, ...]]:
    """The statement of what has time running."""
    return (
        select(*read_columns(BoardRow))
        .select_from(Deadline)
        .outerjoin(Deadline.review)
        .outerjoin(Review.case)
        .outerjoin(Deadline.request)
        .outerjoin(User, User.id == owner_id())
        .where(Deadline.ended_at.is_(None))
    )


def _filed() -> Select[*tuple[Any, ...]]:
    """The statement of the reviews that are filed."""
    return (
        select(*read_columns(BoardRow, 1))
        .select_from(Review)
        .join(Review.case)
        .outerjoin(Review.deadline)
        .outerjoin(Deadline.request)
        .outerjoin(User, User.id == owner_id())
        .where(_IS_FILED, Review.file_by_at.is_not(None))
    )


def _counted(filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """The statement of `summary`."""
    but_band = {name: value for name, value in filters.items() if name != "band"}
    conditions = TABLE.conditions(but_band)
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
                func.count(Deadline.id).filter(moments(span)).label(span.band.value)
                for span in bands.spans(clock.now())
            ),
        )
        .select_from(Deadline)
        .outerjoin(Deadline.review)
        .outerjoin(Deadline.request)
        .where(Deadline.ended_at.is_(None), *conditions)
        .subquery()
    )
    filed = (
        select(
            func.count(Review.id).label("at_court"),
            func.count(Review.id).filter(owner_id().is_(None)).label("unassigned_at_court"),
        )
        .select_from(Review)
        .outerjoin(Review.deadline)
        .outerjoin(Deadline.request)
        .where(_IS_FILED, *conditions)
        .subquery()
    )
    to_come = select(func.count(Hearing.id)).where(hearings.is_to_come()).scalar_subquery()
    return select(running, filed, to_come.label("hearings")).join_from(running, filed, true())
