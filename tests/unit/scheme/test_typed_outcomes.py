"""The many ways to tell what became of a charge: the conviction decides, whichever it is."""

import pytest

from tests.support.tables import column
from tests.support.typed_verdicts import CHECK, IN, NOT, verdict

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
    [
        ("not just robbery but affray as well", IN),
        ("not only robbery but affray as well", CHECK),
        ("he did not deny robbery", IN),
        ("robbery. He dropped the bag", IN),
        ("convicted of robbery and theft, and offered nothing to the victim", IN),
        ("convicted of robbery despite an acquittal of his friend, and of theft", IN),
        ("convicted of robbery though he collapsed at trial, and of theft", IN),
        ("convicted of death by dangerous driving, the car was overturned, and of theft", IN),
        ("convicted of theft and the last offence was robbery", IN),
        ("convicted of robbery and his car was scrapped; also theft", IN),
        ("dropped the rape, robbery stands, convicted of theft", IN),
        ("sections 1 to 3 Fraud Act 2006", CHECK),
        ("death by dangerous driving reduced to death by careless driving", NOT),
        ("charged with robbery, don't know what he pleaded to", CHECK),
        ("the co-defendant got five years for robbery, he was given one for affray", NOT),
        ("The charges were rape and theft. He pleaded to the theft and rape was dropped.", NOT),
        ("careless driving they refused, so it was causing death by dangerous driving", IN),
        ("section 20 (G), section 18 (NG)", NOT),
        ("Sec 18 dropped to sec 20 day of trial", NOT),
        ("s.18 NG s.20 G", NOT),
        ("s.18 G s.20 NG", IN),
        ("NG s.18 G s.20", NOT),
        ("they arrested him for murder and he was only ever convicted of affray", NOT),
        ("grooming - sexual communication with a child", CHECK),
        ("acquitted of everything except the ABH", NOT),
        ("acquitted of everything except the robbery", IN),
    ],
)
def test_words_that_only_look_like_an_outcome(text: str, answer: str) -> None:
    assert verdict(text) is answer
