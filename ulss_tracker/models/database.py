"""The database: one object, one base class, and how each kind of database is set for safety."""

import select
import sqlite3
import time
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from mmap import mmap
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, String, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator
from structlog.contextvars import get_contextvars

# A reading web request clears this, so that the database itself refuses it any write.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)
# Requests and jobs clear this but in `transaction`: on SQLite what reads holds no lock.
locks_at_once: ContextVar[bool] = ContextVar("locks_at_once", default=True)
# A look that cannot be written at once is kept elsewhere: no page waits for another's lock.
waits_for_lock: ContextVar[bool] = ContextVar("waits_for_lock", default=True)
# Shared by every process forked from this one: whether PostgreSQL is silent, and when it answered.
_heard = memoryview(mmap(-1, 16)).cast("q")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, aware UTC coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its time zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read an instant. PostgreSQL says them in UTC already, as each connection asks it to."""
        if dialect.name == "postgresql":
            return None
        read = self.impl_instance.result_processor(dialect, coltype)
        return _in_utc if read is None else lambda value: _in_utc(read(value))


class Choice(TypeDecorator[StrEnum]):
    """A `StrEnum` kept as its value, so that a new member needs no change of the table.

    `only` are the members that may be stored, where not all may.
    """

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum], only: tuple[StrEnum, ...] = ()) -> None:
        self.kind = kind
        self.only = only
        self._members: dict[str | None, StrEnum | None] = {each.value: each for each in kind}
        self._members[None] = None
        super().__init__(length=40)

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        if value is None:
            return None
        member = self.kind(value)
        if self.only and member not in self.only:
            raise ValueError(f"{member!r} may not be stored here")
        return member.value

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Any:
        """Read a member by one look in a dictionary, as for instants."""
        return self._members.__getitem__


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table: names of constraints, and how Python types are stored."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime(), dict[str, Any]: JSON, list[Any]: JSON},
    )


READING = "reading"
_WRITING = "whether it may write"
_CHANGES = "rows changed when the transaction began"
# Seconds, but for tcp_user_timeout: milliseconds.
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_SERVERS_PATIENCE = (
    "tcp_keepalives_idle=10",
    "tcp_keepalives_interval=5",
    "tcp_keepalives_count=3",
    "idle_in_transaction_session_timeout=120s",
)
_ONE_SNAPSHOT = (
    "default_transaction_read_only=on",
    r"default_transaction_isolation=repeatable\ read",
)


def is_silent() -> bool:
    """Whether PostgreSQL does not answer (services/operations/heartbeat.py): nobody waits."""
    return _heard[0] == 1


def say_silent(silent: bool) -> None:
    """Tell every web worker of this server, also those to come."""
    _heard[0] = int(silent)


def last_answer() -> int:
    """When PostgreSQL last answered any of them in time: a number that no other answer has."""
    return _heard[1]


def say_answered() -> None:
    """Tell every web worker that it answered this one."""
    _heard[1] = time.monotonic_ns()


class ReadingOrWriting(Session):
    """A session that reads over connections which cannot write, where the database has them."""

    def get_bind(self, *arguments: Any, **named: Any) -> Any:
        """The engine to ask: on PostgreSQL a reading web request has one of its own.

        A session made for one connection asks that alone. Raises `OperationalError` at once while
        the database is silent.
        """
        if self.bind is not None:
            return self.bind
        if is_silent():
            silence = psycopg.OperationalError("the database does not answer")
            raise OperationalError("", None, silence)
        if not may_write.get() and (reading := db.engines.get(READING)) is not None:
            return reading
        return super().get_bind(*arguments, **named)


db = SQLAlchemy(model_class=Base, session_options={"class_": ReadingOrWriting})


def add_reading_connections(app: Flask) -> None:
    """Give PostgreSQL a second pool, of connections that the database itself lets only read.

    A page's statements share one transaction, and so one snapshot: what is committed while the page
    is made is not in one part of it and missing from another (ADR 0010). The level is the
    connection's default, which spares each page a statement that sets it.
    """
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.startswith("postgresql"):
        settings = (*_SERVERS_PATIENCE, *_longest(app), *_ONE_SNAPSHOT)
        app.config["SQLALCHEMY_BINDS"] = {
            READING: {
                "url": address,
                "connect_args": {
                    **_PATIENCE,
                    "options": _options(settings),
                },
            }
        }


def set_up_sqlite(app: Flask) -> None:
    """Have a writer wait for another as long as on PostgreSQL."""
    if str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        engine = dict(app.config["SQLALCHEMY_ENGINE_OPTIONS"])
        engine["connect_args"] = {"timeout": float(app.config["LOCK_SECONDS"])}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine


def set_up_postgresql(app: Flask) -> None:
    """Have both ends notice within some seconds that the other is gone, and never wait for ever.

    A machine that vanishes with a transaction open would else hold its locks for hours.
    """
    if str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("postgresql"):
        engine = dict(app.config["SQLALCHEMY_ENGINE_OPTIONS"])
        settings = (*_SERVERS_PATIENCE, *_longest(app))
        engine["connect_args"] = {**_PATIENCE, "options": _options(settings)}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine


def _longest(app: Flask) -> tuple[str, str]:
    """How long PostgreSQL lets a statement run, and wait for a lock: 0 for as long as it takes."""
    return (
        f"statement_timeout={int(app.config['STATEMENT_SECONDS'])}s",
        f"lock_timeout={int(app.config['LOCK_SECONDS'])}s",
    )


def wait_briefly_for_locks() -> None:
    """Give up in a second, in this transaction, where another holds a row (PostgreSQL)."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))


