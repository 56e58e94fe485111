"""Facts told beside an offence that is out, which may make it one that is in, are asked about."""

import pytest

from tests.support.tables import column
from tests.support.typed_verdicts import CHECK, IN, NOT, verdict
from ulss_tracker.scheme.offences.verdict import Verdict


@pytest.mark.parametrize(
    "text",
    column(__file__, "typed_aggravated.a_fact_or_a_category_that_may_bring_it_in_is_asked_about"),
)
def test_a_fact_or_a_category_that_may_bring_it_in_is_asked_about(text: str) -> None:
    assert verdict(text) is CHECK


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("racing through town, dangerous driving", NOT),
        ("I am rating this as important. He got a year for theft", NOT),
        ("possessing a stun gun", NOT),
        ("theft from a shop", NOT),
        ("drunk and disorderly and using a car without insurance", NOT),
        ("death by careless driving while over the drink drive limit", IN),
        ("perverting the coarse of justice", IN),
        ("TTK and theft", IN),
    ],
)
def test_ordinary_words_and_short_forms_are_read_as_they_are_meant(
    text: str, answer: Verdict
) -> None:
    assert verdict(text) is answer
