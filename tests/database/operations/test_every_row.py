"""Each column of each row of evidence: whatever is done to it past the tracker is found."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    CheckConstraint,
    Connection,
    Index,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    literal,
    select,
    update,
)

from tests.support import build, history
from tests.support.tampering import as_owner, other
from ulss_tracker import clock
from ulss_tracker.models import Case, Event, EventKind, Message, RecordHash, db
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.services.core import canonical, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history as lines
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.operations import checkpoints, history_check

HASHED: list[Table] = [model.__table__ for model in record_hashes.HASHED]
OTHER = 99_999
# A file goes with its document, which is what is missed.
NEVER_ALONE = {"stored_file"}


@pytest.fixture
def rows(app: Flask, configure: None, tmp_path: Path) -> dict[str, Mapping[str, Any]]:
    """One row of each table of evidence and secrets, in an office with a history."""
    history.configure(app, tmp_path)
    history.make()
    history.fill()
    db.session.remove()
    with db.engine.connect() as connection:
        kept = {}
        for table in HASHED:
            query = select(table).where(*record_hashes.counted(table))
            kept[table.name] = connection.execute(query.limit(1)).mappings().one()
    assert _faults() == set()
    return kept


def _faults() -> set[str]:
    """The tables in which a fault is found."""
    report = history_check.check()
    assert len(report.faults) < history_check.MOST_KEPT
    return {fault.table for fault in report.faults}


def _is(table: Table, row: Mapping[str, Any]) -> list[Any]:
    return [key == row[key.name] for key in table.primary_key.columns]


def _put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    connection.execute(delete(table).where(*_is(table, row)))
    connection.execute(insert(table).values(dict(row)))


def _columns(table: Table) -> Iterator[Any]:
    """The columns that may have another value whatever the others have."""
    checked = [str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)]
    return (
        column
        for column in canonical.in_order(table)
        if not column.primary_key and not any(column.name in words for words in checked)
    )


def test_a_change_of_any_column_is_found(rows: dict[str, Mapping[str, Any]]) -> None:
    waiting = {table: list(_columns(table)) for table in HASHED}
    done = 0
    while tables := [table for table in HASHED if waiting[table]]:
        with as_owner(db.engine) as connection:
            for table in tables:
                column, row = waiting[table].pop(), rows[table.name]
                value = _another(row[column.name], column)
                changing = update(table).where(*_is(table, row)).values({column.name: value})
                connection.execute(changing)
                done += 1
        assert _faults() >= {table.name for table in tables}
        with as_owner(db.engine) as connection:
            for table in tables:
                _put(connection, table, rows[table.name])
    assert done > 600
    assert _faults() == set()


def test_a_row_that_was_deleted_is_found(rows: dict[str, Mapping[str, Any]]) -> None:
    with as_owner(db.engine) as connection:
        for table in HASHED:
            connection.execute(delete(table).where(*_is(table, rows[table.name])))
    assert _faults() >= {table.name for table in HASHED} - NEVER_ALONE


def test_a_row_that_was_inserted_is_found(rows: dict[str, Mapping[str, Any]]) -> None:
    with as_owner(db.engine) as connection:
        for table in HASHED:
            connection.execute(insert(table).values(_like(table, rows[table.name])))
    assert _faults() >= {table.name for table in HASHED}


def test_rows_that_changed_places_are_found(rows: dict[str, Mapping[str, Any]]) -> None:
    tables = [table for table in HASHED if list(_columns(table))]
    with as_owner(db.engine) as connection:
        for table in tables:
            twin = _like(table, rows[table.name])
            *_, last = _columns(table)
            twin[last.name] = _another(twin[last.name], last)
            connection.execute(insert(table).values(twin))
            _hash(connection, table, twin)
    assert checkpoints.make() >= len(tables)
    assert _faults() <= {"document", "stored_file"}  # theirs have no bytes
    with as_owner(db.engine) as connection:
        for table in tables:
            for which, becomes in (
                (_of(table, rows[table.name]), _key(table, -1)),
                (_key(table, OTHER), _of(table, rows[table.name])),
                (_key(table, -1), _key(table, OTHER)),
            ):
                connection.execute(update(table).where(*_is(table, which)).values(becomes))
    assert _faults() >= {table.name for table in tables}


def test_a_row_that_was_put_back_to_an_earlier_state_is_found(
    rows: dict[str, Mapping[str, Any]],
) -> None:
    tables = [
        table for table in HASHED if not TABLE_CLASSES[table.name].once and list(_columns(table))
    ]
    with as_owner(db.engine) as connection:
        for table in tables:
            *_, column = _columns(table)
            row = rows[table.name]
            value = _another(row[column.name], column)
            connection.execute(update(table).where(*_is(table, row)).values({column.name: value}))
            _hash(connection, table, row)
    assert checkpoints.make() >= len(tables)
    with as_owner(db.engine) as connection:
        for table in tables:
            _put(connection, table, rows[table.name])
    assert _faults() >= {table.name for table in tables}


def test_what_is_put_into_the_past_by_the_products_own_functions_is_found(
    app: Flask, rows: dict[str, Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=2))
    build.request()
    with transaction():
        lines.record(EventKind.NOTE_ADDED, None, note="earlier")
    monkeypatch.setattr(clock, "now", lambda: now)
    checkpoints.make()
    assert _faults() >= {"event", "request"}


def test_each_table_dates_its_rows(rows: dict[str, Mapping[str, Any]]) -> None:
    """A row that says of itself that it is of long ago, hashed and chained as the tracker does."""
    dated = [table for table in HASHED if TABLE_CLASSES[table.name].dated_by]
    assert len(dated) > 50
    with as_owner(db.engine) as connection:
        for table in dated:
            twin = _like(table, rows[table.name])
            twin[TABLE_CLASSES[table.name].dated_by] = clock.now() - timedelta(days=400)
            connection.execute(insert(table).values(twin))
            _hash(connection, table, twin)
    assert _faults() >= {table.name for table in dated}
    checkpoints.make()
    assert _faults() >= {table.name for table in dated}


def _another(value: Any, column: Any) -> Any:
    """Another value, which no other row has where no two may have the same."""
    if value is not None and column.foreign_keys:
        return OTHER
    if getattr(column.type, "kind", None) is not None:
        return literal("another", String())
    return other(value, column)


def _like(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Another row like this one, of which each key that no two share is another."""
    names = {
        column.name
        for key in (*table.constraints, *table.indexes)
        if isinstance(key, UniqueConstraint) or (isinstance(key, Index) and key.unique)
        for column in key.columns
    }
    values = dict(row)
    for name in names - set(table.primary_key.columns.keys()):
        values[name] = other(row[name], table.c[name])
    return values | _key(table, OTHER)


