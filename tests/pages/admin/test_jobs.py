"""How the jobs stand, for an administrator: on a page, and by command."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from config import Office
from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import job_runs, lacks, workers

pytestmark = pytest.mark.usefixtures("at_now")

EVERY = timedelta(minutes=5)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ADDRESS = "/admin/jobs"
SignedIn = Callable[[Role], CheckedClient]


def running() -> None:
    """A worker that has done two jobs: one well, one not."""
    workers.Heart("one").beat()
    job_runs.register({"remind": timedelta(minutes=5), "scan files": timedelta(minutes=10)})
    for name, error in (("remind", ""), ("scan files", "OSError at antivirus.py:3")):
        job_runs.claim(name, "one", EVERY)
        job_runs.ended(name, "one", error=error)


def put(kind: str, state: MessageState = MessageState.WAITING) -> None:
    with transaction():
        db.session.add(
            Message(
                once_key=f"{kind} {state}",
                kind=kind,
                recipient="mared@example.org",
                subject="S",
                body="B",
                state=state,
                created_at=NOW - timedelta(minutes=3),
                next_try_at=NOW,
            )
        )


def test_each_job_with_how_it_stands_and_what_waits(signed_in: SignedIn) -> None:
    running()
    put("duty_alarm")
    put("acknowledgement")
    page = signed_in(Role.ADMINISTRATOR).get(ADDRESS)
    assert "“scan files” failed at 24/11/2026 10:00:00 (OSError at antivirus.py:3)." in page.text
    assert "Waiting for its next time" in page.text
    assert "mared" not in page.text
    rows = [" ".join(row.text_content().split()) for row in page.select("tbody tr")]
    assert rows[0] == "Alarms 1 9:57am on Tuesday 24 November 2026"
    assert rows[1] == "Reminders 0 Nothing waits"
    assert rows[2].startswith("Other messages 1")


def test_when_all_is_well_it_says_so(signed_in: SignedIn) -> None:
    workers.Heart("one").beat()
    assert "All is well" in signed_in(Role.ADMINISTRATOR).get(ADDRESS).text


def test_what_somebody_accepted_that_there_is_not(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "until 2026-11-23: clamd is not here yet; monitor: X Yo until 2027-01-31: it is on order"
    monkeypatch.setattr(office_details, "_office", Office(EXCEPTIONS=f"scanner: Jo Smith {why}"))
    page = signed_in(Role.ADMINISTRATOR).get(ADDRESS)
    table = page.select("table")[-1].text_content()
    assert "Files that anybody sends are not scanned" in table
    assert "Jo Smith" in table
    assert "23 November 2026 Over" in " ".join(table.split())
    assert [(alarm.id, alarm.about) for alarm in lacks.alarms()] == [
        ("exception", frozenset({"scanner"}))
    ]


def test_the_command_says_the_same_for_a_program(app: Flask) -> None:
    running()
    put("reminder")
    put("test", MessageState.FAILED)
    done = app.test_cli_runner().invoke(args=["jobs", "status", "--json"])
    assert done.exit_code == 1
    said = json.loads(done.output)
    assert said["workers"] == 1
    by_name = {job["name"]: job for job in said["jobs"]}
    assert by_name["remind"] | {"error": ""} == {
        "name": "remind",
        "every_seconds": 300,
        "started_at": NOW.isoformat(),
        "ended_at": NOW.isoformat(),
        "failed_at": None,
        "seconds": 0.0,
        "is_running": False,
        "error": "",
    }
    assert by_name["scan files"]["failed_at"] == NOW.isoformat()
    waiting = {each["what"]: each for each in said["waiting"]}
    assert waiting["reminders"] == {
        "what": "reminders",
        "count": 1,
        "since": (NOW - timedelta(minutes=3)).isoformat(),
    }
    assert len(said["problems"]) == 2
    assert "1 message could not be sent" in said["problems"][1]


def test_the_command_says_the_same_for_a_person(app: Flask) -> None:
    workers.Heart("one").beat()
    job_runs.register({"remind": timedelta(minutes=5)})
    done = app.test_cli_runner().invoke(args=["jobs", "status"])
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == "1 process runs the jobs"
    assert "remind: started never, ended never" in done.output
    assert done.output.rstrip().endswith("All is well")


def test_a_job_that_is_late_is_named(app: Flask, at: Callable[[datetime], None]) -> None:
    running()
    at(NOW + timedelta(minutes=31))
    workers.Heart("one").beat()
    done = app.test_cli_runner().invoke(args=["jobs", "status"])
    assert "“remind” has not ended well since 24/11/2026 10:00:00" in done.output
    assert build.user(Role.ADMINISTRATOR).name not in done.output


def test_a_dead_process_is_not_said_to_run(app: Flask, at: Callable[[datetime], None]) -> None:
    workers.Heart("one").beat()
    job_runs.register({"remind": EVERY})
    job_runs.claim("remind", "one", EVERY)
    done = app.test_cli_runner().invoke(args=["jobs", "status"])
    assert "remind: started 24/11/2026 10:00:00, running" in done.output
    at(NOW + timedelta(minutes=1))
    done = app.test_cli_runner().invoke(args=["jobs", "status"])
    assert "No process runs the jobs" in done.output
    assert "running" not in done.output
