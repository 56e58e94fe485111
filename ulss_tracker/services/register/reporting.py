"""The report on a register: one line a doubt."""

import csv
import io
from collections.abc import Iterable

from ulss_tracker.services.register.doubts import Doubt

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
