"""The hash of each state of each row of evidence, written in its own transaction (ADR 0018).

The session is listened to, as in changed_records.py: just before it commits, one INSERT writes the
hashes of all that was written. UPDATE and DELETE of many rows are seen too; what is inserted past
the session is given to `add`, `add_rows` or `add_keys`.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, bindparam, event, insert, null, select
from sqlalchemy import inspect as look_into
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from ulss_tracker.models import Base, Document, RecordHash, Review, db
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.services.core import canonical
from ulss_tracker.services.core import changed_records as _  # noqa: F401 - listens first

Key = tuple[int, ...]
"""The primary key of a row: one number, or two."""

HASHED: tuple[Any, ...] = tuple(
    sorted(
        (
            mapper.class_
            for mapper in Base.registry.mappers
            if TABLE_CLASSES[mapper.class_.__tablename__].is_hashed
        ),
        key=lambda model: str(model.__tablename__),
    )
)
"""The models of evidence and secrets, by the name of their table."""

_ALL = frozenset(HASHED)
_ADDING = insert(RecordHash)
_AT_ONCE = {"yield_per": 2_000}
_RECORDS, _KEYS, _ROWS = "records to hash", "rows to hash by their keys", "hashes to write"


def add(*records: Any) -> None:
    """Hash these records as they will be committed: for what the session does not see change."""
    _waiting(db.session()).update((id(record), record) for record in records)


def add_keys(table: Table, keys: Iterable[Key]) -> None:
    """Hash the rows with these primary keys as they will be committed, or that they are gone."""
    _keys(db.session()).update((table.name, tuple(key)) for key in keys)


def add_rows(model: Any, rows: Iterable[Any]) -> None:
    """Hash rows (mappings by attribute) that are inserted past the session, with their ids."""
    hashes = db.session().info.setdefault(_ROWS, [])
    for row in rows:
        content = canonical.of_values(model, row)
        hashes.append(of(model.__tablename__, (row["id"],), row.get("case_id"), content))


def of(table: str, key: Key, case_id: int | None, content: bytes) -> dict[str, Any]:
    """A row of `RecordHash` for a record with these canonical bytes, with a salt of its own."""
    salt = secrets.token_hex(16)
    return {
        "table_name": table,
        "row_id": key[0],
        "second_id": key[1] if len(key) > 1 else None,
        "case_id": case_id,
        "salt": salt,
        "sha256": canonical.sha256(salt, content),
    }


def counted(table: Table) -> list[ColumnElement[bool]]:
    """The rows of a table that have a hash: of documents, those that a request or a case has."""
    if table.name != Document.__tablename__:
        return []
    return [table.c.request_id.is_not(None) | table.c.case_id.is_not(None)]


def stored(session: Session, table: Table, first: Iterable[int] = ()) -> Iterator[dict[str, Any]]:
    """The hashes to be of the rows that are stored, by their keys: all, or with these `first`."""
    connection, numbers = session.connection(), sorted(set(first))
    reading = _reading(table, connection.dialect.name == "postgresql", bool(numbers))
    given, options = ({"numbers": numbers}, {}) if numbers else ({}, _AT_ONCE)
    rows = connection.execute(reading.query, given, execution_options=options)
    for row in rows:
        keys = reading.keys
        content = canonical.encode(table.name, reading.names, reading.read(row[keys + 1 :]))
        yield of(table.name, tuple(row[:keys]), row[keys], content)


class _Reading(NamedTuple):
    """A query for the rows of a table, made once, and how to read what it gives."""

    query: Select[Any]
    keys: int
    names: tuple[str, ...]
    read: Callable[[Iterable[Any]], list[Any]]


@cache
def _reading(table: Table, on_postgresql: bool, by_number: bool) -> _Reading:
    keys = list(table.primary_key.columns)
    case = table.c.case_id if "case_id" in table.c else null()
    query = (
        select(
            *(key.label(f"key_{key.name}") for key in keys),
            case.label("of_case"),
            *canonical.columns_of(table, on_postgresql=on_postgresql),
        )
        .where(*counted(table))
        .order_by(*keys)
    )
    if by_number:
        query = query.where(keys[0].in_(bindparam("numbers", expanding=True)))
    names = tuple(column.name for column in canonical.in_order(table))
    read = canonical.from_database(table, on_postgresql=on_postgresql)
    return _Reading(query, len(keys), names, read)


def write(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write these hashes, in the caller's transaction."""
    if rows:
        db.session.connection().execute(_ADDING, list(rows))


