"""Bring the database up to date: `python -m migrations`, 0.2 s where there is nothing to do.

Only where there is something the application is loaded, as `flask --app wsgi db upgrade` does. The
address is that of DATABASE_URL.
"""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = Path(__file__).parent / "HEAD"
_QUERY = "SELECT version_num FROM alembic_version"
_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql+psycopg://", "postgresql://", "postgres://")


def is_up_to_date(address: str) -> bool:
    """Whether the database stands at the newest migration; False where that cannot be told."""
    if address.startswith(_SQLITE):
        revision = _of_sqlite(address.removeprefix(_SQLITE))
    elif address.startswith(_POSTGRESQL):
        revision = _of_postgresql(address)
    else:
        return False
    return revision == HEAD.read_text().strip()


def _of_sqlite(file: str) -> str:
    if not Path(file).is_file():
        return ""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        try:
            found = connection.execute(_QUERY).fetchone()
        except sqlite3.OperationalError:  # it has no such table, or is locked
            return ""
    return str(found[0]) if found else ""


def _of_postgresql(address: str) -> str:
    import psycopg

    plain = f"postgresql://{address.partition('://')[2]}"
    try:
        with psycopg.connect(plain, connect_timeout=10) as connection:
            found = connection.execute(_QUERY).fetchone()
    except psycopg.Error:
        return ""
    return str(found[0]) if found else ""


def address() -> str:
    """The database's address: of the environment, of the file of secrets, or the default."""
    directory = os.environ.get("SECRETS_DIRECTORY") or os.environ.get("CREDENTIALS_DIRECTORY")
    file = Path(directory) / "DATABASE_URL" if directory else None
    secret = file.read_text().strip() if file and file.is_file() else ""
    state = os.environ.get("STATE_DIRECTORY") or ROOT / "instance"
    default = f"{_SQLITE}{Path(state) / 'tracker.db'}"
    return os.environ.get("DATABASE_URL") or secret or default


def main() -> None:
    """Say that all is done, or become `flask db upgrade`."""
    if is_up_to_date(address()):
        return
    os.chdir(ROOT)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    os.execv(sys.executable, command)  # noqa: S606  # nosec B606


if __name__ == "__main__":
    main()
