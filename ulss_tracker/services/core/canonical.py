"""The canonical bytes of a record: the same on both databases, as written and as read again.

They are JSON of the table's name and of each column that is not empty, by name. Instants are in UTC
to the microsecond, bytes are their SHA-256, and JSON is the text that the database keeps. An empty
column is left out, so that a column added later changes no hash of before (ADR 0018).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    TypeDecorator,
    cast,
    func,
    inspect,
    type_coerce,
)

from ulss_tracker.models.table_class import TABLE_CLASSES

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NULL = "null"


def encode(table: str, names: Iterable[str], values: Iterable[Any]) -> bytes:
    """The canonical bytes of a row: its columns' names in their order, and its canonical values."""
    there = [pair for pair in zip(names, values, strict=True) if pair[1] is not None]
    return _encode([table, there]).encode("utf-8", "surrogatepass")


def of_gone(table: str, key: tuple[int, ...]) -> bytes:
    """The canonical bytes of a row that the tracker took away."""
    return _encode([table, key, "gone"]).encode()


def sha256(salt: str, canonical: bytes) -> str:
    """The salted hash of a record, in hexadecimal."""
    return hashlib.sha256(salt.encode() + canonical).hexdigest()


def of_record(record: Any) -> bytes:
    """The canonical bytes of a record of a session, as it is or will be written."""
    table, columns = _attributes(record.__class__)
    values = (_written(kind, getattr(record, key)) for key, _, kind in columns)
    return encode(table, (name for _, name, _ in columns), values)


def of_values(model: Any, row: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a row that is inserted past the session, by attribute."""
    table, columns = _attributes(model)
    values = (_written(kind, row[key]) for key, _, kind in columns)
    return encode(table, (name for _, name, _ in columns), values)


def columns_of(table: Table, *, on_postgresql: bool) -> list[ColumnElement[Any]]:
    """The columns of a table, by name, each as its canonical value: see `from_database`."""
    read = _from_postgresql if on_postgresql else _from_sqlite
    return [read(column).label(column.name) for column in in_order(table)]


def from_database(table: Table, *, on_postgresql: bool) -> Callable[[Iterable[Any]], list[Any]]:
    """Make what the database gave for `columns_of` canonical: what SQL alone does not say."""
    kinds = [_kind(column) for column in in_order(table)]
    hashed = {
        place for place, kind in enumerate(kinds) if kind is LargeBinary and not on_postgresql
    }
    written = {place for place, kind in enumerate(kinds) if kind is JSON}

    def read(values: Iterable[Any]) -> list[Any]:
        row = list(values)
        for place in written:
            if row[place] == _NULL:
                row[place] = None
        for place in hashed:
            if row[place] is not None:
                row[place] = hashlib.sha256(row[place]).hexdigest()
        return row

    return read


def in_order(table: Table) -> list[Column[Any]]:
    """The columns of a table in the order of the canonical bytes."""
    left_out = TABLE_CLASSES[table.name].left_out
    columns = (column for column in table.columns if column.name not in left_out)
    return sorted(columns, key=lambda column: column.name)


def has_changed(record: Any) -> bool:
    """Whether what is flushed of a record changes its canonical bytes."""
    attributes = inspect(record).attrs
    return any(
        attributes[key].history.has_changes() for key, _, _ in _attributes(record.__class__)[1]
    )


@cache
def _attributes(model: Any) -> tuple[str, tuple[tuple[str, str, type], ...]]:
    """The table of a model; of each column its attribute, its name and its kind."""
    mapper = inspect(model)
    table = mapper.local_table
    return table.name, tuple(
        (mapper.get_property_by_column(column).key, column.name, _kind(column))
        for column in in_order(table)
    )


def joined_rows(record: Any) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The rows of evidence without a record of their own that a flush of this one wrote."""
    for relation in _many_to_many(record.__class__):
        history = inspect(record).attrs[relation.key].history
        table = relation.secondary
        own = {there.name: _held(record, here) for here, there in relation.synchronize_pairs}
        for other in (*history.added, *history.deleted):
            pairs = relation.secondary_synchronize_pairs
            key = own | {there.name: _held(other, here) for here, there in pairs}
            yield table.name, tuple(key[column.name] for column in table.primary_key.columns)


def _held(record: Any, column: Any) -> Any:
    return getattr(record, inspect(record.__class__).get_property_by_column(column).key)


@cache
def _many_to_many(model: Any) -> tuple[Any, ...]:
    return tuple(
        each
        for each in inspect(model).relationships
        if isinstance(each.secondary, Table)
        and not each.viewonly
        and TABLE_CLASSES[each.secondary.name].is_hashed
    )


def _kind(column: Column[Any]) -> type:
    kind = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    for known in _WRITTEN:
        if isinstance(kind, known):
            return known
    raise TypeError(f"{column} is of a kind that has no canonical form: {column.type!r}")


def _written(kind: type, value: Any) -> Any:
    """The canonical value of what an attribute holds."""
    return None if value is None else _WRITTEN[kind](value)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _day(value: date) -> str:
    return value.isoformat()


def _time(value: time) -> str:
    return value.isoformat("microseconds")


def _hash(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


_WRITTEN: dict[type, Callable[[Any], Any]] = {
    Boolean: int,
    DateTime: _instant,
    Date: _day,
    Time: _time,
    JSON: json.dumps,
    LargeBinary: _hash,
    Integer: int,
    String: str,
}


def _from_sqlite(column: Column[Any]) -> ColumnElement[Any]:
    """Instants, days, times and JSON are text there, and just this text."""
    kind = _kind(column)
    if kind in {DateTime, Date, Time, JSON, String}:
        return type_coerce(column, String())
    return type_coerce(column, Integer()) if kind is Boolean else column


def _from_postgresql(column: Column[Any]) -> ColumnElement[Any]:
    kind = _kind(column)
    if kind is DateTime:
        in_utc = func.timezone("UTC", type_coerce(column, DateTime(timezone=True)))
        return func.to_char(in_utc, "YYYY-MM-DD HH24:MI:SS.US")
    if kind is Date:
        return func.to_char(column, "YYYY-MM-DD")
    if kind is Time:
        return func.to_char(column, "HH24:MI:SS.US")
    if kind is JSON:
        return cast(column, String())
    if kind is Boolean:
        return cast(column, Integer())
    if kind is LargeBinary:
        return func.encode(func.sha256(column), "hex")
    return type_coerce(column, String()) if kind is String else column
