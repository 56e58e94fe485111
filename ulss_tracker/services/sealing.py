"""Sealed cases: one opens only to the people named on it, wherever it might be read.

The rule is kept in one place, between the services and the database. While a person is reading
(`read_for`), every SELECT of a record that belongs to a case leaves out those of sealed cases that
the person is not named on: the case is in no list, no count and no search, and asking for it by
its address finds nothing. Jobs, commands and the public side read for nobody, and see everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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
    or_,
    select,
)
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, joinedload, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Base,
    Case,
    CaseReader,
    EventKind,
    Joining,
    Request,
    Restriction,
    RestrictionKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services import history, paging
from ulss_tracker.services.paging import Ordering, Rows
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

ORDERINGS = (Ordering("sealed", Restriction.added_at),)

_IN_FORCE = and_(Restriction.kind == RestrictionKind.SEALED, Restriction.ended_at.is_(None))

_reader: ContextVar[int | None] = ContextVar("reader", default=None)
# Whether any case is hidden from the reader: nearly always none is, and no SELECT need be narrowed.
_hides_any: ContextVar[bool | None] = ContextVar("hides any", default=None)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in, and whether any case is hidden from them; None where nobody asked yet."""

    user: User
    hides_any: bool | None = None


def by_session_key(key: str) -> Reader | None:
    """The active member of staff whose session this is.

    Every page asks who they are, and nearly every page whether a case is hidden from them: it is
    one question.
    """
    row = db.session.execute(_OF_SESSION, {"key": key}).one_or_none()
    return None if row is None else Reader(*row)


def read_for(user: User | None, *, hides_any: bool | None = None) -> None:
    """From here on, read what `user` may read; None reads for nobody, as the office itself.

    `hides_any` is whether a case is hidden from them, where that is known already.
    """
    _reader.set(user.id if user else None)
    _hides_any.set(hides_any)


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
    """Whether the case opens to `user`: it is not sealed, or they are named on it."""
    hidden = exists().where(_hidden_cases(user.id).c.case_id == case.id)
    return not db.session.scalar(select(hidden))


def visible(query: Select[Any], user: User) -> Select[Any]:
    """`query`, without the records of sealed cases that `user` is not named on."""
    for found in query.column_descriptions:
        entity = found.get("entity")
        if entity is not None:
            condition = _condition(entity.__table__, user.id)
            if condition is not None:
                query = query.where(condition)
    return query


def is_sealed(case: Case) -> bool:
    """Whether the case is sealed now."""
    return _seal_of(case) is not None


def readers(case: Case) -> list[User]:
    """Those named on the case, by name."""
    query = select(User).join(CaseReader, CaseReader.user_id == User.id)
    query = query.where(CaseReader.case_id == case.id).order_by(User.name, User.id)
    return list(db.session.scalars(query))


def readers_of_sealed() -> dict[int, frozenset[int]]:
    """Who is named on each case that is sealed now, by their ids: for what is sent to many."""
    query = (
        select(Restriction.case_id, CaseReader.user_id)
        .outerjoin(CaseReader, CaseReader.case_id == Restriction.case_id)
        .where(_IN_FORCE)
    )
    found: dict[int, frozenset[int]] = {}
    for case_id, user_id in db.session.execute(query):
        found[case_id] = found.get(case_id, frozenset()) | ({user_id} - {None})
    return found


def sealed() -> list[Restriction]:
    """Every seal in force, newest first, for those who may lift one: it names no offender."""
    query = (
        select(Restriction)
        .where(_IN_FORCE)
        .options(joinedload(Restriction.case), joinedload(Restriction.added_by))
        .order_by(Restriction.id.desc())
    )
    with reading_as_office():
        return list(db.session.scalars(query))


def page(
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = True,
    after: str | None = None,
    by_id: int | None = None,
) -> Rows[Restriction]:
    """A page of the seals in force, newest first, for those who may lift one.

    `by_id` asks for those that one person made.
    """
    query = (
        select(Restriction)
        .where(_IN_FORCE)
        .options(joinedload(Restriction.case), joinedload(Restriction.added_by))
    )
    if by_id is not None:
        query = query.where(Restriction.added_by_id == by_id)
    with reading_as_office():
        return paging.rows(query, by, descending=descending, after=after)


