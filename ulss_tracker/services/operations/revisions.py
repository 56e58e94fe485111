"""At which migration a database stands, and which is the newest: without the migrations' library.

Alembic and what it brings take 8 MB of a server's memory, and reading every migration 9 MB of each
worker's.
"""

from sqlalchemy import Connection, inspect, text

from config import ROOT

NEWEST = (ROOT / "migrations" / "HEAD").read_text().strip()
"""The newest migration's revision; `tests/database/tables/test_migrations.py` holds it to be so."""


def compared(revision: str | None) -> str:
    """Where a database at this revision stands to this release: up to date, ahead or behind."""
    if revision is None or revision < NEWEST:  # revisions are numbers of four figures
        return "behind"
    return "up to date" if revision == NEWEST else "ahead"


def of_database(connection: Connection) -> str | None:
    """The revision that the database stands at; None where it was never made."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
