"""The ladders call the same people at the same minute as an earlier commit, in 10,000 histories.

Random histories of requests and reviews, with absences, a rota with gaps, acknowledgements, work
given and taken, papers, holidays and both changes of the clocks (_ladder_office.py) are played by
this code and by that of the earlier commit, and every call is compared.
"""

import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proofs import _instances
from tests.proofs._findings import Findings

EARLIER = "9eba0d11"
"""The last commit before the ladders had one table."""
HISTORIES, SHORT_HISTORIES, OF_A_WORLD = 10_000, 100, 100
_PARTS = ("_ladder_histories.py", "_ladder_office.py", "_ladder_people.py")


def add_options(parser: ArgumentParser) -> None:
    """Choose the commit, or how many histories."""
    parser.add_argument("--earlier", default=EARLIER, help="a commit")
    parser.add_argument("--histories", type=int, help="so many, and not 10,000")


def prove(options: Namespace, findings: Findings) -> None:
    """Play the histories by both, and compare the calls."""
    histories = options.histories or (SHORT_HISTORIES if options.short else HISTORIES)
    with (
        TemporaryDirectory(prefix="ulss-ladders-") as directory,
        _instances.checkout(options.earlier, Path(directory)) as old,
    ):
        for part in _PARTS:
            shutil.copy(_instances.HERE / "tests" / "proofs" / part, old / "tests" / "proofs")
        worlds = -(-histories // OF_A_WORLD)
        before, after = (_played(at, options.seed, worlds) for at in (old, _instances.HERE))
        calls = 0
        for calls, (expected, call) in enumerate(zip_longest(before.stdout, after.stdout), 1):
            if expected != call:
                findings.hold(False, f"line {calls}: before {expected!r}, after {call!r}")
                before.kill()
                after.kill()
                break
        ended = before.wait() == after.wait() == 0
    findings.hold(ended, "one of them broke off")
    findings.note(f"{worlds * OF_A_WORLD:,} histories, {calls:,} calls and moments, all the same")


def _played(place: Path, seed: int, worlds: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.proofs._ladder_histories"]
    numbers = [str(number) for number in (seed, worlds, OF_A_WORLD)]
    return subprocess.Popen(
        [*command, *numbers],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
