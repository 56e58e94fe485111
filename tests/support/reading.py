"""Reading as one person may, for a block of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from ulss_tracker.models import User, db
from ulss_tracker.services.protection import access_filter


@contextmanager
def reading_for(user: User) -> Iterator[None]:
    """Inside the block only what `user` may read is read; after it the office reads again."""
    access_filter.read_for(user)
    try:
        yield
    finally:
        access_filter.read_for(None)


def read_as(user: User) -> None:
    """Forget what the session holds, as a new request would, and read for `user` from now on."""
    key = user.id
    db.session.remove()
    access_filter.read_for(db.session.get(User, key))
