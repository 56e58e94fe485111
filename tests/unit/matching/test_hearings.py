"""Courts and dates of sentence, as they were said and as they fit."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.services.matching.hearings import (
    CourtFit,
    DayFit,
    Days,
    fit_courts,
    fit_days,
    read_court,
    read_days,
    swapped,
)


@from_table
def test_a_date_is_read_as_people_write_it(text: str, day: date) -> None:
    assert read_days(text) == Days((day,))


@pytest.mark.parametrize(
    "text", ["", "?", "not known", "2026", "5 March", "31/31/2026", "about 3 weeks ago", "9" * 400]
)
def test_what_is_no_date_says_nothing(text: str) -> None:
    assert read_days(text) == Days()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("last Friday", Days((date(2026, 11, 20),))),
        ("5 March", Days((date(2026, 3, 5),))),
        ("12 neu 13 Tachwedd", Days((date(2026, 11, 12), date(2026, 11, 13)))),
        ("about 3 weeks ago", Days(month=(2026, 11))),
        ("March 2026", Days(month=(2026, 3))),
        ("between 28 September and 12 October", Days()),
        ("05/03/2026", Days((date(2026, 3, 5),))),
        ("not known", Days()),
    ],
)
def test_words_are_read_as_at_the_day_they_were_written(text: str, days: Days) -> None:
    assert read_days(text, date(2026, 11, 27)) == days


def test_what_the_reader_of_words_leaves_is_read_as_before() -> None:
    """A day about which the words are not sure, and one further ahead than any sentence."""
    for text, day in [("5 March 2019, or so", (2019, 3, 5)), ("5 March 2031", (2031, 3, 5))]:
        assert read_days(text, date(2026, 11, 27)) == read_days(text) == Days((date(*day),))


def test_a_month_alone_is_kept_as_a_month() -> None:
    assert read_days("March 2026") == read_days("03/2026") == Days(month=(2026, 3))


@from_table
def test_dates_fit(one: str, other: str, fits: DayFit) -> None:
    assert fit_days(read_days(one), read_days(other)) is fits
    assert fit_days(read_days(other), read_days(one)) is fits


def test_of_several_dates_the_best_counts() -> None:
    several = Days((date(2026, 1, 1), date(2026, 3, 5)))
    assert fit_days(several, Days((date(2026, 3, 6),))) is DayFit.NEAR


@from_table
def test_courts_fit(one: str, other: str, fits: CourtFit) -> None:
    assert fit_courts(read_court(one), read_court(other)) is fits
    assert fit_courts(read_court(other), read_court(one)) is fits


def test_a_court_that_is_known_is_not_read_again() -> None:
    assert read_court("The big one in town", "leeds").ids == {"leeds"}
    assert read_court("Leeds", "no-such-court").ids == frozenset()


def test_day_and_month_are_swapped_only_where_that_is_a_date() -> None:
    assert swapped(date(2026, 3, 5)) == (date(2026, 5, 3),)
    assert swapped(date(2026, 3, 25)) == swapped(date(2026, 3, 3)) == ()
