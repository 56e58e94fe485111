"""/live and /ready: for machines that watch whether the tracker is up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from flask_migrate import upgrade
from prometheus_client import parser

from config import Office
from migrations.__main__ import HEAD
from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.databases import configured, let_go
from ulss_tracker import create_app
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.release import VERSION
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import health


def test_all_is_well(client: CheckedClient) -> None:
    answer = client.get("/ready")
    assert answer.mimetype == "application/json"
    assert answer.json["status"] == "ok"
    assert answer.json["database"] == "ok"
    assert answer.json["migrations"] == "up to date"
    assert "revision" not in answer.json


def test_it_sets_no_cookie_and_is_never_kept(client: CheckedClient) -> None:
    headers = client.get("/ready").headers
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"


def test_it_answers_by_any_name_and_its_old_address_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["reviews.example.gov.uk"])
    monkeypatch.setitem(app.config, "STAFF_URL", "https://staff.example.gov.uk")
    monkeypatch.setitem(app.config, "FILES_URL", "https://files.example.gov.uk")
    client = FlaskClient(app, Response)
    for name in ("127.0.0.1:8000", "10.1.2.3", "files.example.gov.uk", "staff.example.gov.uk"):
        for path in ("/live", "/ready", "/health"):
            answer = client.get(path, base_url=f"http://{name}")
            assert (answer.status_code, answer.json["status"]) == (200, "ok"), (name, path)
            assert "Content-Security-Policy" in answer.headers
        assert client.post("/ready", base_url=f"http://{name}").status_code in {400, 404, 405}
    assert client.get("/", base_url="http://127.0.0.1:8000").status_code == 400


def test_a_database_of_a_newer_release_is_ready(new_database: Callable[[str], str]) -> None:
    app = create_app(configured(new_database("newer")))
    with app.app_context():
        upgrade()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = client_of(app).get("/ready")
    assert (answer.json["status"], answer.json["migrations"]) == ("ok", "ahead")
    let_go(app)


def test_a_database_that_was_never_made_is_behind(new_database: Callable[[str], str]) -> None:
    app = create_app(configured(new_database("never_made")))
    answer = client_of(app).get("/ready", status=503)
    assert (answer.json["database"], answer.json["migrations"]) == ("ok", "behind")
    let_go(app)


def test_a_database_of_an_older_release_is_behind(new_database: Callable[[str], str]) -> None:
    app = create_app(configured(new_database("older")))
    with app.app_context():
        upgrade()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0100'")
    answer = client_of(app).get("/ready", status=503)
    assert answer.json == {
        "status": "unavailable",
        "database": "ok",
        "migrations": "behind",
        "disk": "ok",
    }
    let_go(app)


def test_a_full_disk_is_noticed_and_nothing_is_told_of_it(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "ROOM", 10**18)
    answer = client.get("/ready", status=503)
    assert (answer.json["status"], answer.json["disk"]) == ("unavailable", "full")
    assert set(answer.json) == {"status", "database", "migrations", "disk"}


def test_the_room_is_that_of_where_a_directory_will_be_made(tmp_path) -> None:
    assert health._free(tmp_path / "not" / "made" / "yet") == pytest.approx(
        health._free(tmp_path), rel=0.5
    )


def test_staff_are_told_the_release_and_see_it_at_the_foot_of_each_page(
    client: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    staff = signed_in(Role.CASEWORKER)
    told = staff.get("/ready").json
    assert (told["version"], told["revision"]) == (VERSION, HEAD.read_text().strip())
    assert f"Version {VERSION}" in staff.get("/casework/").html
    assert "version" not in client.get("/ready").json


def test_figures_are_for_a_monitor_that_is_known(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = "a-token-of-the-monitor-and-nobody-else"
    sent = {"Authorization": f"Bearer {token}"}
    assert client.open("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    monkeypatch.setitem(app.config, "METRICS_TOKEN", token)
    assert client.open("/metrics").status_code == 404
    (tmp_path / "tracker-20261124T095500Z.backup").touch()
    office = Office(IMAP_URL="imaps://h", BACKUP_DIRECTORY=tmp_path, OFFSITE_FILE=tmp_path)
    monkeypatch.setattr(office_details, "_office", office)
    build.request()
    figures = client.open("/metrics", headers=sent).text
    read = {
        family.name: family.samples for family in parser.text_string_to_metric_families(figures)
    }
    own = {name for name in read if name.startswith("tracker_")}
    assert len(own) >= 12
    assert read["tracker_database_up"][0].value == 1
    assert {each.labels["of"] for each in read["tracker_less_than_a_day"]} == {
        "requests",
        "reviews",
    }
    assert {each.labels["lane"] for each in read["tracker_outbox"]} > {"waited for", "copies"}
    assert {"backup", "off-site copy"} <= {
        each.labels["of"] for each in read["tracker_newest_age_seconds"]
    }
