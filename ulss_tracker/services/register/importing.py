"""Bringing the old register in: each row becomes a review, once, with its cells kept to the letter.

A row that was imported before makes nothing again. A row that fails is named and the rest go on.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, TrackerError
from ulss_tracker.models import (
    Case,
    RegisterDoubt,
    RegisterFile,
    RegisterRow,
    RegisterState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services import paging
from ulss_tracker.services.paging import Ordering, Rows
from ulss_tracker.services.register import words
from ulss_tracker.services.register.becoming import court_of, make_case, make_review
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.pairing import KnownRow, Pairing, pair, pairing_doubts
from ulss_tracker.services.register.sheet import Column, Sheet, SheetRow, read_sheet
from ulss_tracker.services.register.whole import find_doubts
from ulss_tracker.services.register.writing import Doubt, doubt
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

ORDERINGS = (Ordering("brought", RegisterFile.id), Ordering("rows", RegisterFile.rows))
_AT_ONCE = 50  # rows in one transaction: an import that is stopped keeps what it has done
_LONGEST_REFERENCE = 200

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a register would become, and every doubt about it."""

    sheet: Sheet
    pairings: tuple[Pairing, ...]
    doubts: tuple[Doubt, ...]

    @property
    def new(self) -> int:
        """How many rows are not in the tracker yet."""
        return sum(len(pairing.new) for pairing in self.pairings)

    @property
    def known(self) -> int:
        """How many rows were imported before, changed since or not."""
        return sum(len(pairing.known) for pairing in self.pairings)


def plan(raw: bytes) -> Plan:
    """Read the file, hold it against what was imported before, and change nothing.

    Raises `Refused` when the file is not a register.
    """
    sheet = read_sheet(raw)
    known = _known()
    pairings = _pairings(sheet, known)
    found = find_doubts(sheet, clock.today())
    found += pairing_doubts(pairings, known)
    columns = list(Column)
    found.sort(key=lambda each: (each.row, columns.index(each.column)))
    return Plan(sheet, pairings, tuple(found))


def _pairings(sheet: Sheet, known: Mapping[str, Sequence[KnownRow]]) -> tuple[Pairing, ...]:
    groups: dict[str, list[SheetRow]] = defaultdict(list)
    for row in sheet.rows:
        if row.reference:
            groups[row.reference].append(row)
    return tuple(pair(each, rows, known.get(each, ())) for each, rows in groups.items())


def _year(sheet: Sheet) -> int:
    """The register's year: that of most of its sentences."""
    days = (day for row in sheet.rows for day in read_dates(row.cells[Column.SENTENCED]).dates)
    years = Counter(day.year for day in days)
    return years.most_common(1)[0][0] if years else clock.today().year


def get(file_id: int) -> RegisterFile:
    """The file with this id. Raises `NotFound`."""
    found = db.session.get(RegisterFile, file_id)
    if found is None:
        raise NotFound("There is no such register")
    return found


def files(
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = True,
    after: str | None = None,
    state: RegisterState | None = None,
) -> Rows[RegisterFile]:
    """A page of the registers that were brought, newest first, without what is in them."""
    query = select(RegisterFile).options(joinedload(RegisterFile.brought_by))
    if state is not None:
        query = query.where(RegisterFile.state == state)
    return paging.rows(query, by, descending=descending, after=after)


def bring(raw: bytes, by: User | None) -> RegisterFile:
    """Keep a file somebody brought, with its doubts; the same file brought again is the same one.

    Raises `Refused` when it is not a register.
    """
    digest = hashlib.sha256(raw).hexdigest()
    kept = db.session.scalar(select(RegisterFile).where(RegisterFile.sha256 == digest))
    if kept is not None:
        return kept
    planned = plan(raw)
    with saving():
        file = RegisterFile(
            sha256=digest,
            content=raw,
            state=RegisterState.READ,
            rows=len(planned.sheet.rows),
            brought_at=clock.now(),
            brought_by_id=by.id if by else None,
        )
        db.session.add(file)
        db.session.flush()
        for each in planned.doubts:
            db.session.add(_kept(file, each))
    return file


