"""Reviews still to be filed in the order of what presses, a page at a time.

No column holds the time to spare: it shrinks as the office's hours pass. But reviews at the same
stage that are to be filed by the same moment have the same, so those few pairs are put in order,
and only the reviews of one page are looked up. A page's key is the pair and the review it ended on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true, union_all

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Review, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.paging import Rows

_MOST_DIGITS = 10
_FAR = timedelta.max
_IS_DATED = Review.earliest_file_by_at.is_not(None)
# Until a sentence is recorded, what those who asked say of it counts: looked up for those alone.
_ASKERS_AT = select(Deadline.file_by_at).where(Deadline.review_id == Review.id).scalar_subquery()
_SAFEST_AT = func.coalesce(Review.earliest_file_by_at, _ASKERS_AT)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A stage and a moment to file by; `is_dated`: the moment follows from a recorded sentence."""

    state: State
    is_dated: bool
    safest_at: datetime | None

    def is_of(self) -> ColumnElement[bool]:
        """Whether a review is at this stage and to be filed by this moment."""
        moment: Any = self.safest_at  # of None, SQLAlchemy makes IS NULL
        if self.is_dated:  # of the index's own columns alone
            return and_(Review.state == self.state, Review.earliest_file_by_at == moment)
        return and_(Review.state == self.state, ~_IS_DATED, moment == _ASKERS_AT)

    def key_after(self, review_id: int) -> str:
        """The key of the page that begins after this review."""
        at = self.safest_at.astimezone(UTC).isoformat() if self.safest_at else ""
        return f"{self.state.value}~{'dated' if self.is_dated else ''}~{at}~{review_id}"


def spare_time(state: State, now: datetime, safest_at: datetime | None) -> timedelta | None:
    """The time to spare; None where no moment is known, or it lies beyond the known holidays."""
    if safest_at is None:
        return None
    try:
        return slack.spare_time(state, now, safest_at)
    except CalendarUnknown:
        return None


def page(
    mine: Sequence[ColumnElement[bool]], *, descending: bool, after: str | None, size: int
) -> Rows[int]:
    """The ids of a page of the reviews that `mine` chooses, those without a sentence first.

    `after` is the last page's key; an unreadable one gives the first page.
    """
    order = _order(clock.now())
    started = _read(after)
    pairs = sorted(_pairs(mine), key=lambda each: order(each[0]), reverse=descending)
    if started:
        begun = order(started[0])
        pairs = [
            pair
            for pair in pairs
            if (order(pair[0]) <= begun if descending else order(pair[0]) >= begun)
        ]
    wanted = _enough(pairs, size, started[0] if started else None)
    if not wanted:
        return Rows([], None)
    place = case(*((pair.is_of(), number) for number, pair in enumerate(wanted)))
    query = (
        select(Review.id, Review.state, _IS_DATED, _SAFEST_AT)
        .where(*mine, or_(*(pair.is_of() for pair in wanted)))
        .order_by(place, Review.id.desc() if descending else Review.id)
        .limit(size + 1)
    )
    if started and wanted[0] == started[0]:
        later = Review.id < started[1] if descending else Review.id > started[1]
        query = query.where(or_(~wanted[0].is_of(), later))
    rows = db.session.execute(query).all()
    last = rows[size - 1] if len(rows) > size else None
    return Rows(
        [row[0] for row in rows[:size]],
        _Pair(last[1], bool(last[2]), last[3]).key_after(last[0]) if last else None,
    )


def _pairs(mine: Sequence[ColumnElement[bool]]) -> list[tuple[_Pair, int]]:
    """Each stage with each moment that any of these reviews has, and how many have both."""
    own, askers = (Review.state, Review.earliest_file_by_at), (Review.state, Deadline.file_by_at)
    dated = select(*own, true(), func.count()).where(*mine, _IS_DATED).group_by(*own)
    others = (
        select(*askers, false(), func.count())
        .outerjoin(Deadline, Deadline.review_id == Review.id)
        .where(*mine, ~_IS_DATED)
        .group_by(*askers)
    )
    return [
        (_Pair(state, bool(is_dated), at), count)
        for state, at, is_dated, count in db.session.execute(union_all(dated, others))
    ]


def _order(now: datetime) -> Callable[[_Pair], tuple[bool, timedelta, str, str]]:
    """Order pairs: a far day last, and two with the same time to spare apart."""

    def order(pair: _Pair) -> tuple[bool, timedelta, str, str]:
        spare = spare_time(pair.state, now, pair.safest_at)
        at = pair.safest_at.astimezone(UTC).isoformat() if pair.safest_at else ""
        return pair.is_dated, _FAR if spare is None else spare, at, pair.state.value

    return order


def _enough(pairs: Sequence[tuple[_Pair, int]], size: int, started: _Pair | None) -> list[_Pair]:
    """As many of the first pairs as fill a page; of the one begun before, nobody knows how much."""
    wanted, count = [], 0
    for pair, number in pairs:
        if count > size:
            break
        wanted.append(pair)
        count += 0 if pair == started else number
    return wanted


def _read(after: str | None) -> tuple[_Pair, int] | None:
    """The pair and the review that a page starts after; None for the first page."""
    parts = (after or "").split("~")
    if len(parts) != 4 or parts[0] not in set(State):
        return None
    state, dated, words, number = parts
    if not (number.isascii() and number.isdecimal() and len(number) < _MOST_DIGITS):
        return None
    try:
        at = datetime.fromisoformat(words) if words else None
    except ValueError:
        return None
    if at is not None and at.tzinfo is None:
        return None
    return _Pair(State(state), bool(dated), at), int(number)
