"""A page is shown, and nobody is signed out, while another has SQLite's lock or the disk fails."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.support import build
from tests.support.checked_client import client_of
from ulss_tracker.models import AuditEntry, AuditKind, Review, SecurityEvent, SecurityKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.protection import access_records

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def directory(app: Flask, tmp_path: Path) -> Iterator[Path]:
    office_details.configure({**app.config, "OUTAGE_DIRECTORY": str(tmp_path)})
    yield tmp_path / "looks"
    office_details.configure(app.config)


@contextmanager
def lock_held() -> Iterator[None]:
    with db.engine.connect() as other:
        other.execute(text("SELECT 1"))  # a writer with its lock, for as long as it likes
        yield


def viewed() -> list[SecurityEvent]:
    db.session.rollback()
    query = select(SecurityEvent).where(SecurityEvent.kind == SecurityKind.VIEWED)
    return list(db.session.scalars(query.order_by(SecurityEvent.id)))


def opened() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.kind == AuditKind.OPENED)))


def test_a_page_is_shown_under_anothers_lock_and_its_look_recorded_after(
    restricted: Review, signed_in, directory: Path, at
) -> None:
    number, case_id = restricted.id, restricted.case_id
    client = signed_in(Role.CASEWORKER)
    db.session.rollback()
    with lock_held():
        page = client.get(f"/casework/reviews/{number}")
    assert "John Archer" in page.text
    assert (viewed(), opened()) == ([], [])
    (file,) = directory.iterdir()
    assert "viewed" not in file.read_text()
    assert access_records.take_in() == 1
    (line,), (entry,) = viewed(), opened()
    assert (line.detail, line.page) == (f"case {case_id}", "casework.show_review")
    assert (entry.case_id, entry.by_id, entry.at) == (case_id, line.by_id, line.at)
    assert list(directory.iterdir()) == []
    client.get("/casework/")


def test_a_run_cut_off_before_the_file_is_forgotten_records_it_once(
    restricted: Review, signed_in, directory: Path
) -> None:
    client = signed_in(Role.CASEWORKER)
    number = restricted.id
    db.session.rollback()
    with lock_held():
        client.get(f"/casework/reviews/{number}")
    (file,) = directory.iterdir()
    kept = file.read_text()
    access_records.take_in()
    file.write_text(kept)
    access_records.take_in()
    assert len(viewed()) == len(opened()) == 1


def test_a_person_is_told_of_looks_that_wait_for_long_or_cannot_be_read(
    restricted: Review, signed_in, directory: Path, at
) -> None:
    client = signed_in(Role.CASEWORKER)
    number = restricted.id
    db.session.rollback()
    with lock_held():
        client.get(f"/casework/reviews/{number}")
    assert access_records.alarms() == []
    (file,) = directory.iterdir()
    file.write_text("not ours")
    (alarm,) = access_records.alarms()
    assert alarm.text.startswith("1 look at records are not in the security log yet")
    assert access_records.take_in() == 0
    assert file.exists()


def test_where_nothing_can_be_kept_a_page_waits_for_the_lock(
    app: Flask, restricted: Review, signed_in
) -> None:
    client, path = signed_in(Role.CASEWORKER), f"/casework/reviews/{restricted.id}"
    file = str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///")
    db.session.rollback()
    is_held = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            is_held.set()
            time.sleep(1)
            other.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(30)
    assert "John Archer" in client.get(path).text
    holder.join()
    assert len(viewed()) == len(opened()) == 1


def test_an_error_leaves_the_cookie_as_it_came(restricted: Review, signed_in) -> None:
    """Nowhere to keep a look: the page is not given, and whoever asked is still signed in."""
    client = signed_in(Role.CASEWORKER)
    path = f"/casework/reviews/{restricted.id}"
    db.session.rollback()
    with lock_held():
        answer = client.open(path)
    assert answer.status_code == 503
    assert not [each for each in answer.headers.getlist("Set-Cookie") if "session" in each]
    assert "John Archer" in client.get(path).text


def test_nobody_comes_in_by_an_error(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_look: access_records.AccessRecord) -> None:
        raise OSError("the disk is full")

    client, email = client_of(app), build.user().email
    client.get("/sign-in")
    with monkeypatch.context() as broken:
        broken.setattr(access_records, "record", full)
        client.submit("Sign in", email=email, password=build.PASSWORD, status=500)
    assert client.open("/casework/").headers["Location"].startswith("/sign-in")
