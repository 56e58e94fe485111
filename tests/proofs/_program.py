"""The tracker's own command line, as an operator runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping

from config import ROOT


def flask(
    address: str, settings: Mapping[str, str], *words: str
) -> "subprocess.CompletedProcess[str]":
    """Run `flask ...` on the database at this address, with these settings."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "ULSS_ENV": "testing", "DATABASE_URL": address, **settings},
    )
