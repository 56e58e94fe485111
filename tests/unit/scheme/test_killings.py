"""A killing is read as one however it is told; what killed nobody is not.

The texts were written from what happened, before any rule; those of the part “kept” were never
looked at while the words of deeds.toml were chosen.
"""

import csv
from pathlib import Path

import pytest

from tests.support.typed_verdicts import NOW
from ulss_tracker.services.requests import lookups

TEXTS = Path(__file__).parent / "data" / "killings.csv"
HOMICIDE = {"io-murder", "io-manslaughter"}
DRIVING = {"io-rta-1", "io-rta-3A", "no-rta-2B", "no-rta-3ZB", "io-rta-3ZC"}
RIGHT = {
    ("killed", "work"): 0.97,
    ("killed", "kept"): 0.9,
    ("road", "work"): 1,
    ("road", "kept"): 0.7,
    ("nobody", "work"): 1,
    ("nobody", "kept"): 1,
}


def is_right(what: str, text: str) -> bool:
    meaning = lookups.offences_meant(text, NOW)
    offered = [match.offence.id for match in meaning.matches]
    if what == "nobody":
        return not meaning.is_death and HOMICIDE.isdisjoint(offered)
    first = DRIVING if what == "road" else HOMICIDE
    return meaning.is_death and set(offered) >= HOMICIDE and offered[0] in first


@pytest.mark.parametrize(("what", "part"), RIGHT)
def test_a_killing_is_read_and_nothing_else_is_read_as_one(what: str, part: str) -> None:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        texts = [
            row["text"]
            for row in csv.DictReader(file)
            if (row["what"], row["part"]) == (what, part)
        ]
    wrong = [text for text in texts if not is_right(what, text)]
    assert len(wrong) <= (1 - RIGHT[what, part]) * len(texts), wrong


def test_a_death_on_the_road_offers_driving_first_and_drink_the_graver() -> None:
    meaning = lookups.offences_meant("my son was killed by a drunk driver", NOW)
    assert [match.offence.id for match in meaning.matches][:2] == ["io-rta-3A", "io-rta-1"]
