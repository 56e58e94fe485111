"""Whether there is a database at all: a command that can do without must not make an empty one."""

from pathlib import Path

from flask import current_app


def is_missing() -> bool:
    """Whether the database is a file of SQLite's that nobody has made yet."""
    address = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    is_file = address.startswith("sqlite:///")
    return is_file and not Path(address.removeprefix("sqlite:///")).is_file()
