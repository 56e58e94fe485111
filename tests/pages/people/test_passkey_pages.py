"""Passkeys on the pages: set up first, signed in with, named, removed, and where none can be."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.passkey import Key, added, challenge
from tests.support.second_factor import code_of, give_password, recovery_codes_on, set_up
from ulss_tracker.models import Message, SecurityEvent, SecurityKind, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import passkeys
from ulss_tracker.web.accounts.second_factor import NO_PASSKEY, WRONG

pytestmark = pytest.mark.usefixtures("second_factor_on")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
STALE = NOW + timedelta(minutes=6)


def sign_in(client: CheckedClient, user: User, key: Key):
    assert give_password(client, user, build.PASSWORD).h1 == "Use a passkey or enter a code"
    return client.submit("Continue", passkey=key.sign(challenge(client)))


def test_the_first_sign_in_may_set_up_a_passkey(app: Flask, client: CheckedClient) -> None:
    user, key = build.user(), Key()
    page = give_password(client, user, build.PASSWORD)
    asked = challenge(client, "add")
    assert client.submit("Set up a passkey", passkey="{}").errors  # and the page is there again
    assert client.submit("Set up a passkey", passkey=key.make(asked), name="").errors
    asked = challenge(client, "add")
    page = client.submit("Set up a passkey", passkey=key.make(asked), name="Blue key")
    assert page.h1 == "Your recovery codes"
    codes = recovery_codes_on(page)
    assert len(codes) == 8
    assert user.name in client.get("/account").html
    # The password alone sets up nothing more, neither app nor passkey.
    other = client_of(app)
    give_password(other, user, build.PASSWORD)
    other.get("/sign-in/set-up", status=302)
    token = other.get("/sign-in/code").select("input[name=csrf_token]")[0].get("value")
    other.post("/passkey/to-add", data={"csrf_token": token}, status=403)
    other.post("/sign-in/set-up-passkey", data={"csrf_token": token}, status=302)
    assert sign_in(other, user, key).path == "/casework/"
    third = client_of(app)
    give_password(third, user, build.PASSWORD)
    assert third.submit("Continue", code="000000").errors == [WRONG]
    assert third.submit("Continue", passkey="{}").errors == [NO_PASSKEY]
    assert third.submit("Continue", code=codes[0]).path == "/casework/"


def test_a_passkey_steps_up_and_keeps_what_was_typed(app: Flask, client: CheckedClient, at) -> None:
    user, person = build.user(Role.ADMINISTRATOR), build.user()
    key, _ = added(user)
    sign_in(client, user, key)
    at(STALE)
    client.get(f"/admin/people/{person.id}")
    assert (
        client.submit("Save", name="Another Name", status=401).h1 == "Use a passkey or enter a code"
    )
    page = client.submit("Continue", passkey=key.sign(challenge(client)))
    assert page.h1 == "Send what you entered"
    assert "Passkey" not in page.text
    client.submit("Send it")
    db.session.rollback()
    db.session.refresh(person)
    assert person.name == "Another Name"


def test_another_is_added_named_and_removed_and_its_owner_told(
    app: Flask, client: CheckedClient, at
) -> None:
    user = build.user()
    secret, codes = set_up(user, key=str(app.secret_key))
    give_password(client, user, build.PASSWORD)
    client.submit("Continue", code=codes[0])
    elsewhere = client_of(app)
    give_password(elsewhere, user, build.PASSWORD)
    elsewhere.submit("Continue", code=codes[1])
    at(STALE)
    page = client.get("/account/passkeys/new", status=302)
    client.get(page.headers["Location"])
    page = client.submit("Continue", code=code_of(secret))
    assert page.h1 == "Add a passkey"
    key = Key()
    assert client.submit("Add a passkey", passkey="", name="Blue key").errors
    page = client.submit(
        "Add a passkey", passkey=key.make(challenge(client, "add")), name="Blue key"
    )
    assert page.h1 == "You"
    assert "Blue key is added. You are signed out everywhere else." in page.text
    elsewhere.get("/account", status=302)
    client.click("Name or remove Blue key")
    assert client.submit("Save the name", name="").errors
    assert "Red key" in client.submit("Save the name", name="Red key").text
    page = client.submit("Continue", change="recovery_codes", passkey=key.sign(challenge(client)))
    assert page.h1 == "Your recovery codes"
    client.get("/account")
    client.click("Name or remove Red key")
    page = client.submit("Remove this passkey")
    assert "Red key is removed" in page.text
    assert passkeys.of(user) == []
    told = db.session.scalars(select(Message.subject).order_by(Message.id)).all()
    assert told == [
        "A passkey has been added to your account",
        "New recovery codes have been made for your account",
        "A passkey has been removed from your account",
    ]
    kinds = set(db.session.scalars(select(SecurityEvent.kind)))
    assert {SecurityKind.PASSKEY_ADDED, SecurityKind.PASSKEY_REMOVED} <= kinds


def test_another_s_passkey_is_not_there(client: CheckedClient) -> None:
    _, theirs = added(build.user(Role.SUPERVISOR))
    user = build.user()
    key, _ = added(user)
    sign_in(client, user, key)
    client.get(f"/account/passkeys/{theirs.id}", status=404)
    token = client.get("/account").select("input[name=csrf_token]")[0].get("value")
    path = f"/account/passkeys/{theirs.id}/remove"
    client.post(path, data={"csrf_token": token}, status=404)
    assert len(passkeys.of(build.user(Role.SUPERVISOR))) == 1


def test_an_address_by_number_or_by_another_name_says_where_to_go(
    app: Flask, monkeypatch: pytest.MonkeyPatch, subtests
) -> None:
    user = build.user()
    _, _ = added(user)
    for public, host, words in (
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "Open the tracker at http://localhost:8000"),
        ("https://uls.example", "old.example", "Open the tracker at https://uls.example"),
        ("https://uls.example", "uls.example", "Your browser asks for it"),
    ):
        with subtests.test(public=public, host=host):
            monkeypatch.setitem(app.config, "PUBLIC_URL", public)
            client = client_of(app)
            signed = build.session_of(user) | {"code_at": int(NOW.timestamp())}
            base = f"http://{host}"
            with client.session_transaction(base_url=base) as session:
                session.update(signed)
            page = client.get("/account/passkeys/new", base_url=base)
            assert words in page.text
