"""The board: open reviews in the order in which they must be filed, in bands, a page at a time.

It is read many times a day by everybody: each part is one query, however many reviews there are.
Those of the old register are never on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Request, Review, db
from ulss_tracker.scheme import bands, waiting, work_left
from ulss_tracker.scheme.bands import Band, Span
from ulss_tracker.scheme.calendar import CalendarUnknown
from ulss_tracker.scheme.deadline import TimeLeft, time_left
from ulss_tracker.scheme.standing import Standing
from ulss_tracker.scheme.workflow import AT_COURT, State
from ulss_tracker.services import absences, paging, restrictions
from ulss_tracker.services.absences import Away
from ulss_tracker.services.paging import Rows
from ulss_tracker.services.spreadsheets import Sheet

PAGE = 50
MOST_PRINTED = 1_000
ORDERINGS = (paging.Ordering("file_by", Review.file_by_at),)
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the board is narrowed by; everything empty is everything.

    `is_unheld` asks for those that nobody holds. `standing` is of anybody who asked in the case.
    """

    holder_id: int | None = None
    is_unheld: bool = False
    state: State | None = None
    standing: Standing | None = None
    court_id: str | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One review on the board, how long is left to file, and what it waits for.

    `left` is None without a sentence. `spare` is the working time that no work fills: None too
    where the holidays are not known.
    """

    review: Review
    left: TimeLeft | None = None
    band: Band = Band.NOT_KNOWN
    spare: timedelta | None = None

    @property
    def waits_for(self) -> str:
        """Who must do what next."""
        return waiting.waits_for(
            self.review.state,
            self.review.verdict,
            is_held=self.review.holder_id is not None,
            has_file_by=self.review.file_by_at is not None,
            is_filed=self.review.is_filed,
        )

    @property
    def safest_at(self) -> datetime | None:
        """The first sentence's own moment, where several or a variation gave a later one.

        A court may not accept the later clock, so whoever can files by the earlier.
        """
        earliest = self.review.earliest_file_by_at
        return earliest if earliest != self.review.file_by_at else None

    @property
    def spare_words(self) -> str:
        """The time to spare in words."""
        return "Not known" if self.spare is None else work_left.spare_words(self.spare)

    @property
    def is_short(self) -> bool:
        """Whether there is more work than time."""
        return self.spare is not None and self.spare < timedelta(0)

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person has confirmed its date, court and offence."""
        return self.review.unconfirmed_since_at is None


@dataclass(frozen=True, slots=True)
class Summary:
    """How the open reviews stand. Those at court have been filed, and are in no band."""

    bands: Mapping[Band, int]
    at_court: int
    with_law_officers: int
    unheld: int
    unconfirmed: int


def page(
    *,
    after: str | None = None,
    asked: Asked | None = None,
    filed: bool | None = False,
    size: int = PAGE,
) -> Rows[Row]:
    """A page of open reviews with a sentence, soonest first; `after` is the last page's key.

    `filed` chooses between those still to be filed and those that are; None shows both. An
    unreadable key gives the first page.
    """
    now = clock.now()
    spans = bands.spans(now)
    asked = asked or Asked()
    query = _narrowed(asked).where(Review.file_by_at.is_not(None))
    if asked.band:
        query = query.where(*_within(asked.band, spans))
    if filed is not None:
        query = query.where(_IS_FILED if filed else ~_IS_FILED)
    found = paging.rows(query, ORDERINGS[0], after=after, size=size)
    return Rows(_rows(found.rows, now, spans), found.after)


def without_sentence(asked: Asked | None = None) -> list[Review]:
    """Open reviews with no sentence recorded, oldest first: nobody can say how long they have.

    All of them, and not a page: one that nobody sees is one that runs out of time unseen.
    """
    query = _narrowed(asked or Asked()).where(Review.file_by_at.is_(None), ~_IS_FILED)
    return list(db.session.scalars(query.order_by(Review.id)))


def summary(asked: Asked | None = None) -> Summary:
    """Count the open reviews by how soon they must be filed, as narrowed but for the band."""
    spans = bands.spans(clock.now())
    counted = [
        *(func.count(Review.id).filter(~_IS_FILED, *_within(span.band, spans)) for span in spans),
        func.count(Review.id).filter(~_IS_FILED, Review.file_by_at.is_(None)),
        func.count(Review.id).filter(_IS_FILED),
        func.count(Review.id).filter(~_IS_FILED, Review.state == State.LAW_OFFICERS),
        func.count(Review.id).filter(Review.holder_id.is_(None)),
        func.count(Review.id).filter(~_IS_FILED, Review.unconfirmed_since_at.is_not(None)),
    ]
    query = select(*counted).where(*_conditions(asked or Asked()))
    numbers: list[int] = list(db.session.execute(query).one())
    return Summary(dict(zip(Band, numbers, strict=False)), *numbers[len(Band) :])


