"""Verifying that no record of the history was changed, removed, added or moved past the tracker.

Everything is read in one snapshot, and nobody who writes waits. Four things are compared: each
record with its hash, the hashes with the checkpoints that chained them, the checkpoints with their
lines outside the database, and what is derived from the history with the history.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Document,
    Event,
    EventKind,
    FileRole,
    HistoryCheck,
    RecordHash,
    StoredFile,
    db,
    may_write,
)
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core import canonical, progress, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import (
    anchor_check,
    chain_check,
    derived_check,
    fingerprints,
    stamping,
)
from ulss_tracker.services.operations.faults import Fault

_AT_ONCE = {"yield_per": 2_000}
_MOST_KEPT = 100
PARTS = len(record_hashes.HASHED) + 2
"""Into how many parts a check is divided for who watches it."""
_HASHES: Table = RecordHash.__table__  # type: ignore[assignment]


@dataclass
class Report:
    """The outcome: how much was read, and what is wrong, the first to be recorded first.

    `checkpoint` is the number of the last one, `not_chained` how many hashes have none yet, and
    `notes` say what is no fault and worth knowing.
    """

    records: int = 0
    checkpoint: int | None = None
    not_chained: int = 0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The outcome in words, for a person."""
        if self.faults:
            return f"{counted(len(self.faults), 'fault', 'faults')}. {self.faults[0].words}"
        return "Nothing was changed past the tracker"

    def as_plain(self) -> dict[str, Any]:
        """The same for JSON; the length in seconds."""
        faults = [
            {"table": fault.table, "row": fault.row, "words": fault.words} for fault in self.faults
        ]
        return {**asdict(self), "faults": faults}


class _Erased(NamedTuple):
    table: str
    row_id: int


def check() -> Report:
    """Verify the whole history as it is now; nothing is written."""
    db.session.rollback()
    reading = may_write.set(False)
    began = time.monotonic()
    try:
        connection = db.session.connection()
        report = _look(connection)
    finally:
        db.session.rollback()
        may_write.reset(reading)
    report.seconds = time.monotonic() - began
    return report


def record(report: Report) -> None:
    """Keep the outcome, for the page and the watchdog."""
    with transaction():
        db.session.add(
            HistoryCheck(
                ended_at=clock.now(),
                seconds=round(report.seconds),
                records=report.records,
                checkpoint=report.checkpoint,
                faults=len(report.faults),
                first_fault=report.faults[0].words if report.faults else "",
            )
        )


def _look(connection: Connection) -> Report:
    progress.begin("checkpoints")
    chained = chain_check.look(connection)
    report = Report(checkpoint=chained.last, not_chained=chained.not_chained)
    faults = chained.faults
    has_begun = chained.last is not None
    if not has_begun:
        report.notes.append("There is no checkpoint yet: nothing proves when a record was made.")
    erased = _declared_erased(connection)
    for model in record_hashes.HASHED:
        progress.begin(model.__tablename__)
        found, rows = _of_table(connection, model, erased, has_begun=has_begun)
        report.records += rows
        faults += found
    faults += _of_files(connection)
    found, notes = anchor_check.look(chained.last)
    faults += found
    report.notes += notes
    faults += stamping.faults()
    progress.begin("what follows from the history")
    faults += derived_check.look(db.session)
    report.faults = sorted(faults)[:_MOST_KEPT]
    if erased:
        number = counted(len(erased), "record was", "records were")
        report.notes.append(f"{number} erased, as the history says.")
    return report


def _declared_erased(connection: Connection) -> frozenset[_Erased]:
    """The records that the history says were erased."""
    query = select(Event.after).where(Event.kind == EventKind.RECORD_ERASED)
    return frozenset(
        _Erased(str(after["table"]), int(after["row"]))
        for (after,) in connection.execute(query)
        if isinstance(after, dict) and {"table", "row"} <= after.keys()  # else it was changed
    )


