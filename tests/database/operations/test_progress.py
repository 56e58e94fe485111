"""A command that takes long shows how far it has come: on a terminal, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from tests.support import build
from ulss_tracker.models import db

pytestmark = pytest.mark.slow


def on_a_terminal(command: list[str], address: str) -> str:
    """What the command writes to a terminal as its errors, which is no output."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"DATABASE_URL": address, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while some := os.read(ours, 4096):
                shown += some
        except OSError:  # Linux says so of a terminal that nobody writes to any more
            pass
        output = process.stdout.read() if process.stdout else ""
    os.close(ours)
    assert process.returncode == 0, (output, shown)
    assert "%" not in output
    return shown.decode()


@pytest.mark.on_sqlite
def test_a_backup_and_its_verification_show_a_bar(app: Flask, tmp_path: Path) -> None:
    build.review()
    db.session.remove()
    address, path = str(app.config["SQLALCHEMY_DATABASE_URI"]), str(tmp_path / "backup")
    for command, label in (
        (["data", "backup", path], "Backing up"),
        (["data", "verify", path], "Verifying"),
        (["audit", "verify", "--forget"], "Verifying"),
        (["letters", "verify"], "Verifying"),
    ):
        shown = on_a_terminal(command, address)
        assert label in shown
        assert "%" in shown