def get_seal(number: int) -> Restriction:
    """The seal in force with this number, for those who may lift it. Raises `NotFound`."""
    for found in sealed():
        if found.id == number:
            return found
    raise NotFound("There is no such sealed case. Somebody may have opened it already.")


def seal(case: Case, named: list[User], reason: str, by: User) -> None:
    """Seal the case: from now on it opens to `named` and to the person who sealed it.

    The cases that were joined to it are sealed with it: they are about the same people. Raises
    `NotAllowed`, and `Refused` when it is sealed already, without a reason, when nobody named may
    work on cases, or for a case that was itself joined to another.
    """
    require(by, Permission.SEAL_CASE)
    if not reason.strip():
        raise Refused("Enter the reason for sealing the case")
    if _seal_of(case) is not None:
        raise Refused("This case is already sealed")
    if db.session.scalar(select(_joined().where(Joining.case_id == case.id).exists())):
        raise Refused("This case was joined to another. Seal that one, and this is sealed with it.")
    with saving():
        people = {user.id: user for user in (by, *named)}
        for each in (case, *_joined_to(case)):
            _seal(each, reason, list(people.values()), by)


def unseal(case: Case, reason: str, by: User) -> None:
    """Open the case to the office again. A supervisor may who is not named, with a reason.

    Raises `NotAllowed`, and `Refused` without a reason or when it is not sealed.
    """
    require(by, Permission.SEAL_CASE)
    if not reason.strip():
        raise Refused("Enter the reason for opening the case")
    with reading_as_office(), saving():
        if _seal_of(case) is None:
            raise Refused("This case is not sealed")
        for each in (case, *_joined_to(case)):
            _unseal(each, reason, by)


def name_reader(case: Case, user: User, by: User) -> None:
    """Let one more person read a sealed case. Raises `Refused` when it is not sealed."""
    require(by, Permission.SEAL_CASE)
    if _seal_of(case) is None:
        raise Refused("This case is not sealed: everybody who works on cases can open it")
    with saving():
        for each in (case, *_joined_to(case)):
            if db.session.get(CaseReader, (each.id, user.id)) is None:
                each.changed_at = clock.now()
                _name(each, user, by)
                history.record(
                    EventKind.READER_NAMED, by=by, case=each, after={"reader": user.name}
                )


def remove_reader(case: Case, user: User, by: User) -> None:
    """Close a sealed case to a person. Raises `Refused` for the last supervisor named on it."""
    require(by, Permission.SEAL_CASE)
    left = [reader for reader in readers(case) if reader.id != user.id]
    if not any(may(reader.role, Permission.SEAL_CASE) for reader in left):
        raise Refused(
            "A sealed case needs a supervisor named on it. Name another supervisor first, "
            "or open the case to the office."
        )
    with saving():
        if db.session.get(CaseReader, (case.id, user.id)) is None:
            raise Refused(f"{user.name} is not named on this case")
        for each in (case, *_joined_to(case)):
            found = db.session.get(CaseReader, (each.id, user.id))
            if found is not None:
                db.session.delete(found)
                each.changed_at = clock.now()
                history.record(
                    EventKind.READER_REMOVED, by=by, case=each, after={"reader": user.name}
                )


def _joined() -> Select[int]:
    """The cases that are joined to another, while that stands."""
    return select(Joining.case_id).where(Joining.undone_at.is_(None))


def _joined_to(case: Case) -> list[Case]:
    """The cases joined to this one, and those joined to them."""
    found: list[Case] = []
    around = [case.id]
    while around:
        joined = select(Case).where(Case.id.in_(_joined().where(Joining.into_id.in_(around))))
        new = list(db.session.scalars(joined.order_by(Case.id)))
        found += new
        around = [each.id for each in new]
    return found


def _seal(case: Case, reason: str, named: list[User], by: User) -> None:
    now = case.changed_at = clock.now()
    db.session.add(
        Restriction(
            case=case,
            kind=RestrictionKind.SEALED,
            terms=reason,
            added_at=now,
            added_by_id=by.id,
        )
    )
    for user in named:
        _name(case, user, by)
    history.record(
        EventKind.CASE_SEALED,
        by=by,
        case=case,
        after={"reason": reason, "readers": [user.name for user in named]},
    )


