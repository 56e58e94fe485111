"""Whether PostgreSQL still answers: one statement a second, on a connection of its own.

A machine or a network that vanishes says nothing, and whoever waits for it waits for many seconds.
Each web worker asks and listens. Once none of them was answered in time for `SILENT_AFTER`, no page
of any asks the database (`models.database.is_silent`), and whoever waits for it is let go. The
first good answer to any ends that. A database that refuses is silent too: one way for both.
"""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakSet

import psycopg
from sqlalchemy import Engine, event, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url

from ulss_tracker.models.database import last_answer, say_answered, say_silent
from ulss_tracker.services.core import law_in_force

EVERY = 1.0
LATE = 1.0
SILENT_AFTER = 4.0
"""Seconds: between statements, from which an answer counts as none, and until all is silent."""
_TICK = 0.25
_TICKS = round(SILENT_AFTER / _TICK)
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's
_LATEST = str(
    select(law_in_force.LATEST).compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
).encode()


@dataclass
class _Heartbeat:
    """The last good answer to any worker, told from the ticks of this process's own clock.

    A machine that is too busy to count them does not take itself for a silent database.
    """

    address: str
    asked: psycopg.Connection | None = None
    pages: WeakSet[psycopg.Connection] = field(default_factory=WeakSet)

    def ask(self) -> None:
        """Ask for ever for the newest step of the law, over a new connection where one broke."""
        while True:
            with suppress(psycopg.Error), psycopg.connect(self.address, connect_timeout=2) as own:
                own.autocommit = True
                self.asked = own
                while True:
                    began = time.monotonic()
                    with suppress(psycopg.ProgrammingError):  # no table yet: an answer all the same
                        ((latest,),) = own.execute(_LATEST).fetchall()
                        law_in_force.hear(latest or "")
                    if time.monotonic() - began < LATE:
                        say_answered()
                    time.sleep(EVERY)
            time.sleep(EVERY)

    def listen(self) -> None:
        """Say for ever whether it is silent."""
        heard, ticks = last_answer(), 0
        while True:
            time.sleep(_TICK)
            if last_answer() != heard:
                heard, ticks = last_answer(), 0
                say_silent(False)
                continue
            ticks += 1
            if ticks % _TICKS == 0:
                say_silent(True)
                self.let_go()

    def let_go(self) -> None:
        """Close what waits for an answer: each page that waits then says so."""
        for connection in (*self.pages, self.asked):
            with suppress(OSError, psycopg.Error):
                if connection is not None:
                    _hang_up(connection)


def begin(database_url: str) -> None:
    """Listen in this process from now on. SQLite has nothing to listen to."""
    address = make_url(database_url)
    if address.get_backend_name() != "postgresql":
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    heartbeat = _Heartbeat(plain)

    @event.listens_for(Engine, "connect")
    def _remember(connection: object, _record: object) -> None:
        if isinstance(connection, psycopg.Connection):
            heartbeat.pages.add(connection)

    for work in (heartbeat.ask, heartbeat.listen):
        threading.Thread(target=work, daemon=True, name="heartbeat").start()


def _hang_up(connection: psycopg.Connection) -> None:
    """End the conversation under whoever waits for it; closing the file is still theirs."""
    with socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as own:
        own.shutdown(socket.SHUT_RDWR)
