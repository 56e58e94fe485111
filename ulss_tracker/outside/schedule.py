"""What runs the jobs at their own pace: procrastinate over PostgreSQL, APScheduler on its own.

Neither keeps anything that matters: each job is a function over rows, which are the truth. On
PostgreSQL several machines may run the same jobs; procrastinate sees that each beat of each job is
taken by one of them. On SQLite one process runs them all.
"""

import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import psycopg
from apscheduler.schedulers.blocking import BlockingScheduler
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

_ONE_AT_A_TIME = 7_305_281_106  # the lock under which the queue's own tables are made, once
_AT_ONCE = 4

log = logging.getLogger("ulss_tracker.jobs")


@dataclass(frozen=True, slots=True)
class Beat:
    """A piece of work and how often it is to be done."""

    name: str
    every: timedelta
    work: Callable[[], object]

    @property
    def cron(self) -> str:
        """The beat as procrastinate reads it: seconds are a sixth field, at the end."""
        seconds = int(self.every.total_seconds())
        if seconds < 60:
            return f"* * * * * */{seconds}"
        if seconds < 3600:
            return f"*/{seconds // 60} * * * *"
        return "0 * * * *"


def run(beats: Sequence[Beat], database: str) -> None:
    """Do each piece of work at its own pace until told to stop (SIGTERM, or Ctrl and C)."""
    if database.startswith("postgresql"):
        _run_on_postgresql(beats, database.replace("+psycopg", "", 1))
    else:
        _run_alone(beats)


def _run_on_postgresql(beats: Sequence[Beat], database: str) -> None:
    make_queue(database)
    queue = App(connector=PsycopgConnector(conninfo=database, min_size=1, max_size=_AT_ONCE + 1))
    for beat in beats:
        _register(queue, beat)
    queue.run_worker(
        name="jobs",
        concurrency=_AT_ONCE,
        delete_jobs="always",  # a beat that was done says nothing: the rows and the log do
        shutdown_graceful_timeout=60,
    )


def _register(queue: App, beat: Beat) -> None:
    """A beat that is still waiting, or still being done, is not put in the queue once more."""
    slug = beat.name.replace(" ", "_")

    @queue.periodic(cron=beat.cron, periodic_id=slug)
    @queue.task(name=slug, queueing_lock=slug, lock=slug)
    def do(timestamp: int) -> None:  # noqa: ARG001 - given by name
        beat.work()


def make_queue(database: str) -> None:
    """Make the queue's own tables where there are none; two processes at once make them once."""
    with psycopg.connect(database) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if found is None or found[0] is None:
            with App(connector=SyncPsycopgConnector(conninfo=database)).open() as queue:
                queue.schema_manager.apply_schema()


def _run_alone(beats: Sequence[Beat]) -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BlockingScheduler(timezone="Europe/London")
    for beat in beats:
        scheduler.add_job(
            beat.work,
            "interval",
            seconds=beat.every.total_seconds(),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            misfire_grace_time=None,
        )
    signal.signal(signal.SIGTERM, _stop)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        log.info("stopping: what is being done is finished first")
        scheduler.shutdown(wait=True)


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit
