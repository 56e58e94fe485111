"""The report on a register: one line a doubt."""

from collections.abc import Iterable

from sqlalchemy import select

from ulss_tracker.models import RegisterDoubt, RegisterFile, db
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.register.writing import Doubt
from ulss_tracker.services.spreadsheets import Sheet

COLUMNS = ("row", "reference", "column", "read", "proposed", "doubt")
_AT_ONCE = 1000


def report_csv(doubts: Iterable[Doubt]) -> str:
    """The doubts as CSV under the report's six columns."""
    return report(doubts).as_csv()


def report(doubts: Iterable[Doubt]) -> Sheet:
    """The doubts as a table under the report's six columns."""
    lines = (
        (each.row, each.reference, each.column.heading, each.read, each.proposed, each.text)
        for each in doubts
    )
    return Sheet("Doubts", COLUMNS, lines)


def kept_report(file: RegisterFile) -> Sheet:
    """The report on a register that was brought, rows that failed among it, read as it leaves."""
    query = (
        select(RegisterDoubt)
        .where(RegisterDoubt.file_id == file.id)
        .order_by(RegisterDoubt.row_number, RegisterDoubt.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    return report(
        Doubt(
            each.row_number,
            each.reference,
            Column(each.column_name),
            each.read,
            each.proposed,
            each.text,
        )
        for each in db.session.scalars(query)
    )
