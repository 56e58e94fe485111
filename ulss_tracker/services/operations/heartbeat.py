"""Whether PostgreSQL still answers: one statement a second, on a connection of its own.

A machine or a network that vanishes says nothing, and whoever waits for it waits for many seconds.
Each web worker listens. Once no statement was answered in time for `SILENT_AFTER`, no page of any
worker asks the database (`models.database.is_silent`), and whoever waits for it is let go. The
first good answer ends that.
"""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakSet

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from ulss_tracker.models.database import say_silent

EVERY = 1.0
LATE = 1.0
SILENT_AFTER = 4.0
"""Seconds: between statements, from which an answer counts as none, and until all is silent."""
_TICK = 0.25
_TICKS = round(SILENT_AFTER / _TICK)


@dataclass
class _Heartbeat:
    """The last good answer, told from the ticks of this process's own clock.

    A machine that is too busy to count them does not take itself for a silent database.
    """

    address: str
    answers: int = 0
    asked: psycopg.Connection | None = None
    pages: WeakSet[psycopg.Connection] = field(default_factory=WeakSet)

    def ask(self) -> None:
        """Ask for ever, over a new connection where the last one broke."""
        while True:
            with suppress(psycopg.Error), psycopg.connect(self.address, connect_timeout=2) as own:
                own.autocommit = True
                self.asked = own
                while True:
                    began = time.monotonic()
                    own.execute("SELECT 1")
                    if time.monotonic() - began < LATE:
                        self.answers += 1
                    time.sleep(EVERY)
            time.sleep(EVERY)

    def listen(self) -> None:
        """Say for ever whether it is silent."""
        heard, ticks = self.answers, 0
        while True:
            time.sleep(_TICK)
            if self.answers != heard:
                heard, ticks = self.answers, 0
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
