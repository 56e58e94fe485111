"""The migrations make the database that the models describe, and can be taken back."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, migrate, upgrade

from config import ROOT
from migrations.__main__ import is_up_to_date
from migrations.comparing import include_object
from tests.support.databases import configured, let_go
from ulss_tracker import create_app
from ulss_tracker.models import db


def test_the_models_and_the_migrations_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": _defaults_differ,
                "include_object": include_object,
            },
        )
        assert compare_metadata(context, db.metadata) == []


def _defaults_differ(
    _context: object,
    _found: object,
    column: sa.Column[object],
    found_default: str | None,
    _default: object,
    rendered: str | None,
) -> bool | None:
    """PostgreSQL compares no values of json, so texts are compared; None leaves it to Alembic."""
    if not isinstance(column.type, sa.JSON):
        return None
    return (found_default or "").removesuffix("::json") != (rendered or "")


def test_every_foreign_key_of_the_models_is_in_the_database(app: Flask) -> None:
    """The comparison cannot see this: SQLite keeps no names of the keys it checks."""
    found = sa.inspect(db.engine)
    for table in db.metadata.sorted_tables:
        in_models = {
            (key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys
        }
        in_database = {
            (
                key["constrained_columns"][0],
                key["referred_table"],
                key["options"].get("ondelete"),
            )
            for key in found.get_foreign_keys(table.name)
        }
        assert in_database == in_models, table.name


@pytest.mark.slow
def test_a_migration_can_be_taken_back_and_made_again(
    new_database: Callable[[str], str],
) -> None:
    app = create_app(configured(new_database("there_and_back")))
    with app.app_context():
        upgrade()
        downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(sa.inspect(db.engine).get_table_names()) >= set(db.metadata.tables)
    let_go(app)


def test_a_database_that_is_up_to_date_is_told_without_the_application(
    app: Flask, new_database: Callable[[str], str]
) -> None:
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    assert is_up_to_date(address)
    assert not is_up_to_date(new_database("not_yet_made"))
    assert not is_up_to_date("mysql://elsewhere")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0101'")
    assert not is_up_to_date(address)
    with db.engine.begin() as connection:
        head = (ROOT / "migrations" / "HEAD").read_text().strip()
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head}'")  # noqa: S608


def test_of_two_upgrades_the_second_waits(
    new_database: Callable[[str], str], database_kind: str
) -> None:
    if database_kind == "sqlite":
        pytest.skip("whoever writes there has the file to itself")
    app = create_app(configured(new_database("two_upgrades")))
    with app.app_context(), db.engine.connect() as first:
        first.exec_driver_sql(f"SELECT pg_advisory_lock({0x756C7373})")
        second = threading.Thread(target=_upgrade, args=(app,))
        second.start()
        waiting = sa.text("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        end = time.monotonic() + 60
        while first.execute(waiting).first() is None and time.monotonic() < end:
            first.rollback()
            time.sleep(0.05)
        assert not sa.inspect(db.engine).has_table("event")
        first.exec_driver_sql(f"SELECT pg_advisory_unlock({0x756C7373})")
        first.rollback()
        second.join(60)
        assert sa.inspect(db.engine).has_table("event")
    let_go(app)


def _upgrade(app: Flask) -> None:
    with app.app_context():
        upgrade()


def test_the_head_file_names_the_newest_migration(app: Flask) -> None:
    """Two branches that each add one conflict there, in git, and not in somebody's database."""
    directory = app.extensions["migrate"].directory
    head = ScriptDirectory(directory).get_current_head()
    assert (ROOT / "migrations" / "HEAD").read_text() == f"{head}\n"


def test_a_new_migration_takes_the_next_number_and_writes_it_into_the_head_file(
    app: Flask, tmp_path: Path
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", copy)
    before = int((copy / "HEAD").read_text())
    migrate(directory=str(copy), message="a new one")
    assert (copy / "HEAD").read_text() == f"{before + 1:04}\n"
    assert list((copy / "versions").glob(f"{before + 1:04}_*.py"))


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("0024", "(its mark is 0024) and cannot be brought up to date. Begin anew"),
        ("0101", "stands at migration 0101, before the one with which this release begins"),
        ("0177", "Bring it up to date with commit d70ed813"),
    ],
)
def test_a_database_whose_migrations_are_gone_is_told_the_way_on(
    new_database: Callable[[str], str],
    caplog: pytest.LogCaptureFixture,
    revision: str,
    words: str,
) -> None:
    app = create_app(configured(new_database(f"of_{revision}")))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            stands = sa.text("INSERT INTO alembic_version VALUES (:revision)")
            connection.execute(stands, {"revision": revision})
        with pytest.raises(SystemExit):
            upgrade()
        assert words in caplog.text
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
    let_go(app)


def test_the_migrations_can_be_written_out_as_sql(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(sql=True)
    written = capsys.readouterr().out
    assert "CREATE TABLE event" in written
    assert "CREATE TRIGGER event_no_update" in written


@pytest.mark.parametrize(
    ("table", "is_ours"), [("search_text_data", False), ("event", True), ("forgotten", True)]
)
def test_only_the_search_indexes_own_tables_are_left_out(table: str, is_ours: bool) -> None:
    column = SimpleNamespace(table=SimpleNamespace(name=table))
    assert include_object(None, table, "table", True, None) is is_ours
    assert include_object(column, "id", "column", True, None) is is_ours


def test_an_upgrade_that_fails_part_way_leaves_the_database_as_it_was(
    new_database: Callable[[str], str], tmp_path: Path
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", copy)
    head = (copy / "HEAD").read_text().strip()
    failing = (
        "from alembic import op\n"
        "revision = '9999'\n"
        "down_revision, branch_labels, depends_on = HEAD, None, None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (id INTEGER)')\n"
        "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
    )
    (copy / "versions" / "9999_fails.py").write_text(failing.replace("HEAD", repr(head)))
    app = create_app(configured(new_database("part_way")))
    with app.app_context():
        upgrade()
        with pytest.raises(sa.exc.DBAPIError):
            upgrade(directory=str(copy))
        assert "half" not in sa.inspect(db.engine).get_table_names()
        with db.engine.connect() as connection:
            at = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        assert at == head
    let_go(app)
