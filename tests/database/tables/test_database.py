"""How the database is set for safety: what it refuses, and what several writers at once may do."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import UniqueConstraint, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tests.support import build
from tests.support.at_once import at_once
from ulss_tracker.models import (
    Event,
    EventKind,
    ReferenceCounter,
    Review,
    SecurityEvent,
    SecurityKind,
    User,
    db,
    may_write,
)
from ulss_tracker.models.database import Choice, UtcDateTime
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.core.unit_of_work import transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 20_000),
        ("recursive_triggers", 1),
    ],
)
def test_sqlite_is_set_for_safety(app: Flask, pragma: str, value: str | int) -> None:
    assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.on_sqlite
def test_every_new_connection_is_set_for_safety(app: Flask) -> None:
    for _ in range(2):
        db.engine.dispose()
        with db.engine.connect() as one, db.engine.connect() as other:
            del one
            may_write.set(False)
            try:
                assert other.scalar(text("PRAGMA synchronous")) == 2
                assert other.scalar(text("PRAGMA foreign_keys")) == 1
            finally:
                may_write.set(True)


def test_a_reference_to_nothing_is_refused(app: Flask) -> None:
    db.session.add(Event(kind=EventKind.NOTE_ADDED, at=NOON, by_id=999))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_reader_is_refused_every_write_by_the_database(app: Flask) -> None:
    token = may_write.set(False)
    try:
        db.session.add(ReferenceCounter(series="ULS-2026", last=1))
        with pytest.raises((OperationalError, DBAPIError), match=r"read-?only"):
            db.session.flush()
    finally:
        may_write.reset(token)
        db.session.rollback()
    assert db.session.scalar(select(ReferenceCounter)) is None


def test_a_page_reads_one_snapshot_whatever_is_committed_meanwhile(app: Flask) -> None:
    counted = select(func.count()).select_from(ReferenceCounter)

    def write() -> None:
        with app.app_context(), transaction():
            db.session.add(ReferenceCounter(series="ULS-2026", last=1))

    token = may_write.set(False)
    try:
        assert db.session.scalar(counted) == 0
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(timeout=60)
        assert db.session.scalar(counted) == 0
        db.session.rollback()
        assert db.session.scalar(counted) == 1
    finally:
        may_write.reset(token)
        db.session.rollback()


def test_a_reader_may_write_again_in_the_next_transaction(app: Flask) -> None:
    token = may_write.set(False)
    db.session.scalar(select(ReferenceCounter))
    db.session.rollback()
    may_write.reset(token)
    with transaction():
        db.session.add(ReferenceCounter(series="ULS-2026", last=1))
    assert db.session.scalar(select(ReferenceCounter.last)) == 1


def test_writers_at_the_same_time_wait_for_one_another(app: Flask) -> None:
    """Each reads, then writes what it read plus one: none fails, and none is lost."""
    with transaction():
        db.session.add(ReferenceCounter(series="ULS-2026", last=0))
    failures: list[Exception] = []

    def write(_wait: object) -> None:
        for _ in range(10):
            try:
                with transaction():
                    counter = select(ReferenceCounter).with_for_update()
                    db.session.scalars(counter).one().last += 1
            except Exception as error:  # looked at below
                failures.append(error)

    at_once(app, *[write] * 4)
    assert failures == []
    assert db.session.scalar(select(ReferenceCounter.last)) == 40


def test_a_reader_is_not_held_up_by_a_writer(app: Flask) -> None:
    build.user()
    db.session.add(ReferenceCounter(series="ULS-2026", last=1))
    db.session.flush()  # the lock is held from here
    seen: list[int] = []

    def read() -> None:
        may_write.set(False)
        with app.app_context():
            seen.append(len(list(db.session.scalars(select(User)))))

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(timeout=60)  # SQLite gives up waiting after five seconds
    assert seen == [1]
    db.session.rollback()


def rows_that_never_change(app: Flask) -> None:
    """One row at least of each table that history rests on."""
    review, boss = build.review_to_file(), build.user(Role.SUPERVISOR)
    build.letter(review)
    with transaction():
        db.session.add(SecurityEvent(kind=SecurityKind.SIGNED_IN, at=NOON, by_id=boss.id))
    other, second = build.eligible_review(), build.user(Role.SUPERVISOR, email="b@example.org")
    overrides.override(other, Verdict.NOT_IN_SCHEME, "Amended", boss, version=other.version)
    overrides.sign(other, True, "", second, version=other.version)


CHANGES = {
    "event": "at = '2020-01-01'",
    "assessment": "override_reason = 'x'",
    "confirmation": "source = 'cps'",
    "decision": "reasons = 'x'",
    "letter": "version = 2",
    "override_signature": "agrees = false",
    "security_event": "address = 'x'",
    "submission": "sha256 = 'x'",
}


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_the_database_refuses_to_change_or_delete_what_history_rests_on(
    app: Flask, table: str
) -> None:
    rows_that_never_change(app)
    for statement in (f"UPDATE {table} SET {CHANGES[table]}", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(IntegrityError, match=f"a row of {table} never changes"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) >= 1  # noqa: S608


@pytest.mark.on_postgresql
def test_the_database_refuses_to_truncate_history(app: Flask) -> None:
    rows_that_never_change(app)
    with pytest.raises(IntegrityError, match="a row of event never changes"):
        db.session.execute(text("TRUNCATE event CASCADE"))
    db.session.rollback()


@pytest.mark.on_sqlite
def test_sqlite_refuses_to_put_a_row_in_the_place_of_another(app: Flask) -> None:
    """By its id or another unique key, also to a program that does not set our pragmas."""
    rows_that_never_change(app)
    db.session.remove()
    file = str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as plain:
        for table in sorted(CHANGES):
            again = f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"  # noqa: S608
            with pytest.raises(sqlite3.IntegrityError, match=f"a row of {table} never changes"):
                plain.execute(again)
        columns = [row[1] for row in plain.execute("PRAGMA table_info(letter)") if row[1] != "id"]
        names = ", ".join(f'"{column}"' for column in columns)
        with pytest.raises(sqlite3.IntegrityError, match="a row of letter never changes"):
            plain.execute(f"REPLACE INTO letter ({names}) SELECT {names} FROM letter")  # noqa: S608


def test_every_unique_key_of_what_never_changes_is_held_against_replacing() -> None:
    """A key that is added to such a table needs a trigger of its own."""
    tables = import_module("migrations.versions.0178_tables").UNIQUE_KEYS
    for table, keys in tables.items():
        described = db.metadata.tables[table]
        unique = {tuple(described.primary_key.columns.keys())}
        for constraint in described.constraints:
            if isinstance(constraint, UniqueConstraint):
                unique.add(tuple(constraint.columns.keys()))
        unique |= {tuple(index.columns.keys()) for index in described.indexes if index.unique}
        assert unique == set(keys), table


def test_an_instant_comes_back_aware_in_utc(app: Flask) -> None:
    lisbon_summer = timezone(timedelta(hours=1))
    with transaction():
        db.session.add(
            Event(kind=EventKind.NOTE_ADDED, at=datetime(2026, 7, 1, 0, 30, tzinfo=lisbon_summer))
        )
    db.session.expire_all()
    kept = db.session.scalars(select(Event)).one()
    assert kept.at == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert kept.at.utcoffset() == timedelta(0)


@pytest.mark.on_postgresql
def test_an_instant_is_in_utc_in_whatever_zone_the_server_is(app: Flask) -> None:
    tokyo = create_engine(db.engine.url, connect_args={"options": "-c TimeZone=Asia/Tokyo"})
    with tokyo.connect() as connection:
        found = connection.scalar(select(func.now(type_=UtcDateTime())))
    tokyo.dispose()
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"at": datetime(2026, 7, 1)}, "must carry its time zone"),  # noqa: DTZ001
        ({"kind": "invented"}, "invented"),
    ],
)
def test_an_instant_without_a_zone_or_a_choice_not_offered_is_refused(
    app: Flask, values: dict[str, object], words: str
) -> None:
    db.session.add(Event(**({"kind": EventKind.NOTE_ADDED, "at": NOON} | values)))
    with pytest.raises(Exception, match=words):
        db.session.flush()
    db.session.rollback()


def test_instants_are_ordered_and_compared_by_the_database(app: Flask) -> None:
    """As the board orders by the file-by moment: the text SQLite keeps must sort as time does."""
    moments = [NOON + timedelta(hours=hours) for hours in (5, -3, 30, 0)]
    with transaction():
        db.session.add_all(Event(kind=EventKind.NOTE_ADDED, at=moment) for moment in moments)
    in_order = list(db.session.scalars(select(Event.at).order_by(Event.at)))
    assert in_order == sorted(moments)
    early = select(Event.at).where(Event.at < NOON)
    assert list(db.session.scalars(early)) == [NOON - timedelta(hours=3)]


def test_a_date_and_a_long_name_in_another_script_come_back_whole(app: Flask) -> None:
    name = ("محمد عبد الرحمن " * 12)[:200]
    with transaction():
        review = build.review()
        review.last_day_on, review.offender_name = date(2026, 3, 30), name
    db.session.expire_all()
    assert db.session.execute(select(Review.last_day_on, Review.offender_name)).one() == (
        date(2026, 3, 30),
        name,
    )


def test_our_column_types_pass_nothing_on_as_it_is(app: Flask) -> None:
    assert UtcDateTime().process_bind_param(None, None) is None  # type: ignore[arg-type]
    read = Choice(Role).result_processor(db.engine.dialect, None)
    assert (read("supervisor"), read(None)) == (Role.SUPERVISOR, None)


@pytest.mark.on_sqlite
def test_the_database_file_is_where_it_was_asked_for(app: Flask) -> None:
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    assert Path(address.removeprefix("sqlite:///")).is_file()
