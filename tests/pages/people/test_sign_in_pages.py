"""Signing in: trying too often, being led elsewhere, coming back after."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.support import build
from tests.support.awkward import ARABIC, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient, client_of
from tests.support.tables import from_table
from tests.support.traces import nothing_kept
from ulss_tracker.permissions import Role

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
EMAIL = "caseworker@example.org"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()


def attempt(client: CheckedClient, password: str = build.PASSWORD, email: str = EMAIL, **kwargs):
    client.get("/sign-in")
    return client.submit("Sign in", email=email, password=password, **kwargs)


def test_six_failures_limit_the_address_and_not_everybody(
    client: CheckedClient, app: Flask
) -> None:
    for _ in range(5):
        assert attempt(client, "wrong").errors == ["The email address or password is wrong"]
    page = attempt(client, "wrong", status=429)
    assert page.errors == ["Too many attempts to sign in. Wait a minute, then try again."]
    attempt(client, status=429)  # the right password is not even tried
    build.user(Role.SUPERVISOR)
    assert attempt(client_of(app), email="supervisor@example.org").path == "/supervision/board"


def test_others_tries_keep_nobody_out_of_a_browser_they_signed_in_with(
    client: CheckedClient, app: Flask, signed_in, at
) -> None:
    attempt(client)
    client.get("/casework/")
    client.submit("Sign out")
    stranger = client_of(app)
    for _ in range(5):
        attempt(stranger, "wrong")
    attempt(stranger, status=429)
    assert attempt(client).path == "/casework/"
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.get(f"/admin/people/{build.user().id}")
    assert "5 tries to sign in as Test Caseworker failed within the hour" in page.text
    page = administrator.submit("Let them try again now")
    assert "Test Caseworker can try to sign in again now" in page.text
    assert "failed within the hour" not in page.text
    assert attempt(stranger).path == "/casework/"


@pytest.mark.parametrize("email", ["not an address", "x" * 201, ARABIC, SCRIPT, "a@b@c"])
def test_what_is_no_address_is_said_and_shown_safely(client: CheckedClient, email: str) -> None:
    with nothing_kept():
        page = attempt(client, email=email)
    assert len(page.errors) == 1
    assert page.select("img[src=x]") == []
    if email == SCRIPT:
        assert shown_safely(page)


@pytest.mark.parametrize("password", ["x" * 200, "\x00", "🌻" * 50, "' OR 1=1 --"])
def test_a_strange_password_is_just_a_wrong_one(client: CheckedClient, password: str) -> None:
    assert attempt(client, password).errors == ["The email address or password is wrong"]


def test_without_the_forms_token_nobody_is_signed_in(client: CheckedClient) -> None:
    client.post("/sign-in", data={"email": EMAIL, "password": build.PASSWORD}, status=400)
    client.get("/casework/", status=302)


def test_signed_in_already_one_is_sent_to_ones_own_page(client: CheckedClient) -> None:
    attempt(client)
    answer = client.get("/sign-in", status=302)
    assert answer.headers["Location"] == "/casework/"


@from_table
def test_nobody_is_led_elsewhere(client: CheckedClient, elsewhere: str) -> None:
    client.get("/sign-in", query_string={"next": elsewhere})
    answer = client.submit(
        "Sign in", email=EMAIL, password=build.PASSWORD, follow=False, status=302
    )
    parts = urlsplit(answer.headers["Location"])
    assert (parts.scheme, parts.netloc) == ("", "")
    assert parts.path.startswith("/")
    assert not parts.path.startswith(("//", "/\\"))
    assert "planted" not in str(answer.headers.getlist("Set-Cookie"))


def test_back_to_the_page_asked_for_even_when_it_is_not_theirs(client: CheckedClient) -> None:
    answer = client.get("/supervision/board", status=302)
    client.get(answer.headers["Location"])
    page = client.submit("Sign in", email=EMAIL, password=build.PASSWORD, status=403)
    assert page.h1 == "You cannot open this page"


def test_a_form_sent_after_the_session_ended_comes_back_to_no_form(client: CheckedClient) -> None:
    """A redirect cannot post again what was posted: nothing is promised."""
    review = build.review()
    client.get("/sign-in")
    token = client.page.one("main input[name=csrf_token]").get("value")
    answer = client.post(
        f"/casework/reviews/{review.id}/offender", data={"csrf_token": token}, status=302
    )
    assert answer.headers["Location"] == "/sign-in"


def test_signing_out_is_a_button_and_not_a_link_anybody_can_plant(client: CheckedClient) -> None:
    attempt(client)
    assert client.open("/sign-out").status_code == 405
    client.post("/sign-out", status=400)
    client.get("/casework/")  # still signed in
    client.get("/casework/")
    assert client.submit("Sign out").path == "/sign-in"
    client.get("/casework/", status=302)


@pytest.mark.parametrize("forged", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.x.y", "." * 4000])
def test_a_forged_cookie_opens_nothing(client: CheckedClient, forged: str) -> None:
    client.set_cookie("ulss", forged)
    client.get("/casework/", status=302)
