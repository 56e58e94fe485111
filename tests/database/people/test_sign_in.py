"""Signing in: what lets a person in, what does not, and when trying ends."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from tests.support import build
from tests.support.records import count
from tests.support.second_factor import set_up
from ulss_tracker.errors import NotAllowed
from ulss_tracker.models import SignInAttempt, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import accounts, second_factor, sign_in, throttling
from ulss_tracker.services.people.sign_in import SignInResult
from ulss_tracker.services.protection import access_filter
from ulss_tracker.services.protection.access_filter import Reader

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RIGHT = build.PASSWORD
DEVICE = "0123456789abcdef"


LIMITED = SignInResult(None, timedelta(seconds=30))


def attempt(
    email: str = "caseworker@example.org",
    password: str = RIGHT,
    address: str = "192.0.2.1",
    device: str = "",
) -> SignInResult:
    return sign_in.attempt(
        email=email, password=password, address=address, secret="key", device=device
    )


def failures() -> int:
    return count(SignInAttempt)


def fail(times: int = 5, **where: str) -> None:
    """Try so many times with a wrong password."""
    for _ in range(times):
        attempt(password="wrong", **where)


@pytest.fixture(autouse=True)
def _somebody(app: Flask, at) -> None:
    at(NOON)
    build.user()


@pytest.mark.parametrize("password", ["", "wrong", RIGHT.upper(), RIGHT + " "])
def test_a_wrong_password_does_not_and_the_right_one_signs_in_and_forgets_it(password: str) -> None:
    assert attempt(password=password) == SignInResult(None)
    assert failures() == 1
    assert attempt(email=" Caseworker@EXAMPLE.org ").user is build.user()
    assert failures() == 0


def test_nobody_signs_in_who_is_not_there_or_has_left_and_nothing_is_kept_in_the_clear() -> None:
    with transaction():
        build.user().is_active = False
    assert attempt() == SignInResult(None)
    assert attempt(email="nobody@example.org") == SignInResult(None)
    attempt(email="my secret password typed in the wrong box", address="192.0.2.1")
    last = db.session.scalars(select(SignInAttempt).order_by(SignInAttempt.id.desc())).first()
    assert last is not None
    assert "secret" not in last.email_hash
    assert len(last.address_hash) == 64
    assert last.address_hash != throttling.hashed("192.0.2.1", "another key")


def test_the_demos_password_lets_nobody_but_the_demos_accounts_in() -> None:
    with transaction():
        build.user().password_hash = users.hasher.hash(users.DEMO_PASSWORD)
    assert attempt(password=users.DEMO_PASSWORD) == SignInResult(None)
    with transaction():
        build.user().is_demo = True
    assert attempt(password=users.DEMO_PASSWORD).user is build.user()


def test_no_password_is_too_old(at) -> None:
    for days in range(0, 900, 60):  # oftener than an account falls asleep
        at(NOON + timedelta(days=days))
        user = attempt().user
        assert user is build.user()
        sign_in.came_in(user, "", "code")


def test_after_five_failures_even_the_right_password_is_not_tried_by_them_from_there() -> None:
    other = build.user(email="other@example.org")
    for _ in range(5):
        assert attempt(password="wrong", address="198.51.100.7") == SignInResult(None)
    assert attempt(address="198.51.100.7") == LIMITED
    assert attempt(email="other@example.org", address="198.51.100.7").user is other
    assert attempt(address="192.0.2.1").user is build.user()  # a stranger elsewhere keeps none out
    assert attempt(address="198.51.100.7").is_limited
    fail(email="nobody@example.org")  # an address that nobody has is limited alike
    assert attempt(email="NOBODY@example.org").is_limited


def test_each_failure_after_five_waits_twice_as_long_up_to_a_quarter_of_an_hour(at) -> None:
    fail()
    now = NOON
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        assert attempt().wait == timedelta(seconds=seconds)
        now += timedelta(seconds=seconds)
        at(now - timedelta(seconds=1))
        assert attempt().wait == timedelta(seconds=1)
        at(now)
        assert attempt(password="wrong") == SignInResult(None)
    at(now + throttling.WINDOW + timedelta(seconds=1))
    assert attempt().user is build.user()


def test_trying_while_limited_does_not_make_the_wait_longer(at) -> None:
    fail()
    at(NOON + timedelta(seconds=29))
    assert attempt(password="wrong").is_limited
    at(NOON + timedelta(seconds=30))
    assert attempt().user is build.user()


@pytest.mark.slow
def test_forty_addresses_cannot_keep_a_law_officer_out_of_a_browser_that_is_known(at) -> None:
    """And whoever tries from them waits, as does the officer in a browser that is not known."""
    officer = build.user(Role.LAW_OFFICER)
    sign_in.came_in(officer, DEVICE, "code")
    tried = 0
    for each in range(2_000):  # every address tries once in 40 seconds, for more than half an hour
        at(NOON + timedelta(seconds=each))
        guess = attempt(officer.email, "a guess", f"198.51.100.{each % 40}")
        tried += not guess.is_limited
    assert tried < 30
    assert attempt(officer.email, address="203.0.113.5").is_limited
    assert attempt(officer.email, device=DEVICE, address="203.0.113.5").user is officer
    assert attempt(officer.email, device=DEVICE, address="198.51.100.7").user is officer


def test_sixty_tries_from_one_network_of_ipv6_are_slowed(at) -> None:
    tried = 0
    for each in range(60):  # each from another address, at another account
        at(NOON + timedelta(seconds=each))
        found = attempt(f"person{each}@example.org", "a guess", f"2001:db8:1:2::{each:x}")
        tried += not found.is_limited
    assert tried == 21  # twenty are free, and half a minute later one more
    assert attempt(address="2001:db8:1:2:ffff::1").is_limited
    assert attempt(address="2001:db8:1:3::1").user is build.user()


def test_a_known_browser_is_limited_by_its_own_failures_and_no_other(at) -> None:
    sign_in.came_in(build.user(), DEVICE, "code")
    for _ in range(5):
        assert attempt(password="wrong", device=DEVICE) == SignInResult(None)
    assert attempt(device=DEVICE, address="203.0.113.5") == LIMITED
    assert attempt().user is build.user()  # in a browser that is not known


def test_a_browser_is_known_for_its_own_account_alone() -> None:
    other = build.user(email="other@example.org")
    sign_in.came_in(other, DEVICE, "code")
    fail(device=DEVICE)
    assert attempt(device=DEVICE).is_limited
    assert attempt("other@example.org", device=DEVICE).user is other


def test_a_password_by_link_and_a_reset_factor_forget_the_browsers() -> None:
    user = build.user()
    sign_in.came_in(user, DEVICE, "code")
    accounts.set_password(build.password_link(user), "three blue lanterns", device="another")
    assert not throttling.knows(user, DEVICE)
    assert throttling.knows(user, "another")
    set_up(user)
    second_factor.reset(user, build.agreed(user))
    assert not throttling.knows(user, "another")


def test_an_administrator_unlocks(at) -> None:
    user, administrator = build.user(), build.user(Role.ADMINISTRATOR)
    fail()
    assert throttling.failures(user, "key") == 5
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            sign_in.unlock(user, build.user(role, email=f"{role}@example.com"), "key")
    assert attempt().is_limited
    sign_in.unlock(user, administrator, "key")
    assert throttling.failures(user, "key") == 0
    assert attempt().user is user


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_what_an_address_is_counted_as(address: str, network: str) -> None:
    assert throttling.network_of(address) == network


def test_many_failures_from_one_place_limit_that_place_for_everyone() -> None:
    with transaction():
        place = throttling.hashed("192.0.2.9", "key")
        db.session.add_all(
            SignInAttempt(email_hash=f"{number}", address_hash=place, at=NOON)
            for number in range(throttling.FREE_FROM_NETWORK)
        )
    assert attempt(address="192.0.2.9").is_limited
    assert attempt(address="192.0.2.10").user is build.user()


def test_a_hash_made_with_older_settings_is_made_anew() -> None:
    weak = Argon2Hasher(time_cost=1, memory_cost=64).hash(RIGHT)
    with transaction():
        build.user().password_hash = weak
    assert attempt().user is build.user()
    assert build.user().password_hash != weak
    assert users.hasher.verify(RIGHT, build.user().password_hash)


def test_signing_out_everywhere_ends_every_session() -> None:
    user = build.user()
    key = user.session_key
    sign_in.sign_out_everywhere(user, user)
    assert access_filter.by_session_key(key) is None
    assert access_filter.by_session_key(user.session_key) == Reader(user, hides_any=False)
