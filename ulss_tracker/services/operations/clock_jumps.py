"""Noticing that the time of day was set back or forward, so that nothing is deleted by it.

What is deleted after a day must not go because a clock was wrong for a minute. A jump is noticed
by the monotonic clock while a process runs, and at its start by the jobs' own last moments: a long
gap may be a time without jobs or a clock set forward, and nobody can tell which.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update

from ulss_tracker import clock
from ulss_tracker.models import ClockJump, JobRun, db

SMALLEST = timedelta(minutes=1)
LONGEST_GAP = timedelta(hours=3)
NOTHING_DELETED_FOR = timedelta(hours=25)
# After a gap that may well be a night without jobs: else a machine that is off each night would
# never delete anything.
SURELY_NOTHING_DELETED_FOR = timedelta(hours=6)
# Two machines' clocks differ a little: only more than this is a clock that was set back.
BETWEEN_MACHINES = timedelta(minutes=5)

_log = logging.getLogger("ulss_tracker.jobs")


class Watch:
    """Compares the time of day with the monotonic clock, from one look to the next."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._before: tuple[datetime, float] | None = None
        self._now: tuple[datetime, float] | None = None

    def look(self) -> timedelta:
        """Record in the caller's transaction a jump since the last look, or since the last job.

        The answer is by how much the time of day moved; nought where it did not.
        """
        now, ticks = clock.now(), self._monotonic()
        if self._before is None:
            jump = _since_the_last_job(now)
        else:
            jump = _moved(self._before, now, ticks)
        self._now = (now, ticks)
        if jump:
            _log.warning("the clock moved by %s, or the jobs did not run", jump)
            db.session.add(
                ClockJump(
                    noticed_at=now,
                    seconds=int(jump.total_seconds()),
                    is_certain=self._before is not None or jump < timedelta(0),
                )
            )
        return jump

    def settle(self) -> None:
        """Count from the last look on: what it recorded is committed."""
        self._before = self._now

    def has_moved(self) -> bool:
        """Whether the clock has jumped since the last look that was settled."""
        return self._before is not None and bool(
            _moved(self._before, clock.now(), self._monotonic())
        )


_watch: Watch | None = None


def may_delete() -> bool:
    """Whether what is old by the time of day may be deleted: no jump is recent, or just now."""
    if _watch is not None and _watch.has_moved():
        return False
    return latest() is None


def watch_by(watch: Watch | None) -> None:
    """Have `may_delete` ask this one, which is looked at all the time, until it is told None."""
    global _watch
    _watch = watch


def bring_back() -> None:
    """Bring jumps that a clock ahead has noticed to now, in the caller's transaction.

    What it noticed years ahead would else keep everything from being deleted until then.
    """
    now = clock.now()
    db.session.execute(update(ClockJump).where(ClockJump.noticed_at > now).values(noticed_at=now))


def latest() -> ClockJump | None:
    """The latest jump for whose sake nothing is deleted now."""
    now = clock.now()
    recent = or_(
        ClockJump.noticed_at > now - SURELY_NOTHING_DELETED_FOR,
        and_(ClockJump.is_certain, ClockJump.noticed_at > now - NOTHING_DELETED_FOR),
    )
    query = select(ClockJump).where(recent).order_by(ClockJump.id.desc()).limit(1)
    return db.session.scalar(query)


def _moved(before: tuple[datetime, float], now: datetime, ticks: float) -> timedelta:
    """How much further the time of day went than the monotonic clock; nought for a little."""
    then, ticks_then = before
    moved = (now - then) - timedelta(seconds=ticks - ticks_then)
    return moved if abs(moved) >= SMALLEST else timedelta(0)


def _since_the_last_job(now: datetime) -> timedelta:
    last = db.session.scalar(select(func.max(JobRun.started_at)))
    if last is None:
        return timedelta(0)
    gap = now - last
    return gap if gap < -BETWEEN_MACHINES or gap > LONGEST_GAP else timedelta(0)
