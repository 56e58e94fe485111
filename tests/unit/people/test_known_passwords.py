"""Leaked passwords by the start of their hash: off unless set, and never in anybody's way."""

from collections.abc import Iterator

import pytest

from tests.support import range_server
from tests.support.range_server import Ranges
from ulss_tracker.models import User
from ulss_tracker.services.core import office_details
from ulss_tracker.services.people import passwords

LEAKED = "a heron nobody would guess"
USER = User(email="ada.brown@example.org", name="Ada Brown")


@pytest.fixture
def ranges() -> Iterator[Ranges]:
    with range_server.serving() as found:
        office_details.configure({"KNOWN_PASSWORDS_URL": found.url + "/"})
        yield found
    office_details.configure({})


def test_a_leaked_password_is_refused_and_no_more_than_five_characters_are_told(
    ranges: Ranges, caplog: pytest.LogCaptureFixture
) -> None:
    assert passwords.why_not(LEAKED, USER) == ""
    ranges.known = {LEAKED: 3}
    assert "has leaked" in passwords.why_not(LEAKED, USER)
    assert passwords.why_not(LEAKED + " more", USER) == ""
    assert {len(each) for each in ranges.asked} == {len("/range/ABCDE")}
    ranges.known = {LEAKED: 0}  # as padding has it
    assert passwords.why_not(LEAKED, USER) == ""
    asked = len(ranges.asked)
    assert passwords.why_not("too short", USER)  # refused without asking anybody
    assert len(ranges.asked) == asked
    assert caplog.text == ""


def test_a_service_that_fails_or_is_away_keeps_nobody_from_a_password(
    ranges: Ranges, caplog: pytest.LogCaptureFixture
) -> None:
    ranges.known, ranges.fails = {LEAKED: 3}, True
    assert passwords.why_not(LEAKED, USER) == ""
    office_details.configure({"KNOWN_PASSWORDS_URL": "http://127.0.0.1:9"})
    assert passwords.why_not(LEAKED, USER) == ""
    assert "did not answer" in caplog.text
    assert "heron" not in caplog.text


def test_nobody_is_asked_unless_it_is_set() -> None:
    with range_server.serving() as found:
        found.known = {LEAKED: 3}
        assert passwords.why_not(LEAKED, USER) == ""
        assert found.asked == []
