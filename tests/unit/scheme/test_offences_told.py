"""What happened, told without an offence's name, is asked about by the offence that it was.

The texts were written and labelled before the reader was run on them; nothing alone that happened
settles an answer, so those "told" are for a lawyer, and the offences are those to be offered.
"""

import csv
from pathlib import Path

import pytest

from tests.support.typed_verdicts import IN, NOT, NOW, verdict
from ulss_tracker.services.requests import lookups

with (Path(__file__).parent / "data" / "offences_told.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def rows(style: str, language: str) -> list[dict[str, str]]:
    return [row for row in ROWS if (row["style"], row["language"]) == (style, language)]


@pytest.mark.parametrize(("language", "share"), [("en", 0.85), ("cy", 0.9)])
def test_the_offence_that_it_was_is_offered(language: str, share: float) -> None:
    told = rows("told", language)
    missed = [
        row["text"]
        for row in told
        if {match.offence.id for match in lookups.offences_meant(row["text"], NOW).matches}
        & set(row["offences"].split())
        == set()
    ]
    assert len(missed) <= (1 - share) * len(told), missed


@pytest.mark.parametrize("style", ["told", "named"])
def test_no_answer_is_wrong_and_few_are_guessed(style: str) -> None:
    found = [(row, verdict(row["text"])) for row in ROWS if row["style"] == style]
    assert not [row["text"] for row, got in found if (row["expected"], got) == (IN, NOT)]
    assert not [row["text"] for row, got in found if (row["expected"], got) == (NOT, IN)]
    right = sum(row["expected"] == got for row, got in found)
    assert right >= 0.95 * len(found)
