"""Nobody learns by the time of an answer whether a name, a code or an address is known here."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from time import process_time

import pytest
from flask import Flask

from tests.support import build
from tests.support.building import people
from tests.support.checked_client import client_of
from tests.support.passwords import AS_SERVED
from tests.support.second_factor import give_password, set_up
from tests.support.tokens import token_of
from ulss_tracker.models import User
from ulss_tracker.services.core import users

pytestmark = [pytest.mark.slow, pytest.mark.on_sqlite]

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
SAMPLES = 14
# A part of the whole, and seconds: less than this drowns in what a network adds by itself.
MOST, LEAST = 0.1, 0.0015
Fields = dict[str, str]


def _sign_in(user: User, _reference: str) -> tuple[Fields, Fields]:
    return {"email": user.email, "password": "wrong"}, {
        "email": f"no{user.email}",
        "password": "wrong",
    }


def _forgotten(user: User, _reference: str) -> tuple[Fields, Fields]:
    return {"email": user.email}, {"email": f"no{user.email}"}


def _status(_user: User, reference: str) -> tuple[Fields, Fields]:
    code = {"code": "BBBB-BBBB-BBBB"}
    return {"reference": reference, **code}, {"reference": "REQ-BBBB-BBBB", **code}


def _lost_code(_user: User, reference: str) -> tuple[Fields, Fields]:
    return {"reference": reference}, {"reference": "REQ-BBBB-BBBB"}


@pytest.fixture(autouse=True)
def _hashed_as_served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords take their full work, which is most of an answer's time."""
    made_once = (people._password_hash, users.stand_in_hash)
    with monkeypatch.context() as changed:
        changed.setattr(users.hasher, "hashers", (AS_SERVED,))
        changed.setattr(users.hasher, "current_hasher", AS_SERVED)
        for each in made_once:
            each.cache_clear()
        yield
    for each in made_once:
        each.cache_clear()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sign-in", _sign_in),
        ("/forgotten-password", _forgotten),
        ("/status", _status),
        ("/status/lost-code", _lost_code),
    ],
)
def test_known_and_unknown_take_the_same_time(
    app: Flask, path: str, fields: Callable[[User, str], tuple[Fields, Fields]]
) -> None:
    """A processor's time, taken in turn; each pair from a network of its own, which none limits."""
    reference = build.request().reference
    known_users = [build.user(email=f"user{number}@example.org") for number in range(SAMPLES)]
    times: dict[int, list[float]] = {0: [], 1: []}
    for number, user in enumerate(known_users, start=1):
        client = client_of(app)
        token = token_of(client)
        own = {"REMOTE_ADDR": f"198.51.100.{number}"}
        pair = list(enumerate(fields(user, reference)))
        for which, given in pair if number % 2 else reversed(pair):
            began = process_time()
            answer = client.open(
                path, method="POST", data={"csrf_token": token, **given}, environ_overrides=own
            )
            times[which].append(process_time() - began)
            assert answer.status_code in {200, 302}
    known, unknown = (median(times[which][2:]) for which in (0, 1))
    assert abs(known - unknown) <= max(MOST * max(known, unknown), LEAST), (known, unknown)


@pytest.mark.usefixtures("second_factor_on")
def test_a_code_that_was_used_takes_the_time_of_one_that_never_was(app: Flask) -> None:
    """Of the recovery codes of somebody whose password is known. A busy machine may disturb some of
    the times of five people, but not all."""
    assert min(_difference(app, number) for number in range(5)) <= 0


def _difference(app: Flask, number: int) -> float:
    """The seconds by which one takes longer than the other, beyond what drowns."""
    user = build.user(email=f"code{number}@example.org")
    _secret, codes = set_up(user, key=str(app.secret_key))
    client = client_of(app)
    give_password(client, user, build.PASSWORD)
    client.submit("Continue", code=codes[0])
    times: dict[str, list[float]] = {codes[0]: [], "AAAA-AAAA-AAAA-AAAA": []}
    for code, taken in [pair for pair in times.items() for _ in range(2)]:
        again = client_of(app)
        give_password(again, user, build.PASSWORD)
        began = process_time()
        again.submit("Continue", code=code)
        taken.append(process_time() - began)
    used, unknown = map(min, times.values())
    return abs(used - unknown) - max(MOST * max(used, unknown), 2 * LEAST)
