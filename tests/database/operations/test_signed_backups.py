"""Backups that were forged, altered or not signed are refused, each with its reason."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from tests.support import build
from tests.support.databases import configured, let_go
from ulss_tracker import create_app
from ulss_tracker.adapters.backup import BackupError, archive, dumps
from ulss_tracker.models import RestoredCopy, StaffSession, User, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import backups, fingerprints, restored_copy
from ulss_tracker.services.people import staff_sessions

NewDatabase = Callable[[str], str]
Change = Callable[[dict[str, Any], Path], None]


@pytest.fixture
def sign_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """A function that makes a key of this name and sets it; "" sets none."""

    def use(name: str) -> None:
        key = tmp_path / name if name else None
        if key and not key.exists():
            secret = Ed25519PrivateKey.generate()
            key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        office = office_details.current().model_copy(update={"CHECKPOINT_KEY_FILE": key})
        monkeypatch.setattr(office_details, "_office", office)

    return use


@pytest.fixture
def address(app: Flask) -> str:
    build.document(build.eligible_review().case.requests[0], b"A note of the hearing")
    db.session.remove()
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def taken(address: str, tmp_path: Path, sign_with: Callable[[str], None]) -> Path:
    sign_with("key.pem")
    path = tmp_path / "tracker.backup"
    backups.take(path, address, ())
    return path


def forged(path: Path, change: Change) -> Path:
    """The backup packed anew after a change of its manifest or its copy of the database."""
    other = path.with_name("forged.backup")
    with backups.opened(path, None, unsigned=True) as (_, copy):
        file = copy.parent / archive.MANIFEST
        manifest = json.loads(file.read_text())
        change(manifest, copy)
        file.write_text(json.dumps(manifest))
        archive.write(other, copy.parent, ())
    return other


def in_copy(statement: str) -> Change:
    """A change of SQLite's copy, with the sums of the manifest made to fit it."""

    def change(manifest: dict[str, Any], copy: Path) -> None:
        with sqlite3.connect(copy) as connection:
            connection.executescript(statement)
        connection.close()
        manifest["sha256"] = archive.sha256(copy)
        with dumps.reading(make_url(f"sqlite:///{copy}")) as reading:
            tables = fingerprints.of_all(reading)
        manifest["tables"] = {
            name: {"rows": table.rows, "sha256": table.sha256} for name, table in tables.items()
        }

    return change


def as_manifest(**values: object) -> Change:
    """A change of the manifest alone."""
    return lambda manifest, _copy: manifest.update(values)


FORGED = {
    "a row": in_copy("UPDATE request SET offender_name = 'Nobody'"),
    "a row gone": in_copy("DELETE FROM search_entry"),
    "an alien trigger": in_copy("CREATE TRIGGER alien AFTER INSERT ON request BEGIN SELECT 1; END"),
    "an alien table": in_copy("CREATE TABLE alien (id INTEGER)"),
    "another release": as_manifest(release="0.0.1"),
    "another moment": as_manifest(began_at="2020-01-01T00:00:00+00:00"),
    "another checkpoint": as_manifest(checkpoint="1 0000"),
    "another revision": as_manifest(revision="0001"),
    "other definitions": as_manifest(definitions={}),
    "another sum": as_manifest(sha256="0" * 64),
    "no signature": as_manifest(signature=""),
    "a signature of nobody": as_manifest(signature="bm90aGluZw=="),
}


@pytest.mark.on_sqlite  # a dump of PostgreSQL is not written by hand; its manifest is the same
@pytest.mark.parametrize("name", FORGED)
def test_what_was_forged_is_refused_before_anything_is_restored(
    taken: Path, new_database: NewDatabase, name: str
) -> None:
    path, elsewhere = forged(taken, FORGED[name]), new_database("forged")
    reason = "is not signed" if name == "no signature" else "was changed, or signed by a key"
    with pytest.raises(BackupError, match=reason):
        backups.restore(path, elsewhere, None)
    dumps.refuse_used(make_url(elsewhere))


def test_a_good_one_is_restored_and_one_of_another_key_is_not(
    taken: Path, new_database: NewDatabase, sign_with: Callable[[str], None]
) -> None:
    manifest = backups.restore(taken, new_database("signed"), None)
    assert manifest.signature
    assert manifest.definitions
    for number, name in enumerate(("other.pem", "")):
        sign_with(name)
        with pytest.raises(BackupError, match="not known here"):
            backups.restore(taken, new_database(f"another_{number}"), None)
    assert backups.restore(taken, new_database("accepted"), None, unsigned=True)


def test_a_restored_copy_with_an_alien_trigger_or_table_is_found(
    taken: Path, new_database: NewDatabase
) -> None:
    elsewhere = new_database("altered")
    manifest = backups.restore(taken, elsewhere, None)
    engine = create_engine(elsewhere)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alien (id INTEGER)"))
    engine.dispose()
    with pytest.raises(BackupError, match=r"table alien.* was not there when it was taken"):
        backups.compare(manifest, make_url(elsewhere))


def test_one_that_is_not_signed_takes_two_people_and_their_words_are_kept(
    app: Flask, address: str, taken: Path, new_database: NewDatabase
) -> None:
    path = forged(taken, as_manifest(signature=""))
    elsewhere = new_database("excepted")
    other = create_app(configured(elsewhere))
    run = other.test_cli_runner()
    restoring = ["data", "restore", str(path), "--unsigned-because", "The key was lost"]
    with other.app_context():
        for names in ([], ["Ann Archer"], ["Ann Archer", "ann archer "]):
            by = [part for name in names for part in ("--accepted-by", name)]
            done = run.invoke(args=[*restoring, *by])
            assert done.exit_code == 2, done.output
            assert "two people" in done.output
        done = run.invoke(args=[*restoring, "--accepted-by", "Ann", "--accepted-by", "Ben"])
        assert done.exit_code == 0, done.output
        (copy,) = db.session.scalars(db.select(RestoredCopy)).all()
        assert copy.unsigned_because == "The key was lost (Ann, Ben)"
        db.session.remove()
    let_go(other)
    office_details.configure(app.config)


def test_whoever_was_signed_in_when_it_was_taken_is_not_any_more(app: Flask) -> None:
    user = build.user()
    staff_sessions.begin(user)
    before = user.session_key
    restored_copy.mark(user.created_at)
    assert db.session.get_one(User, user.id).session_key != before
    assert db.session.scalars(db.select(StaffSession)).all()
