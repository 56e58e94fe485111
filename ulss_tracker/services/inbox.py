"""The inbox: requests by every channel, those with the nearest file-by moment first.

The moment to file by follows the date of sentence, so the one order is the other. A request without
a date comes last there, and is counted apart: it may be the most pressing of all.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Channel, Request, RequestState, db
from ulss_tracker.scheme.time_limits import Standing
from ulss_tracker.services import paging
from ulss_tracker.services.paging import Ordering, Rows

WAITING = frozenset({RequestState.NEW, RequestState.QUARANTINED})
ORDERINGS = (
    Ordering("deadline", Request.sentenced_on),
    Ordering("received", Request.received_at),
)


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
) -> Rows[Request]:
    """A page of the requests in `state`, narrowed by what else is given.

    The dates received are London days, both of them included. `undated` leaves only requests that
    give no date of sentence. An unreadable key gives the first page.
    """
    query: Select[Request] = select(Request).where(Request.state == state)
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
    query = query.options(joinedload(Request.case).selectinload(Case.restrictions))
    return paging.rows(query, by, descending=descending, after=after)


def waiting_counts() -> dict[RequestState, int]:
    """How many requests there are in each state in which they wait for somebody.

    Those in other states become more for ever and ask nothing of anybody: they are not counted.
    """
    query = select(Request.state, func.count()).where(Request.state.in_(WAITING))
    found = {state: 0 for state in RequestState if state in WAITING}
    for state, count in db.session.execute(query.group_by(Request.state)):
        found[state] = count
    return found


def undated(state: RequestState) -> int:
    """How many requests in `state` give no date of sentence."""
    query = select(func.count(Request.id)).where(
        Request.state == state, Request.sentenced_on.is_(None)
    )
    return db.session.scalar(query) or 0


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON)
