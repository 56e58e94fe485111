"""Ways in which a database goes away under a served tracker, and comes back."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from tests.proofs._jobs_process import JobsProcess
from tests.support.cluster import Cluster, own_cluster
from tests.support.databases import OnPostgresql, OnSqlite
from tests.support.line import Line, a_line
from tests.support.live_server import LiveServer

WAYS = (
    "postgresql-stopped",
    "postgresql-silent",
    "postgresql-late",
    "sqlite-locked",
    "sqlite-unreadable",
)
LATE = 5.0  # seconds that each answer comes late


class Outage(Protocol):
    """A database that is there, and can go and come back."""

    address: str

    def begin(self, server: LiveServer, jobs: JobsProcess) -> None:
        """Take the database away from these processes."""

    def end(self, jobs: JobsProcess) -> None:
        """Give it back."""


class Stopped:
    """PostgreSQL, stopped at once: nobody answers."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.address = OnPostgresql(cluster.address).make("away")

    def begin(self, server: LiveServer, jobs: JobsProcess) -> None:
        """Stop the cluster."""
        self._cluster.stop(at_once=True)

    def end(self, jobs: JobsProcess) -> None:
        """Start the cluster."""
        self._cluster.start()


class Silent:
    """PostgreSQL behind a line that holds what is said, or hands each answer on late.

    Nobody is told that it is away: connections are taken, and nothing comes back.
    """

    def __init__(self, cluster: Cluster, line: Line, hold: float | None) -> None:
        self._line, self._hold = line, hold
        address = make_url(OnPostgresql(cluster.address).make("away"))
        line.leads_to = int(address.port or 0)
        self.address = address.set(port=line.port).render_as_string(hide_password=False)

    def begin(self, server: LiveServer, jobs: JobsProcess) -> None:
        """Hold everything from now on."""
        self._line.holds_for = self._hold

    def end(self, jobs: JobsProcess) -> None:
        """Hand on what was held, and all that follows at once."""
        self._line.holds_for = 0.0


class Locked:
    """SQLite that somebody else is writing to, for longer than anybody waits."""

    def __init__(self, directory: Path) -> None:
        self.address = OnSqlite(directory).make("away")
        self._file = directory / "away.db"

    def begin(self, server: LiveServer, jobs: JobsProcess) -> None:
        """Begin a write and do not end it."""
        self._writer = sqlite3.connect(self._file, timeout=60, isolation_level=None)
        self._writer.execute("BEGIN EXCLUSIVE")

    def end(self, jobs: JobsProcess) -> None:
        """Let it go."""
        self._writer.rollback()
        self._writer.close()


class Unreadable:
    """SQLite whose file cannot be opened, as on a disk that is away.

    Who has it open would go on with it: the web workers are killed, and the jobs are stopped until
    it is back, as they could not begin.
    """

    def __init__(self, directory: Path) -> None:
        self.address = OnSqlite(directory).make("away")
        self._file, self._aside = directory / "away.db", directory / "aside"

    def begin(self, server: LiveServer, jobs: JobsProcess) -> None:
        """Put what is no file in its place."""
        jobs.stop()
        self._aside.mkdir()
        for process in server.workers():
            os.kill(process, signal.SIGSTOP)
        for each in self._file.parent.glob(f"{self._file.name}*"):
            each.rename(self._aside / each.name)
        self._file.mkdir()
        for process in server.workers():
            os.kill(process, signal.SIGKILL)

    def end(self, jobs: JobsProcess) -> None:
        """Put the file back, and start the jobs."""
        self._file.rmdir()
        for each in self._aside.iterdir():
            each.rename(self._file.parent / each.name)
        jobs.start()


@contextmanager
def outage(way: str, directory: Path) -> Iterator[Outage]:
    """A database that can go away in this way."""
    if way == "postgresql-stopped":
        with own_cluster() as cluster:
            yield Stopped(cluster)
    elif way in {"postgresql-silent", "postgresql-late"}:
        with own_cluster() as cluster, a_line() as line:
            yield Silent(cluster, line, LATE if way == "postgresql-late" else None)
    else:
        yield Locked(directory) if way == "sqlite-locked" else Unreadable(directory)
