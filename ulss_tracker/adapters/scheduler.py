"""Runs each piece of work at its own pace, in a thread of its own, until told to stop.

Nothing here is stored: which work is due is a matter of rows in the database, and which process
does it is settled there too (services/operations/workers.py). All waits go by the monotonic clock,
so that a time of day that is set back or forward neither stops nor hurries anything (ADR 0009).
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from heapq import heappop, heappush
from itertools import count

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(seconds=15)
LOOKS_EVERY = 0.5  # seconds between two looks whether work has come before its pace
_STARTS_APART = 0.6  # seconds that a first run waits, at most, for the end of the one before
_LEFT_TO_OTHERS = 0.25  # of the time of a turn, as a pause after it
_LONGEST_PAUSE = 0.25  # seconds

log = logging.getLogger("ulss_tracker.jobs")


class Outcome(Enum):
    """How a run ended, as far as it decides when the next one is."""

    DONE = auto()
    TRY_SOON = auto()


@dataclass(frozen=True, slots=True)
class Beat:
    """A piece of work and how often it is to be done.

    `is_due` is asked every `LOOKS_EVERY` between two runs: whether the next is to begin at once.
    """

    name: str
    every: timedelta
    work: Callable[[], Outcome]
    is_due: Callable[[], bool] | None = None


class Turns:
    """Lets threads do something one at a time: of those that wait, the most urgent is next.

    After each turn a part of its time is left to others: pages of other processes want to write
    between two jobs as well.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._numbers = count()
        self._is_taken = False

    @contextmanager
    def turn(self, urgency: int) -> Iterator[None]:
        """Wait for a turn, and have it inside the block; 0 goes before 1."""
        with self._changed:
            place = (urgency, next(self._numbers))
            heappush(self._waiting, place)
            self._changed.wait_for(lambda: not self._is_taken and self._waiting[0] == place)
            heappop(self._waiting)
            self._is_taken = True
        begun = time.monotonic()
        try:
            yield
        finally:
            time.sleep(min((time.monotonic() - begun) * _LEFT_TO_OTHERS, _LONGEST_PAUSE))
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()


def wait_after(beat: Beat, outcome: Outcome, tries: int) -> timedelta:
    """How long after a run the next one begins.

    `tries` counts the runs on end that asked to be tried soon: the wait doubles with each, up to
    `LONGEST_RETRY`, and is never longer than the work's own pace.
    """
    if outcome is Outcome.DONE:
        return beat.every
    growing: timedelta = FIRST_RETRY * 2 ** min(tries - 1, 10)
    return min(beat.every, LONGEST_RETRY, growing)


def run(beats: Sequence[Beat], stop: threading.Event) -> None:
    """Do each piece of work now and then at its own pace, until SIGTERM or Ctrl and C.

    The first runs begin in the order of `beats`, each once the one before has ended, or soon where
    that takes long: a slow machine is not asked for everything at once. The signal sets `stop`.
    What is being done when it comes is finished first.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _signal, _frame: stop.set())
    threads = []
    for beat in beats:
        ended = threading.Event()
        arguments = (beat, stop, ended)
        thread = threading.Thread(target=keep_doing, args=arguments, name=beat.name)
        thread.start()
        threads.append(thread)
        ended.wait(_STARTS_APART)
    while not stop.wait(1):  # not for ever: a signal may come as the wait begins
        pass
    log.info("stopping: what is being done is finished first")
    for thread in threads:
        thread.join()


def keep_doing(beat: Beat, stop: threading.Event, has_run: threading.Event | None = None) -> None:
    """Do one piece of work again and again until `stop` is set; after the first, `has_run` is."""
    tries = 0
    while not stop.is_set():
        outcome = beat.work()
        if has_run is not None:
            has_run.set()
        tries = 0 if outcome is Outcome.DONE else tries + 1
        _wait(beat, wait_after(beat, outcome, tries).total_seconds(), stop)


def _wait(beat: Beat, seconds: float, stop: threading.Event) -> None:
    """Wait so long, until `stop` is set, or until the work is due before its pace."""
    if beat.is_due is None:
        stop.wait(seconds)
        return
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if stop.wait(min(left, LOOKS_EVERY)) or beat.is_due():
            return
