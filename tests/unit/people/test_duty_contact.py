"""A mobile number as people type it, read into what a text can be sent to."""

import pytest

from ulss_tracker.services.people.duty_contact import NOT_A_MOBILE, NOT_BRITISH, read_mobile


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", ""),
        ("  ", ""),
        ("07700 900 982", "+447700900982"),
        ("07700-900-982", "+447700900982"),
        ("(07700) 900982", "+447700900982"),
        ("+44 7700 900982", "+447700900982"),
        ("+44 (0)7700 900982", "+447700900982"),
        ("+44 07700 900982", "+447700900982"),
        ("0044 7700 900982", "+447700900982"),
        ("07624 900 982", "+447624900982"),  # Isle of Man
        ("+353 85 012 3456", "+353850123456"),
        ("00 1 202 555 0143", "+12025550143"),
    ],
)
def test_it_is_kept_as_it_is_dialled_from_anywhere(typed: str, number: str) -> None:
    assert read_mobile(typed) == number
    assert len(read_mobile(typed)) <= 20
    assert read_mobile(number) == number


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("020 7271 2492", NOT_BRITISH),
        ("01632 960 001", NOT_BRITISH),
        ("070 1234 5678", NOT_BRITISH),  # a personal number, which forwards calls
        ("076 1234 5678", NOT_BRITISH),  # a pager
        ("07700 900 98", NOT_BRITISH),
        ("07700 900 9822", NOT_BRITISH),
        ("7700 900 982", NOT_A_MOBILE),
        ("+353", NOT_A_MOBILE),
        ("+3538501234567890", NOT_A_MOBILE),
        ("+0 7700 900 982", NOT_A_MOBILE),
        ("07700 900 982 ext 3", NOT_A_MOBILE),
        ("my mobile", NOT_A_MOBILE),
        ("٠٧٧٠٠٩٠٠٩٨٢", NOT_A_MOBILE),
    ],
)
def test_one_that_cannot_be_texted_is_refused_with_what_to_enter(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words.replace('+', '[+]')}$"):
        read_mobile(typed)
