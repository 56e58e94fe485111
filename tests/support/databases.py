"""The database under a test: built once by the migrations, emptied before each test."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from config import Config
from ulss_tracker import create_app
from ulss_tracker.models import db


@dataclass(frozen=True)
class TestDatabase:
    """An application joined to a database of its own, and how to make that database empty."""

    __test__ = False

    app: Flask
    empty: Callable[[], None]


def configured(address: str) -> Config:
    """How the tests configure the application: as it is served, form tokens and all."""
    return Config(
        environment="testing",
        SQLALCHEMY_DATABASE_URI=address,
        TESTING=True,
        PAGES_KEPT_BYTES=0,  # each page is drawn: tests/pages/test_unchanged.py says what is kept
        # A fault becomes an error page, as it does when served, and the page's test fails by it.
        extra={"PROPAGATE_EXCEPTIONS": False},
    )


def migrated(app: Flask) -> None:
    """Bring the application's database to the newest migration."""
    with app.app_context():
        upgrade()
    let_go(app)


def on_sqlite(directory: Path) -> TestDatabase:
    """A SQLite database in `directory`. Emptying it lays the freshly migrated file anew."""
    fresh, used = directory / "fresh.db", directory / "used.db"
    migrated(create_app(configured(f"sqlite:///{fresh}")))
    app = create_app(configured(f"sqlite:///{used}"))

    def empty() -> None:
        let_go(app)
        for left in ("", "-wal", "-shm"):
            Path(f"{used}{left}").unlink(missing_ok=True)
        shutil.copyfile(fresh, used)

    return TestDatabase(app, empty)


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


def on_postgresql(address: str) -> TestDatabase:
    """The PostgreSQL database at `address`. Emptying it deletes every row."""
    app = create_app(configured(address))
    migrated(app)

    def empty() -> None:
        let_go(app)
        with app.app_context(), db.engine.begin() as connection:
            # Rows that never change are kept by triggers: only a superuser can set those aside.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(EMPTY_POSTGRESQL)

    return TestDatabase(app, empty)


def let_go(app: Flask) -> None:
    """Close the application's connections to its database."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
