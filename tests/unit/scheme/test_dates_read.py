"""Dates in files and on the command line, read day before month or refused."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.cli.dates import read_date


@from_table
def test_a_date_is_read_day_before_month(text: str) -> None:
    assert read_date(text) == date(2019, 2, 4)


def test_september_is_read_as_people_shorten_it() -> None:
    assert read_date("2 Sept 2019") == read_date("2 Sep 2019") == date(2019, 9, 2)


def test_a_moment_counts_as_the_day_it_was_in_london() -> None:
    assert read_date("2019-07-03T23:30:00Z") == date(2019, 7, 4)


def test_a_day_of_the_week_that_is_not_that_of_the_date_is_refused() -> None:
    with pytest.raises(ValueError, match="“Tuesday 4 February 2019” is not a date: that day was a"):
        read_date("Tuesday 4 February 2019")


@from_table
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        read_date(text)


def test_no_date_is_none() -> None:
    assert read_date("  ") is None
