"""What is told beside a conviction, with words that elsewhere undo one, undoes none."""

from tests.support.tables import from_table
from tests.support.typed_verdicts import IN, verdict

TOLD = [
    "convicted of robbery and theft. {told}.",
    "convicted of robbery, {told}, and theft",
    "He was found guilty of robbery and {told}. He was also convicted of theft.",
    "guilty of robbery although {told}, and guilty of theft",
]


@from_table
def test_a_conviction_stays_one_whatever_is_told_beside_it(told: str) -> None:
    for words in TOLD:
        assert verdict(words.format(told=told)) is IN, words
