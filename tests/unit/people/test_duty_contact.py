"""A mobile number as people type it, read into what a text can be sent to."""

import pytest

from tests.support.tables import from_table
from ulss_tracker.services.people.duty_contact import read_mobile


@from_table
def test_it_is_kept_as_it_is_dialled_from_anywhere(typed: str, number: str) -> None:
    assert read_mobile(typed) == number
    assert len(read_mobile(typed)) <= 20
    assert read_mobile(number) == number


@from_table
def test_one_that_cannot_be_texted_is_refused_with_what_to_enter(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words.replace('+', '[+]')}$"):
        read_mobile(typed)
