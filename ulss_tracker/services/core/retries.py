"""Trying again what a busy or restarting database would not do, with growing waits."""

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ulss_tracker.models import db

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 10.0
_PRIMARY = 0xFF  # of an error's number, without its variant
# A server that only reads, after a failover; a transaction ended for being idle.
_PASSING_STATES = frozenset({"25006", "25P03"})

Result = TypeVar("Result")


def is_passing(error: BaseException) -> bool:
    """Whether it is the database being busy, away or starting: the same may work soon."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | InvalidRequestError):
        return True  # the last is what SQLAlchemy says of a connection closed as it was given out
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _PASSING_STATES
    )


def is_busy(error: DBAPIError) -> bool:
    """Whether another writer has SQLite's lock: the database is well, and may be asked again."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY == sqlite3.SQLITE_BUSY


def until_database_answers(
    work: Callable[[], Result],
    longest: timedelta | None = timedelta(hours=1),
    sleep: Callable[[float], object] = time.sleep,
) -> Result:
    """Do `work`, a whole transaction, again and again until the database does it.

    After `longest` the database's error is raised; None waits for ever. Any other error is raised
    at once.
    """
    until = None if longest is None else time.monotonic() + longest.total_seconds()
    wait = _FIRST_WAIT
    while True:
        try:
            return work()
        except Exception as error:
            if not is_passing(error) or (until is not None and time.monotonic() >= until):
                raise
            db.session.remove()  # the next try begins on a connection of its own
        sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
