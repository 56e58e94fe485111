"""The release of before bears the new tables: its own page tests run on the new migrations.

While a release is replaced the old code serves a database that the new one has brought up to date.
An earlier commit is checked out, the migrations of this one are put in the place of its own, and
its tests of pages are run as they stand.
"""

import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proofs import _instances
from tests.proofs._findings import Findings
from tests.proofs._places import KINDS
from tests.proofs.rolling_restart import EARLIER

SHORT = ("tests/pages/public/test_pages.py",)
_MOST_NAMED = 10


def add_options(parser: ArgumentParser) -> None:
    """Choose the commit, its tests and the database."""
    parser.add_argument("--earlier", default=EARLIER, help="a commit")
    parser.add_argument("--tests", action="append", help="of the commit; all of its pages'")
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Run the earlier commit's tests of pages on the migrations of this one."""
    tests = options.tests or (SHORT if options.short else ("tests/pages",))
    with (
        TemporaryDirectory(prefix="ulss-old-code-") as directory,
        _instances.checkout(options.earlier, Path(directory)) as old,
    ):
        shutil.rmtree(old / "migrations")
        shutil.copytree(_instances.HERE / "migrations", old / "migrations")
        for kind in options.database or KINDS:
            run(old, kind, tests, options.earlier, findings)


def run(old: Path, kind: str, tests: tuple[str, ...], commit: str, findings: Findings) -> None:
    """Run the tests on one database, and keep what failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto"]
    done = subprocess.run(
        [*command, "--database", kind, *tests], cwd=old, check=False, capture_output=True, text=True
    )
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    lines = done.stdout.strip().splitlines() or [done.stderr[-300:]]
    findings.hold(done.returncode == 0, f"{kind}: {lines[-1]}: {failed[:_MOST_NAMED]}")
    findings.note(f"{kind}: the tests of {commit} on these migrations: {lines[-1].strip('= ')}")
