"""The jobs: each does its work when run once, and the process that runs them stops cleanly."""

import json
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.support import sample_files as sample
from tests.support.clocks import SetClock
from tests.support.mail_server import mail_server
from tests.support.processes import start
from tests.support.stored import original
from tests.support.tables import column
from tests.unit.test_config import FIT
from ulss_tracker.cli import job_table, jobs, worker
from ulss_tracker.models import Channel, Document, Draft, Message, MessageState, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import documents
from ulss_tracker.services.requests import draft_expiry, intake
from ulss_tracker.services.requests.details import RequestDetails

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
PERSON = "mared@example.org"


@pytest.fixture
def mail_directory(configure: Callable[..., None], tmp_path: Path) -> Path:
    directory = tmp_path / "mail"
    configure(MAIL_DIRECTORY=str(directory))
    return directory


def new_draft(key: str, changed_at: datetime) -> Draft:
    with transaction():
        draft = Draft(key=key, answers={"a": "b"}, started_at=changed_at, changed_at=changed_at)
        db.session.add(draft)
    return draft


def keys() -> set[str]:
    return set(db.session.scalars(select(Draft.key)))


def test_a_draft_is_forgotten_a_day_after_its_last_change_or_as_the_office_has_it(
    configure: Callable[..., None], at: SetClock
) -> None:
    at(NOW)
    old = new_draft("old", NOW - timedelta(hours=24, seconds=1))
    new_draft("young", NOW - timedelta(hours=24))
    documents.keep(draft=old, name="a.pdf", content=sample.PDF)
    assert draft_expiry.forget_old_drafts() == 1
    assert keys() == {"young"}
    assert db.session.scalar(select(Document.id)) is None
    assert draft_expiry.forget_old_drafts() == 0
    new_draft("younger", NOW - timedelta(hours=2))
    configure(DRAFT_HOURS=2)
    assert draft_expiry.forget_old_drafts() == 1
    assert keys() == {"younger"}


def test_a_file_of_a_request_is_never_forgotten_with_its_draft(app: Flask, at: SetClock) -> None:
    """Even one whose draft was, by some fault, left behind."""
    at(NOW)
    draft = new_draft("old", NOW - timedelta(days=2))
    document = documents.keep(draft=draft, name="a.pdf", content=sample.PDF)
    request = intake.receive(RequestDetails(), channel=Channel.FORM).request
    with transaction():
        document.request_id = request.id
    assert draft_expiry.forget_old_drafts() == 1
    assert original(document.id) == sample.PDF


def test_once_does_every_job_and_says_so(app: Flask, mail_directory: Path) -> None:
    intake.receive(RequestDetails(email=PERSON), channel=Channel.FORM)
    new_draft("old", NOW - timedelta(days=3000))
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["jobs", "once"])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == column(__file__, "jobs.once_does_every_job_and_says_so")
    assert len(list(mail_directory.iterdir())) == 1
    again = app.test_cli_runner().invoke(args=["jobs", "once"])
    assert "\nsend emails: 0 sent" in again.output


def test_a_job_that_fails_stops_no_other_and_its_log_names_nobody(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OperationalError("UPDATE message", {"recipient": PERSON}, Exception(PERSON))

    failing = job_table.Job("send emails", timedelta(seconds=5), fail)
    monkeypatch.setattr(jobs, "JOBS", (failing, *job_table.JOBS[1:]))
    # It would be tried again all the while, as by another process it might be done.
    monkeypatch.setattr(jobs, "LONGEST_WAIT_FOR_A_JOB", 0.5)
    caplog.set_level(logging.DEBUG)
    result = app.test_cli_runner().invoke(args=["jobs", "once"])
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "send emails: failed, see the log"
    assert result.output.splitlines()[-1] == "forget downloads: 0 forgotten"
    assert "send emails: failed: OperationalError at test_jobs.py:" in caplog.text
    assert PERSON not in caplog.text + result.output


def test_a_job_leaves_no_session_open(app: Flask, mail_directory: Path) -> None:
    job = job_table.JOBS[0]
    with worker.alive(app) as worker_id:
        assert jobs._run(app, job, worker_id).is_well
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_run_sends_what_comes_and_stops_when_told(app: Flask, tmp_path: Path) -> None:
    """The real process, as in production: a request arrives; told to stop, it ends in order."""
    with mail_server() as server:
        db.session.rollback()
        fit = FIT | {"SQLITE_IN_PRODUCTION": "yes", "STATE_DIRECTORY": str(tmp_path)}
        running = start(app, "jobs", "run", **fit | {"SMTP_URL": server.url})
        try:
            intake.receive(
                RequestDetails(email=PERSON, offender_name="Dafydd"), channel=Channel.FORM
            )
            db.session.rollback()
            wait_for(lambda: bool(server.received))
            wait_for(lambda: state() is MessageState.SENT)
        finally:
            running.send_signal(signal.SIGTERM)
            said, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert said.count("jobs started") == 1
    assert said.count("send emails: 1 sent") == 1
    assert json.loads(said.splitlines()[-1])["event"] == "jobs stopped"
    assert PERSON not in said
    assert "Dafydd" not in said
    assert "Traceback" not in said


def state() -> MessageState | None:
    db.session.rollback()
    found: MessageState | None = db.session.scalar(select(Message.state))
    db.session.rollback()
    return found


def wait_for(is_so: Callable[[], bool], seconds: int = 60) -> None:
    """Wait until `is_so`; fail after a time no working machine would need."""
    for _ in range(seconds * 10):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("it never came")


def test_two_processes_share_the_jobs(app: Flask) -> None:
    """Each message once, whichever of two running processes takes a job."""
    with mail_server() as server:
        db.session.rollback()
        both = [start(app, "jobs", "run", SMTP_URL=server.url) for _ in range(2)]
        try:
            for number in range(6):
                intake.receive(RequestDetails(email=f"p{number}@example.org"), channel=Channel.FORM)
                db.session.rollback()
            wait_for(lambda: len(server.received) == 6)
        finally:
            for each in both:
                each.send_signal(signal.SIGTERM)
            said = [each.communicate(timeout=60)[0] for each in both]
    # One that had not got as far as listening for it is ended by the signal itself.
    assert {each.returncode for each in both} <= {0, -signal.SIGTERM}, said
    assert sorted(server.recipients) == [f"p{number}@example.org" for number in range(6)]


@pytest.mark.on_sqlite
def test_while_a_job_reads_others_write(app: Flask) -> None:
    written: list[str] = []

    def write() -> None:
        with app.app_context():
            new_draft("another", NOW)
        written.append("while it read")

    def read_for_long() -> int:
        keys()
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(60)
        return len(written)

    db.session.rollback()
    job = job_table.JOBS[0]
    run = jobs._run(app, replace(job, work=read_for_long), "a" * 32)
    assert run.is_well
    assert written == ["while it read"]
