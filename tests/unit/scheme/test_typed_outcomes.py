"""The many ways to tell what became of a charge: the conviction decides, whichever it is."""

import pytest

from tests.support.tables import column
from tests.support.typed_verdicts import IN, NOT, verdict

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
