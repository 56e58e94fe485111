"""Queries about references: written otherwise, out of their order, or given to a row of another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ulss_tracker.services.register import words
from ulss_tracker.services.register.cells import is_placeholder, simple
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.validation.writing import Doubt, doubt

OFFENDER = (
    Column.INITIALS, Column.COURT, Column.SENTENCED, Column.OFFENCE, Column.SENTENCE,
)  # fmt: skip
"""The columns that tell one offender's row from another's."""

# A register is in the order of its references when nearly all of them rise.
_NEARLY_ALL = 0.9
_FEWEST = 10


def reference_doubts(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    """Find every query about the references of the rows, missing ones among them."""
    yield from _missing(rows)
    yield from _apart(rows)
    yield from _written_otherwise(rows)
    yield from _not_numbers(rows)
    yield from _out_of_order(rows)
    yield from _elsewhere(rows)


def plain(reference: str) -> str:
    """The reference without what a slip changes: capitals, signs, noughts before it or ".0"."""
    letters = reference.casefold().removesuffix(".0")
    return "".join(letter for letter in letters if letter.isalnum()).lstrip("0")


def _missing(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    before = ""
    for row in rows:
        if not row.reference:
            yield doubt(row, Column.REFERENCE, before, words.NO_REFERENCE)
        before = row.reference or before


def _apart(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    seen: set[str] = set()
    last = ""
    for row in rows:
        if row.reference and row.reference != last and row.reference in seen:
            yield doubt(row, Column.REFERENCE, row.reference, words.REFERENCE_APART)
        seen.add(row.reference)
        last = row.reference or last


def _written_otherwise(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    first: dict[str, SheetRow] = {}
    named: set[str] = set()
    for row in rows:
        if not plain(row.reference) or row.reference in named:
            continue
        named.add(row.reference)
        other = first.setdefault(plain(row.reference), row)
        if other is not row:
            text = words.REFERENCE_SLIP.format(other=other.number, said=other.reference)
            yield doubt(row, Column.REFERENCE, other.reference, text)


def _not_numbers(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    sheet_rows = [row for row in rows if row.reference]
    numbers = sum(row.reference.isdecimal() for row in sheet_rows)
    if numbers < len(sheet_rows) * _NEARLY_ALL:
        return
    for row in sheet_rows:
        if not row.reference.isdecimal():
            yield doubt(row, Column.REFERENCE, "", words.REFERENCE_FORM)


def _out_of_order(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    """A reference that stands above or below both its neighbours, which run on without it."""
    firsts: list[SheetRow] = []
    for row in rows:
        if row.reference.isdecimal() and (not firsts or firsts[-1].reference != row.reference):
            firsts.append(row)
    numbers = [int(row.reference) for row in firsts]
    rising = sum(one < other for one, other in pairwise(numbers))
    if len(numbers) < _FEWEST or rising < (len(numbers) - 1) * _NEARLY_ALL:
        return
    for before, row, after in zip(numbers, firsts[1:], numbers[2:], strict=False):
        if before < after and not before < int(row.reference) < after:
            yield doubt(row, Column.REFERENCE, "", words.REFERENCE_ORDER)


def offender(cells: dict[Column, str]) -> tuple[str, ...]:
    """Make the key that tells the offender of one row from that of another."""
    return tuple(simple(cells[column]) for column in OFFENDER)


def _elsewhere(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    """The same offender under two references: one of them may be a slip."""
    seen: dict[tuple[str, ...], dict[str, SheetRow]] = defaultdict(dict)
    for row in rows:
        if is_placeholder(row.said(Column.INITIALS)):
            continue
        alike = seen[offender(row.cells)]
        others = (each for reference, each in alike.items() if reference != row.reference)
        other = next(others, None)
        if other is not None and row.reference:
            text = words.SAME_ELSEWHERE.format(other=other.number, reference=other.reference)
            yield doubt(row, Column.REFERENCE, other.reference, text)
        alike.setdefault(row.reference, row)
