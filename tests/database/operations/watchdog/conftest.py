"""Jobs that are well, and a mail server of the test's own that the watchdog sends by."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.support.clocks import SetClock
from tests.support.mail_server import MailServer, mail_server
from tests.support.watched import NOW, run
from ulss_tracker.services.operations import job_runs, watchdog


@pytest.fixture(autouse=True)
def _well(app: Flask, at: SetClock) -> None:
    at(NOW)
    job_runs.register({each: timedelta(minutes=5) for each in (watchdog.REMINDERS_JOB, "scan")})
    run("scan")
    run()


@pytest.fixture
def server(configure: Callable[..., None], tmp_path: Path) -> Iterator[MailServer]:
    with mail_server() as running:
        configure(
            SMTP_URL=running.url,
            WATCHDOG_EMAIL="watch@example.org",
            WATCHDOG_FILE=str(tmp_path / "watchdog.json"),
        )
        yield running
