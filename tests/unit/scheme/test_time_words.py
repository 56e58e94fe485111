"""Moments in words: shorter the nearer they are."""

from datetime import date, datetime

import pytest

from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.time_words import near_words, slip_rule_words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 30, 15, tzinfo=LONDON), "3pm today"),
        (datetime(2026, 12, 31, 0, tzinfo=LONDON), "midnight tomorrow"),
        (datetime(2026, 12, 28, 9, 20, tzinfo=LONDON), "9:20am on Monday 28 December"),
        (datetime(2027, 1, 4, 12, tzinfo=LONDON), "midday on Monday 4 January 2027"),
    ],
)
def test_a_near_moment_says_no_more_than_it_must(moment: datetime, words: str) -> None:
    assert near_words(moment, date(2026, 12, 30)) == words


def test_the_clock_of_the_slip_rule_is_named_by_its_last_day() -> None:
    words = "Slip rule: 56 days, last day Sunday 26 April 2026."
    assert slip_rule_words(date(2026, 4, 26)) == words
