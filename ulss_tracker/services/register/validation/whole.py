"""Queries that only the register as a whole can raise: rows beside their neighbours."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from ulss_tracker.scheme.time.calendar import date_or_none
from ulss_tracker.services.core import progress
from ulss_tracker.services.register import words
from ulss_tracker.services.register.cells import is_placeholder, simple
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.references import reference_doubts
from ulss_tracker.services.register.sheet import Column, Sheet, SheetRow
from ulss_tracker.services.register.validation.rows import row_doubts
from ulss_tracker.services.register.validation.writing import Doubt, doubt

# Rows stand in the order in which requests came, so a sentence is near those of its neighbours.
_NEIGHBOURS = 8
_FAR_AHEAD = timedelta(days=45)
_FAR_BEHIND = timedelta(days=150)
# What one reference should have only one of, and what its query calls several.
_ONE_EACH = (
    (Column.COURT, "courts"),
    (Column.SENTENCED, "dates of sentence"),
    (Column.OUTCOME, "outcomes"),
    (Column.HEARING, "hearing dates"),
)


def find_doubts(sheet: Sheet, today: date, *, has_categories: bool = False) -> list[Doubt]:
    """Find every query the register raises, in the order of its rows and columns.

    `has_categories`: its offences are categories, so the rules say of none that it is not in.
    """
    doubts: list[Doubt] = []
    for row in sheet.rows:
        progress.begin(row.reference)
        doubts += row_doubts(row, has_categories=has_categories)
    doubts += _date_order(sheet.rows, today)
    doubts += reference_doubts(sheet.rows)
    doubts += _groups(sheet.rows)
    doubts += [
        Doubt(aside.number, "", aside.column, aside.read, "", aside.text) for aside in sheet.asides
    ]
    columns = list(Column)
    return sorted(doubts, key=lambda each: (each.row, columns.index(each.column)))


def _groups(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    groups: dict[str, list[SheetRow]] = defaultdict(list)
    for row in rows:
        groups[row.reference].append(row)
    for reference, group in groups.items():
        if reference and len(group) > 1:
            yield from _same_offender(group)
            yield from _several(group)
            yield from _swapped(group)


def _several(group: list[SheetRow]) -> Iterator[Doubt]:
    for column, what in _ONE_EACH:
        said = list(dict.fromkeys(row.said(column) for row in group))
        if len({simple(each) for each in said}) > 1:
            yield doubt(group[0], column, "; ".join(said), words.SEVERAL_IN_REFERENCE, what=what)


def _swapped(group: list[SheetRow]) -> Iterator[Doubt]:
    """5 March beside 3 May: one of them may be the other, written the wrong way round."""
    days = {day: row for row in group for day in read_dates(row.cells[Column.SENTENCED]).dates}
    for day, row in days.items():
        other = _day_and_month_swapped(day)
        if other in days and other is not None and day < other:
            both = f"{day.isoformat()}; {other.isoformat()}"
            yield doubt(row, Column.SENTENCED, both, words.SWAPPED)


def _same_offender(group: list[SheetRow]) -> Iterator[Doubt]:
    seen: dict[tuple[str, ...], SheetRow] = {}
    named: dict[str, SheetRow] = {}
    for row in group:
        whole = tuple(simple(row.said(column)) for column in Column)
        initials = simple(row.said(Column.INITIALS))
        if whole in seen:
            text = words.SAME_ROW.format(other=seen[whole].number)
            yield doubt(row, Column.REFERENCE, row.reference, text)
        elif initials in named and not is_placeholder(initials):
            text = words.SAME_INITIALS.format(other=named[initials].number)
            yield doubt(row, Column.INITIALS, row.said(Column.INITIALS), text)
        seen.setdefault(whole, row)
        named.setdefault(initials, row)


def _date_order(rows: Sequence[SheetRow], today: date) -> Iterator[Doubt]:
    dated = [
        (row, max(read_dates(row.cells[Column.SENTENCED]).dates, default=None)) for row in rows
    ]
    known = [(row, day) for row, day in dated if day is not None]
    for at, (row, day) in enumerate(known):
        if day > today:
            yield doubt(row, Column.SENTENCED, _meant(day, today), words.NOT_YET)
            continue
        around = known[max(0, at - _NEIGHBOURS) : at] + known[at + 1 : at + 1 + _NEIGHBOURS]
        days = [other.toordinal() for near, other in around if near.reference != row.reference]
        if len(days) < _NEIGHBOURS:
            continue
        usual = date.fromordinal(int(median(days)))
        if day > usual + _FAR_AHEAD:
            yield doubt(row, Column.SENTENCED, _meant(day, usual), words.LATER_THAN_REST)
        elif day < usual - _FAR_BEHIND:
            yield doubt(row, Column.SENTENCED, _meant(day, usual), words.EARLIER_THAN_REST)


def _meant(day: date, usual: date) -> str:
    """The dates perhaps meant: another year, or day and month the other way round."""
    slips = [date_or_none(day.year + years, day.month, day.day) for years in (-2, -1, 1, 2)]
    slips.append(_day_and_month_swapped(day))
    fits = [
        other for other in slips if other and usual - _FAR_BEHIND <= other <= usual + _FAR_AHEAD
    ]
    return "; ".join(other.isoformat() for other in sorted(fits, key=lambda d: abs(d - usual)))


def _day_and_month_swapped(day: date) -> date | None:
    return date_or_none(day.year, day.day, day.month)
