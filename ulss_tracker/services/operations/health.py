"""Whether the database answers, is as the migrations leave it, and has room to be written to."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from ulss_tracker.models import db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import revisions

DatabaseUnreachable = OperationalError
"""The error that any service raises when the database does not answer."""

ROOM = 200 * 1024 * 1024
"""Bytes that must be free where the tracker writes: below it a disk counts as full."""


@dataclass(frozen=True, slots=True)
class Health:
    """`database` is ok or unreachable; `migrations` is up to date, ahead, behind or unknown.

    Ahead is the database of a newer release: its migrations only add, and this one's code bears it.

    `disk` is ok or full; where it cannot be told it counts as ok, for the database says the rest.
    """

    database: str
    migrations: str
    revision: str | None
    disk: str

    @property
    def is_ready(self) -> bool:
        """Whether pages can be asked for here."""
        has_tables = self.migrations in {"up to date", "ahead"}
        return has_tables and self.database == self.disk == "ok"


def look() -> Health:
    """Ask the database for its revision and compare it with the newest migration."""
    try:
        connection = db.session.connection()
        connection.execute(text("SELECT 1"))
        revision = revisions.of_database(connection)
    except SQLAlchemyError:
        db.session.rollback()
        return Health("unreachable", "unknown", None, _disk())
    return Health("ok", revisions.compared(revision), revision, _disk())


def _disk() -> str:
    """Whether there is room where the tracker writes: SQLite's file, and mail kept as files."""
    own = office_details.current()
    written = [] if own.sends_email else [own.MAIL_DIRECTORY]
    if db.engine.dialect.name == "sqlite" and db.engine.url.database:
        written.append(Path(db.engine.url.database).parent)
    return "full" if any(_free(path) < ROOM for path in written) else "ok"


def _free(directory: Path) -> int:
    """Bytes free on the disk of a directory, or of where it will be made."""
    there = next(path for path in (directory, *directory.resolve().parents) if path.is_dir())
    return shutil.disk_usage(there).free
