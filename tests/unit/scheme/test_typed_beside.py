"""What is told beside a conviction, with words that elsewhere undo one, undoes none."""

import pytest

from tests.support.typed_verdicts import IN, verdict

TOLD = [
    "convicted of robbery and theft. {told}.",
    "convicted of robbery, {told}, and theft",
    "He was found guilty of robbery and {told}. He was also convicted of theft.",
    "guilty of robbery although {told}, and guilty of theft",
]


@pytest.mark.parametrize(
    "told",
    [
        "he had dropped out of school",
        "his friend was acquitted",
        "the order was quashed",
        "no evidence of remorse was seen",
        "the bag was thrown out of a window",
        "charges for the van were dropped",
        "his plea was not accepted at first",
        "his basis of plea was rejected",
        "they never proved how",
        "it could not be proved where he went",
        "his car was overturned",
        "he collapsed in the dock",
        "it went from bad to worse",
        "his sentence was reduced from six years to four",
    ],
)
def test_a_conviction_stays_one_whatever_is_told_beside_it(told: str) -> None:
    for words in TOLD:
        assert verdict(words.format(told=told)) is IN, words
