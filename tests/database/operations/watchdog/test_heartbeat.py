"""The heartbeat, and the second way out: a monitor outside is told."""

from collections.abc import Callable
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import ClassVar

from flask import Flask

from tests.support.clocks import SetClock
from tests.support.threaded_servers import QuietHandler, serving
from tests.support.watched import NOW, watched
from ulss_tracker import clock
from ulss_tracker.adapters import heartbeat
from ulss_tracker.cli import job_table, jobs, worker
from ulss_tracker.services.operations import watchdog


def test_the_heartbeat_is_a_file_with_the_moment_and_one_not_told_stops_nothing(
    tmp_path: Path,
) -> None:
    file = tmp_path / "beat" / "jobs"
    heartbeat.beat(clock.now(), file, None)
    assert file.read_text().startswith("2026-11-24T10:00")
    heartbeat.beat(clock.now(), tmp_path, "http://127.0.0.1:9/never")
    assert list(tmp_path.iterdir()) == [file.parent]


class Monitor(QuietHandler):
    """A monitor outside that keeps what it is told."""

    told: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        self.told.append((self.path, self.sent_body().decode()))
        self.reply(200)


def test_the_second_way_out_works_without_a_mail_server(
    app: Flask, configure: Callable[..., None], tmp_path: Path, at: SetClock
) -> None:
    file = tmp_path / "report"
    Monitor.told.clear()
    monitor = HTTPServer(("127.0.0.1", 0), Monitor)
    configure(
        SMTP_URL="smtp://127.0.0.1:9",  # nobody listens there
        WATCHDOG_FILE=str(tmp_path / "watchdog.json"),
        WATCHDOG_REPORT_FILE=str(file),
        WATCHDOG_REPORT_URL=f"http://127.0.0.1:{monitor.server_port}/ping",
    )
    with serving(monitor):
        watched(app)
        assert file.read_text().endswith("\nAll is well\n")
        at(NOW + timedelta(hours=1))
        assert "Nobody could be told" in watched(app)
    assert "These jobs have not ended well: " in file.read_text()
    assert Monitor.told[0] == ("/ping", "All is well")
    assert Monitor.told[1][0] == "/ping/fail"
    assert Monitor.told[1][1].startswith("These jobs have not ended well: ")


def test_the_reminders_job_beats(
    app: Flask, configure: Callable[..., None], tmp_path: Path
) -> None:
    file = tmp_path / "beat"
    configure(HEARTBEAT_FILE=str(file))
    job = next(job for job in job_table.JOBS if job.name == watchdog.REMINDERS_JOB)
    with worker.alive(app) as worker_id:
        assert jobs._run(app, job, worker_id).is_well
    assert file.exists()
