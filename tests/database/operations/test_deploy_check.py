"""`flask deploy check` and the start: what is unfit is said, and nothing is served with it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from tests.support import build
from tests.unit.test_config import FIT, OLDER, SECRET
from ulss_tracker.models import SecondFactor, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import encryption
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.on_sqlite

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    """Run a Python with the environment of production, on the database under test."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    fit = FIT | {
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "SQLITE_IN_PRODUCTION": "yes",
        "MAIL_DIRECTORY": str(tmp_path),
        "WATCHDOG_FILE": str(tmp_path / "watchdog.json"),
    }

    def it(*arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**kept, **fit, **changed},
            capture_output=True,
            text=True,
            check=False,
        )

    return it


CHECK = ("deploy", "check", "--without-services")
FLASK = ("-m", "flask", "--app", "wsgi")
START = ("-c", "import wsgi")


@pytest.mark.slow
def test_it_prints_each_point_and_the_start_obeys_the_same(run: Run) -> None:
    fit = run(*FLASK, *CHECK)
    assert fit.returncode == 0, fit.stdout + fit.stderr
    assert "ok      Secret key\n" in fit.stdout
    assert "ok      No demo accounts\n" in fit.stdout
    assert " points: 0 to put right, " in fit.stdout
    assert SECRET not in fit.stdout
    assert run(*START).returncode == 0

    unfit = {"TRUSTED_PROXIES": "0", "SECRET_KEY": "lenient" * 8}
    told = run(*FLASK, *CHECK, **unfit)
    assert told.returncode == 1
    assert "REFUSED Secret key: SECRET_KEY is easy to guess" in told.stdout
    assert "REFUSED Proxy: TRUSTED_PROXIES is 0" in told.stdout
    assert " points: 2 to put right, " in told.stdout
    for refused in (run(*START, **unfit), run(*FLASK, "users", "list", **unfit)):
        assert refused.returncode != 0
        assert "TRUSTED_PROXIES is 0" in refused.stderr
        assert "SECRET_KEY is easy to guess" in refused.stderr
        assert "lenientlenient" not in refused.stderr + refused.stdout


@pytest.mark.slow
def test_production_does_not_serve_the_demos_accounts(run: Run) -> None:
    with transaction():
        build.user().is_demo = True
    refused = run(*START)
    assert refused.returncode != 0
    assert "holds the demo's accounts" in refused.stderr
    assert "REFUSED No demo accounts" in run(*FLASK, *CHECK).stdout


def test_keys_of_apps_change_without_a_factor_lost(app: Flask) -> None:
    both = f"{SECRET} {OLDER}"
    token = encryption.encrypt("ABCDEFGH", key=OLDER, purpose="second factor")
    user, lost = build.user(), build.user(Role.SUPERVISOR)
    with transaction():
        db.session.add(SecondFactor(user_id=user.id, secret=token, pending_secret=token))
    app.config["SECOND_FACTOR_KEY"] = both
    try:
        done = app.test_cli_runner().invoke(args=["deploy", "encrypt-again"])
        assert done.exit_code == 0
        assert done.output == "1 encrypted with the newest key\n"
        factor = db.session.get(SecondFactor, user.id, populate_existing=True)
        assert factor is not None
        for each in (factor.secret, factor.pending_secret):
            assert each
            assert encryption.decrypt(each, key=SECRET, purpose="second factor") == "ABCDEFGH"
        with transaction():
            db.session.add(SecondFactor(user_id=lost.id, secret="unreadable"))
        done = app.test_cli_runner().invoke(args=["deploy", "encrypt-again"])
        assert done.exit_code == 1
        assert "1 cannot be read with any of the keys" in done.output
    finally:
        app.config["SECOND_FACTOR_KEY"] = app.config["SECRET_KEY"]