def _unseal(case: Case, reason: str, by: User) -> None:
    found = _seal_of(case)
    if found is None:
        return
    now = case.changed_at = clock.now()
    found.ended_at, found.ended_by_id, found.end_reason = now, by.id, reason
    for reader in db.session.scalars(select(CaseReader).where(CaseReader.case_id == case.id)):
        db.session.delete(reader)
    history.record(EventKind.CASE_UNSEALED, by=by, case=case, after={"reason": reason})


def _name(case: Case, user: User, by: User) -> None:
    if not may(user.role, Permission.SEE_CASES):
        raise NotAllowed(f"{user.name} does not work with cases")
    db.session.add(
        CaseReader(case_id=case.id, user_id=user.id, named_at=clock.now(), named_by_id=by.id)
    )


def _seal_of(case: Case) -> Restriction | None:
    query = select(Restriction).where(Restriction.case_id == case.id, _IN_FORCE)
    return db.session.scalar(query)


# How a SELECT is narrowed. The conditions are written on the tables themselves, so that the rule
# does not narrow itself; the reader's id is looked up when the statement runs.

_CASES, _REVIEWS, _REQUESTS = Case.__table__, Review.__table__, Request.__table__
_SEALS, _READERS, _USERS = Restriction.__table__, CaseReader.__table__, User.__table__


def _hidden_cases(reader_id: int | None = None) -> Any:
    """The sealed cases that the reader is not named on."""
    reader: BindParameter[int] = bindparam(None, reader_id, type_=Integer)
    if reader_id is None:
        reader = bindparam("reader", callable_=_reader.get, type_=Integer)
    return _hidden_from(reader).subquery()


def _hidden_from(reader: ColumnElement[int]) -> Select[Any]:
    named = exists().where(_READERS.c.case_id == _SEALS.c.case_id, _READERS.c.user_id == reader)
    hidden = ~named.correlate(_SEALS, _USERS)
    return select(_SEALS.c.case_id).where(
        _SEALS.c.kind == "sealed", _SEALS.c.ended_at.is_(None), hidden
    )


def _condition(table: Any, reader_id: int | None = None) -> ColumnElement[bool] | None:
    """What leaves a table's rows of hidden cases out; None when it has nothing to do with cases."""
    cases = select(_hidden_cases(reader_id).c.case_id)
    reviews = select(_REVIEWS.c.id).where(_REVIEWS.c.case_id.in_(cases))
    requests = select(_REQUESTS.c.id).where(_REQUESTS.c.case_id.in_(cases))
    hidden = {_CASES: cases, _REVIEWS: reviews, _REQUESTS: requests}
    if table is _CASES:
        return _open_rows(_CASES.c.id, cases)
    # A row may belong to two of one kind: two requests that were compared, two cases joined.
    belongs: list[tuple[Any, Any]] = sorted(
        (
            (key.column.table, key.parent)
            for key in table.foreign_keys
            if key.column.table in hidden
        ),
        key=lambda each: str(each[1].name),
    )
    own = [column for owner, column in belongs if owner is _CASES and not column.nullable]
    if own:  # its review and its request are in the same case
        return and_(*(_open_rows(column, cases) for column in own))
    conditions = [_open_rows(column, hidden[owner]) for owner, column in belongs]
    return and_(*conditions) if conditions else None


def _open_rows(column: Any, hidden: Select[Any]) -> ColumnElement[bool]:
    open_rows: ColumnElement[bool] = column.not_in(hidden)
    return or_(column.is_(None), open_rows) if column.nullable else open_rows


@cache
def _option(mapper: Mapper[Any]) -> ORMOption | None:
    condition = _condition(mapper.local_table)
    if condition is None:
        return None
    return with_loader_criteria(mapper.class_, condition, include_aliases=True)


@event.listens_for(Session, "do_orm_execute")
def _leave_sealed_out(running: ORMExecuteState) -> None:
    if _reader.get() is None or not running.is_select or running.is_column_load:
        return
    if not _is_any_hidden(running):
        return
    mappers = list(running.all_mappers) or list(Base.registry.mappers)
    options = [option for mapper in mappers if (option := _option(mapper)) is not None]
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
_OF_SESSION = select(User, _hidden_from(_USERS.c.id).correlate(_USERS).exists()).where(
    User.session_key == bindparam("key"), User.is_active
)


@event.listens_for(Session, "after_flush")
def _ask_again(session: Session, _context: object) -> None:
    """A seal, or who is named on one, may have changed."""
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(each, Restriction | CaseReader) for each in changed):
        _hides_any.set(None)
