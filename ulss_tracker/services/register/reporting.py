"""The report on a register: a line for each query."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from ulss_tracker.models import RegisterDoubt, RegisterFile, db
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.register.validation.writing import Doubt
from ulss_tracker.services.spreadsheets import Sheet

COLUMNS = ("row", "reference", "column", "read", "proposed", "doubt")
_AT_ONCE = 1000


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
    query = (
        select(RegisterDoubt)
        .where(RegisterDoubt.file_id == file.id)
        .order_by(RegisterDoubt.row_number, RegisterDoubt.id)
    )
    yield from db.session.scalars(query.execution_options(yield_per=_AT_ONCE))
