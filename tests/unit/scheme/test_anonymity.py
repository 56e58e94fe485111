"""Whose identity the law protects."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.anonymity import adult_on, protects_complainant
from ulss_tracker.scheme.offences.offences import load_catalogue


@from_table
def test_a_complainant_of_some_offences_is_protected_for_life(
    offence_id: str, protected: bool
) -> None:
    assert protects_complainant(load_catalogue().get(offence_id)) is protected


@from_table
def test_words_alone_are_read_with_care(words: str, protects: bool) -> None:
    assert protects_complainant(None, words) is protects


@pytest.mark.parametrize(
    ("born_on", "adult"),
    [
        (date(2010, 3, 5), date(2028, 3, 5)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2000, 12, 31), date(2018, 12, 31)),
    ],
)
def test_the_day_somebody_is_eighteen(born_on: date, adult: date) -> None:
    assert adult_on(born_on) == adult
