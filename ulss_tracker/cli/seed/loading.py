"""Rows written many at a time, past the services: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from typing import Any

# Rows name only rows that are given here, or people read before: nothing need look each up.
# A page may have read over this connection, which then refuses to write.
_HURRY_OF_SQLITE = (
    "query_only=OFF",
    "foreign_keys=OFF",
    "cache_size=-200000",
    "temp_store=MEMORY",
)
_EASE_OF_SQLITE = ("foreign_keys=ON", "cache_size=-2000", "temp_store=DEFAULT")
_HURRY_OF_POSTGRESQL = ("synchronous_commit = off", "maintenance_work_mem = '256MB'")

_ROWS_AT_ONCE = 20_000


class Sheet:
    """Rows for one table: a tuple each of what differs, beside what is the same in all of them.

    The values are plain: numbers, and texts as `Loader.text` and `Loader.instant` give them.
    """

    __slots__ = ("add", "rows", "template", "write_by")

    def __init__(self, write_by: str, template: str) -> None:
        self.write_by = write_by
        self.template = template
        self.rows: list[tuple[Any, ...]] = []
        self.add: Callable[[tuple[Any, ...]], None] = self.rows.append


class Loader:
    """Writes sheets of rows on one connection, in the order in which the sheets were made.

    On PostgreSQL a batch is sent while the next is drawn. `nothing` is a value left empty.
    """

    def __init__(self, connection: Any, *, is_postgresql: bool) -> None:
        self.is_postgresql = is_postgresql
        self.nothing: Any = r"\N" if is_postgresql else None
        self._cursor = connection.cursor()
        self._sheets: list[Sheet] = []
        self._numbered: set[str] = set()
        self._sender = ThreadPoolExecutor(1)
        self._sent: Future[None] | None = None

    def begin(self) -> None:
        """Begin the transaction, with more memory than is usual."""
        if self.is_postgresql:
            for setting in _HURRY_OF_POSTGRESQL:
                self.ask(f"SET LOCAL {setting}")
            return
        for setting in _HURRY_OF_SQLITE:
            self.ask(f"PRAGMA {setting}")
        self.ask("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Give up what was taken, once the transaction has ended."""
        self._sender.shutdown()
        if not self.is_postgresql:
            for setting in _EASE_OF_SQLITE:
                self.ask(f"PRAGMA {setting}")

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement of our own; the rows it gives, if any."""
        self._cursor.execute(statement)
        return list(self._cursor.fetchall()) if self._cursor.description else []

    def first_id(self, table: str) -> int:
        """The first id that is free in a table whose ids are given here."""
        self._numbered.add(table)
        ((last,),) = self.ask(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        return int(last) + 1

    def sheet(self, table: str, columns: str, **same: Any) -> Sheet:
        """A new sheet: `columns` differ from row to row, `same` are the others' values."""
        names = columns.split()
        into = f"{table} ({', '.join(_quoted(name) for name in (*names, *same))})"
        if self.is_postgresql:
            rest = [self.copied(value).replace("%", "%%") for value in same.values()]
            sheet = Sheet(f"COPY {into} FROM STDIN", "\t".join(["%s"] * len(names) + rest) + "\n")
        else:
            values = ", ".join(["?"] * len(names) + [_literal(value) for value in same.values()])
            sheet = Sheet(f"INSERT INTO {into} VALUES ({values})", "")  # noqa: S608 - our own
        self._sheets.append(sheet)
        return sheet

    def text(self, words: str) -> str:
        """Any text, as a row holds it."""
        if not self.is_postgresql or ("\\" not in words and words.isprintable()):
            return words
        return self.copied(words)

    def instant(self, at: datetime) -> str:
        """An instant in UTC, as a row holds it."""
        if self.is_postgresql:
            return at.isoformat(" ")
        return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def copied(self, value: Any) -> str:
        """A value as PostgreSQL's COPY takes it."""
        if value is None:
            return r"\N"
        if isinstance(value, bytes):
            return rf"\\x{value.hex()}"
        return str(value).translate(_ESCAPED)

    def write(self) -> None:
        """Write the rows of every sheet, or on PostgreSQL begin to."""
        if self.is_postgresql:
            parts = [
                (sheet.write_by, "".join([sheet.template % row for row in sheet.rows]).encode())
                for sheet in self._sheets
                if sheet.rows
            ]
            self.wait()
            self._sent = self._sender.submit(self._send, parts)
        else:
            for sheet in self._sheets:
                self._cursor.executemany(sheet.write_by, sheet.rows)
        for sheet in self._sheets:
            sheet.rows.clear()

    def write_in_order(self, sheet: Sheet, rows: Iterator[tuple[Any, ...]]) -> None:
        """Write rows of one sheet in the order they come, after all others so far."""
        self.write()
        self.wait()
        if not self.is_postgresql:
            self._cursor.executemany(sheet.write_by, rows)
            return
        with self._cursor.copy(sheet.write_by) as copy:
            while some := list(islice(rows, _ROWS_AT_ONCE)):
                copy.write("".join([sheet.template % row for row in some]))

    def wait(self) -> None:
        """Wait until all is written that was begun."""
        if self._sent is not None:
            self._sent.result()
            self._sent = None

    def number_on(self) -> None:
        """Let PostgreSQL's own numbers go on from the ids that were given here."""
        if self.is_postgresql:
            for table in sorted(self._numbered):
                series = f"pg_get_serial_sequence('{table}', 'id')"
                self.ask(f"SELECT setval({series}, max(id)) FROM {table}")  # noqa: S608

    def _send(self, parts: list[tuple[str, bytes]]) -> None:
        for statement, rows in parts:
            with self._cursor.copy(statement) as copy:
                copy.write(rows)


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(value: Any) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, int):
        return str(int(value))
    return "'" + str(value).replace("'", "''") + "'"
