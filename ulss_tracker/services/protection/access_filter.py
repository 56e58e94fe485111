"""Who is reading, and what is hidden from them: the sealed cases that they are not named on.

From counsel, who is not of the office, everything is hidden but the cases that name them, and of
those who asked, how they are reached, and what was written or told to anybody.

The rule is kept in one place, between the services and the database. While a person is reading
(`read_for`), every SELECT of a record that belongs to a case leaves out those of sealed cases that
the person is not named on: the case is in no list, no count and no search, and asking for it by
its address finds nothing. Jobs, commands and the public side read for nobody, and see everything.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    event,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker.models import (
    Base,
    Case,
    CaseReader,
    Deadline,
    Message,
    Request,
    Restriction,
    Review,
    User,
    Wait,
    WaitNotice,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.protection.contacts import not_of_contacts

_NAMED_ONLY = tuple(role for role in Role if role.sees_named_cases_only)

_reader: ContextVar[int | None] = ContextVar("reader", default=None)
# Whether any case is hidden from the reader: nearly always none is, and only messages are narrowed.
_hides_any: ContextVar[bool | None] = ContextVar("hides any", default=None)
_is_named_only: ContextVar[bool] = ContextVar("named only", default=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in, and whether any case is hidden from them; None where nobody asked yet.

    `waits` is how many things wait for them, where that was asked, and `restored_from` of when the
    backup is that this copy was restored from, until it is confirmed. `law_after` is the newest
    step of the law desk (core/law_in_force.py). `seen_at` is when their session was last used, none
    where it has ended.
    """

    user: User
    hides_any: bool | None = None
    waits: int = 0
    restored_from: datetime | None = None
    law_after: str | None = None
    seen_at: datetime | None = None


def by_session_key(key: str, *more: ColumnElement[Any]) -> Reader | None:
    """The active member of staff whose session this is.

    Every page asks who they are, nearly every page whether a case is hidden from them, and what
    else a `Reader` knows (`more`, in that order, which may name the session's `key`): it is one
    question.
    """
    is_hidden = hidden_from(_USERS.c.id).correlate(_USERS).exists()
    query = select(User, is_hidden, *more).where(User.session_key == key, User.is_active)
    row = db.session.execute(query, {"key": key}).one_or_none()
    return None if row is None else Reader(*row)


def read_for(user: User | None, *, hides_any: bool | None = None) -> None:
    """From here on, read what `user` may read; None reads for nobody, as the office itself.

    `hides_any` is whether a case is hidden from them, where that is known already.
    """
    _reader.set(user.id if user else None)
    is_named_only = user is not None and user.role.sees_named_cases_only
    _is_named_only.set(is_named_only)
    _hides_any.set(is_named_only or hides_any)


@contextmanager
def reading_as_office() -> Iterator[None]:
    """Read sealed cases too inside the block: for totals that name nobody, and for what must run.

    Whatever is read here must not be shown to a person as it is.
    """
    token = _reader.set(None)
    try:
        yield
    finally:
        _reader.reset(token)


def may_see(case: Case, user: User) -> bool:
    """Whether the case opens to `user`: they are named on it, or it is open to the office."""
    if user.role.sees_named_cases_only:
        is_named = named_on(user.id).where(_READERS.c.case_id == case.id).exists()
        return bool(db.session.scalar(select(is_named)))
    hidden = exists().where(_hidden_cases(user.id).c.case_id == case.id)
    return not db.session.scalar(select(hidden))


def who_may_see(case: Case, people: Sequence[User]) -> list[User]:
    """Those of these people to whom the case opens, in their order."""
    number = literal(case.id, Integer)
    query = select(_USERS.c.id).where(_USERS.c.id.in_([user.id for user in people]), opens(number))
    seeing = set(db.session.scalars(query))
    return [user for user in people if user.id in seeing]


