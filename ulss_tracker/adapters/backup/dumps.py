"""A copy of the whole database at one moment: SQLite's online backup, or pg_dump of a snapshot."""

import os
import secrets
import shutil
import sqlite3
import subprocess  # nosec B404
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from ulss_tracker.adapters.backup import BackupError

# A writer holds SQLite for moments; a copy waits for it, and never fails of it.
_SECONDS_TO_WAIT = 60


@contextmanager
def copied(url: URL, file: Path) -> Iterator[Connection]:
    """Copy the database at `url` to `file` while it is in use, and read what the copy holds.

    The copy and the connection are of one moment: everything committed before the call is in
    both, and nobody who writes is held up. Raises `BackupError`.
    """
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(sqlite_file(url), file)
        with reading(url.set(database=str(file))) as connection:
            yield connection
        return
    with reading(url) as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        _run(
            url,
            "pg_dump",
            "--format=custom",
            "--compress=0",  # the whole is compressed as it is packed
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={file}",
        )
        yield connection


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """Read the database at `url` as it is at one moment, for as long as it takes."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
                # pg_dump may take longer than the server lets a transaction rest.
                connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
            yield connection
    finally:
        engine.dispose()


def put_back(url: URL, file: Path) -> None:
    """Make the empty database at `url` what `file` holds, whole or not at all.

    Raises `BackupError`, also where the database holds a table already: nothing is overwritten.
    """
    refuse_used(url)
    if url.get_backend_name() == "sqlite":
        target = sqlite_file(url)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.restoring")
        shutil.copyfile(file, unfinished)
        unfinished.chmod(0o600)
        keep(unfinished, target)
        return
    _run(url, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(file))


def refuse_used(url: URL) -> None:
    """Raise `BackupError` unless the database at `url` is empty, or not there yet."""
    if url.get_backend_name() == "sqlite":
        target = sqlite_file(url)
        left = [each for each in (f"{target}-wal", f"{target}-shm") if Path(each).exists()]
        if not target.exists():
            if left:
                raise BackupError(
                    f"{left[0]} belongs to a database that is gone: move it away first"
                )
            return
    engine = create_engine(url, poolclass=NullPool)
    try:
        if inspect(engine).get_table_names():
            raise BackupError(
                "The database is not empty, and nothing is overwritten: name an empty one in "
                "DATABASE_URL, or move this one away"
            )
    finally:
        engine.dispose()


def rows_in_dump(file: Path) -> dict[str, int]:
    """Count the rows of each table in a dump by pg_dump, read to its end. Raises `BackupError`."""
    counts: dict[str, int] = {}
    table = ""
    command = [installed("pg_restore"), "--data-only", "--file=-", str(file)]
    with subprocess.Popen(  # noqa: S603  # nosec B603
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        for line in process.stdout or ():
            if table:
                if line == b"\\.\n":
                    table = ""
                else:
                    counts[table] += 1
            elif line.startswith(b"COPY "):
                table = line.split()[1].decode().rpartition(".")[2].strip('"')
                counts[table] = 0
        message = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.returncode:
        raise BackupError(f"The dump cannot be read: {message.strip()}")
    return counts


@contextmanager
def scratch(url: URL, directory: Path) -> Iterator[URL]:
    """An empty database for a trial, gone at the end: a file, or one beside that at `url`.

    On PostgreSQL the role must be allowed to make databases. Raises `BackupError`.
    """
    name = f"ulss_drill_{secrets.token_hex(4)}"
    if url.get_backend_name() == "sqlite":
        yield url.set(database=str(directory / f"{name}.db"))
        return
    _run(url, "psql", "--no-psqlrc", "--quiet", f"--command=CREATE DATABASE {name}")
    try:
        yield url.set(database=name)
    finally:
        _run(url, "psql", "--no-psqlrc", "--quiet", f"--command=DROP DATABASE {name} WITH (FORCE)")


def sqlite_file(url: URL) -> Path:
    """The file of an SQLite database. Raises `BackupError` where it is in memory."""
    if not url.database or url.database == ":memory:":
        raise BackupError("A database in memory cannot be backed up")
    return Path(url.database)


def keep(unfinished: Path, target: Path) -> None:
    """Give a file that is written its name, so that it outlives a power cut under it."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _copy_sqlite(source: Path, file: Path) -> None:
    if not source.exists():
        raise BackupError(f"There is no database at {source}")
    with (
        closing(sqlite3.connect(source, timeout=_SECONDS_TO_WAIT)) as live,
        closing(sqlite3.connect(file)) as copy,
    ):
        live.execute("PRAGMA query_only=ON")
        live.backup(copy)  # all pages in one step: one read transaction, which holds up nobody


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; its password goes by the environment."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [installed(program), f"--dbname={address}", *arguments]
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603  # nosec B603
        command,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **password},
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def installed(name: str, package: str = "postgresql-client") -> str:
    """The path of a program. Raises `BackupError`, which names Debian's package, without it."""
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is not installed: install Debian’s {package}")
    return path
