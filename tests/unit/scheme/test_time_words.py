"""Moments in words: shorter the nearer they are."""

from datetime import date, datetime

import pytest

from ulss_tracker.scheme.time.time_words import near_words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 30, 15), "3pm today"),
        (datetime(2026, 12, 31, 0), "midnight tomorrow"),
        (datetime(2026, 12, 28, 9, 20), "9:20am on Monday 28 December"),
        (datetime(2027, 1, 4, 12), "midday on Monday 4 January 2027"),
    ],
)
def test_a_near_moment_says_no_more_than_it_must(moment: datetime, words: str) -> None:
    assert near_words(moment, date(2026, 12, 30)) == words
