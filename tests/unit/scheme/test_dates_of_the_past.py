"""Ways to count back that are said in few places: none gives a later day than was meant."""

from datetime import date

import pytest

from ulss_tracker.scheme.dates.sentence_day import read_sentence_day

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("a week gone Tuesday", date(2026, 11, 10), date(2026, 11, 17)),
        ("Tuesday gone a week", date(2026, 11, 10), date(2026, 11, 17)),
        ("two weeks gone Tuesday", date(2026, 11, 3), date(2026, 11, 10)),
        ("Tuesday gone", date(2026, 11, 24), date(2026, 11, 24)),
        ("this Friday just gone", date(2026, 11, 20), date(2026, 11, 20)),
        ("this Thursday just gone", date(2026, 11, 19), date(2026, 11, 19)),
        ("this Tuesday just past", date(2026, 11, 24), date(2026, 11, 24)),
        ("week last Tuesday", date(2026, 11, 10), date(2026, 11, 17)),
        ("the last Monday but one", date(2026, 11, 9), date(2026, 11, 16)),
        ("Sept. 7, 2026", date(2026, 9, 7), date(2026, 9, 7)),
        ("Mon, Sept. 7", date(2026, 9, 7), date(2026, 9, 7)),
        ("sentenced 7 Sept. 3 years", date(2026, 9, 7), date(2026, 9, 7)),
        ("7/l0/2026", date(2026, 10, 7), date(2026, 10, 7)),
        ("7 July 2026 (count 1) and 9 July 2026 (count 2)", date(2026, 7, 7), date(2026, 7, 9)),
        ("7 July and 9 July", date(2026, 7, 7), date(2026, 7, 9)),
        ("7 July (not 9 July as the letter had it)", date(2026, 7, 7), date(2026, 7, 7)),
        ("I put 7 July but it was 9 July", date(2026, 7, 9), date(2026, 7, 9)),
        ("7 July (our anniversary)", date(2026, 7, 7), date(2026, 7, 7)),
    ],
)
def test_a_day_is_no_later_than_was_meant(text: str, earliest: date, latest: date) -> None:
    span = read_sentence_day(text, THURSDAY)
    assert span is not None
    assert (span.earliest, span.latest) == (earliest, latest)
