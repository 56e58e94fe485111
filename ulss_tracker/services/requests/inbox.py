"""The inbox: requests by every channel, those with the nearest file-by moment first.

The moment to file by follows the date of sentence, so the one order is the other. A request without
a date comes last there, and is counted apart: it may be the most pressing of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from ulss_tracker import clock
from ulss_tracker.models import Case, Channel, Request, RequestState, db
from ulss_tracker.scheme.time.deadline import Level
from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag
from ulss_tracker.services.requests import triage

WAITING = frozenset({RequestState.NEW, RequestState.QUARANTINED})
ORDERINGS = (
    Ordering("deadline", Request.sentenced_on),
    Ordering("received", Request.received_at),
)


_COLUMNS = (
    Request.id,
    Request.reference,
    Request.offender_name,
    Request.court_text,
    Request.sentenced_on,
    Request.sentenced_text,
    Request.standing,
    Request.channel,
    Request.received_at,
    Request.case_id,
    Case.reference.label("case_reference"),
)
_SHOWN: Select[*tuple[Any, ...]] = select(
    *_COLUMNS, Request.offence_id, Request.offence_text, IS_RESTRICTED
).outerjoin(Request.case)
_COUNTS = (
    select(
        Request.state,
        func.count(),
        func.count().filter(Request.sentenced_on.is_(None)),
    )
    .where(Request.state.in_(WAITING))
    .group_by(Request.state)
)


@dataclass(frozen=True, slots=True)
class Row:
    """One request as the list shows it: plain values, so that the same row again is drawn once.

    `time_left` is in words, as of when the row was made; `level` is None where no date of sentence
    was given.
    """

    id: int
    reference: str
    offender_name: str
    court_text: str
    sentenced_on: date | None
    sentenced_text: str
    standing: Standing
    channel: Channel
    received_at: datetime
    case_id: int | None
    case_reference: str | None
    flags: tuple[Flag, ...]
    time_left: str
    level: Level | None

    def __hash__(self) -> int:
        """By what tells nearly all rows apart: the rest is looked at when they are compared."""
        return hash((self.id, self.time_left))


def page(
    state: RequestState,
    by: Ordering,
    *,
    descending: bool = False,
    after: str | None = None,
    channel: Channel | None = None,
    standing: Standing | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    undated: bool = False,
) -> Rows[Row]:
    """A page of the requests in `state`, narrowed by what else is given.

    The dates received are London days, both of them included. `undated` leaves only requests that
    give no date of sentence. An unreadable key gives the first page.
    """
    query = _SHOWN.where(Request.state == state)
    if channel is not None:
        query = query.where(Request.channel == channel)
    if standing is not None:
        query = query.where(Request.standing == standing)
    if received_from is not None:
        query = query.where(Request.received_at >= _begins(received_from))
    if received_to is not None:
        query = query.where(Request.received_at < _begins(received_to + timedelta(days=1)))
    if undated:
        query = query.where(Request.sentenced_on.is_(None))
    found = paging.rows(query, by, descending=descending, after=after, of_columns=True)
    return Rows(_rows(found.rows), found.after)


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests wait in one state, and how many of them give no date of sentence."""

    requests: int = 0
    undated: int = 0


def waiting_counts() -> dict[RequestState, Count]:
    """How many requests there are in each state in which they wait for somebody.

    Those in other states become more for ever and ask nothing of anybody: they are not counted.
    """
    found = {state: Count() for state in RequestState if state in WAITING}
    for state, requests, undated in db.session.execute(_COUNTS):
        found[state] = Count(requests, undated)
    return found


def _rows(found: Sequence[Any]) -> list[Row]:
    in_cases = restriction_flags.in_cases({each.case_id for each in found if each.is_restricted})
    left = {day: triage.time_left_for(day) for day in {each.sentenced_on for each in found}}
    rows = []
    for each in found:
        if each.case_id is None:
            flags = restriction_flags.of_offence(each.offence_id, each.offence_text)
        else:
            flags = in_cases.of_case(each.case_id)
        due = left[each.sentenced_on]
        words, level = (due.words, due.level) if due else ("Not known", None)
        worked_out: tuple[Any, ...] = (flags, words, level)
        rows.append(Row(*each[: len(_COLUMNS)], *worked_out))
    return rows


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON)
