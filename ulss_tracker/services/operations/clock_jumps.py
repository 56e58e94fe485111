"""Noticing that the time of day was set back or forward, so that nothing is deleted by it.

What is deleted after a day must not go because a clock was wrong for a minute. A jump is noticed
by the monotonic clock while a process runs, and at its start by the jobs' own last moments: a long
gap may be a time without jobs or a clock set forward, and nobody can tell which.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.models import ClockJump, JobRun, db

SMALLEST = timedelta(minutes=1)
LONGEST_GAP = timedelta(hours=3)
NOTHING_DELETED_FOR = timedelta(hours=25)

_log = logging.getLogger("ulss_tracker.jobs")


class Watch:
    """Compares the time of day with the monotonic clock, from one look to the next."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._before: tuple[datetime, float] | None = None

    def look(self) -> timedelta:
        """Record in the caller's transaction a jump since the last look, or since the last job.

        The answer is by how much the time of day moved; nought where it did not.
        """
        now, ticks = clock.now(), self._monotonic()
        if self._before is None:
            jump = _since_the_last_job(now)
        else:
            then, ticks_then = self._before
            jump = (now - then) - timedelta(seconds=ticks - ticks_then)
            if abs(jump) < SMALLEST:
                jump = timedelta(0)
        self._before = (now, ticks)
        if jump:
            _log.warning("the clock moved by %s, or the jobs did not run", jump)
            db.session.add(ClockJump(noticed_at=now, seconds=int(jump.total_seconds())))
        return jump


def may_delete() -> bool:
    """Whether what is old by the time of day may be deleted: no jump is noticed or recent."""
    return latest() is None


def latest() -> ClockJump | None:
    """The latest jump for whose sake nothing is deleted now."""
    recent = ClockJump.noticed_at > clock.now() - NOTHING_DELETED_FOR
    query = select(ClockJump).where(recent).order_by(ClockJump.id.desc()).limit(1)
    return db.session.scalar(query)


def _since_the_last_job(now: datetime) -> timedelta:
    last = db.session.scalar(select(func.max(JobRun.started_at)))
    if last is None:
        return timedelta(0)
    gap = now - last
    return gap if gap < -SMALLEST or gap > LONGEST_GAP else timedelta(0)
