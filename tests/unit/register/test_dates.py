"""Dates in a register's cells: every form, several in one, and what is not a date."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.services.register.dates import read_dates

DAY = date(2019, 5, 3)


@from_table
def test_one_date_in_any_form(cell: str) -> None:
    found = read_dates(cell)
    assert (found.dates, found.unread, found.guessed) == ((DAY,), "", False)


@pytest.mark.parametrize("cell", ["03/05/19", "3 May 19", "05/13/2019", "43588"])
def test_a_date_that_had_to_be_guessed_says_so(cell: str) -> None:
    found = read_dates(cell)
    assert len(found.dates) == 1
    assert found.guessed


@from_table
def test_several_dates_in_one_cell_are_all_read(cell: str) -> None:
    assert read_dates(cell).dates == (DAY, date(2019, 5, 10))


@pytest.mark.parametrize("cell", ["31/02/2019", "May", "soon", "N/A", "99999", "1/2/3/4"])
def test_what_is_not_a_date_is_not_made_one(cell: str) -> None:
    found = read_dates(cell)
    assert found.dates == ()
    assert found.unread


def test_words_beside_a_date_are_named() -> None:
    found = read_dates("03/05/2019\n(adjourned)")
    assert (found.dates, found.unread) == ((DAY,), "adjourned")


def test_an_empty_cell_says_nothing() -> None:
    assert read_dates(" \n ") == read_dates("")
    assert read_dates("").dates == ()
