"""The processes that run jobs, and taking back what a dead one held.

Each has a row whose count of beats it raises every two seconds. A process that is dead stops
counting: whoever sees a count stand still for long enough, by their own monotonic clock, deletes
the row and releases all that it held. The time of day plays no part, nor does a time without the
database: a count is compared only between two answers with none missing between them.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from sqlalchemy import delete, select, update

from ulss_tracker import clock
from ulss_tracker.models import (
    JobRun,
    Message,
    MessageState,
    Worker,
    db,
    wait_briefly_for_locks,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps

BEAT_SECONDS = 2.0
DEAD_AFTER_SECONDS = 10.0

stopping = threading.Event()
"""Set when this process is told to stop: what takes long ends between two of its pieces."""

_current: ContextVar[str] = ContextVar("worker", default="")
_log = logging.getLogger("ulss_tracker.jobs")


def current() -> str:
    """The worker that this thread works for; empty outside the jobs."""
    return _current.get()


@contextmanager
def working_for(worker_id: str) -> Iterator[None]:
    """Have `current` name this worker inside the block."""
    token = _current.set(worker_id)
    try:
        yield
    finally:
        _current.reset(token)


class Heart:
    """Raises one worker's count of beats, and watches the counts of the others."""

    def __init__(self, worker_id: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._worker_id = worker_id
        self._monotonic = monotonic
        self._seen: dict[str, tuple[int, float]] = {}
        self.clock = clock_jumps.Watch(monotonic)

    def beat(self) -> None:
        """Raise the count, note a clock that has jumped, and take back what the dead held.

        Raises what the database raises where it does not answer; then nobody is judged by what was
        seen before.
        """
        try:
            with transaction():
                self._raise_own()
                if self.clock.look() < timedelta(0):
                    _send_what_the_clock_put_off()
                    clock_jumps.bring_back()
            self.clock.settle()
            # Apart: a dead worker's machine may still hold its rows, and must not stop this heart.
            with transaction():
                wait_briefly_for_locks()
                dead = self._standing_still()
                if dead:
                    db.session.execute(delete(Worker).where(Worker.id.in_(dead)))
                _release_what_nobody_holds()
        except Exception:
            self._seen.clear()
            raise
        for worker_id in dead:
            _log.warning("a worker is dead: what it held is taken back (%s)", worker_id[:8])

    def stop(self) -> None:
        """Sign off: whatever is still held is released at once."""
        with transaction():
            db.session.execute(delete(Worker).where(Worker.id == self._worker_id))
            _release_what_nobody_holds()

    def _raise_own(self) -> None:
        now = clock.now()
        own = update(Worker).where(Worker.id == self._worker_id)
        raised = own.values(beats=Worker.beats + 1, beat_at=now).returning(Worker.id)
        if not db.session.execute(raised).all():
            db.session.add(Worker(id=self._worker_id, started_at=now, beat_at=now, beats=0))
            db.session.flush()

    def _standing_still(self) -> list[str]:
        now = self._monotonic()
        counts = db.session.execute(select(Worker.id, Worker.beats))
        others = {id: beats for id, beats in counts if id != self._worker_id}
        before, self._seen = self._seen, {}
        for worker_id, beats in others.items():
            was, since = before.get(worker_id, (None, now))
            self._seen[worker_id] = (beats, since if was == beats else now)
        return [
            worker_id
            for worker_id, (_, since) in self._seen.items()
            if now - since >= DEAD_AFTER_SECONDS
        ]


def _send_what_the_clock_put_off() -> None:
    """Make every unsent message due: its next try was fixed by a clock that was ahead."""
    db.session.execute(
        update(Message)
        .where(Message.state == MessageState.WAITING, Message.next_try_at > clock.now())
        .values(next_try_at=clock.now())
    )


def _release_what_nobody_holds() -> None:
    """Free the jobs and the claimed messages of workers that have no row any more."""
    living = select(Worker.id)
    db.session.execute(
        update(JobRun)
        .where(JobRun.worker_id.is_not(None), JobRun.worker_id.not_in(living))
        .values(worker_id=None, failed_at=clock.now(), error="cut off: its process ended")
    )
    db.session.execute(
        update(Message)
        .where(
            Message.state == MessageState.SENDING,
            Message.claimed_by != "",
            Message.claimed_by.not_in(living),
        )
        .values(next_try_at=clock.now(), claimed_by="")
    )
