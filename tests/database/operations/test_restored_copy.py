"""A restored service sends nothing, holds no stale lock, and waits for an administrator."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.databases import configured, let_go
from ulss_tracker import create_app
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import JobRun, Message, MessageState, Worker, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.operations import (
    backups,
    job_runs,
    job_status,
    restored_copy,
    watchdog,
    workers,
)

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def asked(app: Flask, at: SetClock) -> Flask:
    """A request whose acknowledgement waits, and a job in the midst of its work."""
    at(NOW)
    build.request()
    workers.Heart("lost").beat()
    job_runs.register({"send emails": timedelta(seconds=5)})
    assert job_runs.claim("send emails", "lost", timedelta(seconds=5))
    return app


def states() -> set[MessageState]:
    return set(db.session.scalars(select(Message.state).where(Message.by_post.is_(False))))


def test_nothing_goes_by_itself_but_when_a_person_says_so_and_no_lock_is_left(
    asked: Flask,
) -> None:
    assert states() == {MessageState.WAITING}
    copy = restored_copy.mark(NOW - timedelta(minutes=5))
    assert copy.held_messages > 0
    assert states() == {MessageState.HELD}
    assert db.session.scalars(select(Worker)).all() == []
    assert set(db.session.scalars(select(JobRun.worker_id))) == {None}
    held = db.session.scalars(select(Message.id)).first()
    assert held is not None
    queue.try_again(held, build.user(Role.CASEWORKER))
    assert MessageState.WAITING in states()


def test_jobs_that_send_wait_and_the_others_run(
    asked: Flask, configure: Callable[..., None], tmp_path: Path
) -> None:
    configure(MAIL_DIRECTORY=str(tmp_path / "mail"))
    restored_copy.mark(NOW)
    with transaction():  # a person has looked: it did not arrive
        for message in db.session.scalars(select(Message)):
            message.state = MessageState.WAITING
    done = asked.test_cli_runner().invoke(args=["jobs", "once"])
    said = dict(line.split(": ", 1) for line in done.output.splitlines() if ": " in line)
    waits = {name for name, words in said.items() if words.startswith("waits until")}
    assert {"send emails", "remind", "raise alarms", "fetch the mailbox"} <= waits
    assert said["reconcile deadlines"].endswith("put right")
    assert not (tmp_path / "mail").exists()
    restored_copy.confirm(build.user(Role.ADMINISTRATOR))
    done = asked.test_cli_runner().invoke(args=["jobs", "once"])
    assert "waits until" not in done.output
    assert list((tmp_path / "mail").iterdir())


def test_the_watchdog_and_the_jobs_say_so_until_an_administrator_confirms_it_once(
    asked: Flask,
) -> None:
    def told() -> dict[str, str]:
        return {alarm.id: alarm.text for alarm in watchdog.look()}

    assert "restored" not in told()
    restored_copy.mark(NOW - timedelta(minutes=5))
    text = told()["restored"]
    assert "restored from a backup of 24/11/2026 09:55 UTC" in text
    assert text in job_status.look().problems
    with pytest.raises(NotAllowed):
        restored_copy.confirm(build.user(Role.SUPERVISOR))
    assert restored_copy.is_unconfirmed()
    restored_copy.confirm(build.user(Role.ADMINISTRATOR))
    assert not restored_copy.is_unconfirmed()
    assert "restored" not in told()
    with pytest.raises(Refused):
        restored_copy.confirm(build.user(Role.ADMINISTRATOR))


def test_the_command_restores_marks_and_says_so(
    asked: Flask, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "backup"
    db.session.remove()
    backups.take(path, str(asked.config["SQLALCHEMY_DATABASE_URI"]), ())
    elsewhere = create_app(configured(new_database("by_command")))
    with elsewhere.app_context():
        done = elsewhere.test_cli_runner().invoke(args=["data", "restore", str(path)])
        assert done.exit_code == 0, done.output
        assert "Restored and equal" in done.output
        assert "messages are held back. Nothing is sent until" in done.output
        assert restored_copy.is_unconfirmed()
        assert states() == {MessageState.HELD}
        db.session.remove()
    let_go(elsewhere)
    office_details.configure(asked.config)


def test_a_database_restored_by_other_means_is_marked_by_hand(asked: Flask) -> None:
    done = asked.test_cli_runner().invoke(
        args=["data", "mark-restored", "--as-of", "2026-11-24T09:55:00"]
    )
    assert done.exit_code == 0, done.output
    assert restored_copy.latest()[0].as_of_at == NOW - timedelta(minutes=5)
