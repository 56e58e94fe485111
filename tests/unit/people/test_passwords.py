"""Which passwords are good enough, and what is said of the others."""

from tests.support.tables import from_table
from ulss_tracker.models import User
from ulss_tracker.services.people.passwords import why_not

GRACE = User(name="Grace Okoro-Bell", email="g.okoro@lawoffice.example.org")


@from_table
def test_these_are_good_enough(password: str) -> None:
    assert why_not(password, GRACE) == ""


@from_table
def test_these_are_not(password: str, reason: str) -> None:
    assert reason in why_not(password, GRACE)


def test_a_short_name_may_be_in_it() -> None:
    assert why_not("an elephant in the annex", User(name="Ann Le", email="al@x.org")) == ""