def _of_table(
    connection: Connection, model: Any, erased: frozenset[_Erased], *, has_begun: bool
) -> tuple[list[Fault], int]:
    """Compare each row of a table with its newest hash; the faults, and how many rows there are.

    Until the chain `has_begun`, a row without a hash was recorded by an earlier release.
    """
    table: Table = model.__table__
    on_postgresql = connection.dialect.name == "postgresql"
    names = [each.name for each in canonical.in_order(table)]
    read = canonical.from_database(table, on_postgresql=on_postgresql)
    newest = _newest_hashes(table.name, once=model in record_hashes.NEVER_CHANGE)
    query = (
        select(
            table.c.id,
            newest.c.id,
            newest.c.salt,
            newest.c.sha256,
            *canonical.columns_of(table, on_postgresql=on_postgresql),
        )
        .select_from(table.outerjoin(newest, newest.c.row_id == table.c.id))
        .where(*record_hashes.counted(table))
    )
    faults, rows = [], 0
    for row in connection.execute(query, execution_options=_AT_ONCE):
        rows += 1
        number, order, salt, wanted = row[:4]
        if order is None:
            if has_begun:
                faults.append(Fault.of_row(table.name, number, "was added past the tracker"))
        elif salt is None:
            faults.append(Fault.of_row(table.name, number, "is there, and its salt is not", order))
        elif canonical.sha256(salt, canonical.encode(table.name, names, read(row[4:]))) != wanted:
            faults.append(Fault.of_row(table.name, number, "was changed past the tracker", order))
    faults += _removed(connection, table, newest, erased)
    if model in record_hashes.NEVER_CHANGE:
        faults += _hashed_twice(connection, table.name)
    return faults, rows


def _newest_hashes(name: str, *, once: bool) -> Any:
    """The hashes of a table's rows, the newest of each."""
    of_table = _HASHES.c.table_name == name
    if once:
        return select(_HASHES).where(of_table).subquery("newest")
    last = (
        select(func.max(_HASHES.c.id).label("id"))
        .where(of_table)
        .group_by(_HASHES.c.row_id)
        .subquery()
    )
    return select(_HASHES).join(last, last.c.id == _HASHES.c.id).subquery("newest")


def _removed(
    connection: Connection, table: Table, newest: Any, erased: frozenset[_Erased]
) -> Iterator[Fault]:
    """The records whose hash is there and which are not; a file goes with its document."""
    if table.name == StoredFile.__tablename__:
        return
    query = (
        select(newest.c.row_id, newest.c.id, newest.c.salt)
        .select_from(newest.outerjoin(table, table.c.id == newest.c.row_id))
        .where(table.c.id.is_(None))
    )
    for number, order, salt in connection.execute(query):
        if salt is not None or (table.name, number) not in erased:
            yield Fault.of_row(table.name, number, "was removed past the tracker", order)


def _hashed_twice(connection: Connection, name: str) -> Iterator[Fault]:
    query = (
        select(_HASHES.c.row_id, func.max(_HASHES.c.id))
        .where(_HASHES.c.table_name == name)
        .group_by(_HASHES.c.row_id)
        .having(func.count() > 1)
    )
    for number, order in connection.execute(query):
        yield Fault.of_row(name, number, "never changes, and has two hashes", order)


def _of_files(connection: Connection) -> Iterator[Fault]:
    """The files whose bytes are not those of their hash, or which their document lacks."""
    for number in fingerprints.changed_files(connection):
        yield Fault.of_row(StoredFile.__tablename__, number, "has other bytes than were stored")
    document: Any = Document.__table__
    file: Any = StoredFile.__table__
    original = (file.c.document_id == document.c.id) & (file.c.role == FileRole.ORIGINAL)
    query = (
        select(document.c.id)
        .select_from(document.outerjoin(file, original))
        .where(*record_hashes.counted(document))
        .where(file.c.id.is_(None) | (file.c.sha256 != document.c.sha256))
    )
    for (number,) in connection.execute(query):
        words = "has not the file that it came with"
        yield Fault.of_row(Document.__tablename__, number, words)
