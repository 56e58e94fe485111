"""Slots for looking at files while somebody waits: fewer than the processes that answer people.

Each slot is a lock on a file, which the system lets go when its process ends, however it ends.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def slot(count: int, tracker: str) -> Iterator[bool]:
    """Take one of a tracker's `count` slots until the block ends; False when none is free."""
    directory = Path(tempfile.gettempdir()) / f"ulss-tracker-looks-{os.getuid()}-{tracker}"
    directory.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        for number in range(count):
            lock = stack.enter_context((directory / str(number)).open("w"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
        yield False
