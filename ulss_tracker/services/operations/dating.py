"""Whether what a row says of its own moment fits the checkpoint that chained it first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, select

from ulss_tracker.models import Checkpoint, Event, EventKind, RecordHash
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.scheme.time.time_words import utc_figures
from ulss_tracker.services.operations import checkpoints

_HASHES: Any = RecordHash.__table__


@dataclass(frozen=True, slots=True)
class Moments:
    """Since when what each checkpoint chained may be, by its number.

    A checkpoint that was full left hashes to the next, which may be as old as its own. The first is
    of all before it; so are those of a table that a later release began to hash, up to the
    checkpoint in `taken_in`. `last` is the number of the last one.
    """

    since: Mapping[int, datetime | None]
    taken_in: Mapping[str, int]
    last: int

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """The moments of the chain that is kept."""
        query = select(Checkpoint.number, Checkpoint.made_at, Checkpoint.records)
        since: dict[int, datetime | None] = {}
        before: datetime | None = None
        number = 0
        for number, at, records in connection.execute(query.order_by(Checkpoint.number)):
            # A clock that was set back dates a checkpoint before the one that it follows.
            since[number] = min(before, at) if before else None
            before = before if records >= checkpoints.MOST else at
        since[number + 1] = before  # what has no checkpoint yet
        return cls(since, _taken_in(connection), number)

    def fault(self, table: str, at: datetime | None, chained: int | None) -> str:
        """That a row which this checkpoint chained first was put into the past; empty if not."""
        number = chained or self.last + 1
        if at is None or number <= self.taken_in.get(table, 0):
            return ""
        since = self.since.get(number)
        if since is None or at >= since - TABLE_CLASSES[table].within:
            return ""
        after = f"was recorded after checkpoint {number - 1}, {utc_figures(since)}"
        return f"says {utc_figures(at)} of itself, and {after}"


def _taken_in(connection: Connection) -> dict[str, int]:
    """The tables that are hashed since a release only, each with the checkpoint of that."""
    is_it = (_HASHES.c.table_name == Event.__tablename__) & (_HASHES.c.row_id == Event.id)
    query = (
        select(Event.after, _HASHES.c.checkpoint)
        .join(_HASHES, is_it)
        .where(Event.kind == EventKind.TABLES_TAKEN_IN)
        .order_by(Event.id)
    )
    since: dict[str, int] = {}
    for after, checkpoint in connection.execute(query):
        named = after.get("tables") if isinstance(after, dict) else None
        for name in named if isinstance(named, list) else ():
            since.setdefault(str(name), checkpoint or 1 << 62)
    return since
