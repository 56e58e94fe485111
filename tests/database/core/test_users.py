"""Members of staff: adding them, finding them, and what they may do."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.passwords import AS_SERVED
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import User
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import access_filter
from ulss_tracker.services.protection.access_filter import Reader

PASSWORD = "kept only as a hash"


def add(email: str = "Ana.Silva@Example.org", role: Role = Role.CASEWORKER) -> User:
    return users.add(email=email, name="Ana Silva", role=role, password=PASSWORD)


def test_the_password_is_kept_as_an_argon2_hash_only_and_never_twice_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = add().password_hash, add("b@example.org").password_hash
    assert first != second
    for kept in (first, second):
        assert kept.startswith("$argon2id$")
        assert PASSWORD not in kept
        assert users.hasher.verify(PASSWORD, kept)
        assert not users.hasher.verify(PASSWORD.upper(), kept)
    monkeypatch.setattr(users.hasher, "current_hasher", AS_SERVED)
    assert add("c@example.org").password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("typed", ["ana.silva@example.org", " ANA.SILVA@EXAMPLE.ORG "])
def test_an_email_address_is_the_same_in_any_case(app: Flask, typed: str) -> None:
    assert users.by_email(typed) is None
    user = add()
    assert users.by_email(typed) is user
    with pytest.raises(Refused, match="can already sign in"):
        add(typed)
    assert len(users.every()) == 1


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_a_short_password_is_refused(app: Flask, password: str) -> None:
    with pytest.raises(Refused, match="12 characters"):
        users.add(email="a@example.org", name="A", role=Role.CASEWORKER, password=password)
    assert users.every() == []


def test_somebody_who_has_left_has_no_session(app: Flask) -> None:
    user = add()
    assert access_filter.by_session_key(user.session_key) == Reader(user, hides_any=False)
    with transaction():
        user.is_active = False
    assert access_filter.by_session_key(user.session_key) is None


def test_only_those_who_work_cases_may_hold_a_review(app: Flask) -> None:
    for role in Role:
        build.user(role)
    with transaction():
        left = build.user(email="left@example.org", name="Left The Office")
        left.is_active = False
    assert [user.role for user in users.assignees()] == [Role.CASEWORKER, Role.SUPERVISOR]


def test_the_demos_logins_are_known_for_what_they_are(app: Flask) -> None:
    user = add()
    assert not users.has_demo_accounts()
    users.add(email="d@example.org", name="D", role=user.role, password=PASSWORD, is_demo=True)
    assert users.has_demo_accounts()


def test_a_service_refuses_whoever_may_not(subtests: pytest.Subtests) -> None:
    for role in Role:
        for permission in Permission:
            with subtests.test(role=role, permission=permission):
                user = User(role=role)
                if may(role, permission):
                    users.require(user, permission)
                else:
                    with pytest.raises(NotAllowed, match=f"(?i){role.label}"):
                        users.require(user, permission)
    with pytest.raises(NotAllowed, match="it is for the private office to do"):
        users.require(User(role=Role.CASEWORKER), Permission.RECORD_DECISION)


def test_letters_beyond_a_to_z_are_not_folded_into_them(app: Flask) -> None:
    user = build.user(email="kim.mills@example.org")
    assert users.by_email(" KIM.Mills@Example.org ") is user
    assert users.by_email("\N{KELVIN SIGN}im.mills@example.org") is None
    assert users.by_email("\N{LATIN SMALL LETTER DOTLESS I}kim.mills@example.org") is None
    other = build.user(email="\N{LATIN CAPITAL LETTER E WITH ACUTE}ve@example.org")
    assert users.by_email("\N{LATIN SMALL LETTER E WITH ACUTE}ve@example.org") is None
    assert users.by_email(other.email) is other
