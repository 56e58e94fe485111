"""The time that a rehearsal of a change of the law takes: `python -m bench.rehearsal [REVIEWS]`.

On SQLite and on PostgreSQL, a database of so many open reviews, each of a case of its own; the six
months are confirmed. The command, and then the job, are timed by the clock and by the processor
time of their process; both must count what a plain recount of every record counts.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade

from bench.board import application, inside
from tests.support.cluster import cluster, make_database
from tests.support.law_changes import SIX_MONTHS_CONFIRMED
from tests.support.law_recount import by_hand
from tests.support.signed_law import proposed
from ulss_tracker.models import db
from ulss_tracker.scheme.law.change_files import write_change
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import desk, rehearsals

REVIEWS = 100_000


def main() -> None:
    """Fill each database, and measure in it."""
    reviews = int(sys.argv[1]) if len(sys.argv) > 1 else REVIEWS
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        for kind, database in (
            ("SQLite", f"sqlite:///{directory}/tracker.db"),
            ("PostgreSQL", make_database(address, "rehearsal")),
        ):
            _fill(database, reviews)
            measure(kind, database, Path(directory))


def _fill(database: str, reviews: int) -> None:
    app = application(database)
    with inside(app):
        upgrade()
        arguments = ["demo", "bulk", "--cases", str(reviews), "--open", str(reviews)]
        done = app.test_cli_runner().invoke(args=arguments)
        assert done.exit_code == 0, done.output


def measure(kind: str, database: str, directory: Path) -> None:
    """Rehearse by the command and as the job, count again plainly, and print a line for each."""
    with inside(application(database)):
        change = proposed(SIX_MONTHS_CONFIRMED)
        reference = change.reference
        file = directory / f"{kind}.toml"
        file.write_text(write_change(desk.written(change)), encoding="utf-8")
        db.session.remove()
        counted = _command(kind, database, file)
        began, worked = time.monotonic(), time.process_time()
        rehearsals.run_waiting()
        _say(f"{kind}, the job", time.monotonic() - began, time.process_time() - worked)
        change = desk.get(reference)
        found = rehearsals.latest(change)
        assert found is not None
        assert dict(found.counts) == counted
        wanted = by_hand(rehearsals.law_with(law_in_force.as_signed(change, None, None)))
        assert dict(wanted) == counted, (wanted, counted)
        print(f"{kind}, the same counted plainly: {counted}", flush=True)


def _command(kind: str, database: str, file: Path) -> dict[str, int]:
    """The counts of the command, without those that are nothing."""
    flask = (sys.executable, "-m", "flask", "--app", "wsgi")
    began, worked = time.monotonic(), _of_children()
    ran = subprocess.run(  # noqa: S603 - our own command
        [*flask, "law", "rehearse", str(file), "--json"],
        env={"PATH": "/usr/bin:/bin", "ULSS_ENV": "testing", "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    _say(f"{kind}, the command", time.monotonic() - began, _of_children() - worked)
    counts: dict[str, int] = json.loads(ran.stdout)["counts"]
    return {name: number for name, number in counts.items() if number}


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _say(what: str, seconds: float, worked: float) -> None:
    print(f"{what}: {seconds:.0f} s, {worked:.0f} s of a processor", flush=True)


if __name__ == "__main__":
    main()