def import_file(
    file: RegisterFile,
    by: User,
    progress: Progress | None = None,
    *,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Import what the file holds and the tracker does not; gives back how many rows were new.

    In transactions of some fifty rows. It stops after one when `enough` says so, or when it is
    ended; asked again, it goes on from there. `progress` is told how many more rows were done.
    """
    require(by, Permission.MANAGE_REGISTER)
    sheet = read_sheet(file.content)
    pairings = _pairings(sheet, _known())
    year = _year(sheet)
    known = sum(len(pairing.known) for pairing in pairings)
    told = progress or (lambda _rows: None)
    with saving():
        file.state, file.rows_done = RegisterState.IMPORTING, known
    told(known)
    made = 0
    for part in _parts(pairings):
        with saving():
            rows = sum(len(pairing.new) for pairing in part)
            new = sum(_import_reference(file, pairing, year, by) for pairing in part)
            file.rows_done += rows
            file.rows_new += new
        made += new
        told(rows)
        if enough():
            return made
    with saving():
        file.state, file.imported_at = RegisterState.IMPORTED, clock.now()
    return made


def _import_reference(file: RegisterFile, pairing: Pairing, year: int, by: User) -> int:
    """Import the new rows of one reference: offenders before one court share one case."""
    cases = {_court_key(row): known.case_id for row, known in pairing.known}
    made = 0
    for row in pairing.new:
        try:
            with db.session.begin_nested():
                case = db.session.get(Case, cases.get(_court_key(row), 0))
                case = case or make_case(row, year, by)
                review = make_review(file, _next_position(), row, case, by)
        except (TrackerError, SQLAlchemyError, ValueError) as error:
            why = str(error) if isinstance(error, TrackerError) else type(error).__name__
            text = words.rejected(why)
            db.session.add(_kept(file, doubt(row, Column.REFERENCE, "", text)))
            continue
        cases[_court_key(row)] = case.id
        _join_doubts(file, row, review)
        made += 1
    return made


def _court_key(row: SheetRow) -> str:
    court_id, court_text = court_of(row)
    return court_id or court_text.casefold()


def _parts(pairings: Sequence[Pairing]) -> Iterator[list[Pairing]]:
    """The references with new rows, some fifty rows at a time; a reference is never parted."""
    part: list[Pairing] = []
    for pairing in pairings:
        if pairing.new:
            part.append(pairing)
        if sum(len(each.new) for each in part) >= _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _known() -> dict[str, list[KnownRow]]:
    """Every row imported before, by reference, in the order of the register."""
    query = (
        select(RegisterRow.reference, RegisterRow.cells, RegisterRow.review_id, Review.case_id)
        .join(Review, Review.id == RegisterRow.review_id)
        .order_by(RegisterRow.position)
    )
    known: dict[str, list[KnownRow]] = defaultdict(list)
    for reference, cells, review_id, case_id in db.session.execute(query):
        written = {column: cells[column.value] for column in Column}
        known[reference].append(KnownRow(review_id, case_id, written))
    return known


def _next_position() -> int:
    return (db.session.scalar(select(func.max(RegisterRow.position))) or 0) + 1


def _kept(file: RegisterFile, found: Doubt) -> RegisterDoubt:
    return RegisterDoubt(
        file_id=file.id,
        row_number=found.row,
        reference=found.reference[:_LONGEST_REFERENCE],
        column_name=found.column.value,
        read=found.read,
        proposed=found.proposed,
        text=found.text,
    )


def _join_doubts(file: RegisterFile, row: SheetRow, review: Review) -> None:
    """Put the row's doubts beside the review that came of it."""
    db.session.execute(
        db.update(RegisterDoubt)
        .where(RegisterDoubt.file_id == file.id, RegisterDoubt.row_number == row.number)
        .values(review_id=review.id)
    )
