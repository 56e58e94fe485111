"""History: every change leaves one declared event, in the same transaction as the change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Any, Unpack

from sqlalchemy import Select, insert, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Event, EventKind, Request, Review, User, db
from ulss_tracker.services.core import changed_records, record_hashes, users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Filter, Place, Table, days

FILTERS = (
    Filter("by_id", "By", Event.by_id, users.names, "Anybody", int),
    *days(Event.at, ("from_on", "On or after"), ("to_on", "On or before")),
)
_HAPPENED = Ordering("happened", Event.id)
TABLE = Table(
    title="Timeline", columns=(), orders=(_HAPPENED,), filters=FILTERS, default="-happened"
)
PAGE = 200  # a case's first weeks are read at one go

_BEGIN_A_REQUEST = frozenset({EventKind.REQUEST_RECEIVED, EventKind.REQUEST_LOGGED})
_COLUMNS = ("kind", "at", "by_id", "request_id", "case_id", "review_id", "before", "after")
_ADDING = (
    insert(Event)
    .returning(Event.id, sort_by_parameter_order=True)
    .execution_options(render_nulls=True)
)
# Of a case of thousands who asked, one more changes nothing of the others.
_OF_REQUEST_ALONE = frozenset({EventKind.REQUEST_JOINED, EventKind.MESSAGE_SORTED})
_WAITING = "events whose records have no ids yet"


def record(
    kind: EventKind,
    by: User | None,
    /,
    *about: Case | Review | Request | None,
    before: Mapping[str, Any] | None = None,
    **after: Any,
) -> Event:
    """Add one line of history, `about` these records: at most one of each.

    `by` is None for the public and for the tracker itself; what is said of it is given by the keys
    declared for `kind`, but for the reference of a request. Raises ValueError for other keys.
    """
    case = next((record for record in about if isinstance(record, Case)), None)
    review = next((record for record in about if isinstance(record, Review)), None)
    request = next((record for record in about if isinstance(record, Request)), None)
    if request is not None and "reference" in kind.keys:
        after = {"reference": request.reference, **after}
    if set(after) != kind.keys or not set(before or {}) <= kind.keys:
        given = sorted({*after, *(before or {})})
        raise ValueError(f"{kind} says {sorted(kind.keys)}, not {given}")
    if review is not None and case is None:
        case = review.case
    event = Event(
        kind=kind,
        at=clock.now(),
        by_id=by.id if by else None,
        before={key: plain(value) for key, value in (before or {}).items()},
        after={key: plain(value) for key, value in after.items()},
    )
    waiting = db.session().info.get(_WAITING)
    if waiting is not None:
        waiting.append((event, request, case, review))
        return event
    db.session.flush()  # the records must have their ids
    _join(event, request, case, review)
    db.session.add(event)
    return event


def latest(about: Case | Review | Request, *kinds: EventKind) -> Event | None:
    """The last line of history of these kinds about the record; None where there is none."""
    columns = {Case: Event.case_id, Review: Event.review_id, Request: Event.request_id}
    query = select(Event).where(columns[type(about)] == about.id, Event.kind.in_(kinds))
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))


@contextmanager
def together() -> Iterator[None]:
    """Let hundreds of records get their ids by one flush at the end of the block.

    Their events are written after it, in the order in which they were recorded; none is where the
    block fails.
    """
    info = db.session().info
    waiting = info[_WAITING] = []
    try:
        yield
    finally:
        del info[_WAITING]
    db.session.flush()
    for each in waiting:
        _join(*each)
    if waiting:
        events = [{name: getattr(event, name) for name in _COLUMNS} for event, *_ in waiting]
        ids = db.session.scalars(_ADDING, events)
        record_hashes.add_rows(
            Event, ({**row, "id": id_} for row, id_ in zip(events, ids, strict=True))
        )


def _join(event: Event, request: Request | None, case: Case | None, review: Review | None) -> None:
    """Say whose event it is, and note that they have changed."""
    is_new = event.kind in _BEGIN_A_REQUEST
    changed = None if event.kind in _OF_REQUEST_ALONE else case
    changed_records.note(review=review, case=changed, request=request, is_new=is_new)
    event.request_id = request.id if request else None
    event.case_id = case.id if case else None
    event.review_id = review.id if review else None


def plain(value: Any) -> Any:
    """`value` as JSON can keep it: dates and instants in ISO form, enumerations by value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def values_of(record: object, *names: str) -> dict[str, Any]:
    """These facts of a record, by their names, as an event says them before and after a change."""
    return {name: getattr(record, name) for name in names}


def of_case(case: Case, limit: int = 200) -> list[Event]:
    """The events of a case and of the requests in it, newest first, with who made each."""
    return list(db.session.scalars(_about(case).order_by(Event.id.desc()).limit(limit)))


def page(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Event]:
    """A page of what `of_case` tells, newest first unless asked otherwise."""
    return TABLE.rows(_about(case), filters, size=PAGE, **place)


def _about(case: Case) -> Select[Event]:
    """The events of a case and of its requests, with who did them."""
    requests = select(Request.id).where(Request.case_id == case.id)
    return (
        select(Event)
        .where(or_(Event.case_id == case.id, Event.request_id.in_(requests)))
        .options(joinedload(Event.by))
    )


def since(case: Case, at: datetime | None, limit: int = 20) -> list[Event]:
    """List the events of a case since an instant, newest first; without one, the newest."""
    query = (
        select(Event)
        .where(Event.case_id == case.id)
        .options(joinedload(Event.by))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    if at is not None:
        query = query.where(Event.at >= at)
    return list(db.session.scalars(query))
