"""How far something long has come, for whoever watches it: the bar of a command, or nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watcher = Callable[[str], object]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher of progress", default=None)


def begin(section: str) -> None:
    """Tell that the next part of the work begins, by its name: a table's, say."""
    if (watcher := _watcher.get()) is not None:
        watcher(section)


@contextmanager
def watched(by: Watcher) -> Iterator[None]:
    """Have `by` called with each part that begins inside the block."""
    before = _watcher.set(by)
    try:
        yield
    finally:
        _watcher.reset(before)
