"""The board in another order than by the moment: spare time, court, stage, offence, wait, person.

What has the same value is in the order in which somebody must act. A page's key is the number of
the row that the page before ended on, and nothing of what it is ordered by: its place is looked up.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, Request, Review, User, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.paging import Ordering

BY_MOMENT = Ordering("file_by", Deadline.act_by_at)
BY_OFFENCE = Ordering("offence", Deadline.act_by_at, is_personal=True)
_BY_SPARE = Ordering("spare", Deadline.act_by_at, is_personal=True)
_STAGES: Mapping[State | None, int] = {state: number for number, state in enumerate(State, 1)}
_VALUES: Mapping[str, Any] = {
    "case": func.lower(func.coalesce(Case.court_text, Request.court_text, "")),
    "stage": case(_STAGES, value=Review.state, else_=0),
    BY_OFFENCE.name: Deadline.offence,
    "since": func.coalesce(Review.changed_at, Request.received_at),
    "assigned": func.lower(func.coalesce(User.name, "")),
}
ORDERINGS = (
    BY_MOMENT,
    _BY_SPARE,
    BY_OFFENCE,
    *(
        Ordering(name, Deadline.act_by_at, is_personal=True)
        for name in _VALUES
        if name != BY_OFFENCE.name
    ),
)
"""Named as the columns that they sort: a case by its court."""

_LARGEST, _MOST_DIGITS = 2**31 - 1, 10
_Pair = tuple[State | None, datetime, bool]
"""A stage, a moment to act by, and whether the day of sentence must be found."""


def asked(
    query: Select[*tuple[Any, ...]], by: Ordering, *, descending: bool, after: str | None, size: int
) -> Select[*tuple[Any, ...]]:
    """The statement of a page of `query`, of what has time running, and of one row more."""
    if by.name == _BY_SPARE.name:
        query, value = _by_spare(query, descending=descending, after=_number(after), size=size)
    else:
        value = _VALUES[by.name]
    start = _start(query, value, _number(after))
    if start is not None:
        query = query.where(_later(value, *start, descending=descending))
    first = value.desc() if descending else value.asc()
    return query.order_by(first, Deadline.act_by_at, Deadline.id).limit(size + 1)


def _number(after: str | None) -> int | None:
    """The number that a page's key is; None for the first page."""
    words = after or ""
    is_number = words.isascii() and words.isdecimal() and len(words) <= _MOST_DIGITS
    return int(words) if is_number and int(words) <= _LARGEST else None


def _start(
    query: Select[*tuple[Any, ...]], value: ColumnElement[Any], number: int | None
) -> tuple[Any, datetime, int] | None:
    """The value and the moment of the row that the page before ended on; None on the first."""
    if number is None:
        return None
    its = query.with_only_columns(value, Deadline.act_by_at).where(Deadline.id == number)
    row = db.session.execute(its).first()
    return (row[0], row[1], number) if row else None


def _later(
    value: ColumnElement[Any], last: Any, at: datetime, number: int, *, descending: bool
) -> ColumnElement[bool]:
    """Build the condition of coming after that row; every row has a value."""
    same = or_(Deadline.act_by_at > at, and_(Deadline.act_by_at == at, Deadline.id > number))
    # Told so, both databases begin at the place itself where an index has the value.
    bound = value <= last if descending else value >= last
    return and_(bound, or_(value < last if descending else value > last, same))


def _by_spare(
    query: Select[*tuple[Any, ...]], *, descending: bool, after: int | None, size: int
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any]]:
    """Order by the time to spare, which no column holds: it shrinks as the office's hours pass.

    Rows at one stage that are to be acted on by one moment have the same. Those few pairs are put
    in order, and only the rows of as many as fill the page are read.
    """
    pair = (Review.state, Deadline.act_by_at, Deadline.find_day_by_at.is_not(None))
    counted = query.with_only_columns(*pair, func.count()).group_by(*pair)
    now = clock.now()
    pairs: list[tuple[_Pair, int]] = [
        ((state, at, bool(is_wanted)), count)
        for state, at, is_wanted, count in db.session.execute(counted)
    ]
    pairs.sort(key=lambda each: (each[0][1], _STAGES.get(each[0][0], 0)))
    pairs.sort(key=lambda each: _spare(each[0], now), reverse=descending)
    begun = 0
    if after is not None:
        its = query.with_only_columns(*pair).where(Deadline.id == after)
        row = db.session.execute(its).first()
        last = (row[0], row[1], bool(row[2])) if row else None
        begun = next((place for place, each in enumerate(pairs) if each[0] == last), 0)
    wanted: dict[_Pair, int] = {}
    count = 0
    for each, number in pairs[begun:]:
        wanted[each] = len(wanted)
        # Of the pair that the page before ended in, nobody knows how much is left.
        count += 0 if after is not None and len(wanted) == 1 else number
        if count > size:
            break
    if not wanted:
        return query, case(_STAGES, value=Review.state, else_=0)
    places = {_is_of(each): -place if descending else place for each, place in wanted.items()}
    value = case(*places.items())
    return query.where(or_(*places)), value


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
        return not is_wanted, slack.working_time(now, at) - slack.work_left(state)
    except CalendarUnknown:
        return not is_wanted, timedelta.max
