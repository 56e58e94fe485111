"""Whether the database answers, and whether it is as the migrations leave it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from ulss_tracker.models import db

DatabaseUnreachable = OperationalError
"""What any service raises when the database does not answer."""

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class Health:
    """`database` is ok or unreachable; `migrations` is up to date, behind or unknown."""

    database: str
    migrations: str
    revision: str | None


def look() -> Health:
    """Ask the database for its revision and compare it with the newest migration."""
    try:
        connection = db.session.connection()
        connection.execute(text("SELECT 1"))
        revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        db.session.rollback()
        return Health("unreachable", "unknown", None)
    return Health("ok", "up to date" if revision == _newest() else "behind", revision)


@lru_cache
def _newest() -> str | None:
    """The newest migration's revision; the files do not change while the process runs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
