"""Earlier law of an offence: the rows that governed it before the row that governs it now.

A row lists its earlier periods under `before`, the latest first. Each becomes a row of its own,
which governs sentences from its first day to the day before the next begins, so that no day can
fall between. It says what the later row says, except in the values given; those that many offences
share are a named period of data/periods.toml.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ulss_tracker.scheme.table import TableRow

_OF_ONE_PERIOD = frozenset(
    {
        "id", "basis", "paragraph", "sentenced_from", "sentenced_to", "later", "note", "source",
        "verified", "read", "doubt", "before", "day_unverified",
    }
)  # fmt: skip


def with_earlier(row: TableRow, periods: Mapping[str, TableRow]) -> Iterator[TableRow]:
    """The row, then a row for each earlier period, the latest first. Raises TableError."""
    yield row.without("before")
    following = row
    for entry in row.rows("before"):
        following = _earlier(row, following, entry, periods)
        yield following


def _earlier(
    row: TableRow, following: TableRow, entry: TableRow, periods: Mapping[str, TableRow]
) -> TableRow:
    begins = following.day_or_none("sentenced_from")
    if begins is None:
        raise row.fault("earlier law needs the day on which the later begins")
    own = row.without(*_OF_ONE_PERIOD)
    if entry.has("period"):
        name = entry.text("period")
        if name not in periods:
            raise entry.fault(f"there is no period {name} in periods.toml")
        own = own.having(periods[name]).having(TableRow({"id": f"{name}-{row.text('id')}"}, ""))
    ends = {"sentenced_to": begins - timedelta(days=1), "later": following.text("id")}
    return own.having(entry.without("period")).having(TableRow(ends, "")).named(row.where)
