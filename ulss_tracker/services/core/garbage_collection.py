"""Python's garbage collector, in a process that serves and during bulk loads."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def spare_what_stays() -> None:
    """Have it pass over everything loaded so far, which stays for good.

    Otherwise it writes to every page of memory that the workers share.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collection of reference cycles inside the block.

    For bulk loads alone: they hold millions of objects without a cycle, which the collector would
    go through again and again. What is referred to no more is freed all the same.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
