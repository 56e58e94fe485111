"""The report on a register: a line for each query."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from ulss_tracker.models import RegisterDoubt, RegisterFile
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.register.validation.writing import Doubt
from ulss_tracker.services.spreadsheets import Sheet

COLUMNS = ("row", "reference", "column", "read", "proposed", "doubt")
_AT_ONCE = 1000
_BY_ROW = Ordering("row", RegisterDoubt.row_number)


def report_csv(doubts: Iterable[Doubt]) -> str:
    """Write the queries as CSV under the report's six columns."""
    return report(doubts).as_csv()


def report(doubts: Iterable[Doubt]) -> Sheet:
    """Lay out the queries as a table under the report's six columns."""
    lines = (
        (doubt.row, doubt.reference, doubt.column.heading, doubt.read, doubt.proposed, doubt.text)
        for doubt in doubts
    )
    return Sheet("Doubts", COLUMNS, lines)


def kept_report(file: RegisterFile) -> Sheet:
    """Write the report on an uploaded register, rows that failed among it, read as it leaves."""
    return report(
        Doubt(
            doubt.row_number,
            doubt.reference,
            Column(doubt.column_name),
            doubt.read,
            doubt.proposed,
            doubt.text,
        )
        for doubt in _kept(file)
    )


def _kept(file: RegisterFile) -> Iterator[RegisterDoubt]:
    query = select(RegisterDoubt).where(RegisterDoubt.file_id == file.id)
    after: str | None = ""
    while after is not None:
        part = paging.rows(query, _BY_ROW, after=after, size=_AT_ONCE)
        yield from part.rows
        after = part.after
