"""Bringing the old register in: each row becomes a review, once, with its cells kept to the letter.

A row that was imported before makes nothing again. A row that fails is named and the rest go on.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.models import RegisterDoubt, RegisterFile, RegisterState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.register.batches import Run, keep_doubts
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.reconcile import (
    KnownRows,
    Pairing,
    known_rows,
    pair,
    pairing_doubts,
)
from ulss_tracker.services.register.sheet import Column, Sheet, SheetRow, read_sheet
from ulss_tracker.services.register.validation.whole import find_doubts
from ulss_tracker.services.register.validation.writing import Doubt

_AT_ONCE = 200  # rows in one transaction: on SQLite nobody else writes while it lasts

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A register compared with what was imported before, up to the row at `position`."""

    sheet: Sheet
    pairings: tuple[Pairing, ...]
    position: int

    @property
    def new(self) -> int:
        """How many rows are not in the tracker yet."""
        return sum(len(pairing.new) for pairing in self.pairings)

    @property
    def known(self) -> int:
        """How many rows were imported before, changed since or not."""
        return sum(len(pairing.known) for pairing in self.pairings)

    @property
    def year(self) -> int:
        """The register's year: that of most of its sentences."""
        days = (
            day for row in self.sheet.rows for day in read_dates(row.cells[Column.SENTENCED]).dates
        )
        years = Counter(day.year for day in days)
        return years.most_common(1)[0][0] if years else clock.today().year


@dataclass(frozen=True, slots=True)
class Plan(Reading):
    """The records a register would become, and every query about them."""

    doubts: tuple[Doubt, ...]


def plan(raw: bytes, *, has_categories: bool = False) -> Plan:
    """Read the file, hold it against what was imported before, and change nothing.

    `has_categories`: its offences are categories and not convictions. Raises `Refused` when the
    file is not a register.
    """
    sheet = read_sheet(raw)
    known = known_rows()
    reading = _paired(sheet, known)
    doubts = find_doubts(sheet, clock.today(), has_categories=has_categories)
    doubts += pairing_doubts(reading.pairings, known)
    columns = list(Column)
    doubts.sort(key=lambda doubt: (doubt.row, columns.index(doubt.column)))
    return Plan(sheet, reading.pairings, reading.position, tuple(doubts))


def _paired(sheet: Sheet, known: KnownRows) -> Reading:
    groups: dict[str, list[SheetRow]] = defaultdict(list)
    for row in sheet.rows:
        if row.reference:
            groups[row.reference].append(row)
    pairings = (pair(each, rows, known.rows.get(each, ())) for each, rows in groups.items())
    return Reading(sheet, tuple(pairings), known.position)


def get(file_id: int) -> RegisterFile:
    """The file with this id. Raises `NotFound`."""
    return existing(db.session.get(RegisterFile, file_id), "There is no such register")


def bring(
    raw: bytes, by: User | None, planned: Plan | None = None, *, has_categories: bool = False
) -> RegisterFile:
    """Save an uploaded file, with its queries; the same file uploaded again is the same one.

    `planned` is what it would become, where that was worked out already. `has_categories`: its
    offences are categories; said otherwise of a file that is not imported yet, that counts. Raises
    `Refused` when it is not a register.
    """
    digest = hashlib.sha256(raw).hexdigest()
    register_file = db.session.scalar(select(RegisterFile).where(RegisterFile.sha256 == digest))
    if register_file is not None:
        if (
            register_file.state is RegisterState.READ
            and register_file.has_categories is not has_categories
        ):
            planned = planned or plan(raw, has_categories=has_categories)
            with transaction():
                register_file.has_categories = has_categories
                db.session.execute(
                    delete(RegisterDoubt).where(RegisterDoubt.file_id == register_file.id)
                )
                keep_doubts(register_file.id, planned.doubts)
        return register_file
    planned = planned or plan(raw, has_categories=has_categories)
    with transaction():
        file = RegisterFile(
            sha256=digest,
            content=raw,
            state=RegisterState.READ,
            rows=len(planned.sheet.rows),
            has_categories=has_categories,
            brought_at=clock.now(),
            brought_by_id=by.id if by else None,
        )
        db.session.add(file)
        db.session.flush()
        keep_doubts(file.id, planned.doubts)
    return file


def import_file(
    file: RegisterFile,
    by: User,
    progress: Progress | None = None,
    *,
    enough: Callable[[], bool] = lambda: False,
    reading: Reading | None = None,
) -> int:
    """Import what the file holds and the tracker does not; returns how many rows were new.

    In transactions of some hundreds of rows. It stops after one when `enough` says so, or when it
    is ended; asked again, it goes on from there. `progress` is told how many more rows were done.
    `reading` is the file compared with the tracker, where that was done already. Raises
    `ChangedMeanwhile` where somebody else is importing at the same time.
    """
    require(by, Permission.MANAGE_REGISTER)
    reading = reading or _paired(read_sheet(file.content), known_rows())
    report_progress = progress or (lambda _rows: None)
    with transaction():
        file.state, file.rows_done = RegisterState.IMPORTING, reading.known
    report_progress(reading.known)
    run = Run(file, by, reading.year, reading.position)
    made = 0
    for part in _parts(reading.pairings):
        with transaction():
            rows = sum(len(pairing.new) for pairing in part)
            new = run.bring_in(part)
            file.rows_done += rows
            file.rows_new += new
        made += new
        report_progress(rows)
        if enough():
            return made
    with transaction():
        file.state, file.imported_at = RegisterState.IMPORTED, clock.now()
    return made


def _parts(pairings: Sequence[Pairing]) -> Iterator[list[Pairing]]:
    """The references with new rows, some hundreds of rows at a time; none is ever split."""
    part: list[Pairing] = []
    rows = 0
    for pairing in pairings:
        if pairing.new:
            part.append(pairing)
            rows += len(pairing.new)
        if rows >= _AT_ONCE:
            yield part
            part, rows = [], 0
    if part:
        yield part
