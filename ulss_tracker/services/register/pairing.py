"""Which rows of one reference were imported before: the same, changed since, or new.

Several offenders may share a reference and even their initials, so rows are paired one to one and
never merged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ulss_tracker.services.register import words
from ulss_tracker.services.register.cells import simple
from ulss_tracker.services.register.references import OFFENDER, offender
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.writing import Doubt, doubt
from ulss_tracker.services.spreadsheets import undefused

# Of what tells one offender’s row from another’s: status, outcome and the court’s answer move on.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row as it was imported, and the review it became."""

    review_id: int
    case_id: int
    cells: dict[Column, str]


@dataclass(frozen=True, slots=True)
class Pairing:
    """The rows of one reference: those with the known row each is, those that are new, and the
    known rows that the file does not have."""

    reference: str
    known: tuple[tuple[SheetRow, KnownRow], ...]
    new: tuple[SheetRow, ...]
    left: tuple[KnownRow, ...] = ()

    @property
    def changed(self) -> tuple[tuple[SheetRow, KnownRow, Column], ...]:
        """Every cell that reads otherwise than when its row was imported."""
        return tuple(
            (row, known, column)
            for row, known in self.known
            for column in Column
            if _said(row.cells, column) != _said(known.cells, column)
        )


def pair(reference: str, rows: Sequence[SheetRow], known: Iterable[KnownRow]) -> Pairing:
    """Pair the rows of a reference with those imported before: the same first, then the alike."""
    left = list(known)
    pairs: list[tuple[SheetRow, KnownRow]] = []
    unpaired = list(rows)
    for enough in (len(Column), _ENOUGH):
        unpaired, pairs = _paired(unpaired, left, pairs, enough)
    return Pairing(reference, tuple(pairs), tuple(unpaired), tuple(left))


def _paired(
    rows: list[SheetRow],
    left: list[KnownRow],
    pairs: list[tuple[SheetRow, KnownRow]],
    enough: int,
) -> tuple[list[SheetRow], list[tuple[SheetRow, KnownRow]]]:
    columns = tuple(Column) if enough == len(Column) else OFFENDER
    unpaired = []
    for row in rows:
        best = max(left, key=lambda each: _alike(row, each, columns), default=None)
        if best is not None and _alike(row, best, columns) >= enough:
            left.remove(best)
            pairs = [*pairs, (row, best)]
        else:
            unpaired.append(row)
    return unpaired, pairs


def _alike(row: SheetRow, known: KnownRow, columns: Sequence[Column]) -> int:
    return sum(_said(row.cells, column) == _said(known.cells, column) for column in columns)


def _said(cells: dict[Column, str], column: Column) -> str:
    """The cell to compare; a sheet of ours that comes back has its formula cells defused."""
    return simple(undefused(cells[column]))


def pairing_doubts(
    pairings: Iterable[Pairing], known: Mapping[str, Sequence[KnownRow]]
) -> Iterator[Doubt]:
    """What differs from what was imported before, and what may be a row of then, corrected."""
    elsewhere = {
        offender(each.cells): reference for reference, rows in known.items() for each in rows
    }
    for pairing in pairings:
        for row, before, column in pairing.changed:
            text = words.CHANGED_SINCE.format(was=before.cells[column].strip())
            yield doubt(row, column, before.cells[column], text)
        for row, was in zip(pairing.new, pairing.left, strict=False):
            said = ", ".join(" ".join(was.cells[column].split()) for column in OFFENDER)
            text = words.NOT_HERE_NOW.format(was=said)
            yield doubt(row, Column.REFERENCE, row.reference, text)
        for row in pairing.new:
            reference = elsewhere.get(offender(row.cells), row.reference)
            if reference != row.reference:
                text = words.IMPORTED_ELSEWHERE.format(reference=reference)
                yield doubt(row, Column.REFERENCE, reference, text)
