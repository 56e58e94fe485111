"""The board by the time to spare, which no column holds: it shrinks as the office's hours pass.

Rows at one stage that are to be acted on by one moment have the same. Those few pairs are put in
order, and only the rows of as many as fill the page are read.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Review, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.supervision.board_row import BY_SPARE, STAGES

_Pair = tuple[State | None, datetime, bool]
"""A stage, a moment to act by, and whether the day of sentence must be found."""


def narrowed(
    query: Select[*tuple[Any, ...]], *, descending: bool, after: str | None, size: int
) -> tuple[Select[*tuple[Any, ...]], Ordering]:
    """The query of the rows that may be on the page after this key, and what orders them."""
    pair = (Review.state, Deadline.act_by_at, Deadline.find_day_by_at.is_not(None))
    counted = query.with_only_columns(*pair, func.count()).group_by(*pair)
    now = clock.now()
    pairs: list[tuple[_Pair, int]] = [
        ((state, at, bool(is_wanted)), count)
        for state, at, is_wanted, count in db.session.execute(counted)
    ]
    pairs.sort(key=lambda counted: (counted[0][1], STAGES.get(counted[0][0], 0)))
    pairs.sort(key=lambda counted: _spare(counted[0], now), reverse=descending)
    begun, number = 0, paging.number_of(after)
    if number is not None:
        row = db.session.execute(
            query.with_only_columns(*pair).where(Deadline.id == number)
        ).first()
        last = (row[0], row[1], bool(row[2])) if row else None
        begun = next((place for place, counted in enumerate(pairs) if counted[0] == last), 0)
    wanted: dict[_Pair, int] = {}
    total = 0
    for each, count in pairs[begun:]:
        wanted[each] = len(wanted)
        # Of the pair that the page before ended in, nobody knows how much is left.
        total += 0 if number is not None and len(wanted) == 1 else count
        if total > size:
            break
    if not wanted:
        return query, replace(BY_SPARE, value=case(STAGES, value=Review.state, else_=0))
    places = {_is_of(each): -place if descending else place for each, place in wanted.items()}
    return query.where(or_(*places)), replace(BY_SPARE, value=case(*places.items()))


def _is_of(pair: _Pair) -> ColumnElement[bool]:
    state, at, is_wanted = pair
    return and_(
        Review.state == state if state else Deadline.review_id.is_(None),
        Deadline.act_by_at == at,
        Deadline.find_day_by_at.is_not(None) if is_wanted else Deadline.find_day_by_at.is_(None),
    )


def _spare(pair: _Pair, now: datetime) -> tuple[bool, timedelta]:
    """Its place: whose day must be found may be the most pressing of all, and comes first."""
    state, at, is_wanted = pair
    try:
        return not is_wanted, slack.spare_time(state, now, at)
    except CalendarUnknown:
        return not is_wanted, timedelta.max
