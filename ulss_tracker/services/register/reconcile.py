"""Which rows of one reference were imported before: the same, changed since, or new.

Several offenders may share a reference and even their initials, so rows are paired one to one and
never merged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import exists, select

from ulss_tracker.models import RegisterRow, Restriction, RestrictionKind, Review, db
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.register import words
from ulss_tracker.services.register.cells import simple
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.references import OFFENDER, offender
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.validation.writing import Doubt, doubt
from ulss_tracker.services.spreadsheets import undefused

# Of what tells one offender’s row from another’s: status, outcome and the court’s answer move on.
_ENOUGH = 4
_AT_ONCE = 1000
_DAYS = frozenset({Column.SENTENCED, Column.HEARING})

Said = tuple[str, ...]


@dataclass(frozen=True)
class KnownRow:
    """A row as it was imported, and the review it became. `is_sealed` keeps it out of queries."""

    review_id: int
    case_id: int
    cells: dict[Column, str]
    is_sealed: bool = False

    @cached_property
    def said(self) -> Said:
        """Its cells as they are compared."""
        return _said(self.cells)


@dataclass(frozen=True, slots=True)
class KnownRows:
    """Every row imported before, by reference, in the order of the register; and the last one's
    position."""

    rows: Mapping[str, Sequence[KnownRow]]
    position: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """The rows of one reference: those with the known row each is, those that are new, and the
    known rows that the file does not have."""

    reference: str
    known: tuple[tuple[SheetRow, KnownRow], ...]
    new: tuple[SheetRow, ...]
    left: tuple[KnownRow, ...] = ()

    @property
    def changed(self) -> Iterator[tuple[SheetRow, KnownRow, Column]]:
        """Every cell that reads otherwise than when its row was imported."""
        for row, known in self.known:
            if row.cells != known.cells:
                both = zip(Column, _said(row.cells), known.said, strict=True)
                yield from ((row, known, column) for column, now, was in both if now != was)


def known_rows() -> KnownRows:
    """Read what was imported before, sealed cases too: nothing is made twice, whoever asks."""
    sealed = exists().where(
        Restriction.case_id == Review.case_id,
        Restriction.kind == RestrictionKind.SEALED,
        Restriction.ended_at.is_(None),
    )
    query = (
        select(
            RegisterRow.reference,
            RegisterRow.cells,
            RegisterRow.position,
            RegisterRow.review_id,
            Review.case_id,
            sealed,
        )
        .join(Review, Review.id == RegisterRow.review_id)
        .order_by(RegisterRow.position)
    )
    known: dict[str, list[KnownRow]] = defaultdict(list)
    last = 0
    with reading_as_office():
        rows = db.session.execute(query.execution_options(yield_per=_AT_ONCE))
        for reference, cells, position, review_id, case_id, is_sealed in rows:
            written = {column: cells[column.value] for column in Column}
            known[reference].append(KnownRow(review_id, case_id, written, is_sealed))
            last = position
    return KnownRows(known, last)


def pair(reference: str, rows: Sequence[SheetRow], known: Sequence[KnownRow]) -> Pairing:
    """Pair the rows of a reference with those imported before: the same first, then the alike."""
    if not known:
        return Pairing(reference, (), tuple(rows))
    same: dict[Said, list[KnownRow]] = defaultdict(list)
    for each in reversed(known):
        same[each.said].append(each)
    pairs: list[tuple[SheetRow, KnownRow]] = []
    unpaired = []
    for row in rows:
        if there := same.get(_said(row.cells)):
            pairs.append((row, there.pop()))
        else:
            unpaired.append(row)
    paired = {row.review_id for _, row in pairs}
    left = [row for row in known if row.review_id not in paired]
    new = []
    for row in unpaired:
        best = max(left, key=lambda each: _alike(row, each), default=None)
        if best is not None and _alike(row, best) >= _ENOUGH:
            left.remove(best)
            pairs.append((row, best))
        else:
            new.append(row)
    return Pairing(reference, tuple(pairs), tuple(new), tuple(left))


def _alike(row: SheetRow, known: KnownRow) -> int:
    return sum(
        _one(column, row.cells[column]) == _one(column, known.cells[column]) for column in OFFENDER
    )


def _said(cells: Mapping[Column, str]) -> Said:
    return tuple(_one(column, cells[column]) for column in Column)


@lru_cache(maxsize=10_000)
def _one(column: Column, cell: str) -> str:
    """The cell to compare; a sheet of ours that comes back has its formula cells defused.

    A day is the same day in whatever form: a spreadsheet that is saved again may write all again.
    """
    if column in _DAYS:
        read = read_dates(cell)
        if read.dates and not (read.unread or read.guessed or read.is_weekday_wrong):
            return " ".join(day.isoformat() for day in read.dates)
    return simple(undefused(cell))


def pairing_doubts(pairings: Iterable[Pairing], known: KnownRows) -> Iterator[Doubt]:
    """Find rows that differ from what was imported before, or may be a corrected row of then.

    What the row of a sealed case said is told to nobody here.
    """
    elsewhere = {
        offender(row.cells): reference
        for reference, rows in known.rows.items()
        for row in rows
        if not row.is_sealed
    }
    for pairing in pairings:
        for row, before, column in pairing.changed:
            old = "" if before.is_sealed else before.cells[column]
            text = words.CHANGED_UNSEEN if before.is_sealed else words.CHANGED_SINCE
            yield doubt(row, column, old, text.format(was=old.strip()))
        left = (row for row in pairing.left if not row.is_sealed)
        for row, was in zip(pairing.new, left, strict=False):
            said = ", ".join(" ".join(was.cells[column].split()) for column in OFFENDER)
            yield doubt(row, Column.REFERENCE, row.reference, words.NOT_HERE_NOW, was=said)
        for row in pairing.new:
            reference = elsewhere.get(offender(row.cells), row.reference)
            if reference != row.reference:
                text = words.IMPORTED_ELSEWHERE.format(reference=reference)
                yield doubt(row, Column.REFERENCE, reference, text)
