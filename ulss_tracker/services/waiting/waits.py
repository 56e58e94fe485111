"""Keeping the list of what waits, in the transaction that changes what it follows from.

It is handed what changed just before a transaction commits (changed_records.py), reads from the
records what now waits (of_reviews.py, handed_over.py, asked_for.py, of_requesters.py), and brings
the rows to that: nobody has to remember to hand anything over. A person only takes what waits, or
declines what they were given (answers.py); everything else follows from their work.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import (
    Case,
    Deadline,
    EventKind,
    Request,
    Review,
    User,
    Wait,
    WaitBar,
    WaitKind,
    db,
    inserting,
)
from ulss_tracker.scheme.time.policies import longer_limits
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import access_filter
from ulss_tracker.services.requests import who_asked
from ulss_tracker.services.waiting import (
    asked_for,
    handed_over,
    lists,
    notices,
    of_requesters,
    of_reviews,
)
from ulss_tracker.services.waiting.pending import Pending

_SOURCES = (*asked_for.SOURCES, *of_requesters.SOURCES)
log = logging.getLogger("ulss_tracker.waiting")
_AT_ONCE = 10
_FOLLOWS = (
    "case_id",
    "review_id",
    "request_id",
    "for_id",
    "permission",
    "law_office",
    "words",
    "by_id",
    "was_asked",
    "from_at",
)
_COPIED = ("kind", "subject_id", "since_at", *_FOLLOWS)


def sync(changed: Changed) -> None:
    """Bring what waits in the cases and about the requests that changed up to date, and tell.

    Emails that tell people are of no case: whoever made the change may not read them.
    """
    with access_filter.reading_as_office():
        _sync(changed)


def _sync(changed: Changed) -> None:
    # Of what was just received only who asked may wait, where a longer limit rests on it.
    received = [
        request for request in changed.just_received() if not who_asked.rests_on_it(request)
    ]
    case_ids = set(changed.cases)
    request_ids = changed.requests - {request.id for request in received}
    if changed.reviews:
        of_reviews_changed = select(Review.case_id).where(Review.id.in_(changed.reviews))
        case_ids |= set(db.session.scalars(of_reviews_changed))
    if request_ids:
        of_requests = select(Request.case_id).where(Request.id.in_(request_ids))
        case_ids |= {case_id for case_id in db.session.scalars(of_requests) if case_id is not None}
    _bring_up_to_date(case_ids, request_ids)


def reconcile() -> int:
    """Reconcile what waits with the records, wherever anything may wait; how many rows differed.

    For what was there before the list was kept, and for what was written past the services.
    """
    different = 0
    open_cases = select(Review.case_id).where(
        or_(Review.outcome.is_(None), Review.state == State.TO_TELL),
        Review.is_historical.is_(False),
    )
    running = select(Wait.case_id).where(Wait.ended_at.is_(None), Wait.case_id.is_not(None))
    case_ids = sorted({*db.session.scalars(open_cases.union(running))})
    for place in range(0, len(case_ids), _AT_ONCE):
        with transaction():
            different += _bring_up_to_date(set(case_ids[place : place + _AT_ONCE]), set())
    waiting_to_verify = select(Deadline.request_id).where(
        Deadline.ended_at.is_(None),
        Deadline.request_id.is_not(None),
        Deadline.may_be_limit.in_([policy.id for policy in longer_limits()]),
    )
    has_no_day = of_requesters.has_longer_limit_without_day()
    loose = select(Request.id).where(
        or_(Request.owner_id.is_not(None), Request.id.in_(waiting_to_verify), has_no_day),
        Request.case_id.is_(None),
    )
    about = select(Wait.request_id).where(Wait.ended_at.is_(None), Wait.request_id.is_not(None))
    request_ids = sorted({*db.session.scalars(loose.union(about))})
    for place in range(0, len(request_ids), _AT_ONCE):
        with transaction():
            different += _bring_up_to_date(set(), set(request_ids[place : place + _AT_ONCE]))
    if different:
        log.info("%d rows of what waits were put right", different)
    return different


def get(wait_id: int) -> Wait:
    """The thing that waits with this id. Raises `NotFound`."""
    return existing(
        db.session.scalar(select(Wait).where(Wait.id == wait_id)),
        "There is no such thing that waits",
    )


def take(wait: Wait, by: User) -> None:
    """Take what waits, which tells the others; where seeing it is all, that is the end of it.

    Raises `NotAllowed` when it is not theirs to do, and `Refused` when it waits no more, is another
    person's by now, or waits for a day.
    """
    if not lists.may_take(wait, by):
        raise NotAllowed("This waits for somebody else")
    with locked(wait):
        if wait.ended_at is not None:
            raise Refused("This no longer waits: it has been done, or is not to be done any more")
        if wait.kind.is_dated:
            raise Refused("This cannot be taken: record what came of it")
        if wait.taken_by is not None and wait.taken_by_id != by.id:
            raise Refused(f"{wait.taken_by.name} has taken this already")
        if wait.taken_by_id == by.id:
            return
        wait.taken_by, wait.taken_at = by, clock.now()
        if wait.kind.ends_when_taken:
            wait.ended_at = wait.taken_at
        with access_filter.reading_as_office():
            notices.tell_the_others(wait, by)
        history.record(
            EventKind.WAIT_TAKEN, by, wait.case, wait.review, wait.request, what=wait.kind.label
        )


def _bring_up_to_date(case_ids: Collection[int], request_ids: Collection[int]) -> int:
    """Make, change and end rows until they say what the records do; how many."""
    if not case_ids and not request_ids:
        return 0
    pending = {item.identity: item for item in _pending(case_ids, request_ids)}
    rows = {_identity(row): row for row in _rows(case_ids, request_ids)}
    new = [item for identity, item in sorted(pending.items()) if identity not in rows]
    to_tell = _make(new)
    different = len(new)
    for identity, row in rows.items():
        item = pending.get(identity)
        if item is None:
            if row.ended_at is None:
                row.ended_at = clock.now()
                notices.stop(row)
                different += 1
            continue
        if _follow(row, item):
            different += 1
            to_tell.append(row)
    notices.tell(to_tell)
    return different


def _pending(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Pending]:
    """Everything that waits in these cases, and about these requests."""
    if case_ids:
        yield from of_reviews.of_cases(case_ids)
    if request_ids:
        yield from handed_over.of_requests(request_ids)
    queries = [source.records(case_ids, request_ids) for source in _SOURCES]
    # Most have none: one question tells which are to be read.
    present = db.session.execute(select(*(query.exists() for query in queries))).one()
    for source, query, is_there in zip(_SOURCES, queries, present, strict=True):
        if is_there:
            yield from (source.pending(*row) for row in db.session.execute(query))


def _identity(row: Wait) -> tuple[WaitKind, int, datetime]:
    return (row.kind, row.subject_id, row.since_at)


def _rows(case_ids: Collection[int], request_ids: Collection[int]) -> Sequence[Wait]:
    query = (
        select(Wait)
        .where(or_(Wait.case_id.in_(case_ids), Wait.request_id.in_(request_ids)))
        .options(selectinload(Wait.bars))
        .order_by(Wait.id)
    )
    return list(db.session.scalars(query))


def _make(new: Sequence[Pending]) -> list[Wait]:
    """Make these rows; those that another transaction has just made are left as they are."""
    if not new:
        return []
    values = [
        {name: getattr(item, name) for name in _COPIED}
        | {"taken_by_id": None, "taken_at": None, "ended_at": None}
        for item in new
    ]
    db.session.execute(inserting(Wait).on_conflict_do_nothing(), values)
    query = (
        select(Wait)
        .where(Wait.subject_id.in_({item.subject_id for item in new}), Wait.ended_at.is_(None))
        .options(
            selectinload(Wait.bars),
            joinedload(Wait.case).selectinload(Case.restrictions),
            joinedload(Wait.request),
        )
    )
    by_identity = {_identity(row): row for row in db.session.scalars(query)}
    made = [(by_identity[item.identity], item) for item in new if item.identity in by_identity]
    for row, item in made:
        _bar(row, item)
    return [row for row, _ in made]


def _follow(row: Wait, item: Pending) -> bool:
    """Put what changed into a row; whether it is new to somebody who must be told."""
    if row.ended_at is not None:
        if row.kind.ends_when_taken and row.taken_at is not None:
            return False  # seen, and that was all
        row.ended_at = row.taken_at = row.taken_by_id = None
    elif all(getattr(row, name) == getattr(item, name) for name in _FOLLOWS):
        return _bar(row, item)
    if row.for_id != item.for_id or row.law_office != item.law_office:
        row.taken_at = row.taken_by_id = None
        notices.stop(row)
    for name in _FOLLOWS:
        setattr(row, name, getattr(item, name))
    _bar(row, item)
    return True


def _bar(row: Wait, item: Pending) -> bool:
    """Keep who may not do it; whether that changed."""
    before = {bar.person_id for bar in row.bars}
    if before == item.barred:
        return False
    row.bars = [bar for bar in row.bars if bar.person_id in item.barred]
    row.bars += [WaitBar(person_id=number) for number in sorted(item.barred - before)]
    if row.taken_by_id in item.barred:
        row.taken_by_id = row.taken_at = None
    return True
