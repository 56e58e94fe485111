"""Being a worker: a process that runs jobs, whose heart beats in a thread beside them."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from flask import Flask

from ulss_tracker.adapters.scheduler import Turns
from ulss_tracker.services.core import unit_of_work
from ulss_tracker.services.core.retries import until_database_answers
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.operations.workers import BEAT_SECONDS, Heart

_BEFORE_ALL_JOBS = -1
_turns = Turns()
_log = logging.getLogger("ulss_tracker.jobs")


def writing_in_turn(urgency: int) -> AbstractContextManager[None]:
    """On SQLite let one job of this process write at a time, the most urgent (the least) first."""
    return unit_of_work.writing_in_turn(partial(_turns.turn, urgency))


@contextmanager
def alive(app: Flask) -> Iterator[str]:
    """Be a worker inside the block, with a heart that beats in a thread; the answer is its id."""
    worker_id = secrets.token_hex(16)
    heart = Heart(worker_id)
    with app.app_context():
        until_database_answers(heart.beat, longest=None)
    stop = threading.Event()
    thread = threading.Thread(target=_keep_beating, args=(app, heart, stop), name="heart")
    thread.start()
    clock_jumps.watch_by(heart.clock)
    try:
        yield worker_id
    finally:
        clock_jumps.watch_by(None)
        stop.set()
        thread.join()
        with app.app_context():
            _try("sign off", heart.stop)


def _keep_beating(app: Flask, heart: Heart, stop: threading.Event) -> None:
    while not stop.wait(BEAT_SECONDS):
        with app.app_context(), writing_in_turn(_BEFORE_ALL_JOBS):
            _try("beat", heart.beat)


def _try(name: str, what: Callable[[], object]) -> None:
    """Do it; whatever goes wrong is logged by its kind, for a heart must not stop beating."""
    try:
        what()
    except Exception as error:
        _log.error("%s: the database does not answer: %s", name, type(error).__name__)
