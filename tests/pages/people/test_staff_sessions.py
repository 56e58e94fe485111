"""Sessions on the server: each ends by itself, by signing out, and in another browser."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from ulss_tracker.models import SecurityEvent, SecurityKind, StaffSession, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import accounts, staff_sessions
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.web.core import devices

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
COOKIES = ("ulss", devices.COOKIE)
HERE = "/working-hours"


@pytest.fixture
def user(app: Flask) -> User:
    return build.user()


def sign_in(client: CheckedClient, user: User) -> CheckedClient:
    client.get("/sign-in")
    client.submit("Sign in", email=user.email, password=build.PASSWORD)
    return client


def copy_cookies(client: CheckedClient, app: Flask, *names: str) -> CheckedClient:
    """Another browser into which these cookies were copied."""
    other = client_of(app)
    for name in names:
        kept = client.get_cookie(name)
        assert kept is not None
        other.set_cookie(name, kept.value)
    return other


def ended() -> list[str]:
    db.session.rollback()
    query = select(SecurityEvent.detail).where(SecurityEvent.kind == SecurityKind.SESSION_ENDED)
    return list(db.session.scalars(query.order_by(SecurityEvent.id)))


def test_the_key_is_in_the_cookie_alone_and_another_at_each_sign_in(
    app: Flask, client: CheckedClient, user: User
) -> None:
    sign_in(client, user)
    with client.session_transaction() as session:
        key = session["session_key"]
    row = db.session.scalars(select(StaffSession)).one()
    assert key not in str(vars(row))
    assert len(key) > 40
    client.get(HERE)
    client.submit("Sign out")
    sign_in(client, user)
    with client.session_transaction() as session:
        assert session["session_key"] != key


def test_it_ends_half_an_hour_after_it_was_last_used(client: CheckedClient, user: User, at) -> None:
    sign_in(client, user)
    for minutes in (20, 40, 60):
        at(NOW + timedelta(minutes=minutes))
        client.get(HERE)
    at(NOW + timedelta(minutes=90))
    client.get(HERE, status=302)
    client.get(HERE, status=302)
    assert ended() == ["unused"]


def test_it_ends_after_twelve_hours_however_it_is_used(
    client: CheckedClient, user: User, at
) -> None:
    sign_in(client, user)
    for minutes in range(25, 12 * 60, 25):
        at(NOW + timedelta(minutes=minutes))
        client.get(HERE)
    at(NOW + staff_sessions.LONGEST)
    client.get(HERE, status=302)
    assert ended() == ["twelve hours"]


def test_reading_writes_down_its_use_now_and_then_and_no_more(
    client: CheckedClient, user: User, at
) -> None:
    sign_in(client, user)
    at(NOW + staff_sessions.SEEN_AFTER)
    client.get(HERE)
    row = db.session.scalars(select(StaffSession)).one()
    assert row.seen_at == NOW
    later = NOW + staff_sessions.SEEN_AFTER + timedelta(seconds=1)
    at(later)
    client.get(HERE)
    db.session.refresh(row)
    assert row.seen_at == later


def test_a_stolen_cookie_used_in_another_browser_is_noticed_and_ends(
    app: Flask, client: CheckedClient, user: User
) -> None:
    sign_in(client, user)
    thief = copy_cookies(client, app, "ulss")
    thief.get(HERE, status=302)
    assert ended() == ["another browser"]
    client.get(HERE, status=302)
    assert ended() == ["another browser"]


def test_a_cookie_kept_from_before_signing_out_opens_nothing(
    app: Flask, client: CheckedClient, user: User
) -> None:
    sign_in(client, user)
    kept = copy_cookies(client, app, *COOKIES)
    kept.get(HERE)
    client.get(HERE)
    client.submit("Sign out")
    kept.get(HERE, status=302)
    assert ended() == []


def test_signing_out_ends_one_session_and_everywhere_all(
    app: Flask, client: CheckedClient, user: User
) -> None:
    other, third = sign_in(client_of(app), user), sign_in(client_of(app), user)
    sign_in(client, user)
    client.get(HERE)
    client.submit("Sign out")
    page = other.get("/account")
    assert len(page.rows) == 3
    assert [row[1] for row in page.rows[1:]].count("Here, now") == 1
    assert {row[2] for row in page.rows[1:]} == {"127.0.0.1"}
    page = other.submit("Sign out everywhere")
    assert "You are signed out everywhere." in page.text
    for each in (other, third):
        each.get(HERE, status=302)


def test_one_of_ones_sessions_is_ended_by_itself_and_nobody_elses(
    app: Flask, client: CheckedClient, user: User
) -> None:
    other, third = sign_in(client_of(app), user), sign_in(client_of(app), user)
    sign_in(client, user)
    theirs = db.session.scalars(select(StaffSession.id).order_by(StaffSession.id)).all()
    stranger = sign_in(client_of(app), build.user(Role.SUPERVISOR))
    page = client.get("/account")
    assert len(page.select("form[action$='/end']")) == 2
    token = page.select("[name=csrf_token]")[0].get("value")
    data = {"csrf_token": token}
    address = f"/account/sessions/{theirs[0]}/end"
    client.post(address, data=data, status=302)
    other.get(HERE, status=302)
    third.get(HERE)
    client.post(address, data=data, status=404)
    token = stranger.get("/account").select("[name=csrf_token]")[0].get("value")
    stranger.post(f"/account/sessions/{theirs[1]}/end", data={"csrf_token": token}, status=404)
    third.get(HERE)
    assert ended() == ["by its owner"]


def test_a_change_of_password_or_role_ends_every_session(
    app: Flask, client: CheckedClient, user: User
) -> None:
    sign_in(client, user)
    accounts.set_password(build.password_link(user), "three blue lanterns")
    client.get(HERE, status=302)
    assert ended() == ["account changed"]
    other = build.user(Role.SUPERVISOR)
    client = sign_in(client_of(app), other)
    account = Account(name=other.name, email=other.email, role=Role.LAWYER)
    accounts.change_by_two(other, account, build.agreed(other), version=other.version)
    client.get(HERE, status=302)
    assert ended() == ["account changed", "account changed"]
    assert staff_sessions.open_of(other) == []


def test_whoever_looks_after_accounts_signs_somebody_out_everywhere(
    app: Flask, client: CheckedClient, user: User
) -> None:
    sign_in(client, user)
    administrator = sign_in(client_of(app), build.user(Role.ADMINISTRATOR))
    administrator.get(f"/admin/people/{user.id}")
    administrator.submit("Sign them out everywhere")
    client.get(HERE, status=302)
    assert ended() == ["account changed"]
    assert staff_sessions.open_of(user) == []
    assert "Sign them out" not in administrator.get(f"/admin/people/{user.id}").text


def test_a_cookie_without_a_session_opens_nothing(client: CheckedClient, user: User) -> None:
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.session_key, True
    client.get(HERE, status=302)
    with client.session_transaction() as session:
        session.update(build.session_of(build.user(Role.SUPERVISOR)))
        session["_user_id"] = user.session_key  # another person's session
    client.get(HERE, status=302)


def test_sessions_of_long_ago_are_forgotten(user: User, at) -> None:
    staff_sessions.begin(user)
    at(NOW + timedelta(days=91))
    staff_sessions.begin(user)
    assert len(list(db.session.scalars(select(StaffSession)))) == 1
