"""Acts, Orders, Bills and rules as the files describe them: what is known of each, and what is not.

They decide nothing. What decides is the tables, and the changes that two lawyers sign.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.table import TableRow, read_table

RECORDS_FILE = Path(__file__).parents[1] / "data" / "records.toml"


class RecordKind(LabelledEnum):
    """The kind of an instrument of the law."""

    ACT = "act"
    ORDER = "order"
    BILL = "bill"
    RULES = "rules"


class RecordStatus(LabelledEnum):
    """How far an instrument has come."""

    WATCHED = "watched", "Watched: not made yet"
    PASSED = "passed", "Passed: not known to have begun"
    PARTLY = "partly", "Partly in force"
    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class LawRecord:
    """One instrument: how far it has come, when it begins and how sure that is, what it touches."""

    key: str
    kind: RecordKind
    title: str
    status: RecordStatus
    commencement: str
    how_sure: str
    source: str
    touches: str
    not_known: str


@cache
def records() -> tuple[LawRecord, ...]:
    """Every instrument of the file, as it lists them. Raises TableError that names a wrong one."""
    table = read_table(RECORDS_FILE).only("record")
    law_records = tuple(_record(row) for row in table.rows("record"))
    if len({record.key for record in law_records}) < len(law_records):
        raise table.fault("a key is used twice")
    return law_records


def _record(row: TableRow) -> LawRecord:
    row = row.named(f"{row.where} ({row.text('key')})").only(*LawRecord.__slots__)
    return LawRecord(
        key=row.text("key"),
        kind=row.choice("kind", RecordKind),
        title=row.text("title"),
        status=row.choice("status", RecordStatus),
        commencement=row.text("commencement"),
        how_sure=row.text("how_sure"),
        source=row.text("source"),
        touches=row.text("touches"),
        not_known=row.text("not_known"),
    )
