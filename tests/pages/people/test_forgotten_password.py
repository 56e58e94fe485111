"""A forgotten password: a link by email, one answer for everybody, and nothing lowered."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.queries import counted
from tests.support.second_factor import give_password, set_up
from ulss_tracker.cli import job_table
from ulss_tracker.models import Message, PasswordLink, SecurityEvent, SecurityKind, User, db
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.people import second_factor, staff_sessions
from ulss_tracker.services.protection import deferred_asks

pytestmark = pytest.mark.usefixtures("second_factor_on")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
ANOTHER = "nobody would guess this heron"


def ask(client: CheckedClient, email: str):
    client.get("/forgotten-password")
    page = client.submit("Email me a link", email=email)
    answer_asked()
    return page


def answer_asked() -> int:
    return deferred_asks.do_waiting(job_table.ASKED_UNSEEN)


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def link() -> str:
    """The address in the email last sent, as it leaves."""
    message = messages()[-1]
    assert message.code not in message.body  # nobody who reads the message reads it
    found = re.search(r"http\S+(/set-password/\S+)", compose.body_to_send(message))
    assert found
    return found[1]


def with_app(app: Flask) -> tuple[User, str, list[str]]:
    user = build.user()
    return user, *set_up(user, key=str(app.secret_key))


def test_the_link_sets_a_password_once_and_leaves_the_second_factor(
    app: Flask, client: CheckedClient, caplog: pytest.LogCaptureFixture
) -> None:
    user, _, codes = with_app(app)
    elsewhere = client_of(app)
    give_password(elsewhere, user, build.PASSWORD)
    elsewhere.submit("Continue", code=codes[0])
    client.get("/sign-in")
    client.click("I have forgotten my password")
    page = client.submit("Email me a link", email=f" {user.email.upper()} ")
    assert messages() == []
    assert answer_asked() == 1
    assert answer_asked() == 0
    assert page.h1 == "Check your email"
    assert user.email not in page.html
    address = link()
    client.get(address)
    page = client.submit("Set the password", password=ANOTHER, again=ANOTHER)
    assert page.h1 == "Sign in"
    client.get(address, status=404)
    elsewhere.get("/account", status=302)
    assert staff_sessions.open_of(user) == []
    assert give_password(client, user, ANOTHER).h1 == "Enter a code"
    assert second_factor.codes_left(user) == 7
    assert [each.recipient for each in messages()] == [user.email, user.email]
    assert messages()[-1].subject == "Your password has been changed"
    assert user.email not in caplog.text


def test_the_answer_is_the_same_for_everybody(app: Flask, at) -> None:
    user, _, _ = with_app(app)
    bare = build.user(email="bare@example.org")  # has set up no second factor yet
    gone = build.user(email="gone@example.org")
    set_up(gone, key=str(app.secret_key))
    gone.is_active = False
    db.session.commit()
    said = set()
    for email in (user.email, bare.email, gone.email, "stranger@example.org"):
        page = ask(client_of(app), email)
        said.add(re.sub(r'nonce="[^"]*"|value="[^"]*"', "", page.html))
    assert len(said) == 1
    assert [each.recipient for each in messages()] == [user.email]
    at(NOW + timedelta(days=91))
    ask(client_of(app), user.email)
    assert len(messages()) == 1  # the account is asleep


def test_the_page_does_the_same_for_everybody_and_says_who_asked_from_where(app: Flask) -> None:
    """What takes no other time is no other work: each question to the database is alike."""
    user, _, _ = with_app(app)
    client, asked = client_of(app), []
    for email in (user.email, "stranger@example.org", user.email, "stranger@example.org"):
        client.get("/forgotten-password")
        with counted() as questions:
            client.submit("Email me a link", email=email)
        asked.append(questions)
    assert asked[0] == asked[1] == asked[2] == asked[3]
    assert not [each for each in asked[0] if "user_account" in each]
    assert answer_asked() == 4
    logged = select(SecurityEvent).where(SecurityEvent.kind == SecurityKind.PASSWORD_RESET_ASKED)
    lines = db.session.scalars(logged).all()
    assert {(line.about_id, line.page, line.address) for line in lines} == {
        (user.id, "accounts.forgotten_password", "127.0.0.1")
    }


def test_three_in_an_hour_each_in_place_of_the_last_and_no_other_link_ends(
    app: Flask, client: CheckedClient, at
) -> None:
    user, _, _ = with_app(app)
    agreed = f"/set-password/{build.password_link(user)}"
    links = []
    for minute in range(4):
        at(NOW + timedelta(minutes=minute))
        ask(client, user.email)
        links.append(link())
    assert len(messages()) == 3
    client.get(links[0], status=404)
    client.get(links[2])
    client.get(agreed)
    at(NOW + timedelta(minutes=32))
    client.get(links[2], status=404)
    client.get(agreed)
    at(NOW + timedelta(minutes=63))
    ask(client, user.email)
    assert len(messages()) == 4
    client.get(link())
    assert client.submit("Set the password", password="short", again="short").errors
    client.submit("Set the password", password=ANOTHER, again=ANOTHER)
    client.get(agreed, status=404)  # whichever is used ends all
    assert (
        db.session.scalars(select(PasswordLink).where(PasswordLink.used_at.is_(None))).all() == []
    )


def test_the_addresses_of_one_network_of_ipv6_are_counted_together(app: Flask) -> None:
    asks = [client_of(app) for _ in range(21)]
    for number, client in enumerate(asks):
        client.environ_base["REMOTE_ADDR"] = f"2001:db8:1:2:{number:x}::1"
        client.get("/forgotten-password")
        status = 200 if number < 20 else 429
        client.submit("Email me a link", email="stranger@example.org", status=status)
    other = client_of(app)
    other.environ_base["REMOTE_ADDR"] = "2001:db8:1:3::1"
    ask(other, "stranger@example.org")


def test_one_network_asks_so_often_and_no_oftener(client: CheckedClient) -> None:
    for number in range(20):
        ask(client, f"stranger{number}@example.org")
    client.get("/forgotten-password")
    page = client.submit("Email me a link", email="stranger@example.org", status=429)
    assert page.errors == ["Too many links were asked for from here. Try again in an hour"]
