"""Changing a database as somebody who owns it can: past the tracker, its triggers and its keys."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql

from ulss_tracker import clock
from ulss_tracker.models import db
from ulss_tracker.services.core import canonical, record_hashes

TABLES: dict[str, Table] = db.metadata.tables
HASHES = TABLES["record_hash"]
_LONGEST_TAIL = 3


@contextmanager
def as_owner(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nothing is refused: the triggers and the foreign keys sleep."""
    db.session.remove()
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.commit()
            with connection.begin():
                yield connection
            connection.execute(text("SET session_replication_role = origin"))
            connection.commit()
            return
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                triggers = connection.execute(
                    text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                ).all()
                for name, _ in triggers:
                    connection.execute(text(f'DROP TRIGGER "{name}"'))
                yield connection
                for _, made_by in triggers:
                    connection.exec_driver_sql(made_by)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def edit(connection: Connection, chance: Random) -> str:
    """Change one value of one record, whichever."""
    table = chance.choice(_filled(connection))
    row = _any(connection, table, chance)
    column = chance.choice(_editable(table))
    value = other(row._mapping[column], column)
    connection.execute(update(table).where(table.c.id == row.id).values({column.name: value}))
    return f"{table.name} {row.id}: {column.name} edited"


def edit_and_hash(connection: Connection, chance: Random) -> str:
    """Change one value of one record, and give it a hash of its own in the place of the true."""
    table, number = chance.choice(_chained(connection))
    row = connection.execute(select(table).where(table.c.id == number)).one()
    column = chance.choice([each for each in _editable(table) if not each.foreign_keys])
    value = other(row._mapping[column], column)
    connection.execute(update(table).where(table.c.id == row.id).values({column.name: value}))
    _hash_again(connection, table, row.id)
    return f"{table.name} {row.id}: {column.name} edited and hashed again"


def replace(connection: Connection, chance: Random) -> str:
    """Put another record in the place of one by its id, as REPLACE INTO does."""
    table = chance.choice(_filled(connection))
    row = _any(connection, table, chance)
    column = chance.choice(_editable(table))
    values = {**row._mapping, column.name: other(row._mapping[column], column)}
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table).prefix_with("OR REPLACE").values(values))
    else:
        putting = postgresql.insert(table).values(values)
        connection.execute(putting.on_conflict_do_update(index_elements=["id"], set_=values))
    return f"{table.name} {row.id}: replaced, with another {column.name}"


def remove(connection: Connection, chance: Random) -> str:
    """Delete one record; its hash stays."""
    table = chance.choice([each for each in _filled(connection) if each.name != "stored_file"])
    row = _any(connection, table, chance)
    connection.execute(delete(table).where(table.c.id == row.id))
    return f"{table.name} {row.id}: deleted"


def remove_with_hash(connection: Connection, chance: Random) -> str:
    """Delete one record and every hash of it."""
    table = chance.choice([each for each in _filled(connection) if each.name != "stored_file"])
    row = _any(connection, table, chance)
    connection.execute(delete(table).where(table.c.id == row.id))
    connection.execute(
        delete(HASHES).where(HASHES.c.table_name == table.name, HASHES.c.row_id == row.id)
    )
    return f"{table.name} {row.id}: deleted with its hash"


def add(connection: Connection, chance: Random) -> str:
    """Insert a record like another, with no hash."""
    table = chance.choice(_filled(connection))
    values = dict(_any(connection, table, chance)._mapping)
    values["id"] = connection.execute(select(func.max(table.c.id))).scalar_one() + 1
    for name in {name for key in _unique(table) for name in key}:
        if values[name] is not None:
            values[name] = other(values[name], table.c[name])
    connection.execute(insert(table).values(values))
    return f"{table.name} {values['id']}: inserted"


def reorder(connection: Connection, chance: Random) -> str:
    """Have two records of a table change places."""
    there = [each for each in _filled(connection) if len(_ids(connection, each)) > 1]
    table = chance.choice(there)
    first, second = sorted(chance.sample(_ids(connection, table), 2))
    for was, becomes in ((first, -1), (second, first), (-1, second)):
        connection.execute(update(table).where(table.c.id == was).values(id=becomes))
    return f"{table.name} {first} and {second}: changed places"


