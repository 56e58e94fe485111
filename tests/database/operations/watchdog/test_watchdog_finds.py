"""The watchdog finds what the tracker is not doing."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.watched import NOW, OLD, alarms, put, run
from ulss_tracker import clock
from ulss_tracker.models import ClockJump, Message, MessageState, db
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import job_runs, watchdog
from ulss_tracker.services.operations.alarm import Alarm


def test_a_job_that_has_not_run_is_told_by_its_name_and_one_that_only_fails(at: SetClock) -> None:
    assert alarms() == []
    at(NOW - timedelta(hours=2))  # the clock was set back: a last run that lies ahead is none
    assert alarms() == ["jobs"]
    at(NOW + timedelta(minutes=31))
    run("scan")
    (alarm,) = watchdog.look()
    assert alarm.id == "jobs"
    assert "remind (since 24/11/2026 10:00 UTC)" in alarm.text
    assert "scan" not in alarm.text
    run(error="KeyError at a.py:1")
    assert alarms() == ["jobs"]


def test_redis_away_and_backups_not_copied_off_the_site_are_told(
    configure: Callable[..., None], tmp_path: Path, at: SetClock
) -> None:
    touched = tmp_path / "copied"
    configure(RATELIMIT_STORAGE_URI="redis://127.0.0.1:1/0", BACKUP_DIRECTORY=str(tmp_path))
    assert alarms() == ["counter", "backups"]
    configure(BACKUP_DIRECTORY=str(tmp_path), OFFSITE_FILE=str(touched))
    assert alarms() == ["backups", "off-site copy"]
    touched.touch()
    os.utime(touched, (NOW.timestamp(), NOW.timestamp()))
    assert alarms() == ["backups"]
    at(NOW + timedelta(minutes=16))
    assert "copy of the backups off the site was at 24/11/2026 10:00 UTC" in watchdog.look()[1].text


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


def test_a_request_that_passed_unopened_is_told_by_its_reference(at: SetClock) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    request = build.request(sentenced_on=date(2026, 10, 26))
    at(NOW)
    came_late = build.request(sentenced_on=date(2026, 10, 1))
    with transaction():
        db.session.query(Message).update({"state": MessageState.SENT, "sent_at": clock.now()})
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


def test_a_review_that_passed_undecided_is_told_by_its_number(at: SetClock) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    review = build.eligible_review(sentenced_on=date(2026, 10, 26))
    with transaction():
        db.session.query(Message).update({"state": MessageState.SENT, "sent_at": clock.now()})
    at(NOW)
    (alarm,) = watchdog.look()
    assert alarm.id == "passed"
    assert alarm.text.startswith("1 review passed the file-by moment undecided")
    assert f"numbers {review.id}." in alarm.text
    assert review.offender_name not in alarm.text
    with transaction():
        review.state = State.AT_COURT  # though nobody dated its filing
    assert alarms() == []


def test_holidays_that_run_out_within_400_days_are_told(at: SetClock) -> None:
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
