"""Backups: taken while clients write, looked at, put back, and refused when they are damaged."""

import re
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from tests.support import build
from ulss_tracker.adapters.backup import BackupError, archive, dumps
from ulss_tracker.models import Request, db
from ulss_tracker.services.operations import backups, fingerprints

NewDatabase = Callable[[str], str]


@pytest.fixture
def address(app: Flask) -> str:
    """The database under test, with a case, a letter and a file in it."""
    review = build.eligible_review()
    build.document(review.case.requests[0], b"A note of the hearing")
    db.session.remove()
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def taken(address: str, tmp_path: Path) -> Path:
    path = tmp_path / "tracker.backup"
    backups.take(path, address, ())
    return path


@pytest.fixture
def keys(tmp_path: Path) -> tuple[str, Path]:
    """A public key of age, and the file of its private key."""
    if shutil.which("age-keygen") is None:
        pytest.skip("Debian's age is not installed")
    file = tmp_path / "key.txt"
    done = subprocess.run(
        ["age-keygen", "-o", str(file)], check=True, capture_output=True, text=True
    )
    return done.stderr.strip().removeprefix("Public key: "), file


def test_what_was_backed_up_is_restored_row_for_row_and_file_for_file(
    address: str, taken: Path, new_database: NewDatabase
) -> None:
    seen = backups.verify(taken, None)
    assert seen.files == seen.tables["stored_file"].rows > 0
    assert seen.tables["request"].rows == 1
    assert seen.tables["record_hash"].rows > 10
    elsewhere = new_database("restored_backup")
    assert backups.restore(taken, elsewhere, None) == seen
    with dumps.reading(make_url(elsewhere)) as connection:
        assert fingerprints.of_all(connection) == seen.tables


def test_neither_a_database_that_is_not_empty_nor_a_backup_is_ever_overwritten(
    address: str, taken: Path
) -> None:
    before = taken.read_bytes()
    with pytest.raises(BackupError, match="not empty"):
        backups.restore(taken, address, None)
    with pytest.raises(BackupError, match="there already"):
        backups.take(taken, address, ())
    assert taken.read_bytes() == before
    assert backups.verify(taken, None).rows > 1


def test_a_backup_taken_while_others_write_holds_what_was_acknowledged_before(
    app: Flask, address: str, tmp_path: Path
) -> None:
    stop, acknowledged = threading.Event(), []

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                acknowledged.append(build.request().reference)
                db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(acknowledged) < 5:
            stop.wait(0.01)
        before = len(acknowledged)
        manifest = backups.take(tmp_path / "written", address, ())
    finally:
        stop.set()
        writer.join()
    assert manifest.tables["request"].rows >= before
    assert backups.verify(tmp_path / "written", None) == manifest


@pytest.mark.parametrize("at", [0.1, 0.5, 0.99])
def test_bytes_that_changed_are_found(taken: Path, at: float) -> None:
    archive.sidecar(taken).unlink()  # what is inside must be enough
    content = bytearray(taken.read_bytes())
    start = int(len(content) * at)
    # One bit may be another way of writing the same: of sixteen bytes none is.
    content[start : start + 16] = bytes(each ^ 255 for each in content[start : start + 16])
    taken.write_bytes(content)
    with pytest.raises(BackupError):
        backups.verify(taken, None)


def test_a_backup_that_was_cut_short_is_found_and_the_sum_beside_it_compared_first(
    taken: Path,
) -> None:
    whole = taken.read_bytes()
    taken.write_bytes(whole + b"more")
    with pytest.raises(BackupError, match="SHA-256"):
        backups.verify(taken, None)
    archive.sidecar(taken).unlink()
    taken.write_bytes(whole[:-4096])
    with pytest.raises(BackupError, match="damaged"):
        backups.verify(taken, None)


@pytest.mark.on_sqlite  # a dump of PostgreSQL is not written by hand
def test_a_copy_that_lost_a_row_does_not_fit_its_manifest(taken: Path, tmp_path: Path) -> None:
    """Packed anew, so that nothing but the manifest can say so."""
    with backups.opened(taken, None) as (manifest, copy):
        with sqlite3.connect(copy) as connection:
            connection.execute("UPDATE request SET reference = reference || '.'")
        connection.close()
        written = (copy.parent / archive.MANIFEST).read_text()
        (copy.parent / archive.MANIFEST).write_text(
            written.replace(manifest.sha256, archive.sha256(copy))
        )
        archive.write(tmp_path / "again", copy.parent, ())
    with pytest.raises(BackupError, match="request has other rows"):
        backups.verify(tmp_path / "again", None)


def test_only_the_private_key_opens_an_encrypted_backup(
    address: str, tmp_path: Path, keys: tuple[str, Path], new_database: NewDatabase
) -> None:
    public, private = keys
    path = tmp_path / "sealed.age"
    manifest = backups.take(path, address, (public,))
    assert path.read_bytes().startswith(b"age-encryption.org/")
    with pytest.raises(BackupError, match="BACKUP_IDENTITY_FILE"):
        backups.verify(path, None)
    with pytest.raises(BackupError, match="cannot be"):
        backups.verify(path, archive.sidecar(path))  # no key at all
    assert backups.verify(path, private) == manifest
    assert backups.restore(path, new_database("unsealed"), private) == manifest


def test_a_public_key_that_is_none_takes_no_backup(
    address: str, tmp_path: Path, keys: tuple[str, Path]
) -> None:
    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS"):
        backups.take(tmp_path / "none.age", address, ("age1nonsense",))
    assert not list(tmp_path.glob("none.age*"))


def test_the_commands_say_what_they_did(app: Flask, address: str, tmp_path: Path) -> None:
    path = tmp_path / "by-command"
    run = app.test_cli_runner()
    done = run.invoke(args=["data", "backup", str(path)])
    assert re.search(r"[1-9]\d* rows in \d+ tables and [1-9]\d* stored files", done.output)
    done = run.invoke(args=["data", "verify", str(path)])
    assert done.exit_code == 0
    assert "is whole" in done.output
    done = run.invoke(args=["data", "restore", str(path)])
    assert done.exit_code == 1
    assert "The database is not empty" in done.output
    assert db.session.query(Request).count() == 1
