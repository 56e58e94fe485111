"""Told to stop, a server first says so on /ready, and goes on answering until nobody is sent to it.

A balancer or a platform sends people on to an instance for as long as its looks take. Whoever stops
answering before that loses what they press.
"""

import mmap
import signal
from collections.abc import Callable

_told = mmap.mmap(-1, 1)  # one byte, shared with each worker that is forked later


def is_going_down() -> bool:
    """Whether this server, or the one that this worker was forked from, has been told to stop."""
    return _told[0] != 0


def on_sigterm(stop: Callable[[], object], seconds: int) -> None:
    """Have SIGTERM call `stop` after these seconds; a second one calls it at once."""

    def begin(_signal: int, _frame: object) -> None:
        if is_going_down() or not seconds:
            stop()
        _told[0] = 1
        signal.alarm(seconds)

    signal.signal(signal.SIGALRM, lambda _signal, _frame: stop())
    signal.signal(signal.SIGTERM, begin)
