"""The contents of a database in numbers: the rows of each table, and a hash of them all.

The hash is the same on both databases and whatever order the rows come in, so that a backup, a
restored database and one moved to PostgreSQL can be compared. It finds damage and loss; it is no
proof against somebody who can also write the manifest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, inspect, select

from ulss_tracker.services.core import progress

_ROWS, _ROWS_WITH_BYTES = 1000, 20
_BOUND = 1 << 256


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The rows of one table: how many, and the sum of their SHA-256 in hexadecimal."""

    rows: int
    sha256: str


def of_all(connection: Connection) -> dict[str, Fingerprint]:
    """The fingerprint of every table, by name; full-text indexes are left out, as they follow."""
    fingerprints = {}
    for table in tables(connection):
        progress.begin(table.name)
        fingerprints[table.name] = of_table(connection, table)
    return fingerprints


def of_table(connection: Connection, table: Table) -> Fingerprint:
    """The fingerprint of one table."""
    has_bytes = any(isinstance(column.type, LargeBinary) for column in table.columns)
    columns = sorted(table.columns, key=lambda column: column.name)
    options = {"yield_per": _ROWS_WITH_BYTES if has_bytes else _ROWS}
    count = total = 0
    for row in connection.execute(select(*columns), execution_options=options):
        count += 1
        total += int.from_bytes(hashlib.sha256(_canonical(tuple(row))).digest())
    return Fingerprint(count, f"{total % _BOUND:064x}")


def tables(connection: Connection) -> list[Table]:
    """Every table as the database itself describes it, whatever release made it, by name."""
    metadata = MetaData()
    left_out = _full_text(connection)
    metadata.reflect(connection, only=lambda name, _: not name.startswith(left_out))
    return [metadata.tables[name] for name in sorted(metadata.tables)]


def differing(wanted: Mapping[str, Fingerprint], found: Mapping[str, Fingerprint]) -> list[str]:
    """Say of each table that is not as wanted how it differs; empty where all are equal."""
    said = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            said.append(f"{name} is missing")
        elif name not in wanted:
            said.append(f"{name} is not in the manifest")
        elif wanted[name].rows != found[name].rows:
            said.append(f"{name} has {found[name].rows} rows, not {wanted[name].rows}")
        elif wanted[name] != found[name]:
            said.append(f"{name} has other rows")
    return said


def stored_files(connection: Connection) -> tuple[int, int]:
    """How many stored files there are, and of how many bytes."""
    if not inspect(connection).has_table("stored_file"):
        return 0, 0
    table = _alone("stored_file", connection)
    counts = connection.execute(
        select(func.count(), func.coalesce(func.sum(table.c.size), 0))
    ).one()
    return int(counts[0]), int(counts[1])


def changed_files(connection: Connection) -> list[int]:
    """The ids of the stored files whose bytes have not the hash that was kept of them.

    Those in the object store are not in the database: the job “verify files” compares them.
    """
    if not inspect(connection).has_table("stored_file"):
        return []
    file, part = _alone("stored_file", connection), _alone("stored_part", connection)
    query = select(file.c.id, file.c.sha256)
    if "object_key" in part.c:
        away = select(part.c.file_id).where(part.c.object_key.is_not(None))
        query = query.where(file.c.id.not_in(away))
    wanted = {row.id: row.sha256 for row in connection.execute(query)}
    digests = {file_id: hashlib.sha256() for file_id in wanted}
    parts = select(part.c.file_id, part.c.content).order_by(part.c.file_id, part.c.number)
    for row in connection.execute(parts, execution_options={"yield_per": _ROWS_WITH_BYTES}):
        if row.file_id in digests:
            digests[row.file_id].update(row.content)
    return [each for each, digest in wanted.items() if digests[each].hexdigest() != digest]


def _alone(name: str, connection: Connection) -> Table:
    """A table as the database describes it, without those that its keys lead to: they are many."""
    return Table(name, MetaData(), autoload_with=connection, resolve_fks=False)


def _full_text(connection: Connection) -> tuple[str, ...]:
    """The names that SQLite's full-text tables, and those they keep themselves in, begin with."""
    if connection.dialect.name != "sqlite":
        return ()
    virtual = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    return tuple(connection.exec_driver_sql(virtual).scalars())


def _canonical(row: tuple[object, ...]) -> bytes:
    return json.dumps(
        row, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return str(value)
