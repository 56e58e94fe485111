"""Several people who do something at the same moment, each in a thread of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from ulss_tracker import clock
from ulss_tracker.errors import TrackerError
from ulss_tracker.models import db

PATIENCE = 60
"""Seconds after which somebody who waits for the others gives up."""


def at_once(app: Flask, *acts: Callable[[Callable[[], object]], object]) -> list[TrackerError]:
    """Begin all acts at once, at the test's own moment; return what was refused.

    Each is given what to call between reading and writing: there it waits until all have read. On
    SQLite, where a writer waits for another from its first word, nobody waits there.
    """
    db.session.rollback()
    begin = Barrier(len(acts), timeout=PATIENCE)
    is_sqlite = db.engine.dialect.name == "sqlite"
    have_read = Barrier(1 if is_sqlite else len(acts), timeout=PATIENCE)
    now, refused = clock.now(), list[TrackerError]()

    def run(act: Callable[[Callable[[], object]], object]) -> None:
        with app.app_context(), clock.set_to(now):
            begin.wait()
            try:
                act(have_read.wait)
            except TrackerError as error:
                refused.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