def visible(query: Select[Any], user: User) -> Select[Any]:
    """`query`, without the records of cases that are hidden from `user`."""
    for description in query.column_descriptions:
        entity = description.get("entity")
        if entity is not None:
            condition = _condition(
                entity.__table__, user.id, is_named_only=user.role.sees_named_cases_only
            )
            if condition is not None:
                query = query.where(condition)
    return query


# How a SELECT is narrowed. The conditions are written on the tables themselves, so that the rule
# does not narrow itself; the reader's id is looked up when the statement runs.

_CASES, _REVIEWS, _REQUESTS = Case.__table__, Review.__table__, Request.__table__
_DEADLINES = Deadline.__table__
_SEALS, _READERS, _USERS = Restriction.__table__, CaseReader.__table__, User.__table__
_MESSAGES, _WAITS, _NOTICES = Message.__table__, Wait.__table__, WaitNotice.__table__


def _reader_is(reader_id: int | None) -> BindParameter[int]:
    """The reader's id in a statement; looked up when it runs, where none is given."""
    if reader_id is None:
        return bindparam("reader", callable_=_reader.get, type_=Integer)
    return literal(reader_id, Integer)


def _hidden_cases(reader_id: int | None = None) -> Any:
    """The sealed cases that the reader is not named on."""
    return hidden_from(_reader_is(reader_id)).subquery()


def hidden_from(reader: ColumnElement[int]) -> Select[Any]:
    """The ids of the sealed cases that this reader is not named on."""
    named = exists().where(_READERS.c.case_id == _SEALS.c.case_id, _READERS.c.user_id == reader)
    hidden = ~named.correlate(_SEALS, _USERS)
    return select(_SEALS.c.case_id).where(
        _SEALS.c.kind == "sealed", _SEALS.c.ended_at.is_(None), hidden
    )


def named_on(reader: ColumnElement[int] | int) -> Select[Any]:
    """The ids of the cases that name this reader."""
    named = select(_READERS.c.case_id).where(_READERS.c.user_id == reader)
    return named.correlate(_USERS)


def opens(case_id: Any) -> ColumnElement[bool]:
    """Whether a row of this case, or of none, opens to whoever a statement finds in its accounts.

    For the statement that does not know yet who is reading.
    """
    is_open = or_(case_id.is_(None), case_id.not_in(hidden_from(_USERS.c.id)))
    is_of_office = _USERS.c.role.not_in(_NAMED_ONLY)
    return and_(is_open, or_(is_of_office, case_id.in_(named_on(_USERS.c.id))))


def _condition(
    table: Any, reader_id: int | None = None, *, is_named_only: bool = False
) -> ColumnElement[bool] | None:
    """Build the condition that leaves out rows of hidden cases; None for a table without cases."""
    of_cases = _of_cases(table, reader_id, is_named_only=is_named_only)
    if not is_named_only or of_cases is None:
        return of_cases
    return and_(of_cases, not_of_contacts(table))


def _of_cases(
    table: Any, reader_id: int | None, *, is_named_only: bool
) -> ColumnElement[bool] | None:
    cases = (
        named_on(_reader_is(reader_id))
        if is_named_only
        else select(_hidden_cases(reader_id).c.case_id)
    )
    reviews = select(_REVIEWS.c.id).where(_REVIEWS.c.case_id.in_(cases))
    requests = select(_REQUESTS.c.id).where(_REQUESTS.c.case_id.in_(cases))
    # What hangs on a deadline (an alarm) is about the review or the request that it limits.
    deadlines = select(_DEADLINES.c.id).where(
        or_(_DEADLINES.c.review_id.in_(reviews), _DEADLINES.c.request_id.in_(requests))
    )
    of_cases = {_CASES: cases, _REVIEWS: reviews, _REQUESTS: requests, _DEADLINES: deadlines}
    rows = _named_rows if is_named_only else _open_rows
    if table is _CASES:
        return rows(_CASES.c.id, cases)
    # A row may belong to two of one kind: two requests that were compared, two cases joined.
    belongs: list[tuple[Any, Any]] = sorted(
        (
            (key.column.table, key.parent)
            for key in table.foreign_keys
            if key.column.table in of_cases
        ),
        key=lambda pair: str(pair[1].name),
    )
    own = [column for owner, column in belongs if owner is _CASES and not column.nullable]
    if own:  # its review and its request are in the same case
        return and_(*(rows(column, cases) for column in own))
    conditions = [rows(column, of_cases[owner]) for owner, column in belongs]
    if table is _MESSAGES and not is_named_only:
        conditions += _about_many(cases, requests, _reader_is(reader_id))
    if is_named_only and conditions:  # what belongs to no case is the office's own
        conditions.append(or_(*(column.is_not(None) for _, column in belongs)))
    return and_(*conditions) if conditions else None


