"""A web worker starts without the libraries of other processes: memory that every worker takes."""

import subprocess
import sys

import pytest

from config import ROOT
from tests.support.tables import column

STARTED = """
import sys
from ulss_tracker import create_app
create_app()
from ulss_tracker.scheme.reading.patterns import compiled
print(compiled.cache_info().currsize)
print(*{name.partition(".")[0] for name in sys.modules})
"""
# Read by the gate's own processes, by the letters' makers, by jobs, or at the first use.
NOT_AT_START = frozenset(column(__file__, "worker_libraries.not_at_start"))


@pytest.mark.slow
def test_a_worker_starts_without_what_only_other_processes_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    compiled, *names = done.stdout.split()
    assert 0 < int(compiled) < 60, "the readers' patterns, some 700, wait for their first use"
    loaded = set(names)
    assert "sqlalchemy" in loaded
    assert loaded & NOT_AT_START == set()
