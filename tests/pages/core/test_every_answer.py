"""What every answer has, of whatever kind it is, and what no address gives."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.tables import column
from ulss_tracker.permissions import Role

ELSEWHERE = "https://elsewhere.example"


@pytest.fixture
def secure(app: Flask) -> Iterator[Flask]:
    """The application as it is set in production: its cookies want https."""
    names = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME")
    before = {name: app.config[name] for name in names}
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-ulss")
    yield app
    app.config.update(before)


def test_every_cookie_is_for_https_this_host_and_no_script(secure: Flask) -> None:
    client = FlaskClient(secure, Response)
    base = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
    page = client.get("/sign-in", **base)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    typed = {"email": build.user().email, "password": build.PASSWORD, "csrf_token": token}
    signed_in = client.post("/sign-in", data=typed, **base)
    assert signed_in.status_code == 302
    cookies = page.headers.getlist("Set-Cookie") + signed_in.headers.getlist("Set-Cookie")
    assert {each.split("=")[0] for each in cookies} == {"__Host-ulss", "__Host-device"}
    for each in cookies:
        parts = {part.strip() for part in each.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
        assert "Domain" not in each
        assert len(each) < 4096


def test_every_answer_says_what_it_is_and_opens_nothing_to_other_origins(
    client: CheckedClient, signed_in
) -> None:
    staff = signed_in(Role.SUPERVISOR)
    kinds = {
        "/": "text/html; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/ready": "application/json",
        "/supervision/board": "text/html; charset=utf-8",
        "/supervision/security-log.csv": "text/csv; charset=utf-8",
        "/nothing-here": "text/html; charset=utf-8",
    }
    for path, kind in kinds.items():
        who = staff if path.startswith("/supervision") else client
        answer = who.open(path, headers={"Origin": ELSEWHERE})
        assert answer.headers["Content-Type"] == kind, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_no_address_gives_the_source_a_folder_or_what_was_asked(app: Flask) -> None:
    client = client_of(app)
    client.checks_pages = False
    for path in column(
        __file__, "every_answer.no_address_gives_the_source_a_folder_or_what_was_asked"
    ):
        answer = client.open(path)
        assert answer.status_code == 404, path
        assert "SECRET_KEY" not in answer.text
    traced = client.open("/", method="TRACE", headers={"X-Mark": "seen-again"})
    assert traced.status_code == 405
    assert "seen-again" not in traced.text


def test_signing_out_clears_what_the_browser_kept(signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/")
    page = client.page
    assert page is not None
    token = page.select("form[action='/sign-out'] input[name=csrf_token]")[0].get("value")
    answer = client.open("/sign-out", method="POST", data={"csrf_token": token})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.open("/casework/").status_code == 302
