"""The order by the time to spare, which no column holds: it shrinks as the office's hours pass.

Rows at one stage that are to be acted on by one moment have the same. Those few pairs are put in
order, and only the rows of as many as fill the page are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.models import Review, db
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core import paging

_STAGES = (None, *State)
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A stage and a moment, if any is known; what `is_settled` is not comes before what is."""

    state: State | None
    at: datetime | None
    is_settled: bool

    def spare(self, now: datetime) -> tuple[bool, timedelta]:
        """Its place among others: a far day last."""
        left = slack.spare_time(self.state, now, self.at) if self.at else None
        return self.is_settled, timedelta.max if left is None else left


def narrowed(
    query: Select[*tuple[Any, ...]],
    *,
    moment: ColumnElement[Any] | InstrumentedAttribute[Any],
    is_settled: ColumnElement[bool],
    number: InstrumentedAttribute[int],
    descending: bool,
    after: str | None,
    size: int,
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any]]:
    """The query of the rows that may be on the page after this key, and the value that orders them.

    `query` reads reviews, or what may have none, with a `moment` to act by: of what is not settled,
    nobody knows yet that it is not the most pressing of all. The key is the `number` of the page's
    last row.
    """
    columns = (Review.state, moment, is_settled)
    rows = db.session.execute(query.with_only_columns(*columns, func.count()).group_by(*columns))
    counts = {_Pair(state, at, bool(settled)): count for state, at, settled, count in rows}
    now = clock.now()
    pairs = sorted(counts, key=lambda pair: (pair.at or _FAR, _STAGES.index(pair.state)))
    pairs.sort(key=lambda pair: pair.spare(now), reverse=descending)
    last = paging.number_of(after)
    begun = _begun(query.with_only_columns(*columns).where(number == last)) if last else None
    if begun in counts:
        pairs = pairs[pairs.index(begun) :]
        counts[begun] = 0  # nobody knows how much of it is left
    filling = _filling(pairs, [counts[pair] for pair in pairs], size)
    if not filling:
        return query, literal(0)
    places = {
        and_(
            Review.state == pair.state,
            moment == pair.at,
            is_settled if pair.is_settled else ~is_settled,
        ): -place if descending else place
        for place, pair in enumerate(filling)
    }
    return query.where(or_(*places)), case(*places.items())


def _begun(query: Select[*tuple[Any, ...]]) -> _Pair | None:
    """The pair that the page before ended in; None where its last row is gone."""
    row = db.session.execute(query).first()
    return _Pair(row[0], row[1], bool(row[2])) if row else None


def _filling(pairs: Sequence[_Pair], counts: Sequence[int], size: int) -> list[_Pair]:
    """As many of the first pairs as fill a page, and one row more."""
    total = 0
    for place, count in enumerate(counts):
        total += count
        if total > size:
            return list(pairs[: place + 1])
    return list(pairs)