def _waiting(session: Session) -> dict[int, Any]:
    waiting: dict[int, Any] = session.info.setdefault(_RECORDS, {})
    return waiting


def _keys(session: Session) -> set[tuple[str, Key]]:
    keys: set[tuple[str, Key]] = session.info.setdefault(_KEYS, set())
    return keys


@event.listens_for(Session, "do_orm_execute")
def _notice_many(state: ORMExecuteState) -> None:
    """Note the rows that an UPDATE or DELETE is about to change: they are hashed at the end."""
    if not (state.is_update or state.is_delete):
        return
    statement: Any = state.statement
    table = statement.table
    declared = TABLE_CLASSES[table.name]
    if not declared.is_hashed:
        return
    if state.is_update and {column.name for column in statement._values} <= set(declared.left_out):
        return
    rows = select(*table.primary_key.columns).where(*counted(table)).with_for_update(of=table)
    if statement.whereclause is not None:
        rows = rows.where(statement.whereclause)
    connection = state.session.connection()
    _keys(state.session).update((table.name, tuple(row)) for row in connection.execute(rows))


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: object) -> None:
    for record in (*session.new, *session.deleted):
        if type(record) in _ALL:
            _waiting(session)[id(record)] = record
    keys = _keys(session)
    for record in session.dirty:
        # Read again at the end: another transaction may have changed other columns meanwhile.
        if type(record) in _ALL and _is_counted(record) and canonical.has_changed(record):
            keys.add((record.__tablename__, look_into(record).identity))
    for record in (*session.new, *session.dirty):
        keys.update(canonical.joined_rows(record))


@event.listens_for(Session, "before_commit")  # after the subscribers of changed_records
def _write_all(session: Session) -> None:
    """Write the hashes of what was written; a record that a savepoint undid has none."""
    if session.in_nested_transaction():
        return
    session.flush()
    waiting, keys = session.info.pop(_RECORDS, {}), session.info.pop(_KEYS, set())
    rows = session.info.pop(_ROWS, [])
    # In the order of the records: the session gives those that changed in any order.
    for record in sorted(waiting.values(), key=_place):
        state = look_into(record)
        if state.identity is None or not _is_counted(record):
            continue
        table = record.__tablename__
        if state.persistent:
            content = canonical.of_record(record)
            rows.append(of(table, state.identity, _case_of(session, record), content))
        elif state.was_deleted or state.deleted:
            rows.append(_gone(table, state.identity))
        keys.discard((table, state.identity))
    rows += _of_keys(session, keys)
    if rows:
        session.connection().execute(_ADDING, rows)


def _of_keys(session: Session, keys: set[tuple[str, Key]]) -> Iterator[dict[str, Any]]:
    for name in sorted({key[0] for key in keys}):
        table = db.metadata.tables[name]
        missing = {key for of_table, key in keys if of_table == name}
        for row in stored(session, table, (key[0] for key in missing)):
            key = (row["row_id"], row["second_id"])[: len(table.primary_key)]
            if key in missing:
                missing.remove(key)
                yield row
        yield from (_gone(name, key) for key in sorted(missing))


def _gone(table: str, key: Key) -> dict[str, Any]:
    return of(table, key, None, canonical.of_gone(table, key))


def _place(record: Any) -> tuple[str, Key]:
    """Where a record stands among those of one transaction; one that is undone has no key."""
    return record.__tablename__, look_into(record).identity or ()


def _is_counted(record: Any) -> bool:
    """The same as `counted`, of a record."""
    if not isinstance(record, Document):
        return True
    return record.request_id is not None or record.case_id is not None


def _case_of(session: Session, record: Any) -> int | None:
    """The case that a record belongs to, where it says so or its review is at hand."""
    if (case_id := getattr(record, "case_id", None)) is not None:
        return int(case_id)
    if (review_id := getattr(record, "review_id", None)) is None:
        return None
    review = session.identity_map.get(session.identity_key(Review, review_id))
    return review.__dict__.get("case_id") if review is not None else None


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        for waiting in (_RECORDS, _KEYS, _ROWS):
            session.info.pop(waiting, None)
