"""A short transaction of its own, once an answer is made: what must stay whatever came of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from ulss_tracker.models import may_write
from ulss_tracker.services.core import unit_of_work


@contextmanager
def own_transaction() -> Iterator[None]:
    """Let the block write, also where the request only reads; what the page read is done with."""
    before = may_write.get()
    may_write.set(True)
    try:
        unit_of_work.rollback()
        yield
    finally:
        unit_of_work.rollback()
        may_write.set(before)
