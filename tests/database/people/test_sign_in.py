"""Signing in: what lets a person in, what does not, and when trying ends."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select

from tests.support import build
from ulss_tracker.models import SignInAttempt, db
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import sign_in
from ulss_tracker.services.people.sign_in import SignInResult
from ulss_tracker.services.protection import access_filter
from ulss_tracker.services.protection.access_filter import Reader

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RIGHT = build.PASSWORD


def attempt(
    email: str = "caseworker@example.org", password: str = RIGHT, address: str = "192.0.2.1"
) -> SignInResult:
    return sign_in.attempt(email=email, password=password, address=address, secret="key")


def failures() -> int:
    return db.session.scalar(select(func.count()).select_from(SignInAttempt)) or 0


@pytest.fixture(autouse=True)
def _somebody(app: Flask, at) -> None:
    at(NOON)
    build.user()


def test_the_right_password_signs_in() -> None:
    assert attempt(email=" Caseworker@EXAMPLE.org ").user is build.user()
    assert failures() == 0


@pytest.mark.parametrize("password", ["", "wrong", RIGHT.upper(), RIGHT + " "])
def test_a_wrong_password_does_not(password: str) -> None:
    assert attempt(password=password) == SignInResult(None)
    assert failures() == 1


def test_nobody_signs_in_as_somebody_who_is_not_there() -> None:
    assert attempt(email="nobody@example.org") == SignInResult(None)


def test_somebody_who_has_left_does_not_sign_in() -> None:
    with transaction():
        build.user().is_active = False
    assert attempt() == SignInResult(None)


def test_after_five_failures_even_the_right_password_is_not_tried() -> None:
    for _ in range(5):
        assert attempt(password="wrong") == SignInResult(None, is_limited=False)
    assert attempt() == SignInResult(None, is_limited=True)


def test_an_address_that_nobody_has_is_limited_alike() -> None:
    for _ in range(5):
        attempt(email="nobody@example.org")
    assert attempt(email="NOBODY@example.org").is_limited


def test_somebody_elses_sign_in_is_not_affected() -> None:
    other = build.user(email="other@example.org")
    for _ in range(6):
        attempt(password="wrong")
    assert attempt(email="other@example.org").user is other


def test_a_stranger_elsewhere_does_not_keep_somebody_out() -> None:
    for _ in range(6):
        attempt(password="wrong", address="198.51.100.7")
    assert attempt(address="198.51.100.7").is_limited
    assert attempt(address="192.0.2.1").user is build.user()
    assert attempt(address="198.51.100.7").is_limited


def test_guessing_from_many_addresses_ends_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "MOST_PER_EMAIL", 6)
    for number in range(6):
        attempt(password="wrong", address=f"198.51.100.{number}")
    assert attempt(address="192.0.2.1").is_limited


def test_it_can_be_tried_again_after_fifteen_minutes(at) -> None:
    for _ in range(5):
        attempt(password="wrong")
    at(NOON + timedelta(minutes=15))
    assert attempt().is_limited
    at(NOON + timedelta(minutes=15, seconds=1))
    assert attempt().user is build.user()


def test_trying_while_limited_does_not_make_the_wait_longer(at) -> None:
    for _ in range(5):
        attempt(password="wrong")
    at(NOON + timedelta(minutes=14))
    attempt(password="wrong")
    at(NOON + timedelta(minutes=16))
    assert attempt().user is build.user()


def test_signing_in_forgets_the_failures_before() -> None:
    for _ in range(4):
        attempt(password="wrong")
    assert attempt().user is build.user()
    assert failures() == 0


def test_many_failures_from_one_place_limit_that_place_for_everyone() -> None:
    with transaction():
        place = sign_in._hashed("192.0.2.9", "key")
        db.session.add_all(
            SignInAttempt(email_hash=f"{number}", address_hash=place, at=NOON)
            for number in range(sign_in.MOST_PER_ADDRESS)
        )
    assert attempt(address="192.0.2.9").is_limited
    assert attempt(address="192.0.2.10").user is build.user()


def test_neither_the_address_typed_nor_where_from_is_kept_in_the_clear() -> None:
    attempt(email="my secret password typed in the wrong box", address="192.0.2.1")
    kept = db.session.scalars(select(SignInAttempt)).one()
    assert "secret" not in kept.email_hash
    assert len(kept.address_hash) == 64
    keyed_otherwise = sign_in._hashed("192.0.2.1", "another key")
    assert kept.address_hash != keyed_otherwise


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
    sign_in.sign_out_everywhere(user)
    assert access_filter.by_session_key(key) is None
    assert access_filter.by_session_key(user.session_key) == Reader(user, hides_any=False)
