"""Rows written many at a time, past the services: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select, text

from ulss_tracker.models import Base, ReferenceCounter, db


class Loader:
    """Collects rows by table, and writes the tables that others point to first.

    Every row of a table must name the same columns in the same order. Ids are given here, so that
    rows may name one another before any is written.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._next: dict[str, int] = {}
        self._is_postgresql = db.engine.dialect.name == "postgresql"
        self._plain = {} if self._is_postgresql else _SQLITE
        self._set_aside: list[str] = []

    def number(self, table: str) -> int:
        """The next id of a table."""
        if table not in self._next:
            column = Base.metadata.tables[table].c.id
            self._next[table] = db.session.scalar(select(func.max(column))) or 0
        self._next[table] += 1
        return self._next[table]

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Keep one row until the next `write`."""
        if table not in self._columns:
            self._columns[table] = tuple(values)
            self._rows[table] = []
        plain = self._plain
        self._rows[table].append(
            tuple(
                [
                    plain[type(each)](each) if type(each) in plain else each
                    for each in values.values()
                ]
            )
        )

    def add_many(self, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Keep many rows of plain values at once."""
        self._columns[table] = columns
        self._rows.setdefault(table, []).extend(rows)

    def numbers(self, table: str, count: int) -> range:
        """The next `count` ids of a table."""
        first = self.number(table)
        self._next[table] += count - 1
        return range(first, first + count)

    def begin(self) -> None:
        """Set aside the indexes that cost more row by row than made anew at the end.

        Stopped before `finish`, the database lacks them: it is one to measure on, make another.
        """
        known = _INDEXES_OF_POSTGRESQL if self._is_postgresql else _INDEXES_OF_SQLITE
        for kind, name, made_by in db.session.execute(text(known)).all():
            self._set_aside.append(made_by)
            db.session.execute(text(f'DROP {kind} "{name}"'))
        db.session.commit()

    def write(self) -> None:
        """Write what was collected, and commit."""
        connection = db.session.connection()
        cursor = connection.connection.cursor()
        for table in (each.name for each in Base.metadata.sorted_tables):
            rows = self._rows.get(table)
            if not rows:
                continue
            names = ", ".join(f'"{name}"' for name in self._columns[table])
            if self._is_postgresql:
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                blanks = ", ".join("?" * len(self._columns[table]))
                cursor.executemany(
                    f"INSERT INTO {table} ({names}) VALUES ({blanks})",  # noqa: S608 - our own names
                    rows,
                )
            rows.clear()
        db.session.commit()

    def finish(self, references: Mapping[int, int]) -> None:
        """Make the indexes anew; let the database's numbers and the references go on from here."""
        for made_by in self._set_aside:
            db.session.connection().exec_driver_sql(made_by.replace("%", "%%"))
        if not self._is_postgresql:
            for table in ("search_text", "search_grams"):
                rebuilt = f"INSERT INTO {table}({table}) VALUES ('rebuild')"  # noqa: S608 - our names
                db.session.execute(text(rebuilt))
        if self._is_postgresql:
            for table, last in self._next.items():
                db.session.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                    {"name": table, "last": last},
                )
        for year, last in references.items():
            counter = db.session.get(ReferenceCounter, f"ULS-{year}")
            if counter is None:
                db.session.add(ReferenceCounter(series=f"ULS-{year}", last=last))
            else:
                counter.last = max(counter.last, last)
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()


_INDEXES_OF_POSTGRESQL = """
SELECT 'INDEX', indexname, indexdef FROM pg_indexes
WHERE tablename IN ('name_key', 'search_entry') AND indexname LIKE 'ix~_%' ESCAPE '~'
"""
_INDEXES_OF_SQLITE = """
SELECT upper(type), name, sql FROM sqlite_master
WHERE tbl_name IN ('name_key', 'search_entry') AND sql IS NOT NULL
AND (name LIKE 'ix~_%' ESCAPE '~' OR name = 'search_entry_added')
"""


def last_references() -> dict[int, int]:
    """The last number given in each year's series of references."""
    query = select(ReferenceCounter.series, ReferenceCounter.last)
    return {
        int(series.rpartition("-")[2]): last
        for series, last in db.session.execute(query)
        if series.startswith("ULS-")
    }


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'microseconds')}"


# How SQLite is given what it has no type for, as SQLAlchemy would.
_SQLITE: dict[type, Callable[[Any], Any]] = {datetime: _instant, date: date.isoformat}
