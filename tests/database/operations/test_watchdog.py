"""The watchdog tells a person what the tracker is not doing, and sends for itself."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask

from tests.support import build
from tests.support.mail_server import MailServer, mail_server
from ulss_tracker import clock
from ulss_tracker.adapters import heartbeat
from ulss_tracker.cli import jobs, worker
from ulss_tracker.models import ClockJump, Message, MessageState, db
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow.workflow import State
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import job_runs, watchdog
from ulss_tracker.services.operations.alarm import Alarm

EVERY = timedelta(minutes=5)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
OLD = NOW - timedelta(minutes=16)


@pytest.fixture(autouse=True)
def _well(app: Flask, at: Callable[[datetime], None]) -> None:
    at(NOW)
    job_runs.register({each: timedelta(minutes=5) for each in (watchdog.REMINDERS_JOB, "scan")})
    run("scan")
    run()


def run(name: str = watchdog.REMINDERS_JOB, error: str = "") -> None:
    """A run of a job that ends at once, well unless it has an error."""
    assert job_runs.claim(name, "worker", EVERY)
    job_runs.ended(name, "worker", error=error)


@pytest.fixture
def server(app: Flask, tmp_path: Path) -> Iterator[MailServer]:
    with mail_server() as running:
        office_details.configure(
            {
                **app.config,
                "SMTP_URL": running.url,
                "WATCHDOG_EMAIL": "watch@example.org",
                "WATCHDOG_FILE": str(tmp_path / "watchdog.json"),
            }
        )
        yield running
        office_details.configure(app.config)


def alarms() -> list[str]:
    return [alarm.id for alarm in watchdog.look()]


def test_when_all_is_well_there_is_none() -> None:
    assert alarms() == []


def test_a_job_that_has_not_run_is_told_by_its_name(at: Callable[[datetime], None]) -> None:
    at(NOW + timedelta(minutes=31))
    run("scan")
    (alarm,) = watchdog.look()
    assert alarm.id == "jobs"
    assert "remind (since 24/11/2026 10:00 UTC)" in alarm.text
    assert "scan" not in alarm.text


def test_a_job_that_only_fails_is_told(at: Callable[[datetime], None]) -> None:
    at(NOW + timedelta(minutes=31))
    run("scan")
    run(error="KeyError at a.py:1")
    assert alarms() == ["jobs"]


def test_jobs_that_have_never_run_at_all_are_told() -> None:
    job_runs.register({})
    (alarm,) = watchdog.look()
    assert alarm.text.startswith("The jobs have never run.")


@pytest.mark.parametrize(
    ("changes", "stuck"),
    [
        ({"next_try_at": NOW - timedelta(minutes=14)}, False),
        ({"next_try_at": NOW - timedelta(minutes=16)}, True),
        ({"next_try_at": NOW + timedelta(hours=1), "tries": 3}, False),
        ({"created_at": OLD, "next_try_at": NOW + timedelta(hours=1), "tries": 3}, True),
        ({"next_try_at": NOW - timedelta(days=9), "by_post": True}, False),
    ],
)
def test_an_outbox_that_is_stuck_is_told(changes: dict[str, object], stuck: bool) -> None:
    put(**changes)
    assert alarms() == (["outbox"] if stuck else [])


def put(key: str = "one", **changes: object) -> None:
    values: dict[str, object] = {
        "once_key": key,
        "kind": "test",
        "recipient": "a@example.org",
        "subject": "S",
        "body": "B",
        "created_at": NOW,
        "next_try_at": NOW,
    }
    with transaction():
        db.session.add(Message(**(values | changes)))


def test_one_address_that_takes_nothing_while_others_do_is_no_stuck_outbox() -> None:
    put("full", tries=5, created_at=OLD, next_try_at=NOW + timedelta(hours=3))
    assert alarms() == ["outbox"]
    put("other", state=MessageState.SENT, sent_at=OLD + timedelta(seconds=1))
    assert alarms() == []
    put("later", tries=3, created_at=OLD + timedelta(seconds=2), next_try_at=NOW)
    assert alarms() == ["outbox"]


@pytest.mark.parametrize("kind", ["duty_alarm", "reminder"])
@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.FAILED])
def test_an_alarm_that_has_not_gone_for_ten_minutes_is_told_whatever_else_goes(
    kind: str, state: MessageState
) -> None:
    put("other", state=MessageState.SENT, sent_at=NOW)
    put("new", kind=kind, state=state, created_at=NOW - timedelta(minutes=9))
    assert alarms() == []
    put("old", kind=kind, state=state, created_at=NOW - timedelta(minutes=11))
    (alarm,) = watchdog.look()
    assert alarm.id == "alarms"
    assert alarm.text.startswith("1 alarm or reminder has not gone out")


def test_a_request_that_passed_unopened_is_told_by_its_reference(
    at: Callable[[datetime], None],
) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    request = build.request(sentenced_on=date(2026, 10, 26))
    at(NOW)
    came_late = build.request(sentenced_on=date(2026, 10, 1))
    with transaction():
        db.session.query(Message).delete()
    found = {alarm.id: alarm.text for alarm in watchdog.look()}
    assert set(found) == {"requests passed", "not looked at"}
    assert request.reference in found["requests passed"]
    assert came_late.reference not in found["requests passed"]
    assert request.offender_name not in found["requests passed"]


def test_a_clock_that_moved_is_told() -> None:
    with transaction():
        db.session.add(ClockJump(noticed_at=NOW, seconds=-86_400, is_certain=True))
    (alarm,) = watchdog.look()
    assert alarm.text.startswith("The clock was set back by 24.0 hours")


def test_a_server_that_refuses_everybody_is_told_and_one_that_refuses_two_is_not() -> None:
    for number in range(3):
        assert alarms() == []
        put(str(number), state=MessageState.FAILED)
    assert alarms() == ["outbox"]
    put("other", state=MessageState.SENT, sent_at=NOW + timedelta(minutes=1))
    assert alarms() == []


def test_a_last_run_that_lies_ahead_proves_nothing(at: Callable[[datetime], None]) -> None:
    at(NOW - timedelta(hours=2))  # the clock was set back
    assert alarms() == ["jobs"]


def test_a_review_that_passed_undecided_is_told_by_its_number(
    at: Callable[[datetime], None],
) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    review = build.eligible_review(sentenced_on=date(2026, 10, 26))
    with transaction():
        db.session.query(Message).delete()
    at(NOW)
    (alarm,) = watchdog.look()
    assert alarm.id == "passed"
    assert alarm.text.startswith("1 review passed the file-by moment undecided")
    assert f"numbers {review.id}." in alarm.text
    assert review.offender_name not in alarm.text


def test_one_before_the_court_whose_filing_nobody_dated_has_not_passed(
    at: Callable[[datetime], None],
) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    review = build.eligible_review(sentenced_on=date(2026, 10, 26))
    with transaction():
        review.state = State.AT_COURT
        db.session.query(Message).delete()
    at(NOW)
    assert alarms() == []


def test_holidays_that_run_out_within_400_days_are_told(
    at: Callable[[datetime], None],
) -> None:
    last = working_days().known_until
    for days, told in ((401, False), (400, True)):
        at(datetime.combine(last - timedelta(days=days), NOW.time(), tzinfo=UTC))
        assert ("holidays" in alarms()) is told


def test_it_reads_alone_and_waits_for_nobody_who_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    db.session.rollback()
    with db.engine.connect() as other:  # a writer with its lock, for as long as it likes
        other.exec_driver_sql("DELETE FROM message")
        assert watchdog.look_safely() == []

    def write() -> list[Alarm]:
        db.session.execute(db.delete(Message))
        return []

    monkeypatch.setattr(watchdog, "look", write)
    (alarm,) = watchdog.look_safely()
    assert alarm.text.startswith("The database cannot be read")


def test_the_command_says_all_is_well(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    assert (done.exit_code, done.output) == (0, "All is well\n")


def test_the_command_tells_the_named_address_for_itself(
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(hours=1))
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    assert done.exit_code == 1
    assert server.recipients == ["watch@example.org"]
    assert "These jobs have not ended well" in server.received[0].get_content()
    assert db.session.query(Message).count() == 0


def watched(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    return str(done.output)


def test_run_every_five_minutes_for_a_day_it_sends_no_flood(
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    for minutes in range(60, 25 * 60, 5):
        at(NOW + timedelta(minutes=minutes))
        assert "These jobs have not ended well" in watched(app)
    assert len(server.received) == 6  # every four hours


def test_something_new_is_told_at_once_and_so_is_what_comes_back(
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(hours=1))
    watched(app)
    put()
    at(NOW + timedelta(hours=2, minutes=5))
    watched(app)
    assert "1 message is stuck" in server.received[-1].get_content()
    with transaction():
        db.session.query(Message).delete()
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
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    for days in (0, 1):
        build.eligible_review(sentenced_on=date(2026, 10, 26) + timedelta(days=days))
    for day in (24, 25):
        at(datetime(2026, 11, day, 10, tzinfo=UTC))
        run("scan")
        run()
        with transaction():
            db.session.query(Message).delete()
        watched(app)
        watched(app)
    assert len(server.received) == 2
    assert "2 reviews passed" in server.received[1].get_content()


def test_who_could_not_be_told_is_told_the_next_time(
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(hours=1))
    server.on_recipient = "450 not now"
    assert "Nobody could be told" in watched(app)
    server.on_recipient = ""
    watched(app)
    watched(app)
    assert len(server.received) == 1


def test_a_server_that_never_says_it_took_the_message_is_not_sent_it_each_time(
    app: Flask, server: MailServer, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(hours=1))
    server.hangs_up_after_data = True
    for _ in range(3):
        watched(app)
    assert len(server.received) == 1


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"reminders": 3}', '{"reminders": "x"}'])
def test_a_spoilt_file_of_what_was_told_stops_nothing(
    app: Flask, server: MailServer, at: Callable[[datetime], None], tmp_path: Path, text: str
) -> None:
    (tmp_path / "watchdog.json").write_text(text)
    at(NOW + timedelta(hours=1))
    for _ in range(2):
        watched(app)
    assert len(server.received) == 1


def test_where_nothing_can_be_kept_it_tells_each_time(
    app: Flask, server: MailServer, at: Callable[[datetime], None], tmp_path: Path
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


def test_the_heartbeat_is_a_file_with_the_moment(tmp_path: Path) -> None:
    file = tmp_path / "beat" / "jobs"
    heartbeat.beat(clock.now(), file, None)
    assert file.read_text().startswith("2026-11-24T10:00")


def test_a_heartbeat_that_cannot_be_told_stops_nothing(tmp_path: Path) -> None:
    heartbeat.beat(clock.now(), tmp_path, "http://127.0.0.1:9/never")
    assert not list(tmp_path.iterdir())


class Monitor(BaseHTTPRequestHandler):
    """A monitor outside that keeps what it is told."""

    told: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.told.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


def test_the_second_way_out_works_without_a_mail_server(
    app: Flask, tmp_path: Path, at: Callable[[datetime], None]
) -> None:
    file = tmp_path / "report"
    Monitor.told.clear()
    with HTTPServer(("127.0.0.1", 0), Monitor) as monitor:
        threading.Thread(target=monitor.serve_forever, daemon=True).start()
        office_details.configure(
            {
                **app.config,
                "SMTP_URL": "smtp://127.0.0.1:9",  # nobody listens there
                "WATCHDOG_FILE": str(tmp_path / "watchdog.json"),
                "WATCHDOG_REPORT_FILE": str(file),
                "WATCHDOG_REPORT_URL": f"http://127.0.0.1:{monitor.server_port}/ping",
            }
        )
        try:
            watched(app)
            assert file.read_text().endswith("\nAll is well\n")
            at(NOW + timedelta(hours=1))
            assert "Nobody could be told" in watched(app)
        finally:
            office_details.configure(app.config)
            monitor.shutdown()
    assert "These jobs have not ended well: " in file.read_text()
    assert Monitor.told[0] == ("/ping", "All is well")
    assert Monitor.told[1][0] == "/ping/fail"
    assert Monitor.told[1][1].startswith("These jobs have not ended well: ")


def test_the_reminders_job_beats(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "beat"
    office_details.configure({**app.config, "HEARTBEAT_FILE": str(file)})
    try:
        job = next(job for job in jobs.JOBS if job.name == watchdog.REMINDERS_JOB)
        with worker.alive(app) as worker_id:
            assert jobs._run(app, job, worker_id).is_well
        assert file.exists()
    finally:
        office_details.configure(app.config)
