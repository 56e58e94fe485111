"""An account that nobody has used for 90 days is asleep until two people wake it."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.second_factor import give_password
from ulss_tracker.models import SecurityEvent, SecurityKind, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import dormancy
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.accounts.routes import ASLEEP, WRONG

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=90, seconds=1)


def test_it_falls_asleep_and_two_people_wake_it(app: Flask, client: CheckedClient, at) -> None:
    at(NOW)
    user, administrator, supervisor = (
        build.user(role) for role in (Role.CASEWORKER, Role.ADMINISTRATOR, Role.SUPERVISOR)
    )
    at(NOW + timedelta(days=89))
    for each in (user, administrator, supervisor):
        assert give_password(client_of(app), each, build.PASSWORD).h1 != "Sign in"
    at(LATER)
    for each in (administrator, supervisor):
        give_password(client_of(app), each, build.PASSWORD)
    assert give_password(client_of(app), user, build.PASSWORD).h1 != "Sign in"
    at(LATER + timedelta(days=89))
    for each in (administrator, supervisor):
        give_password(client_of(app), each, build.PASSWORD)
    at(LATER + timedelta(days=90, seconds=1))
    assert give_password(client, user, build.PASSWORD).errors == [ASLEEP]
    # A stranger learns nothing: without the password it is as wrong as any.
    assert give_password(client, user, "not the password").errors == [WRONG]
    kinds = [each.kind for each in db.session.query(SecurityEvent).filter_by(about_id=user.id)]
    assert SecurityKind.ACCOUNT_ASLEEP in kinds

    by = client_of(app)
    give_password(by, administrator, build.PASSWORD)
    by.get(f"/admin/people/{user.id}")
    assert "has not signed in for 90 days" in by.page.text
    by.submit("Propose to wake the account")
    assert give_password(client, user, build.PASSWORD).errors == [ASLEEP]
    other = client_of(app)
    give_password(other, supervisor, build.PASSWORD)
    other.get(f"/admin/proposals/{account_proposals.page().rows[0].id}")
    other.submit("Approve")
    assert give_password(client, user, build.PASSWORD).path == "/casework/"
    by.get(f"/admin/people/{user.id}")
    assert "asleep" not in by.page.text


def test_the_last_administrator_never_sleeps(app: Flask, at) -> None:
    at(NOW)
    first = build.user(Role.ADMINISTRATOR)
    second = build.user(Role.ADMINISTRATOR, email="second@example.org")
    at(NOW + timedelta(days=200))
    # Both unused: neither could be woken without the other, so both still come in, and once one
    # has, the other is asleep.
    assert not dormancy.is_asleep(first)
    assert not dormancy.is_asleep(second)
    give_password(client_of(app), first, build.PASSWORD)
    assert dormancy.is_asleep(second)
    assert not dormancy.is_asleep(first)
    with transaction():
        second.is_demo = True
    assert not dormancy.is_asleep(db.session.get(User, second.id))
