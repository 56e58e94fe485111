"""The databases under the tests: made once by the migrations, then copied, laid anew or emptied."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, has_app_context
from flask_migrate import upgrade

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
            let_go(self.app)
            self.databases.make(copy, like=UNDER_TEST)
            self._kept[name] = answer
        let_go(self.app)
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
    app = create_app(configured(databases.make(UNDER_TEST, like=MIGRATED)))

    def lay_anew() -> None:
        let_go(app)
        databases.drop(UNDER_TEST)
        databases.make(UNDER_TEST, like=MIGRATED)

    def delete_rows() -> None:
        with app.app_context(), db.engine.begin() as connection:
            # Rows that never change are kept by triggers: only a superuser can set those aside.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(EMPTY_POSTGRESQL)

    empty = lay_anew if isinstance(databases, OnSqlite) else delete_rows
    return TestDatabase(app, empty, databases)


# Truncating every table takes much longer: most tests write to a few of them. (%% becomes one %.)
EMPTY_POSTGRESQL = """
DO $$
DECLARE
    each record;
    is_used boolean;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', each.tablename) INTO is_used;
        IF is_used THEN
            EXECUTE format('DELETE FROM %%I', each.tablename);
        END IF;
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


def let_go(app: Flask) -> None:
    """Close the application's connections to its database."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
