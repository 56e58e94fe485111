"""One transaction around what a person does: all of it is kept, or none of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from ulss_tracker.errors import ChangedMeanwhile
from ulss_tracker.models import db

DatabaseRefused = DBAPIError
"""The error of a database that does not do as it was asked, for the floor above to name."""


@contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end of the block; on any error undo all of it and raise.

    A block inside another joins it: only the outermost commits. Raises `ChangedMeanwhile` when
    somebody else changed a record since it was read.
    """
    session = db.session()
    if session.info.get("transaction"):
        yield
        return
    session.info["transaction"] = True
    try:
        yield
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile(
            "Somebody else changed this record while you were working on it. "
            "Look at it as it is now, then make your change again."
        ) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("transaction", None)


@contextmanager
def all_or_none() -> Iterator[None]:
    """Keep all that is saved in the block when it ends, or nothing of it, even after a crash.

    Each `transaction` inside ends as ever, with what it keeps up to date; the database is told to
    commit at the end alone. What was read before the block belongs to another session.
    """
    db.session.remove()
    with db.engine.begin() as connection:
        db.session(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()


def rollback() -> None:
    """Forget what was read and undo what was begun, so that what is read next is as it is now."""
    db.session.rollback()
