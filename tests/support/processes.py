"""The tracker's own command line, as an operator runs it, in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping

from flask import Flask

from config import ROOT
from ulss_tracker.models import db

_FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
_LONGEST = 600
"""Seconds that no command needs on a working machine."""


def flask(
    address: str, settings: Mapping[str, str], *words: str
) -> "subprocess.CompletedProcess[str]":
    """Run `flask ...` on the database at this address, with these settings."""
    return subprocess.run(
        [*_FLASK, *words],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env=_environment(address, settings),
    )


def start(app: Flask, *words: str, **settings: str) -> "subprocess.Popen[str]":
    """Start `flask ...` on the database of this application, and go on while it runs."""
    db.session.rollback()  # it must find the database free
    address = db.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [*_FLASK, *words],
        cwd=ROOT,
        env=_environment(address, settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def sent_side_by_side(app: Flask, **settings: str) -> int:
    """How many messages two workers sent that ran their jobs once, side by side."""
    sent = 0
    for worker in [start(app, "jobs", "once", **settings) for _ in range(2)]:
        output, _ = worker.communicate(timeout=_LONGEST)
        assert worker.returncode == 0, output
        sent += int(re.findall(r"send emails: (\d+) sent", output)[0])
    return sent


def _environment(address: str, settings: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "ULSS_ENV": "testing", **settings, "DATABASE_URL": address}
