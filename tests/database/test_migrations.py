"""The migrations make the database that the models describe, and can be taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

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
                "compare_server_default": True,
                "include_object": include_object,
            },
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_foreign_key_of_the_models_is_in_the_database(app: Flask) -> None:
    """What the comparison cannot see: SQLite keeps no names of the keys it checks."""
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


def test_letters_issued_before_every_kind_had_them_are_brought_over(
    new_database: Callable[[str], str],
) -> None:
    app = create_app(configured(new_database("letters_before")))
    with app.app_context():
        upgrade(revision="0007")
        with db.engine.begin() as connection:
            add = partial(a_row, connection, sa.MetaData())
            by = add("user_account")
            case = add("case_file", reference="ULS-2026-0009")
            review = add("review", case_id=case)
            for version in (1, 2):
                add(
                    "letter",
                    review_id=review,
                    issued_by_id=by,
                    kind="referral",
                    version=version,
                    pdf=b"%PDF as issued",
                    sha256="a" * 64,
                )
        upgrade()
        kept = "SELECT case_id, series, version, language, size, html, pdf FROM letter ORDER BY id"
        with db.engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(sa.text(kept))]
        series = f"referral:review:{review}"
        assert [(row[0], row[1], row[2]) for row in rows] == [(case, series, 1), (case, series, 2)]
        assert {(*row[3:6], bytes(row[6])) for row in rows} == {
            ("en", "standard", "", b"%PDF as issued")
        }
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM letter"))
        downgrade(revision="0007")
        with db.engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM letter")) == 2
    let_go(app)


def test_a_code_in_a_message_not_yet_sent_is_taken_apart_from_its_words(
    new_database: Callable[[str], str],
) -> None:
    app = create_app(configured(new_database("codes_before")))
    words = "Go to: /status\nYour code: BXQ4-7KMT-R3WP\nKeep it\n"
    with app.app_context():
        upgrade(revision="0011")
        with db.engine.begin() as connection:
            add = partial(a_row, connection, sa.MetaData(), "message", kind="acknowledgement")
            add(once_key="email", body=words, by_post=False, state="waiting")
            add(once_key="letter", body=words, by_post=True, state="waiting")
            welsh = words.replace("Your code", "Eich cod")
            add(once_key="welsh", body=welsh, by_post=False, state="failed")
            sent = words.replace("BXQ4-7KMT-R3WP", "(code not kept)")
            add(once_key="sent", body=sent, by_post=False, state="sent")
        upgrade()
        kept = sa.text("SELECT once_key, body, code FROM message ORDER BY id")
        with db.engine.connect() as connection:
            rows = {key: (body, code) for key, body, code in connection.execute(kept)}
        assert rows == {
            "email": (words.replace("BXQ4-7KMT-R3WP", "(code not shown)"), "BXQ4-7KMT-R3WP"),
            "letter": (words.replace("BXQ4-7KMT-R3WP", "(code not shown)"), ""),
            "welsh": (welsh.replace("BXQ4-7KMT-R3WP", "(code not shown)"), "BXQ4-7KMT-R3WP"),
            "sent": (sent, ""),
        }
        downgrade(revision="0011")
        with db.engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT body FROM message ORDER BY id")) == words
    let_go(app)


_ANY: dict[type, object] = {
    int: 1,
    str: "x",
    bytes: b"x",
    bool: False,
    object: {},
    date: date(2026, 3, 2),
}
_ANY[datetime] = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_row(connection: sa.Connection, metadata: sa.MetaData, table: str, **values: object) -> int:
    """Add a row to a table as it was at some migration, whatever it must hold; its id."""
    there = sa.Table(table, metadata, autoload_with=connection, resolve_fks=False)
    filled = {
        column.name: _ANY[column.type.python_type]
        for column in there.columns
        if not (column.nullable or column.server_default or column.name in {"id", *values})
    }
    added = connection.execute(sa.insert(there).values(filled | values))
    return int(added.inserted_primary_key[0])


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
