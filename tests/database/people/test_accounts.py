"""Accounts: adding, changing and ending them, and the link that sets a password once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, PasswordLink, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.people import accounts, sign_in
from ulss_tracker.services.people.accounts import Account

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
NEW = Account(name="Grace Okoro", email="Grace@Example.org ", role=Role.CASEWORKER)
GOOD = "three blue lanterns"


@pytest.fixture
def manager(app: Flask) -> User:
    build.agreed()  # there is another
    return build.user(Role.ADMINISTRATOR)


def signs_in(email: str, password: str) -> bool:
    found = sign_in.attempt(email=email, password=password, address="127.0.0.1", secret="x")
    return found.user is not None


def test_somebody_added_sets_a_password_once_and_signs_in(manager: User) -> None:
    with events_left() as events:
        user, key = accounts.add(NEW, build.agreed())
    assert kinds(events) == [EventKind.PERSON_ADDED, EventKind.PASSWORD_LINK_MADE]
    assert user.email == "grace@example.org"
    assert accounts.opens_for(key) is user
    before = user.session_key
    accounts.set_password(key, GOOD)
    assert user.session_key != before  # every session has ended
    assert signs_in("grace@example.org", GOOD)
    assert accounts.opens_for(key) is None
    with nothing_kept(), pytest.raises(Refused):
        accounts.set_password(key, "another one entirely")


def test_a_link_is_kept_nowhere_ends_with_a_newer_and_runs_out_after_two_days(
    manager: User, at
) -> None:
    user, older = accounts.add(NEW, build.agreed())
    link = db.session.scalars(select(PasswordLink)).one()
    assert older not in {link.key_hash, str(link.id)}
    with nothing_kept(), pytest.raises(Refused):  # the email is another's now
        accounts.add(NEW, build.agreed())
    newer = build.password_link(user)
    assert accounts.opens_for(older) is None
    assert accounts.opens_for(newer) is user
    for wrong, password in ((newer, "short"), ("made up", GOOD), ("", GOOD)):
        with nothing_kept(), pytest.raises(Refused):
            accounts.set_password(wrong, password)
    at(NOW + timedelta(days=2))
    assert accounts.opens_for(newer) is None
    with pytest.raises(Refused):
        accounts.set_password(newer, GOOD)


def changed(user: User, by: User, **changes: object) -> None:
    said = {
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "is_active": user.is_active,
        "law_office": user.law_office,
    }
    account = Account(**(said | changes))
    if accounts.needs_two(user, account):
        accounts.change_by_two(user, account, build.agreed(user), version=user.version)
    else:
        accounts.change(user, account, by, version=user.version)


def test_a_change_says_what_it_was_and_is_and_the_second_of_two_people_is_told(
    manager: User,
) -> None:
    user, _ = accounts.add(NEW, build.agreed())
    seen = user.version
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.LAW_OFFICER):
        by = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            accounts.change(user, replace(NEW, name="x"), by, version=seen)
    with events_left() as events:
        changed(user, manager, name="Grace Okoro-Bell")
    assert kinds(events) == [EventKind.PERSON_CHANGED]
    assert events[0].before["name"] == "Grace Okoro"
    assert events[0].after["name"] == "Grace Okoro-Bell"
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        accounts.change(user, NEW, manager, version=seen)
    assert user.name == "Grace Okoro-Bell"


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.SUPERVISOR}])
def test_leaving_or_another_role_ends_sessions_and_links(
    manager: User, change: dict[str, object]
) -> None:
    user, key = accounts.add(NEW, build.agreed())
    before = user.session_key
    changed(user, manager, **change)
    assert user.session_key != before
    assert accounts.opens_for(key) is None
    if not user.is_active:
        with nothing_kept(), pytest.raises(Refused):
            build.password_link(user)


def test_a_law_officer_says_which_they_are(manager: User) -> None:
    officer = replace(NEW, role=Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(Refused, match="Choose which law officer"):
        accounts.add(officer, build.agreed())
    user, _ = accounts.add(
        replace(officer, law_office=LawOfficer.SOLICITOR_GENERAL), build.agreed()
    )
    assert user.law_office is LawOfficer.SOLICITOR_GENERAL
    with nothing_kept(), pytest.raises(Refused, match="Choose which law officer"):
        changed(user, manager, law_office=None)
    with events_left() as events:
        changed(user, manager, law_office=LawOfficer.ATTORNEY_GENERAL)
    assert events[0].before["law_office"] == "solicitor_general"
    assert events[0].after["law_office"] == "attorney_general"


def test_nobody_else_holds_a_law_office(manager: User) -> None:
    user, _ = accounts.add(replace(NEW, law_office=LawOfficer.ATTORNEY_GENERAL), build.agreed())
    assert user.law_office is None
    changed(user, manager, role=Role.LAW_OFFICER, law_office=LawOfficer.ATTORNEY_GENERAL)
    changed(user, manager, role=Role.CASEWORKER)
    assert user.law_office is None


def test_nobody_ends_their_own_account_and_somebody_is_always_left(manager: User) -> None:
    other = build.agreed().approved_by
    assert other is not None
    with nothing_kept(), pytest.raises(Refused):
        changed(manager, manager, is_active=False)
    changed(other, manager, is_active=False)
    account = Account(name=manager.name, email=manager.email, role=manager.role, is_active=False)
    with nothing_kept(), pytest.raises(Refused, match="Somebody must be left"):
        accounts.change(manager, account, other, version=manager.version)


ALONE = (
    {"role": Role.LAW_OFFICER, "law_office": LawOfficer.ATTORNEY_GENERAL},
    {"role": Role.SUPERVISOR},
    {"email": "mine@example.org"},
)


@pytest.mark.parametrize("change", ALONE)
def test_what_gives_more_is_nobodys_to_do_alone(manager: User, change: dict[str, Any]) -> None:
    user, _ = accounts.add(NEW, build.agreed())
    with nothing_kept(), pytest.raises(Refused, match="This needs two people"):
        accounts.change(user, replace(NEW, **change), manager, version=user.version)


def test_coming_back_and_a_law_officers_account_need_two(manager: User) -> None:
    user, _ = accounts.add(NEW, build.agreed())
    changed(user, manager, is_active=False)
    assert accounts.needs_two(user, NEW)
    officer = build.user(Role.LAW_OFFICER)
    same = Account(
        name=officer.name, email=officer.email, role=officer.role, law_office=officer.law_office
    )
    assert not accounts.needs_two(officer, same)
    for change in ({"name": "x"}, {"is_active": False}, {"law_office": None}):
        assert accounts.needs_two(officer, replace(same, **change))
