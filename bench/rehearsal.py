"""The time that a rehearsal of a change of the law takes: `python -m bench.rehearsal [REVIEWS]`.

On SQLite and on PostgreSQL, a database of so many open reviews, each of a case of its own; the six
months are confirmed. Printed are the seconds by the clock and how many reviews would move.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.cluster import cluster, make_database
from tests.support.law_changes import SIX_MONTHS_CONFIRMED

REVIEWS = 100_000
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
_HEAD = """\
title = "The six months begin"
why = "A bench"
kind = "limit"
decides_from_on = 2026-01-01
by = "Ann Lee"
"""


def main() -> None:
    """Fill each database, rehearse, and print a line for each."""
    reviews = int(sys.argv[1]) if len(sys.argv) > 1 else REVIEWS
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        here = Path(directory)
        file = here / "six-months.toml"
        file.write_text(f"{_HEAD}\n{SIX_MONTHS_CONFIRMED}", encoding="utf-8")
        for kind, database in (
            ("SQLite", f"sqlite:///{here}/tracker.db"),
            ("PostgreSQL", make_database(address, "rehearsal")),
        ):
            _run(database, "db", "upgrade")
            _run(database, "demo", "bulk", "--cases", str(reviews), "--open", str(reviews))
            began = time.monotonic()
            said = _run(database, "law", "rehearse", str(file))
            seconds = time.monotonic() - began
            lines = said.splitlines()
            print(f"{kind}, {reviews:,} cases, {seconds:.0f} s: {lines[0]}; {lines[4]}", flush=True)


def _run(database: str, *arguments: str) -> str:
    ran = subprocess.run(  # noqa: S603 - our own command
        [*FLASK, *arguments],
        env={**os.environ, "ULSS_ENV": "testing", "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


if __name__ == "__main__":
    main()
