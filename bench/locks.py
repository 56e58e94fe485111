"""How long each job holds SQLite's write lock: `python -m bench.locks [CASES]`.

Every job runs, one after another, on the demo and then on a register of `CASES`, of which two in
fifty are open. Of each the longest transaction that may write is printed, from its lock to its
end, with what of that a processor worked for it, how many there were and the seconds of the whole
run; whatever is over the budget by the clock ends it with 1.
"""

import sys
import tempfile
import threading
import time
from collections import defaultdict

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, event

from bench.board import application, inside
from ulss_tracker.cli import jobs, worker
from ulss_tracker.cli.job_table import JOBS
from ulss_tracker.models import locks_at_once

CASES = 20_000
BUDGETS = {"the demo": 0.2, "{:,} cases": 1.0}  # seconds


class _Held:
    """The seconds of each transaction that locks, by the thread it is of."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[float, float]] = {}
        self.seconds: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
        event.listen(Engine, "begin", self._note_begin)
        event.listen(Engine, "commit", self._note_end)
        event.listen(Engine, "rollback", self._note_end)

    def taken(self) -> list[tuple[float, float]]:
        """Those of this thread since they were last taken: by the clock, and of a processor."""
        return self.seconds.pop(threading.get_ident(), [])

    def _note_begin(self, _connection: Connection) -> None:
        if locks_at_once.get():
            self._begun[threading.get_ident()] = time.perf_counter(), time.thread_time()

    def _note_end(self, _connection: Connection) -> None:
        thread = threading.get_ident()
        if (begun := self._begun.pop(thread, None)) is not None:
            clock, processor = begun
            self.seconds[thread].append(
                (time.perf_counter() - clock, time.thread_time() - processor)
            )


def main() -> None:
    """Measure on the demo and on a large register; end with 1 when a lock was held for too long."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    held, over = _Held(), 0
    large = ("demo", "bulk", "--cases", str(cases), "--open", str(cases // 25))
    for (name, budget), command in zip(BUDGETS.items(), (("demo", "load"), large), strict=True):
        with tempfile.TemporaryDirectory() as directory:
            app = application(f"sqlite:///{directory}/tracker.db")
            with inside(app):
                upgrade()
                done = app.test_cli_runner().invoke(args=command)
                assert done.exit_code == 0, done.output
            over += _measure(app, name.format(cases), budget, held)
    sys.exit(1 if over else 0)


def _measure(app: Flask, name: str, budget: float, held: _Held) -> int:
    over = 0
    with worker.alive(app) as worker_id:
        for job in JOBS:
            held.taken()
            began = time.perf_counter()
            run = jobs._run(app, job, worker_id)
            whole, seconds = time.perf_counter() - began, held.taken()
            longest, worked = max(seconds, default=(0, 0))
            is_over = longest > budget or not run.is_well
            over += is_over
            print(
                f"{name}, {job.name}: {longest * 1000:.0f} ms ({worked * 1000:.0f} of a processor) "
                f"the longest of {len(seconds)} locks, {whole:.1f} s in all, {run.said}"
                + (": OVER" if is_over else ""),
                flush=True,
            )
    return over


if __name__ == "__main__":
    main()
