"""Runs the migrations on the application's own database: `flask --app wsgi db upgrade`."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from migrations.comparing import include_object, render_item
from ulss_tracker.models import db

SETTINGS: dict[str, Any] = {
    "target_metadata": db.metadata,
    "include_object": include_object,
    "render_item": render_item,
    "compare_type": True,
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
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # SQLite makes a table anew to change it: its rows' references hold only at the end.
            _set_foreign_keys(connection, "OFF")
        try:
            context.configure(connection=connection, render_as_batch=on_sqlite, **SETTINGS)
            with context.begin_transaction():
                context.run_migrations()
                if on_sqlite:
                    _refuse_broken_references(connection)
        finally:
            connection.rollback()  # nothing is left to undo after success
            if on_sqlite:
                _set_foreign_keys(connection, "ON")


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
