"""Jobs that run, messages that wait, and what the watchdog says of them."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from ulss_tracker.models import Message, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import job_runs, watchdog

EVERY = timedelta(minutes=5)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
OLD = NOW - timedelta(minutes=16)


def run(name: str = watchdog.REMINDERS_JOB, error: str = "") -> None:
    """A run of a job that ends at once, well unless it has an error."""
    assert job_runs.claim(name, "worker", EVERY)
    job_runs.ended(name, "worker", error=error)


def alarms() -> list[str]:
    return [alarm.id for alarm in watchdog.look()]


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


def watched(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["jobs", "watchdog"])
    return str(done.output)
