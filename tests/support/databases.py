"""The databases under the tests: made once by the migrations, then copied, laid anew or emptied."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, has_app_context
from flask_migrate import upgrade
from sqlalchemy import create_engine

from config import Config
from tests.support.cluster import drop_database, make_database
from ulss_tracker import create_app
from ulss_tracker.models import db

MIGRATED, UNDER_TEST = "migrated", "tracker"


class Databases(Protocol):
    """Databases of one kind, by name. Nobody is joined to one that is copied or dropped."""

    def make(self, name: str, like: str = "") -> str:
        """Make a database, empty or as a copy of another; its address."""

    def drop(self, name: str) -> None:
        """Take a database away."""


@dataclass(frozen=True)
class OnSqlite:
    """SQLite: each database is a file in `directory`."""

    directory: Path

    def make(self, name: str, like: str = "") -> str:
        """A file for it; an empty one comes by itself when somebody joins it."""
        if like:
            log = self.file(like, "-wal")
            assert not log.exists(), f"somebody is still joined to {like}: its rows are in its log"
            shutil.copyfile(self.file(like), self.file(name))
        return f"sqlite:///{self.file(name)}"

    def drop(self, name: str) -> None:
        """The file, and what stands beside it."""
        for left in ("", "-wal", "-shm"):
            self.file(name, left).unlink(missing_ok=True)

    def file(self, name: str, left: str = "") -> Path:
        """The file of a database, or what stands beside it."""
        return self.directory / f"{name}.db{left}"


@dataclass(frozen=True)
class OnPostgresql:
    """PostgreSQL: databases of the cluster at this address."""

    cluster_address: str

    def make(self, name: str, like: str = "") -> str:
        """A database of the cluster: PostgreSQL itself copies the other."""
        return make_database(self.cluster_address, name, template=like or "template0")

    def drop(self, name: str) -> None:
        """Whoever is joined to it is turned out."""
        drop_database(self.cluster_address, name)


@dataclass(frozen=True)
class TestDatabase:
    """An application joined to a database of its own, and how to make that database empty."""

    __test__ = False

    app: Flask
    empty: Callable[[], None]
    databases: Databases
    let_go: Callable[[], None]
    _kept: dict[str, Any] = field(default_factory=dict)

    def prepared(self, name: str, fill: Callable[[], Any]) -> Any:
        """Lay the database as `fill` leaves an empty one; what `fill` answered.

        It fills it once in a run: a copy is kept by `name`, and each test that asks for it gets a
        copy of that. So the answer must be plain: a path or an id, not a record.
        """
        if has_app_context():
            db.session.remove()
        copy = f"kept_{name}"
        if name not in self._kept:
            self.empty()
            with self.app.app_context():
                answer = fill()
            self.let_go()
            self.databases.make(copy, like=UNDER_TEST)
            self._kept[name] = answer
        self.let_go()
        self.databases.drop(UNDER_TEST)
        self.databases.make(UNDER_TEST, like=copy)
        return self._kept[name]


def configured(address: str) -> Config:
    """How the tests configure the application: as it is served, form tokens and all."""
    return Config(
        environment="testing",
        SQLALCHEMY_DATABASE_URI=address,
        TESTING=True,
        # A fault becomes an error page, as it does when served, and the page's test fails by it.
        extra={"PROPAGATE_EXCEPTIONS": False},
    )


def migrated(app: Flask) -> None:
    """Bring the application's database to the newest migration."""
    with app.app_context():
        upgrade()
    let_go(app)


def make_migrated(databases: Databases) -> None:
    """Make the database that all others are copies of."""
    migrated(create_app(configured(databases.make(MIGRATED))))


def under_test(databases: Databases) -> TestDatabase:
    """A migrated database to test on, and its application."""
    address = databases.make(UNDER_TEST, like=MIGRATED)
    app = create_app(configured(address))

    def lay_anew() -> None:
        let_go(app)
        databases.drop(UNDER_TEST)
        databases.make(UNDER_TEST, like=MIGRATED)

    if isinstance(databases, OnSqlite):
        return TestDatabase(app, lay_anew, databases, lambda: let_go(app))

    # Rows that never change are kept by triggers: only a superuser can set those aside. Where that
    # is set PostgreSQL forgets what it has planned, so the application's connections do not.
    superuser = create_engine(
        address, connect_args={"options": "-c session_replication_role=replica"}
    )

    def let_both_go() -> None:
        let_go(app)
        superuser.dispose()

    def delete_rows() -> None:
        with superuser.begin() as connection:
            used = connection.exec_driver_sql(which_have_rows()).scalars()
            deleting = (f'DELETE FROM "{name}"' for name in used)  # noqa: S608
            connection.exec_driver_sql("; ".join((*deleting, _COUNT_ANEW)))

    return TestDatabase(app, delete_rows, databases, let_both_go)


@cache
def which_have_rows() -> str:
    """One question for the names of the tables that are not empty: most are."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"  # noqa: S608
        for name in db.metadata.tables
    )


# What was rolled back has counted too, and left no row.
_COUNT_ANEW = """
SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence
WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
"""


def let_go(app: Flask) -> None:
    """Close the application's connections to its database."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