def _options(settings: Sequence[str]) -> str:
    return " ".join(f"-c {setting}" for setting in settings)


_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def inserting(model: Any) -> Any:
    """An INSERT into the model's table that can say what to do where a row is there already."""
    return _INSERTS[db.engine.dialect.name](model)


# Flask-SQLAlchemy builds its model class at run time; a type checker needs the plain one.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@event.listens_for(Engine, "connect")
def _set_sqlite_for_safety(connection: Any, _record: object) -> None:
    """Durable and checked: WAL, synchronous FULL, foreign keys. `set_up_sqlite` makes it wait."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # REPLACE then meets the triggers of DELETE
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "connect")
def _ask_for_utc(connection: Any, _record: object) -> None:
    """Have PostgreSQL say every instant in UTC: a list of fifty reads hundreds of them."""
    if isinstance(connection, psycopg.Connection):
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """A writer takes its lock at once (a later upgrade fails when busy); a reader cannot write."""
    writing = may_write.get()
    if connection.dialect.name != "sqlite":
        return
    if connection.info.get(_WRITING) is not writing:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.info[_WRITING] = writing
    connection.info[_CHANGES] = connection.connection.total_changes
    if not (writing and locks_at_once.get()):
        connection.exec_driver_sql("BEGIN")
    elif waits_for_lock.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        longest = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={longest}")


def has_written(connection: Connection) -> bool:
    """Whether the transaction on this connection of SQLite has changed any row."""
    return bool(connection.connection.total_changes != connection.info[_CHANGES])


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _with_number(
    _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Say behind a statement for which request or run of a job it is.

    Not on a page that only reads: each statement would be another to PostgreSQL, never prepared.
    """
    if may_write.get() and (number := get_contextvars().get("request")):
        statement = f"{statement} /* request {number} */"
    return statement, values


@event.listens_for(Pool, "checkout")
def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """Notice a connection that PostgreSQL has closed, without asking it anything.

    Between requests the server says nothing: when there is something to read, it is a goodbye.
    """
    if not isinstance(connection, psycopg.Connection):
        return
    if select.select([connection.pgconn.socket], [], [], 0)[0]:
        raise InvalidatePoolError


sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_adapter(datetime, lambda instant: instant.isoformat(" "))