def rechain(connection: Connection, chance: Random) -> str:
    """Move a hash to another checkpoint, or out of any."""
    row = _any(connection, HASHES, chance)
    others = [*set(connection.scalars(select(TABLES["checkpoint"].c.number))), None]
    other = chance.choice([each for each in others if each != row.checkpoint])
    connection.execute(update(HASHES).where(HASHES.c.id == row.id).values(checkpoint=other))
    return f"hash {row.id}: moved to checkpoint {other}"


def cut_tail(connection: Connection, chance: Random) -> str:
    """Take the last checkpoints away, with all that they chained."""
    table = TABLES["checkpoint"]
    last = connection.execute(select(func.max(table.c.number))).scalar_one()
    after = last - chance.randint(1, min(_LONGEST_TAIL, last))
    gone = HASHES.c.checkpoint > after
    for model in record_hashes.HASHED:
        of: Table = model.__table__
        if "id" not in of.c:
            continue
        rows = select(HASHES.c.row_id).where(HASHES.c.table_name == of.name, gone)
        connection.execute(delete(of).where(of.c.id.in_(rows)))
    for of in (TABLES["case_checkpoint"], TABLES["checkpoint_timestamp"]):
        connection.execute(delete(of).where(of.c.checkpoint > after))
    connection.execute(delete(HASHES).where(gone))
    connection.execute(delete(table).where(table.c.number > after))
    return f"cut after checkpoint {after} of {last}"


def exchange_bytes(connection: Connection, chance: Random) -> str:
    """Put other bytes in the place of a file's or a letter's, with a hash that fits or without."""
    letter, part = TABLES["letter"], TABLES["stored_part"]
    if chance.random() < 0.5 and _ids(connection, letter):
        row = _any(connection, letter, chance)
        other = row.pdf + b"\n"
        values = {"pdf": other, "sha256": hashlib.sha256(other).hexdigest()}
        connection.execute(update(letter).where(letter.c.id == row.id).values(values))
        return f"letter {row.id}: other bytes"
    row = chance.choice(connection.execute(select(part)).all())
    mine = (part.c.file_id == row.file_id) & (part.c.number == row.number)
    other = row.content + b"\n"
    connection.execute(update(part).where(mine).values(content=other))
    if chance.random() < 0.5:  # with a hash that fits, and of the document as well
        fits = {"sha256": hashlib.sha256(other).hexdigest(), "size": len(other)}
        file, document = TABLES["stored_file"], TABLES["document"]
        connection.execute(update(file).where(file.c.id == row.file_id).values(fits))
        of = select(file.c.document_id).where(file.c.id == row.file_id).scalar_subquery()
        connection.execute(update(document).where(document.c.id == of).values(fits))
    return f"stored file {row.file_id}: other bytes"


def edit_chain(connection: Connection, chance: Random) -> str:
    """Change a hash, a checkpoint or a case's link."""
    table = chance.choice([HASHES, TABLES["checkpoint"], TABLES["case_checkpoint"]])
    rows = connection.execute(select(table)).all()
    row = chance.choice(rows)
    columns = {
        "record_hash": ("sha256", "case_id", "salt"),
        "checkpoint": ("sha256", "records", "records_sha256", "made_at", "signature"),
        "case_checkpoint": ("sha256", "records"),
    }[table.name]
    column = table.c[chance.choice(columns)]
    if column.name == "salt":  # one of an earlier state proves nothing any more
        newest = select(func.max(HASHES.c.id)).group_by(HASHES.c.table_name, HASHES.c.row_id)
        row = chance.choice(connection.execute(select(HASHES).where(HASHES.c.id.in_(newest))).all())
    keys = [key == row._mapping[key] for key in table.primary_key.columns]
    value = other(row._mapping[column], column)
    connection.execute(update(table).where(*keys).values({column.name: value}))
    return f"{table.name} {tuple(row)[:2]}: {column.name} edited"


def edit_file(lines: list[str], chance: Random) -> str:
    """Change one letter of the file of checkpoints."""
    place = chance.randrange(len(lines))
    at = chance.randrange(len(lines[place]))
    letter = "0" if lines[place][at] != "0" else "1"
    lines[place] = lines[place][:at] + letter + lines[place][at + 1 :]
    return f"letter {at} of line {place + 1}"


def cut_file(lines: list[str], chance: Random) -> str:
    """Take a line away, or all from one on."""
    place = chance.randrange(len(lines))
    end = place + 1 if chance.random() < 0.5 else len(lines)
    del lines[place:end]
    return f"lines {place + 1} to {end} taken away"


