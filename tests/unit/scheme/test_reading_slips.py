"""No slip of the pen, and no detail added, turns an offence that is in the scheme into a no."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from ulss_tracker.cli.check_csv import recorded_facts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.search import names_of

CATALOGUE = load_catalogue()
SHARE = 0.3
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DETAILS = (
    " on a stranger", " of a woman", " (x2)", " in Leeds", " by a family member", " - two counts",
    " of his wife with a hammer", " in the street", " at knifepoint", " while on bail",
)  # fmt: skip


def slip(name: str, chance: random.Random) -> str:
    """One letter left out, put in, put in place of another, or changed about with the next."""
    place = chance.randrange(len(name))
    before, letter, after = name[:place], name[place], name[place + 1 :]
    return chance.choice(
        [
            before + after,
            before + chance.choice(LETTERS) + letter + after,
            before + chance.choice(LETTERS) + after,
            before + after[:1] + letter + after[1:],
        ]
    )


def detail(name: str, chance: random.Random) -> str:
    return name + chance.choice(DETAILS)


def opening(name: str, chance: random.Random) -> str:
    return chance.choice(["serious ", "historic ", "multiple ", "alleged "]) + name


def verdict(text: str, day: date) -> Verdict:
    return assess(recorded_facts(text, "Leeds", day), CATALOGUE).verdict


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2019, 2, 4), date(2024, 6, 3)])
@pytest.mark.parametrize("change", [slip, detail, opening])
def test_a_name_that_is_in_is_never_a_no_with_a_slip_or_a_detail(
    change: Callable[[str, random.Random], str], day: date
) -> None:
    chance = random.Random(f"{change.__name__} {day}")  # noqa: S311
    tried = 0
    for offence in CATALOGUE:
        for name in names_of(offence):
            if chance.random() < SHARE and verdict(name, day) is Verdict.IN_SCHEME:
                changed = change(name, chance)
                tried += 1
                assert verdict(changed, day) is not Verdict.NOT_IN_SCHEME, (name, changed)
    assert tried > 250
