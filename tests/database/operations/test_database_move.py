"""Moving from SQLite to PostgreSQL: row for row, all or nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, make_url

from tests.support import build
from tests.support.databases import (
    MIGRATED,
    Databases,
    OnSqlite,
    configured,
    let_go,
    migrated,
)
from ulss_tracker import create_app
from ulss_tracker.adapters.backup import BackupError, dumps
from ulss_tracker.models import Event, LetterKind, Request, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import (
    checkpoints,
    database_move,
    fingerprints,
    history_check,
)

pytestmark = pytest.mark.on_postgresql


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with a case, its history, a letter and a file: made once, then copied."""
    directory = tmp_path_factory.mktemp("old")
    old = create_app(configured(OnSqlite(directory).make("old")))
    migrated(old)
    with old.app_context():
        review = build.eligible_review()
        build.letter(review, LetterKind.OUT_OF_TIME)
        build.document(review.case.requests[0], "Nodyn â ŵ".encode())
        checkpoints.make()
        db.session.remove()
    let_go(old)
    return directory / "old.db"


@pytest.fixture
def source(app: Flask, filled: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it."""
    yield shutil.copy(filled, tmp_path / "old.db")
    office_details.configure(app.config)


def test_every_row_is_moved_and_the_tracker_goes_on(databases: Databases, source: Path) -> None:
    address = databases.make("moved")
    new = create_app(configured(address))
    with new.app_context():
        done = new.test_cli_runner().invoke(args=["data", "move", str(source)])
        assert done.exit_code == 0, done.output
        assert "Moved and equal" in done.output
        moved = history_check.check()  # made on SQLite, read on PostgreSQL
        assert moved.faults == []
        assert (moved.checkpoint, moved.not_chained) == (1, 0)
        keys = inspect(db.engine).get_foreign_keys("review")
        assert {key["name"] for key in keys} >= {"fk_review_case_id"}
        before = db.session.query(Event).count()
        build.request()  # is numbered after those that were moved
        assert checkpoints.make() > 0
        assert history_check.check().faults == []
        assert db.session.query(Request).count() == 2
        assert db.session.query(Event).count() > before > 0
        db.session.remove()
        again = new.test_cli_runner().invoke(args=["data", "move", str(source)])
        assert again.exit_code == 1
        assert "is not empty" in again.output
    let_go(new)


def test_what_cannot_be_moved_moves_nothing(databases: Databases, source: Path) -> None:
    with sqlite3.connect(source) as connection:
        connection.execute("UPDATE request SET reference = 'A' || char(0) || 'B'")
    connection.close()
    address = databases.make("unmoved", like=MIGRATED)
    with pytest.raises(BackupError, match="request cannot be moved"):
        database_move.move(source, address)
    with dumps.reading(make_url(address)) as connection:
        rows = {name: each.rows for name, each in fingerprints.of_all(connection).items()}
    assert {name for name, number in rows.items() if number} == {"alembic_version"}


def test_it_moves_to_postgresql_alone_and_from_the_same_migration(
    databases: Databases, source: Path
) -> None:
    with pytest.raises(BackupError, match="PostgreSQL"):
        database_move.move(source, f"sqlite:///{source}")
    with sqlite3.connect(source) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0101'")
    connection.close()
    address = databases.make("moved_from_older", like=MIGRATED)
    with pytest.raises(BackupError, match="stands at migration 0101"):
        database_move.move(source, address)