def _key(table: Table, number: int) -> dict[str, int]:
    return {key.name: number for key in table.primary_key.columns}


def _of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {key.name: row[key.name] for key in table.primary_key.columns}


def _hash(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Write the hash of a row as the tracker writes it."""
    on_postgresql = connection.dialect.name == "postgresql"
    columns = canonical.columns_of(table, on_postgresql=on_postgresql)
    values = connection.execute(select(*columns).where(*_is(table, row))).one()
    read = canonical.from_database(table, on_postgresql=on_postgresql)
    names = [column.name for column in canonical.in_order(table)]
    content = canonical.encode(table.name, names, read(values))
    key = tuple(_of(table, row).values())
    connection.execute(insert(RecordHash).values(record_hashes.of(table.name, key, None, content)))


def test_a_table_that_a_release_begins_to_hash_is_taken_in(
    app: Flask, configure: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.configure(app, tmp_path)
    later = {Case, Message}
    with monkeypatch.context() as release_before:
        hashed = tuple(model for model in record_hashes.HASHED if model not in later)
        release_before.setattr(record_hashes, "HASHED", hashed)
        release_before.setattr(record_hashes, "_ALL", frozenset(hashed))
        release_before.setattr(compose.record_hashes, "add_keys", lambda *_: None)
        history.make()
        monkeypatch.setattr(checkpoints, "_whole", set())
        now = clock.now() + timedelta(days=3)
    with clock.set_to(now):
        assert checkpoints.make() > 2
        assert _faults() == set()
        named = db.session.scalars(select(Event).where(Event.kind == EventKind.TABLES_TAKEN_IN))
        assert named.one().after == {"tables": ["case_file", "message"]}
        build.eligible_review()
        checkpoints.make()
        assert _faults() == set()
    build.eligible_review()  # a case that says of itself that it was opened three days before
    assert "case_file" in _faults()
