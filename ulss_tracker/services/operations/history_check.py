"""Verifying that no record of the history was changed, removed, added or moved past the tracker.

Everything is read in one snapshot, and nobody who writes waits. Each row of evidence is compared
with its hash, the hashes with the checkpoints that chained them, the checkpoints with their lines
outside the database, and what a row says of its own moment with the checkpoint that dates it.
"""

import time
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, Table, and_, func, null, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Document,
    FileRole,
    HistoryCheck,
    RecordHash,
    StoredFile,
    db,
    may_write,
)
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core import canonical, progress, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import (
    anchor_check,
    chain_check,
    erasing,
    fingerprints,
    stamping,
)
from ulss_tracker.services.operations.dating import Moments
from ulss_tracker.services.operations.erasing import Row
from ulss_tracker.services.operations.faults import NO_PLACE, Fault

_AT_ONCE = {"yield_per": 2_000}
MOST_KEPT = 1_000
PARTS = len(record_hashes.HASHED) + 1
"""Into how many parts a check is divided for who watches it."""
NOT_SHOWN = (
    "Not shown: a new row, or a new state of one, that was written as the tracker writes it, hash "
    "and all; it is dated by its checkpoint."
)
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


def check(*, is_copy: bool = False) -> Report:
    """Verify the whole history as it is now; nothing is written.

    `is_copy` says that it is a restored backup, which cannot know what came after.
    """
    db.session.rollback()
    reading = may_write.set(False)
    began = time.monotonic()
    try:
        connection = db.session.connection()
        report = _look(connection, is_copy=is_copy)
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


def _look(connection: Connection, *, is_copy: bool) -> Report:
    progress.begin("checkpoints")
    chained = chain_check.look(connection)
    report = Report(checkpoint=chained.last, not_chained=chained.not_chained)
    faults = chained.faults
    if chained.last is None:
        report.notes.append("There is no checkpoint yet: nothing proves when a record was made.")
    outside = anchor_check.look(chained.last, is_copy=is_copy)
    erased = erasing.known_again(outside.erased)
    moments = Moments.of(connection)
    for model in record_hashes.HASHED:
        progress.begin(model.__tablename__)
        rows = _Rows(connection, model.__table__, erased, moments)
        faults += rows.faults()
        report.records += rows.number
    faults += _of_files(connection, erased)
    faults += outside.faults
    faults += stamping.faults()
    report.faults = sorted(faults)[:MOST_KEPT]
    report.notes += [*outside.notes, NOT_SHOWN]
    return report


class _Rows:
    """The rows of one table, each held against its newest hash and dated by its first."""

    def __init__(
        self, connection: Connection, table: Table, erased: Set[Row], moments: Moments
    ) -> None:
        self.number = 0
        self._connection, self._table, self._moments = connection, table, moments
        self._erased, self._declared = erased, TABLE_CLASSES[table.name]
        self._on_postgresql = connection.dialect.name == "postgresql"
        self._keys = list(table.primary_key.columns)
        self._newest = _newest(table)

    def faults(self) -> Iterator[Fault]:
        """The faults of the rows that are there, then those of the ones that are not."""
        table, name = self._table, self._table.name
        dated = table.c[self._declared.dated_by] if self._declared.dated_by else null()
        query = (
            select(
                self._newest,
                dated.label("dated_by"),
                *(key.label(f"key_{key.name}") for key in self._keys),
                *canonical.columns_of(table, on_postgresql=self._on_postgresql),
            )
            .select_from(table.outerjoin(self._newest, self._is_of_row()))
            .where(*record_hashes.counted(table))
        )
        read = canonical.from_database(table, on_postgresql=self._on_postgresql)
        names = [column.name for column in canonical.in_order(table)]
        keys = len(self._newest.c) + 1
        begin = keys + len(self._keys)
        for row in self._connection.execute(query, execution_options=_AT_ONCE):
            self.number += 1
            key = tuple(row[keys:begin])
            is_erased = (name, key) in self._erased
            what = self._fault(row, canonical.encode(name, names, read(row[begin:])), is_erased)
            if what:
                yield self._of(row, key, what)
        yield from self._missing()

    def _fault(self, row: Any, content: bytes, is_erased: bool) -> str:
        if row.hash_id is None:  # until the chain begins, a release without hashes may write
            return "was added past the tracker" if self._moments.last else ""
        if row.hash_salt is None:
            return "is there, and its salt is not"
        if canonical.sha256(row.hash_salt, content) != row.hash_sha256:
            return "was changed past the tracker"
        if is_erased and row.salts == row.hashes:
            return "was erased, as two people decided, and is here again: see docs/operations.md"
        if row.salts < row.hashes and not is_erased:
            return "lost what its hashes are of, and no two people decided it"
        if self._declared.once and row.hashes > 1 and not is_erased:
            return "never changes, and has two hashes"
        return self._moments.fault(self._table.name, row.dated_by, row.first_hashed)

    def _missing(self) -> Iterator[Fault]:
        """The rows that only hashes tell of: taken away, or erased as two people decided.

        A file goes with its document, of which `_of_files` sees that it has one.
        """
        name = self._table.name
        if name == StoredFile.__tablename__:
            return
        joined = self._newest.outerjoin(self._table, self._is_of_row())
        query = select(self._newest).select_from(joined).where(self._keys[0].is_(None))
        for row in self._connection.execute(query):
            key = (row.hash_row_id, row.hash_second_id)[: len(self._keys)]
            if row.hash_salt is None:
                is_right = (name, key) in self._erased
            else:
                gone = canonical.sha256(row.hash_salt, canonical.of_gone(name, key))
                is_right = self._declared.goes and gone == row.hash_sha256
            if not is_right:
                yield self._of(row, key, "was removed past the tracker")

    def _is_of_row(self) -> ColumnElement[bool]:
        numbers = (self._newest.c.hash_row_id, self._newest.c.hash_second_id)
        return and_(*(number == key for number, key in zip(numbers, self._keys, strict=False)))

    def _of(self, row: Any, key: record_hashes.Key, what: str) -> Fault:
        """A fault of a row: after the checkpoint of its last hash, before the last of all."""
        if row.hash_id is not None:
            last = self._moments.last
            what += f", between checkpoint {row.hash_checkpoint or last} and the end, {last}"
        return Fault.of_row(self._table.name, key, what, row.hash_id or NO_PLACE)


def _newest(table: Table) -> Subquery:
    """The newest hash of each row of a table, how many it has, and its first checkpoint."""
    keys = (_HASHES.c.row_id, _HASHES.c.second_id)
    of_row = (
        select(
            func.max(_HASHES.c.id).label("last"),
            func.count().label("hashes"),
            func.count(_HASHES.c.salt).label("salts"),
            func.min(_HASHES.c.checkpoint).label("first_hashed"),
        )
        .where(_HASHES.c.table_name == table.name)
        .group_by(*keys)
        .subquery()
    )
    names = ("id", "row_id", "second_id", "salt", "sha256", "checkpoint")
    columns = [_HASHES.c[name].label(f"hash_{name}") for name in names]
    return (
        select(*columns, of_row.c.hashes, of_row.c.salts, of_row.c.first_hashed)
        .join(of_row, of_row.c.last == _HASHES.c.id)
        .subquery("newest")
    )


def _of_files(connection: Connection, erased: Set[Row]) -> Iterator[Fault]:
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
        if (Document.__tablename__, (number,)) not in erased:
            words = "has not the file that it came with"
            yield Fault.of_row(Document.__tablename__, number, words)
