"""Python's own looking for rubbish: left alone, but where it would look among millions of rows."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_looked_for() -> Iterator[None]:
    """Keep Python from looking for rubbish in the block: for many rows that hold no circles.

    What nothing holds any more is freed all the same.
    """
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()
