"""Drills and the directory of backups: tried, thinned, and told of by the watchdog."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, text

from tests.support import build, history, tampering
from tests.support.clocks import SetClock
from ulss_tracker.adapters.backup import dumps
from ulss_tracker.models import ClockJump, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import backup_store, checkpoints, job_status
from ulss_tracker.services.operations.backup_store import Stored

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def kept_in(
    app: Flask, configure: Callable[..., None], tmp_path: Path, at: SetClock
) -> Iterator[Path]:
    """A directory of backups, and something to back up."""
    at(NOW)
    build.eligible_review()
    build.user(Role.ADMINISTRATOR)
    db.session.remove()
    where = tmp_path / "backups"
    configure(BACKUP_DIRECTORY=str(where))
    app.config["BACKUP_DIRECTORY"] = str(where)  # a drill takes the settings anew
    yield where
    app.config["BACKUP_DIRECTORY"] = None


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["data", *words])
    return done.exit_code, done.output


def told() -> dict[str, str]:
    return {alarm.id: alarm.text for alarm in backup_store.alarms()}


@pytest.mark.slow
def test_a_drill_restores_reads_every_page_and_leaves_nothing(app: Flask, kept_in: Path) -> None:
    run(app, "backup")
    ended, words = run(app, "drill")
    assert ended == 0, words
    assert "restored and equal in" in words
    assert words.endswith("All is well\n")
    assert json.loads((kept_in / "drill.json").read_text())["wrong"] == ""
    assert told() == {}
    assert db.session.query(Request).count() == 1
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        with dumps.reading(make_url(app.config["SQLALCHEMY_DATABASE_URI"])) as connection:
            names = connection.exec_driver_sql("SELECT datname FROM pg_database").scalars()
            assert not [name for name in names if name.startswith("ulss_drill")]


@pytest.mark.slow
@pytest.mark.parametrize("is_chained", [False, True])
def test_a_drill_is_well_though_checkpoints_were_made_since(
    app: Flask, kept_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_chained: bool
) -> None:
    file = history.configure(app, tmp_path)
    monkeypatch.setenv("CHECKPOINT_FILE", str(file))
    monkeypatch.setenv("CHECKPOINT_KEY_FILE", str(tmp_path / "checkpoint-key.pem"))
    if is_chained:
        checkpoints.make()
    assert run(app, "backup")[0] == 0
    history.configure(app, tmp_path)
    build.review()
    checkpoints.make()
    assert len(file.read_text().splitlines()) == 1 + is_chained
    ended, words = run(app, "drill")
    assert ended == 0, words


def test_a_drill_on_a_damaged_backup_fails_and_alarms(app: Flask, kept_in: Path) -> None:
    run(app, "backup")
    path = backup_store.newest()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    ended, words = run(app, "drill")
    assert ended == 1
    assert "is damaged" in words
    assert "The drill of 24/11/2026 10:00 UTC failed on tracker-" in told()["drill"]


@pytest.mark.slow
def test_a_drill_fails_on_a_history_that_was_changed(app: Flask, kept_in: Path) -> None:
    checkpoints.make()
    with tampering.as_owner(db.engine) as connection:
        connection.execute(text("UPDATE event SET kind = 'note_added' WHERE id = 1"))
    run(app, "backup")
    ended, words = run(app, "drill")
    assert ended == 1
    assert "event 1 was changed past the tracker, between" in words


@pytest.mark.slow
def test_a_drill_fails_on_a_page_that_does_not_open(
    app: Flask, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(app, "backup")
    monkeypatch.setattr(job_status, "look", lambda: 1 / 0)
    ended, words = run(app, "drill")
    assert ended == 1
    assert "/admin/jobs answered 500 to administrator" in words
    assert "/admin/jobs answered 500" in told()["drill"]


def test_without_a_backup_a_drill_fails_and_one_without_a_path_is_named_by_its_moment(
    app: Flask, kept_in: Path
) -> None:
    assert run(app, "drill")[0] == 1
    assert "There is no backup" in told()["backups"]
    assert "There is no backup" in told()["drill"]
    (kept_in / "drill.json").unlink()
    assert run(app, "backup", "--thin")[0] == 0
    assert backup_store.newest() == kept_in / "tracker-20261124T100000Z.backup"
    assert told() == {}


def test_where_no_directory_is_set_nothing_is_told(app: Flask) -> None:
    assert backup_store.alarms() == []


def test_a_backup_that_is_late_and_a_drill_left_out_are_told_of(
    app: Flask, kept_in: Path, at: SetClock
) -> None:
    run(app, "backup")
    at(NOW + timedelta(minutes=15))
    assert told() == {}
    at(NOW + timedelta(minutes=16))
    assert "The newest backup is of 24/11/2026 10:00 UTC" in told()["backups"]
    at(NOW + timedelta(days=8, hours=1))
    assert "No backup has ever been restored" in told()["drill"]
    backup_store.record_drill(None, "")
    at(NOW + timedelta(days=17))
    assert "No backup was restored for a trial since 02/12/2026" in told()["drill"]


def test_old_backups_are_thinned_to_hours_and_days_and_none_is_older_than_35_days(
    configure: Callable[..., None],
) -> None:
    every = [Stored(Path(str(n)), NOW - n * timedelta(minutes=5)) for n in range(12 * 24 * 500)]
    keep = sorted(backup_store.kept(every, NOW), key=lambda each: each.at, reverse=True)
    assert keep[:25] == every[:25]
    assert len([each for each in keep if NOW - each.at <= timedelta(days=2)]) == 25 + 46
    assert {each.at.date() for each in keep} >= {
        (NOW - timedelta(days=days)).date() for days in range(36)
    }
    assert NOW - keep[-1].at <= timedelta(days=35)
    configure(BACKUP_DAYS=7)
    assert NOW - min(each.at for each in backup_store.kept(every, NOW)) <= timedelta(days=7)
    assert backup_store.kept(every[-1:], NOW) == set(every[-1:])  # the newest, however old


def test_nothing_is_thinned_after_a_jump_of_the_clock(app: Flask, kept_in: Path) -> None:
    kept_in.mkdir()
    for hour in range(3):
        (kept_in / f"tracker-20240101T0{hour}0000Z.backup").touch()
    with transaction():
        db.session.add(ClockJump(noticed_at=NOW, seconds=9999, is_certain=True))
    assert backup_store.thin() == 0
    with transaction():
        db.session.query(ClockJump).delete()
    assert backup_store.thin() == 2
    assert [each.path.name for each in backup_store.stored(kept_in)] == [
        "tracker-20240101T020000Z.backup"
    ]
