"""The report on a register: one line a doubt."""

import csv
import io
from collections.abc import Iterable

from sqlalchemy import select

from ulss_tracker.models import RegisterDoubt, RegisterFile, db
from ulss_tracker.services.register.doubts import Doubt
from ulss_tracker.services.register.sheet import Column

COLUMNS = ("row", "reference", "column", "read", "proposed", "doubt")


def report_csv(doubts: Iterable[Doubt]) -> str:
    """The doubts as CSV under the report's six columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in doubts:
        line = (each.row, each.reference, each.column.heading, each.read, each.proposed, each.text)
        writer.writerow(line)
    return out.getvalue()


def kept_report_csv(file: RegisterFile) -> str:
    """The report on a register that was brought, rows that failed among it."""
    query = (
        select(RegisterDoubt)
        .where(RegisterDoubt.file_id == file.id)
        .order_by(RegisterDoubt.row_number, RegisterDoubt.id)
    )
    return report_csv(
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
