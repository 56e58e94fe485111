"""Whether PostgreSQL is silent, as the web workers of one server know it together."""

import subprocess
import sys

import pytest

from config import ROOT
from tests.support.databases import Databases

_TWO_WORKERS = """
import os, sys, time
from ulss_tracker.models.database import is_silent
from ulss_tracker.services.operations import heartbeat
is_first = os.fork() != 0
heartbeat.begin(sys.argv[1 if is_first else 2])
began, seen = time.monotonic(), set()
while time.monotonic() - began < heartbeat.SILENT_AFTER * 2:
    time.sleep(0.02)
    seen.add(is_silent())
if is_first:
    print(seen)
"""


@pytest.mark.on_postgresql
@pytest.mark.parametrize(("answers", "seen"), [(True, {False}), (False, {False, True})])
def test_one_worker_that_cannot_connect_stops_nobody(
    databases: Databases, answers: bool, seen: set[bool]
) -> None:
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    own = databases.make("heartbeat") if answers else nobody
    command = [sys.executable, "-c", _TWO_WORKERS, own, nobody]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(seen)
