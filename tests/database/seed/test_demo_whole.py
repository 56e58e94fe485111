"""The demo is loaded whole or not at all, whatever stops it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import ROOT
from ulss_tracker.models import db

KILLED_AT_THE_FIRST_LETTER = """
import os, signal
from config import from_environment
from ulss_tracker import create_app
from ulss_tracker.services import letters

letters.issue = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
create_app(from_environment()).test_cli_runner().invoke(args=["demo", "load"])
"""


def run(app: Flask, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run Python on the database of `app`, in a process of its own."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": str(address), "ULSS_ENV": "testing"} | settings,
        capture_output=True,
        text=True,
        timeout=300,
    )


def tables_with_rows(app: Flask) -> set[str]:
    """The tables that hold anything."""
    with app.app_context():
        return {
            table.name
            for table in db.metadata.sorted_tables
            if db.session.scalar(select(func.count()).select_from(table))
        }


def test_without_the_library_for_letters_it_says_so_in_one_line_and_loads_nothing(
    application: Flask, tmp_path: Path
) -> None:
    (tmp_path / "libpango-1.0.so.0").touch()  # found first, and no library
    before = tables_with_rows(application)
    loaded = run(
        application, "-m", "flask", "--app", "wsgi", "demo", "load", LD_LIBRARY_PATH=str(tmp_path)
    )
    assert loaded.returncode == 1, loaded.stdout
    assert loaded.stderr == (
        "Error: Nothing was loaded: the demo has letters. "
        "To make PDFs, first run: sudo apt-get install libpangoft2-1.0-0\n"
    )
    assert tables_with_rows(application) == before


@pytest.mark.slow
def test_killed_in_the_middle_it_leaves_nothing(application: Flask) -> None:
    before = tables_with_rows(application)
    assert run(application, "-c", KILLED_AT_THE_FIRST_LETTER).returncode == -signal.SIGKILL
    assert tables_with_rows(application) == before
