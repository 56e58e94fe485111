"""Ways to count back that are said in few places: none gives a later day than was meant."""

from datetime import date

import pytest

from tests.support.tables import iso_date, rows
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    rows(__file__, "dates_of_the_past.a_day_is_no_later_than_was_meant", str, iso_date, iso_date),
)
def test_a_day_is_no_later_than_was_meant(text: str, earliest: date, latest: date) -> None:
    span = read_sentence_day(text, THURSDAY)
    assert span is not None
    assert (span.earliest, span.latest) == (earliest, latest)