def _about_many(
    cases: Select[Any], requests: Select[Any], reader: BindParameter[int]
) -> list[ColumnElement[bool]]:
    """The conditions on messages that tell one person of many cases, each by its reference.

    What waits for them leads to its cases by its notices. A daily list is its reader's alone, and
    theirs no longer once it names what is hidden from them now.
    """
    query = select(_NOTICES.c.message_id).join(_WAITS, _WAITS.c.id == _NOTICES.c.wait_id)
    about = or_(_WAITS.c.case_id.in_(cases), _WAITS.c.request_id.in_(requests))
    names_hidden = or_(
        *(
            exists().where(named.c.id.in_(hidden), _MESSAGES.c.body.contains(named.c.reference))
            for named, hidden in ((_CASES.alias(), cases), (_REQUESTS.alias(), requests))
        )
    )
    is_own = and_(_MESSAGES.c.reader_id == reader, ~names_hidden)
    return [
        _MESSAGES.c.id.not_in(query.where(about)),
        or_(_MESSAGES.c.reader_id.is_(None), is_own),
    ]


def _open_rows(column: Any, hidden: Select[Any]) -> ColumnElement[bool]:
    open_rows: ColumnElement[bool] = column.not_in(hidden)
    return or_(column.is_(None), open_rows) if column.nullable else open_rows


def _named_rows(column: Any, named: Select[Any]) -> ColumnElement[bool]:
    named_rows: ColumnElement[bool] = column.in_(named)
    return or_(column.is_(None), named_rows) if column.nullable else named_rows


@cache
def _option(mapper: Mapper[Any], *, is_named_only: bool) -> ORMOption | None:
    condition = _condition(mapper.local_table, is_named_only=is_named_only)
    if condition is None:
        return None
    return with_loader_criteria(mapper.class_, condition, include_aliases=True)


@event.listens_for(Session, "do_orm_execute")
def _leave_sealed_out(running: ORMExecuteState) -> None:
    if _reader.get() is None or not running.is_select or running.is_column_load:
        return
    mappers = list(running.all_mappers) or list(Base.registry.mappers)
    if not _is_any_hidden(running):  # what is one person's alone is hidden all the same
        mappers = [mapper for mapper in mappers if mapper.local_table is _MESSAGES]
    is_named_only = _is_named_only.get()
    options = [
        option
        for mapper in mappers
        if (option := _option(mapper, is_named_only=is_named_only)) is not None
    ]
    if options:
        running.statement = running.statement.options(*options)


def _is_any_hidden(running: ORMExecuteState) -> bool:
    """Whether a sealed case is closed to the reader: asked once, until seals or readers change."""
    known = _hides_any.get()
    if known is None:
        connection = running.session.connection(bind_arguments=running.bind_arguments)
        known = bool(connection.scalar(_ANY_HIDDEN))
        _hides_any.set(known)
    return known


_ANY_HIDDEN = select(exists(select(_hidden_cases().c.case_id)))


@event.listens_for(Session, "after_flush")
def _ask_again(session: Session, _context: object) -> None:
    """A seal, or who is named on one, may have changed."""
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(record, Restriction | CaseReader) for record in changed):
        _hides_any.set(_is_named_only.get() or None)
