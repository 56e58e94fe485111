"""Changing one's own password: for the one from before, and everybody else is signed out."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.second_factor import give_password, set_up
from tests.support.tables import from_table
from ulss_tracker.models import Message, SecurityEvent, SecurityKind, User, db
from ulss_tracker.services.people import accounts

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
NEW = "three blue lanterns"
PAGE = "/change-password"


@pytest.fixture
def user(app: Flask) -> User:
    return build.user()


def sign_in(client: CheckedClient, user: User, password: str = build.PASSWORD) -> CheckedClient:
    client.get("/sign-in")
    client.submit("Sign in", email=user.email, password=password)
    return client


def change(client: CheckedClient, current: str = build.PASSWORD, new: str = NEW, again: str = ""):
    client.get(PAGE)
    return client.submit("Change the password", current=current, password=new, again=again or new)


def test_it_is_changed_and_only_here_one_stays_signed_in(
    app: Flask, client: CheckedClient, user: User
) -> None:
    link = build.password_link(user)
    elsewhere = sign_in(client_of(app), user)
    sign_in(client, user)
    page = change(client)
    assert "Your password is changed. You are signed out everywhere else." in page.text
    client.get(PAGE)
    elsewhere.get(PAGE, status=302)
    assert accounts.opens_for(link) is None
    message = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message
    assert (message.recipient, message.subject) == (user.email, "Your password has been changed")
    assert "Two people" not in message.body
    kinds = list(db.session.scalars(select(SecurityEvent.kind)))
    assert kinds.count(SecurityKind.PASSWORD_SET) == 1
    other = client_of(app)
    other.get("/sign-in")
    assert other.submit("Sign in", email=user.email, password=build.PASSWORD).errors
    other.submit("Sign in", email=user.email, password=NEW)
    other.get(PAGE)


@from_table
def test_what_is_not_taken_is_said_and_nothing_typed_is_written_back(
    client: CheckedClient, user: User, current: str, new: str, again: str, error: str
) -> None:
    sign_in(client, user)
    key = user.session_key
    page = change(client, current, new, again)
    assert page.errors == [error]
    for name in ("current", "password", "again"):
        assert not page.one(f"main [name={name}]").get("value")
    db.session.refresh(user)
    assert user.session_key == key


def test_guessing_the_one_from_before_is_limited(client: CheckedClient, user: User) -> None:
    sign_in(client, user)
    for _ in range(5):
        change(client, "not the one")
    client.get(PAGE)
    page = client.submit(
        "Change the password", current=build.PASSWORD, password=NEW, again=NEW, status=429
    )
    assert page.errors == ["Too many attempts to sign in. Wait a minute, then try again."]


def test_where_the_second_factor_is_on_it_asks_for_a_fresh_code_and_keeps_no_password(
    app: Flask, client: CheckedClient, user: User, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)
    _, codes = set_up(user, key=str(app.secret_key))
    give_password(client, user, build.PASSWORD)
    client.submit("Continue", code=codes[0])
    at(NOW.replace(minute=10))
    client.get(PAGE)
    page = client.submit(
        "Change the password", current=build.PASSWORD, password=NEW, again=NEW, status=401
    )
    assert page.h1 == "Enter a code"
    page = client.submit("Continue", code=codes[1])
    assert NEW not in page.html
    assert build.PASSWORD not in page.html
    assert "Your password is changed" in change(client).text
    client.get(PAGE)
