"""The watchdog tells a person, sends for itself, and sends no flood."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.mail_server import MailServer
from tests.support.watched import NOW, put, run, watched
from ulss_tracker import clock
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.services.core.unit_of_work import transaction


def test_the_command_tells_the_named_address_for_itself_or_that_all_is_well(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    assert (done.exit_code, done.output) == (0, "All is well\n")
    at(NOW + timedelta(hours=1))
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    assert done.exit_code == 1
    assert server.recipients == ["watch@example.org"]
    assert "These jobs have not ended well" in server.received[0].get_content()
    assert db.session.query(Message).count() == 0


def test_run_every_five_minutes_for_a_day_it_sends_no_flood(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    for minutes in range(60, 25 * 60, 5):
        at(NOW + timedelta(minutes=minutes))
        assert "These jobs have not ended well" in watched(app)
    assert len(server.received) == 6  # every four hours


def test_something_new_is_told_at_once_and_so_is_what_comes_back(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    at(NOW + timedelta(hours=1))
    watched(app)
    put()
    at(NOW + timedelta(hours=2, minutes=5))
    watched(app)
    assert "1 message is stuck" in server.received[-1].get_content()
    with transaction():
        db.session.query(Message).update({"state": MessageState.SENT, "sent_at": clock.now()})
    run("scan")
    run()
    assert watched(app) == "All is well\n"
    for minutes in (40, 50):  # it fails again within the hour, and is told when the hour is over
        at(NOW + timedelta(hours=2, minutes=minutes))
        watched(app)
    assert len(server.received) == 2
    at(NOW + timedelta(hours=3, minutes=50))
    run("scan")
    run()
    assert watched(app) == "All is well\n"
    at(NOW + timedelta(hours=4, minutes=30))
    watched(app)
    assert len(server.received) == 3


def test_each_review_that_passes_is_told_of_though_another_was_before(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    for days in (0, 1):
        build.eligible_review(sentenced_on=date(2026, 10, 26) + timedelta(days=days))
    for day in (24, 25):
        at(datetime(2026, 11, day, 10, tzinfo=UTC))
        run("scan")
        run()
        with transaction():
            db.session.query(Message).update({"state": MessageState.SENT, "sent_at": clock.now()})
        watched(app)
        watched(app)
    assert len(server.received) == 2
    assert "2 reviews passed" in server.received[1].get_content()


def test_who_could_not_be_told_is_told_the_next_time(
    app: Flask, server: MailServer, at: SetClock
) -> None:
    at(NOW + timedelta(hours=1))
    server.on_recipient = "450 not now"
    assert "Nobody could be told" in watched(app)
    server.on_recipient = ""
    watched(app)
    watched(app)
    assert len(server.received) == 1


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"reminders": 3}', '{"reminders": "x"}'])
@pytest.mark.parametrize("hangs_up", [False, True])
def test_a_spoilt_file_of_what_was_told_stops_nothing(
    app: Flask, server: MailServer, at: SetClock, tmp_path: Path, text: str, *, hangs_up: bool
) -> None:
    """Nor is it sent each time to a server that never says that it took it."""
    (tmp_path / "watchdog.json").write_text(text)
    at(NOW + timedelta(hours=1))
    server.hangs_up_after_data = hangs_up
    for _ in range(3):
        watched(app)
    assert len(server.received) == 1


def test_where_nothing_can_be_kept_it_tells_each_time(
    app: Flask, server: MailServer, at: SetClock, tmp_path: Path
) -> None:
    (tmp_path / "watchdog.json").mkdir()
    at(NOW + timedelta(hours=1))
    for _ in range(2):
        watched(app)
    assert len(server.received) == 2


def test_a_database_that_cannot_be_read_is_told(app: Flask, server: MailServer) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE job_run RENAME TO job_run_gone")
    try:
        done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
        assert done.exit_code == 1
        assert "The database cannot be read" in server.received[0].get_content()
    finally:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE job_run_gone RENAME TO job_run")
