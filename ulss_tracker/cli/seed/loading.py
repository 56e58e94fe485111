"""Rows written many at a time, past the services: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

from ulss_tracker.models import db

Row = tuple[Any, ...]

# Rows name only rows that are given here, or people read before: nothing need look each up.
# A page may have read over this connection, which then refuses to write.
_HURRY_OF_SQLITE = (
    "query_only=OFF",
    "foreign_keys=OFF",
    "cache_size=-200000",
    "temp_store=MEMORY",
)
_EASE_OF_SQLITE = ("foreign_keys=ON", "cache_size=-2000", "temp_store=DEFAULT")


class Loader:
    """Writes rows on one connection, table after table."""

    def __init__(self, connection: Any, *, is_postgresql: bool) -> None:
        self.is_postgresql = is_postgresql
        self._cursor = connection.cursor()

    def begin(self) -> None:
        """Begin the transaction, in a hurry: nothing else is at stake."""
        if self.is_postgresql:
            self.ask("SET LOCAL synchronous_commit = off")
            return
        for setting in _HURRY_OF_SQLITE:
            self.ask(f"PRAGMA {setting}")
        self.ask("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Give up what was taken, once the transaction has ended."""
        if not self.is_postgresql:
            for setting in _EASE_OF_SQLITE:
                self.ask(f"PRAGMA {setting}")

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement of our own; the rows it gives, if any."""
        self._cursor.execute(statement)
        return list(self._cursor.fetchall()) if self._cursor.description else []

    def last_id(self, table: str) -> int:
        """The last id in a table."""
        ((last,),) = self.ask(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        return int(last)

    def value(self, value: Any) -> Any:
        """A value that SQLite keeps, or PostgreSQL writes in words, as a row of ours has it."""
        if not self.is_postgresql:
            return value
        if value is None:
            return r"\N"
        return value if "\\" not in value and value.isprintable() else value.translate(_ESCAPED)

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Write whole rows in this order."""
        columns = db.metadata.tables[table].c.keys()
        names = ", ".join(f'"{name}"' for name in columns)
        into = f"{table} ({names})"
        if self.is_postgresql:
            line = "\t".join(["%s"] * len(columns)) + "\n"
            with self._cursor.copy(f"COPY {into} FROM STDIN") as copy:
                copy.write("".join([line % row for row in rows]))
        else:
            marks = ", ".join("?" * len(columns))
            self._cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608

    def number_on(self, tables: Iterable[str]) -> None:
        """Let PostgreSQL's own numbers go on from the ids that were given here."""
        if self.is_postgresql:
            for table in tables:
                series = f"pg_get_serial_sequence('{table}', 'id')"
                self.ask(f"SELECT setval({series}, max(id)) FROM {table}")  # noqa: S608


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
