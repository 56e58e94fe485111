"""Facts told beside an offence that is out, which may make it one that is in, are asked about."""

from tests.support.tables import from_table
from tests.support.typed_verdicts import CHECK, verdict
from ulss_tracker.scheme.offences.verdict import Verdict


@from_table
def test_a_fact_or_a_category_that_may_bring_it_in_is_asked_about(text: str) -> None:
    assert verdict(text) is CHECK


@from_table
def test_ordinary_words_and_short_forms_are_read_as_they_are_meant(
    text: str, answer: Verdict
) -> None:
    assert verdict(text) is answer
