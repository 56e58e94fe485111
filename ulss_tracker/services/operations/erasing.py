"""Erasing what is personal of records, as two people decided, here and in every restored copy.

A record stays as a tombstone: what figures count, its dates, who decided what, and its hashes
without their salts, which tell nothing (ADR 0018). The lines outside the database come first. A
restored backup has the records as they were: `replay` erases them again before it serves.

UK GDPR art. 17(1), (3)(b), (d), (e); art. 5(1)(e); ICO, Right to erasure, "Do we have to erase
personal data from backup systems?", read 1 December 2026.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from sqlalchemy import JSON, Table, delete, null, select, text, tuple_, update

from ulss_tracker.models import Base, Event, RecordHash, RightsRequest, db
from ulss_tracker.models.table_class import ERASED, TABLE_CLASSES, Kind, personal_columns
from ulss_tracker.services.core import changed_records, record_hashes
from ulss_tracker.services.core.unit_of_work import all_or_none, transaction
from ulss_tracker.services.operations import anchors
from ulss_tracker.services.operations.anchors import Tombstone

Row = tuple[str, tuple[int, ...]]
"""A record: the name of its table, and its key."""

_AT_ONCE = 400
_FIRST = 16  # so many letters of a hash tell it from every other
MODELS: dict[str, Any] = {
    mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
    for mapper in Base.registry.mappers
}
_ROOTS = {"request_id": "request", "review_id": "review", "case_id": "case_file"}
_STAYING = (
    "reference case channel step state outcome choice law_officer submission verdict time_verdict "
    "letter draft comment_id version milestone standing finding complaint limit_name basis kind "
    "message email_kind email_state email_files was_told joins_later same_case sha256 "
    "rights_request what"
)
_STAYING_FACTS = frozenset(_STAYING.split())
"""The facts that stay of a line of history, beside the days and moments that are nobody's birth."""


class _Hashes(NamedTuple):
    """The hashes of a record: how the first begins, their ids, and whether each has its salt."""

    first: str
    ids: list[int]
    is_whole: bool


def belonging(*records: Row) -> set[Row]:
    """These records and all that belong to them: files, letters, messages, notes, versions."""
    every, new = set(records), set(records)
    while new:
        new = {row for name in MODELS for row in _belonging(name, new)} - every
        every |= new
    return {row for row in every if personal_columns(db.metadata.tables[row[0]])}


def erase(records: Iterable[Row], by: tuple[int, int], authority: str) -> int:
    """Erase what is personal of these records, as two accounts decided; how many records.

    `authority` names the provision and nobody: it stays outside the database for ever. Raises
    `AnchorError` where nothing can be signed, before anything is erased. A legal hold is the
    caller's to look for.
    """
    rows = _hashes(records)
    tombstones = [Tombstone(name, key, found.first) for (name, key), found in rows.items()]
    anchors.erase(tombstones, by, authority)
    _empty(rows)
    return len(rows)


def replay() -> int:
    """Erase again what the file outside says was erased and this database has; how many records."""
    erased = anchors.erased()
    known = known_again(erased)
    rows = {row: found for row, found in _hashes(known).items() if found.is_whole}
    _empty(rows)
    return len(rows)


def known_again(tombstones: Iterable[Tombstone]) -> set[Row]:
    """Those of these records that are in this database: another may have the key of one lost."""
    first = {(stone.table, stone.key): stone.first for stone in tombstones}
    return {row for row, found in _hashes(first).items() if found.first == first[row]}


@contextmanager
def tried(records: Iterable[Row]) -> Iterator[int]:
    """Within the block these records are erased in the database alone; after it they are as before.

    Gives how many. What was read before belongs to another session.
    """
    with all_or_none(kept=False):
        rows = _hashes(records)
        _empty_all(rows)
        yield len(rows)


def _belonging(name: str, rows: set[Row]) -> Iterator[Row]:
    """The records of one table that belong to any of these."""
    table = db.metadata.tables[name]
    if not TABLE_CLASSES[name].is_hashed:
        return
    for key in table.foreign_keys:
        numbers = sorted(of_key[0] for of, of_key in rows if of == key.column.table.name)
        for some in _some(numbers):
            query = select(*table.primary_key.columns).where(key.parent.in_(some))
            yield from ((name, tuple(row)) for row in db.session.execute(query))


