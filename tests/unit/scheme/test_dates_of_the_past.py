"""Ways to count back that are said in few places: none gives a later day than was meant."""

from datetime import date

from tests.support.tables import from_table
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day

THURSDAY = date(2026, 11, 26)


@from_table
def test_a_day_is_no_later_than_was_meant(text: str, earliest: date, latest: date) -> None:
    span = read_sentence_day(text, THURSDAY)
    assert span is not None
    assert (span.earliest, span.latest) == (earliest, latest)