def by_band(rows: Sequence[Row]) -> list[tuple[Band, list[Row]]]:
    """The rows still to be filed under the band each is in, in their order."""
    to_file = [row for row in rows if not row.review.is_filed]
    return [(band, list(found)) for band, found in groupby(to_file, key=lambda row: row.band)]


def sheet(asked: Asked) -> Sheet:
    """The whole board as narrowed, to write as a spreadsheet."""
    rows: list[Row] = []
    after: str | None = ""
    while after is not None:
        part = page(after=after, asked=asked, filed=None, size=MOST_PRINTED)
        rows += part.rows
        after = part.after
    undated = without_sentence(asked) if asked.band in {None, Band.NOT_KNOWN} else []
    away = absences.away_now()
    lines = [_line(row, away) for row in [*(Row(each) for each in undated), *rows]]
    return Sheet("Board", _HEADING, lines)


_HEADING = (
    "Case",
    "Offender",
    "Restrictions",
    "Court",
    "File by",
    "Last day",
    "Time left",
    "To spare",
    "Stage",
    "Waits for",
    "Held by",
    "Confirmed by a second person",
    "Holder away until",
    "Safest to file by",
)


def _line(row: Row, away: Mapping[int, Away]) -> list[str]:
    review = row.review
    is_away = away.get(review.holder_id) if review.holder_id else None
    return [
        review.case.reference,
        review.offender_name,
        "; ".join(flag.label for flag in restrictions.flags(review)),
        review.case.court_text,
        _minute(review.file_by_at) or "Not known",
        f"{review.last_day_on:%Y-%m-%d}" if review.last_day_on else "Not known",
        "Filed" if review.is_filed else row.left.words if row.left else "Not known",
        "" if review.is_filed else row.spare_words,
        review.state.label,
        row.waits_for,
        review.holder.name if review.holder else "Nobody",
        "Yes" if row.is_confirmed and review.file_by_at else "No",
        f"{is_away.absence.to_on:%Y-%m-%d}" if is_away else "",
        _minute(row.safest_at),
    ]


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.LONDON):%Y-%m-%d %H:%M}" if moment else ""


def _rows(reviews: Sequence[Review], now: datetime, spans: tuple[Span, ...]) -> list[Row]:
    """A row for each review, the office hours left worked out once for each moment."""
    hours: dict[datetime, timedelta | None] = {}
    rows = []
    for review in reviews:
        moment = review.file_by_at
        assert moment is not None  # noqa: S101 - the query asks for it
        if moment not in hours:
            hours[moment] = _working_time(now, moment)
        length = None if review.is_filed else hours[moment]
        spare = None if length is None else length - work_left.work_left(review.state)
        rows.append(Row(review, time_left(now, moment), bands.band_of(moment, spans), spare))
    return rows


def _working_time(now: datetime, moment: datetime) -> timedelta | None:
    try:
        return work_left.working_time(now, moment)
    except CalendarUnknown:
        return None


def _within(band: Band, spans: tuple[Span, ...]) -> list[ColumnElement[bool]]:
    if band is Band.NOT_KNOWN:
        return [Review.file_by_at.is_(None)]
    span = next(each for each in spans if each.band is band)
    bounds = []
    if span.start is not None:
        bounds.append(Review.file_by_at >= span.start)
    if span.end is not None:
        bounds.append(Review.file_by_at < span.end)
    return bounds


def _narrowed(asked: Asked) -> Select[Review]:
    """Open reviews, with what a row shows of each."""
    return (
        select(Review)
        .where(*_conditions(asked))
        .options(joinedload(Review.case).selectinload(Case.restrictions), joinedload(Review.holder))
    )


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Review.outcome.is_(None), Review.is_historical.is_(False)]
    if asked.is_unheld:
        found.append(Review.holder_id.is_(None))
    elif asked.holder_id is not None:
        found.append(Review.holder_id == asked.holder_id)
    if asked.state is not None:
        found.append(Review.state == asked.state)
    if asked.standing is not None:
        same = (Request.standing == asked.standing, Request.case_id == Review.case_id)
        found.append(select(Request.id).where(*same).exists())
    if asked.court_id is not None:
        here = select(Case.id).where(Case.court_id == asked.court_id)
        found.append(Review.case_id.in_(here))
    return found
