"""Runs the migrations on the application's own database: `flask --app wsgi db upgrade`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import context
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from flask import current_app
from sqlalchemy import Connection, inspect

from migrations.append_only import keep_declared, keep_whole
from migrations.comparing import include_object, render_item
from ulss_tracker.models import db

HEAD = Path(__file__).parent / "HEAD"
# What databases were made by before the one migration that stands for all of 0.2.0: first of
# development versions, then of the commits up to the one named here, which ends where it begins.
BEFORE_THE_FIRST_RELEASE = frozenset(f"{number:04}" for number in range(1, 26))
LAST_COMMIT = "d70ed813"
BEFORE_THE_ONE = frozenset(f"{number:04}" for number in range(101, 178))


def next_number(
    _context: MigrationContext, _revision: object, scripts: Sequence[MigrationScript]
) -> None:
    """Give a new migration the next number, and write it into the head file.

    Two branches that each add a migration then conflict in git, where somebody sees it.
    """
    for script in scripts:
        script.rev_id = f"{int(HEAD.read_text()) + 1:04}"
        HEAD.write_text(f"{script.rev_id}\n")


# Two machines that begin an upgrade together do it one after the other: the second finds nothing to
# do. On SQLite whoever writes has the file to itself anyhow.
ONE_AT_A_TIME = 0x756C7373

# Whoever sends a request writes the draft, then the request: tables that are changed in another
# order meanwhile and the sender would wait for one another.
LOCKED_FIRST = ("draft", "request")

SETTINGS: dict[str, Any] = {
    "target_metadata": db.metadata,
    "include_object": include_object,
    "render_item": render_item,
    "compare_type": True,
    "process_revision_directives": next_number,
}


def run_offline() -> None:
    """Write the SQL instead of running it (`flask db upgrade --sql`), for somebody to read."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    context.configure(url=url, literal_binds=True, **SETTINGS)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run them all in one transaction: after a failure the database is as it was."""
    with db.engine.connect() as connection:
        _refuse_an_older_one(connection)
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # SQLite makes a table anew to change it: its rows' references hold only at the end.
            _set_foreign_keys(connection, "OFF")
        try:
            context.configure(
                connection=connection,
                render_as_batch=on_sqlite,
                transactional_ddl=True,  # Alembic does not expect it of SQLite, which has it
                **SETTINGS,
            )
            with context.begin_transaction():
                if not on_sqlite:
                    # A big table is changed, and another machine waited for, as long as it takes.
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
                    for table in LOCKED_FIRST:
                        if inspect(connection).has_table(table):
                            connection.exec_driver_sql(f"LOCK TABLE {table}")
                keep_whole(connection)
                context.run_migrations()
                if context.get_context().get_current_revision() == HEAD.read_text().strip():
                    keep_declared(connection)
                if on_sqlite:
                    _refuse_broken_references(connection)
        finally:
            connection.rollback()  # nothing is left to undo after success
            if on_sqlite:
                _set_foreign_keys(connection, "ON")


def _refuse_an_older_one(connection: Connection) -> None:
    """Say which way leads on from a database whose migrations are gone."""
    revision = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    if revision in BEFORE_THE_ONE:
        raise RuntimeError(
            f"this database stands at migration {revision}, before the one with which this release "
            f"begins. Bring it up to date with commit {LAST_COMMIT}, which loses nothing, and "
            "then run this again"
        )
    if revision in BEFORE_THE_FIRST_RELEASE:
        raise RuntimeError(
            f"this database was made by a development version (its mark is {revision}) and cannot "
            "be brought up to date. Begin anew: move its file away (instance/tracker.db unless "
            "DATABASE_URL names another), or name an empty database, and run this again"
        )


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """SQLite takes this outside a transaction only, so it goes past SQLAlchemy's."""
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={state}")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration leaves references to rows that are not there: {broken}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
