"""The many ways to tell what became of a charge: the conviction decides, whichever it is."""

import pytest

from tests.support.tables import column, rows
from tests.support.typed_verdicts import IN, NOT, verdict
from ulss_tracker.scheme.offences.verdict import Verdict

# {got} is the conviction, {lost} what came to nothing.
TOLD = column(__file__, "typed_outcomes.told")
PAIRS = [
    ("robbery", "theft"),
    ("rape", "common assault"),
    ("section 18", "section 20"),
    ("kidnap", "ABH"),
]


@pytest.mark.parametrize("told", TOLD)
def test_the_conviction_decides_and_not_what_came_to_nothing(
    told: str, subtests: pytest.Subtests
) -> None:
    for grave, lesser in PAIRS:
        with subtests.test(told=told, grave=grave):
            assert verdict(told.format(got=grave, lost=lesser)) is IN
            assert verdict(told.format(got=lesser, lost=grave)) is NOT


@pytest.mark.parametrize(
    ("text", "answer"),
    rows(__file__, "typed_outcomes.words_that_only_look_like_an_outcome", str, Verdict),
)
def test_words_that_only_look_like_an_outcome(text: str, answer: str) -> None:
    assert verdict(text) is answer
