"""A short transaction of its own, once an answer is made: what must stay whatever came of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from ulss_tracker.models import may_write, waits_for_lock
from ulss_tracker.services.core import unit_of_work


@contextmanager
def own_transaction(*, waits: bool = True) -> Iterator[None]:
    """Let the block write, also where the request only reads; what the page read is done with.

    One that does not wait is refused at once by a database that another writes to (SQLite).
    """
    before, waited = may_write.set(True), waits_for_lock.set(waits)
    try:
        unit_of_work.rollback()
        yield
    finally:
        unit_of_work.rollback()
        waits_for_lock.reset(waited)
        may_write.reset(before)
