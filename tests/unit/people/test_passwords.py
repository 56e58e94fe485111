"""Which passwords are good enough, and what is said of the others."""

import pytest

from tests.support.tables import column, rows
from ulss_tracker.models import User
from ulss_tracker.services.people.passwords import why_not

GRACE = User(name="Grace Okoro-Bell", email="g.okoro@lawoffice.example.org")
EASY = "too easy to guess"
NAMED = "your name or your email address"


@pytest.mark.parametrize(
    "password",
    column(__file__, "passwords.these_are_good_enough"),
)
def test_these_are_good_enough(password: str) -> None:
    assert why_not(password, GRACE) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    rows(__file__, "passwords.these_are_not", str, str),
)
def test_these_are_not(password: str, reason: str) -> None:
    assert reason in why_not(password, GRACE)


def test_a_short_name_may_be_in_it() -> None:
    assert why_not("an elephant in the annex", User(name="Ann Le", email="al@x.org")) == ""
