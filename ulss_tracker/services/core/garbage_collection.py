"""Python's garbage collector, in a process that serves and during bulk loads."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def spare_what_stays() -> None:
    """Have it pass over everything loaded so far, and look less often at what comes.

    What is loaded before the fork stays for good. Unless the collector passes it over, it writes to
    every page of memory that the workers share, and two workers hold 307 MB, not 222. A page makes
    thousands of objects and leaves nearly none: to look every 700, as Python does by itself, costs
    a request stored a twentieth. What is seldom looked for lies about: every 20,000 objects, two
    workers hold 4 MB more than every 2,000, which takes no more of a processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)


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
