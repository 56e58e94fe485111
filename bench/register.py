"""The cost of importing and exporting a large old register: `python -m bench.register [ROWS]`.

Each command runs in a process of its own, as at a terminal, on SQLite and on PostgreSQL. Printed
are its seconds by the clock, those of a processor that the process itself used, and the most memory
it held; and whether what came back is, row by row, what went in.
"""

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench._register import register
from tests.support.cluster import cluster, make_database

ROWS, FEW = 50_000, 5_000
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


@dataclass(frozen=True)
class Ran:
    """The cost of a command, and its output."""

    seconds: float
    processor_seconds: float
    megabytes: float
    said: str

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} s ({self.processor_seconds:.0f} of the processor), "
            f"{self.megabytes:.0f} MB"
        )


def main() -> None:
    """Bring a register of `FEW` rows in, and a large one, and print a line for each step."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        for rows in (FEW, many):
            here = Path(directory) / str(rows)
            here.mkdir()
            _measure("SQLite", f"sqlite:///{here}/tracker.db", rows, here)
            _measure("PostgreSQL", make_database(address, f"of_{rows}"), rows, here)


def _measure(kind: str, address: str, rows: int, here: Path) -> None:
    brought, given = here / "register.csv", here / "given.csv"
    brought.write_bytes(register(rows))
    run(address, "db", "upgrade")
    for step, arguments in (
        ("looked through", ("register", "import", str(brought), "--dry-run")),
        ("brought in", ("register", "import", str(brought))),
        ("brought in again", ("register", "import", str(brought))),
        ("given back", ("register", "export", str(given))),
    ):
        print(
            f"{kind}, a register of {rows:,} rows, {step}: {run(address, *arguments)}", flush=True
        )
    same = list(_lines(brought.read_bytes().decode("cp1252"))) == list(
        _lines(given.read_text(encoding="utf-8"))
    )
    print(f"{kind}, a register of {rows:,} rows: {'each' if same else 'NOT EACH'} row came back")


def run(address: str, *arguments: str) -> Ran:
    """Run a command of the tracker's on this database. Raises when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*FLASK, *arguments],
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    assert process.returncode == 0, said
    return Ran(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def _lines(text: str) -> Iterator[list[str]]:
    """The rows that have a reference."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return (cells for cells in rows if cells[0].strip())


if __name__ == "__main__":
    main()
