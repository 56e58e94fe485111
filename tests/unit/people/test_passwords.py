"""Which passwords are good enough, and what is said of the others."""

import pytest

from ulss_tracker.models import User
from ulss_tracker.services.people.passwords import why_not

GRACE = User(name="Grace Okoro-Bell", email="g.okoro@lawoffice.example.org")
EASY = "too easy to guess"
NAMED = "your name or your email address"


@pytest.mark.parametrize(
    "password",
    [
        "three blue lanterns",
        "correct horse battery staple",
        "тридцать синих фонарей",
        "🌻" * 3 + "x7Qp2Lw9Zr",
        "x7Qp2Lw9Zr4t",
        "lantern teapot gravel " * 5,
        "three blue lanterns 2026",
        "a court of seven marmots",
        "x7Qp2026Lw9Zr4t",
        "lantern teapot gravel marmot " * 4 + "harbour oboe",
    ],
)
def test_these_are_good_enough(password: str) -> None:
    assert why_not(password, GRACE) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("x7Qp2Lw9Zr4", "12 characters or more"),
        ("", "12 characters or more"),
        ("three blue lanterns " * 6 + "and more!", "128 characters or fewer"),
        ("fair-and-in-time-28", "the demo’s"),
        ("password123456", EASY),
        ("aaaaaaaaaaaaaaaa", EASY),
        ("qwertyuiopasdf", EASY),
        ("undulylenient", EASY),
        ("attorneygeneral", EASY),
        ("undulylenient2026", EASY),
        ("Unduly-Lenient-2026!", EASY),
        ("2027 Undu1y Len1ent", EASY),
        ("AttorneyGeneral2026", EASY),
        ("sentence tracker 1999", EASY),
        ("Referrals2026Referrals", EASY),
        ("CrownCourtReview26!", EASY),
        ("2026202620262026", EASY),
        ("purple okoro teapot", NAMED),
        ("PURPLE GRACE TEAPOT", NAMED),
        ("my lawoffice teapot", NAMED),
    ],
)
def test_these_are_not(password: str, reason: str) -> None:
    assert reason in why_not(password, GRACE)


def test_a_short_name_may_be_in_it() -> None:
    assert why_not("an elephant in the annex", User(name="Ann Le", email="al@x.org")) == ""
