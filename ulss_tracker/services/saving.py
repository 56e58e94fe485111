"""One transaction around what a person does: all of it is kept, or none of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from ulss_tracker.errors import ChangedMeanwhile
from ulss_tracker.models import db
from ulss_tracker.services import as_at
from ulss_tracker.services.matching import keeping
from ulss_tracker.services.search import index

DatabaseRefused = DBAPIError
"""What the database raises when it does not do as it was asked, for the floor above to name."""


@contextmanager
def saving() -> Iterator[None]:
    """Commit at the end of the block; on any error undo all of it and raise.

    A block inside another joins it: only the outermost commits. Raises `ChangedMeanwhile` when
    somebody else changed a record since it was read.
    """
    session = db.session()
    if session.info.get("saving"):
        yield
        return
    session.info["saving"] = True
    try:
        yield
        as_at.keep_up()
        keeping.keep_up()
        index.keep_up()
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
        session.info.pop("saving", None)
        as_at.forget_noted()
        keeping.forget_noted()
        index.forget_noted()


def start_again() -> None:
    """Forget what was read and undo what was begun, so that what is read next is as it is now."""
    db.session.rollback()
