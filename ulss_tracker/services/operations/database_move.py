"""Moving the tracker's rows from SQLite to PostgreSQL, in one transaction, and comparing them."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Connection,
    LargeBinary,
    Table,
    create_engine,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import AddConstraint, DropConstraint

from ulss_tracker.adapters.backup import BackupError, dumps
from ulss_tracker.services.core import progress
from ulss_tracker.services.operations import fingerprints, revisions
from ulss_tracker.services.operations.fingerprints import Fingerprint

_VERSION = "alembic_version"
_ROWS, _ROWS_WITH_BYTES = 1000, 10


def move(source: Path, address: str) -> Mapping[str, Fingerprint]:
    """Copy every row of the SQLite file `source` into the migrated, empty PostgreSQL at `address`.

    All or nothing: the rows are compared before anything is kept. Both must stand at the same
    migration. Raises `BackupError`.
    """
    url = make_url(address)
    if url.get_backend_name() != "postgresql":
        raise BackupError("DATABASE_URL must name the PostgreSQL database to move to")
    with tempfile.TemporaryDirectory(prefix="ulss-move-") as directory:
        file = Path(directory) / "database"
        with dumps.copied(URL.create("sqlite", database=str(source)), file) as copy:
            wanted = fingerprints.of_all(copy)
        # JSON goes over as it is written: not read, and so not written otherwise.
        old = create_engine(f"sqlite:///{file}", poolclass=NullPool, json_deserializer=str)
        new = create_engine(url, poolclass=NullPool, json_serializer=str, hide_parameters=True)
        with old.connect() as here, new.begin() as there:
            _copy_all(here, there)
            wrong = fingerprints.differing(wanted, fingerprints.of_all(there))
            changed = fingerprints.changed_files(there)
            wrong += [f"stored file {number} has not its hash" for number in changed]
            if wrong:
                raise BackupError(f"Nothing was moved, for it would differ: {'; '.join(wrong)}")
    return wanted


def _copy_all(here: Connection, there: Connection) -> None:
    sources = {table.name: table for table in fingerprints.tables(here)}
    targets = {table.name: table for table in fingerprints.tables(there)}
    for table in targets.values():  # before any is used, for a type is looked at once
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    _refuse_others(here, there, sources, targets)
    references = [key for table in targets.values() for key in table.foreign_key_constraints]
    for key in references:  # the order of the rows is then free
        there.execute(DropConstraint(key))
    for name, target in targets.items():
        if name == _VERSION:
            continue
        progress.begin(name)
        try:
            _copy(here, there, sources[name], target)
        except DBAPIError as error:
            raise BackupError(
                f"{name} cannot be moved: PostgreSQL does not take a row of it "
                f"({type(error.orig).__name__})"
            ) from error
        _count_on(there, target)
    for key in references:
        there.execute(AddConstraint(key))


def _refuse_others(
    here: Connection,
    there: Connection,
    sources: Mapping[str, Table],
    targets: Mapping[str, Table],
) -> None:
    ours, theirs = (revisions.of_database(each) for each in (here, there))
    if ours != theirs or sources.keys() != targets.keys():
        raise BackupError(
            f"The SQLite file stands at migration {ours}, the other at {theirs}: bring it up to "
            "date first, with `flask db upgrade` and its address in DATABASE_URL"
        )
    for name, table in targets.items():
        if name != _VERSION and there.execute(select(table).limit(1)).first() is not None:
            raise BackupError(f"The database is not empty ({name}), and nothing is overwritten")


def _copy(here: Connection, there: Connection, source: Table, target: Table) -> None:
    has_bytes = any(isinstance(column.type, LargeBinary) for column in target.columns)
    number = _ROWS_WITH_BYTES if has_bytes else _ROWS
    rows = here.execute(select(source), execution_options={"yield_per": number})
    for some in rows.mappings().partitions(number):
        there.execute(insert(target), [dict(_aware(row)) for row in some])


def _aware(row: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The values of a row by column; SQLite keeps instants in UTC and does not say so."""
    for name, value in row.items():
        yield name, value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _count_on(there: Connection, table: Table) -> None:
    """Have the next row of a table numbered after the last that was moved."""
    for column in table.primary_key:
        name = there.dialect.identifier_preparer.format_table(table)
        sequence = text("SELECT pg_get_serial_sequence(:table, :column)")
        found = there.execute(sequence, {"table": name, "column": column.name}).scalar()
        last = there.execute(select(column).order_by(column.desc()).limit(1)).scalar()
        if found is not None and last is not None:
            there.execute(
                text("SELECT setval(:sequence, :last)"), {"sequence": found, "last": last}
            )