def _hashes(rows: Iterable[Row]) -> dict[Row, _Hashes]:
    """The hashes of these records, where they have any."""
    found: dict[Row, _Hashes] = {}
    by_number = {(name, key[0]): (name, key) for name, key in rows}
    pair = tuple_(RecordHash.table_name, RecordHash.row_id)
    for some in _some(sorted(by_number)):
        query = select(RecordHash).where(pair.in_(some)).order_by(RecordHash.id)
        for state in db.session.scalars(query):
            row = by_number[state.table_name, state.row_id]
            if state.second_id is None or state.second_id == row[1][-1]:
                before = found.get(row, _Hashes(state.sha256[:_FIRST], [], is_whole=True))
                is_whole = before.is_whole and state.salt is not None
                found[row] = _Hashes(before.first, [*before.ids, state.id], is_whole)
    return found


def _empty(rows: dict[Row, _Hashes]) -> None:
    _empty_all(rows)
    if db.engine.dialect.name == "sqlite" and rows:
        _empty_sqlite()


def _empty_all(rows: dict[Row, _Hashes]) -> None:
    """Empty what is personal of these records, and the salts of their hashes so far."""
    with transaction():
        for name in sorted({name for name, _ in rows}):
            keys = [key for of, key in sorted(rows) if of == name]
            record_hashes.add_keys(MODELS[name].__table__, keys)
            for some in _some([key[0] for key in keys]):
                _note(name, some)
                _empty_rows(name, some)
        _empty_copies(rows)
        ids = [number for found in rows.values() for number in found.ids]
        for some in _some(ids):
            db.session.execute(
                update(RecordHash).where(RecordHash.id.in_(some)).values(salt=None),
                execution_options={"synchronize_session": False},
            )
        db.session.expire_all()


def _empty_rows(name: str, numbers: list[int]) -> None:
    model = MODELS[name]
    table = model.__table__
    key = next(iter(table.primary_key.columns))
    _delete_belonging(table, numbers)
    if model is Event:
        for line in db.session.scalars(select(Event).where(Event.id.in_(numbers))):
            line.before, line.after = _staying(line.before), _staying(line.after)
        db.session.flush()
        return
    values = {column: _nothing(table, column) for column in personal_columns(table)}
    if values:
        statement = update(model).where(key.in_(numbers)).values(values)
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _empty_copies(rows: Iterable[Row]) -> None:
    """Empty each copy made for somebody who asked in which one of these records is."""
    erased = {(name, key[0]) for name, key in rows}
    for rights in db.session.scalars(
        select(RightsRequest).where(RightsRequest.bundle.is_not(None))
    ):
        if not erased.isdisjoint((name, number) for name, number, *_ in rights.finds):
            rights.bundle = None
    db.session.flush()


def _nothing(table: Table, column: Any) -> Any:
    """The value of an emptied column."""
    if column.name == TABLE_CLASSES[table.name].label:
        return ERASED
    if column.nullable:
        return null()
    if isinstance(column.type, JSON):
        return column.default.arg(None) if column.default else {}
    return column.type.python_type()


def _staying(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in facts.items()
        if name in _STAYING_FACTS or (name.endswith(("_on", "_at")) and "born" not in name)
    }


def _delete_belonging(table: Table, numbers: list[int]) -> None:
    """Delete what lets in, the files, and the work in hand that belongs to these rows."""
    for name, model in MODELS.items():
        if TABLE_CLASSES[name].kind not in {Kind.PASSING, Kind.SECRET} and name != "stored_file":
            continue
        for key in model.__table__.foreign_keys:
            if key.column.table is table:
                db.session.execute(delete(model).where(key.parent.in_(numbers)))


def _note(name: str, numbers: list[int]) -> None:
    """Have the search, the keys of matching and the versions follow the requests and cases."""
    table = db.metadata.tables[name]
    key = next(iter(table.primary_key.columns))
    for column, records in _ROOTS.items():
        own = key if records == name else table.c.get(column)
        if own is not None:
            of = select(own).where(key.in_(numbers), own.is_not(None)).distinct()
            changed_records.note_keys(column, db.session.scalars(of))


def _empty_sqlite() -> None:
    """Leave nothing in the pages and the log of SQLite: its full text keeps words until merged."""
    with transaction():
        for index in ("search_text", "search_grams"):
            db.session.execute(text(f"INSERT INTO {index}({index}) VALUES ('optimize')"))  # noqa: S608
    with closing(db.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _some(values: list[Any]) -> Iterator[list[Any]]:
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))
