"""Moments in words: shorter the nearer they are."""

from datetime import date, datetime

from tests.support.tables import from_table
from ulss_tracker.scheme.time.time_words import near_words, slip_rule_words


@from_table
def test_a_near_moment_says_no_more_than_it_must(moment: datetime, words: str) -> None:
    assert near_words(moment, date(2026, 12, 30)) == words


def test_the_clock_of_the_slip_rule_is_named_by_its_last_day() -> None:
    words = "Slip rule: 56 days, last day Sunday 26 April 2026."
    assert slip_rule_words(date(2026, 4, 26)) == words
