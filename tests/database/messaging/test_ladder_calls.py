"""A hundred random histories bring the calls that are written down (tests/proofs/ladders.py)."""

import re

import pytest
from flask import Flask

from config import ROOT
from tests.proofs._ladder_histories import live
from tests.proofs._ladder_office import World

SEED = 4  # across the end of summer time
GOLDEN = ROOT / "tests" / "golden" / "ladder_calls.txt"
# Messages, and what lists say is next: each belongs to a call or an alarm with its own line.
BESIDE = re.compile(r"\S+ \S+ (\S+ next alarm |(duty|duty text|reminder|waits):)")

pytestmark = [pytest.mark.slow, pytest.mark.on_sqlite]


def test_a_hundred_histories_bring_the_calls_that_are_written_down(app: Flask) -> None:
    calls = [call for call in live(World(SEED), 100) if not BESIDE.match(call)]
    assert calls == GOLDEN.read_text(encoding="utf-8").splitlines()
