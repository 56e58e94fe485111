"""What is told beside a conviction, with words that elsewhere undo one, undoes none."""

import pytest

from tests.support.tables import column
from tests.support.typed_verdicts import IN, verdict

TOLD = [
    "convicted of robbery and theft. {told}.",
    "convicted of robbery, {told}, and theft",
    "He was found guilty of robbery and {told}. He was also convicted of theft.",
    "guilty of robbery although {told}, and guilty of theft",
]


@pytest.mark.parametrize(
    "told",
    column(__file__, "typed_beside.a_conviction_stays_one_whatever_is_told_beside_it"),
)
def test_a_conviction_stays_one_whatever_is_told_beside_it(told: str) -> None:
    for words in TOLD:
        assert verdict(words.format(told=told)) is IN, words