def repeat_in_file(lines: list[str], chance: Random) -> str:
    """Have a line a second time, somewhere."""
    line, place = chance.choice(lines), chance.randrange(len(lines) + 1)
    lines.insert(place, line)
    return f"a line again at {place + 1}"


FILE_KINDS: tuple[Callable[[list[str], Random], str], ...] = (edit_file, cut_file, repeat_in_file)
"""Ways to change the file of checkpoints, given as its lines."""

KINDS: tuple[Callable[[Connection, Random], str], ...] = (
    edit,
    edit_and_hash,
    remove,
    remove_with_hash,
    replace,
    add,
    reorder,
    rechain,
    cut_tail,
    exchange_bytes,
    edit_chain,
)


def _filled(connection: Connection) -> list[Table]:
    """The tables of hashed records that have a row."""
    tables = [each.__table__ for each in record_hashes.HASHED]
    return [each for each in tables if "id" in each.c and _ids(connection, each)]


def _chained(connection: Connection) -> list[tuple[Table, int]]:
    """The records whose newest hash is in a checkpoint: of each table, the first and the last."""
    there = []
    for table in _filled(connection):
        ids = _ids(connection, table)
        there += [(table, ids[0]), (table, ids[-1])]
    return there


def _unique(table: Table) -> list[list[str]]:
    """The columns of each key that no two rows may share, but for the id."""
    found = [
        each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    return found + [each.columns.keys() for each in table.indexes if each.unique]


def _editable(table: Table) -> list[Column[Any]]:
    """The columns of which any can have another value, whatever the other rows have."""
    kept = {"id", *(name for key in _unique(table) if len(key) > 1 for name in key)}
    return [each for each in canonical.in_order(table) if each.name not in kept]


def _ids(connection: Connection, table: Table) -> list[int]:
    query = select(table.c.id)
    if table.name == "document":
        query = query.where(table.c.request_id.is_not(None) | table.c.case_id.is_not(None))
    return sorted(connection.scalars(query))


def _any(connection: Connection, table: Table, chance: Random) -> Any:
    number = chance.choice(_ids(connection, table))
    return connection.execute(select(table).where(table.c.id == number)).one()


def other(value: Any, column: Any) -> Any:
    """Another value of a column."""
    if value is None:
        return _something(column)
    kind = canonical._kind(column).__name__
    if (enumeration := getattr(column.type, "kind", None)) is not None:
        return next(each for each in enumeration if each != value)
    match kind:
        case "DateTime" | "Date":
            return value + timedelta(days=1)
        case "Time":
            return value.replace(hour=(value.hour + 1) % 24)
        case "Boolean":
            return not value
        case "Integer":
            return value + 1
        case "LargeBinary":
            return value + b"\n"
        case "JSON":
            return {"changed": value}
        case _:
            return f"x{value}"[: column.type.length]


def _something(column: Any) -> Any:
    """A value of an empty column."""
    if (enumeration := getattr(column.type, "kind", None)) is not None:
        return next(iter(enumeration))
    now = clock.now()
    kinds = {
        "DateTime": now,
        "Date": now.date(),
        "Time": now.time(),
        "Integer": 1,
        "Boolean": True,
        "LargeBinary": b"x",
        "JSON": {"x": 1},
    }
    return kinds.get(canonical._kind(column).__name__, "x")


def _hash_again(connection: Connection, table: Table, row_id: int) -> None:
    values = _values(connection, table, row_id)
    mine = (HASHES.c.table_name == table.name) & (HASHES.c.row_id == row_id)
    newest = select(func.max(HASHES.c.id)).where(mine).scalar_subquery()
    connection.execute(
        update(HASHES)
        .where(HASHES.c.id == newest)
        .values({key: values[key] for key in ("salt", "sha256")})
    )


def _values(connection: Connection, table: Table, row_id: int) -> dict[str, Any]:
    on_postgresql = connection.dialect.name == "postgresql"
    columns = canonical.columns_of(table, on_postgresql=on_postgresql)
    row = connection.execute(select(*columns).where(table.c.id == row_id)).one()
    read = canonical.from_database(table, on_postgresql=on_postgresql)
    names = [each.name for each in canonical.in_order(table)]
    return record_hashes.of(
        table.name, (row_id,), None, canonical.encode(table.name, names, read(row))
    )
