"""The live list, the question after it and the outlook name the same offences for one text."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.typed_verdicts import CATALOGUE, NOW
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.services.requests import lookups

DATA = Path(__file__).parent / "data"
NOTICE = {"spec-1Aa-51B", "spec-1Aa-51B-as-transfer"}  # by a fact of the whole case, not a name


def texts(name: str) -> Iterator[tuple[str, date]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            day = row.get("sentence_date")
            yield row.get("offence_text") or row["text"], date.fromisoformat(day) if day else NOW


def decided(ids: set[str]) -> set[str]:
    """The offences, and those that the answer to a question about one of them makes it."""
    answers = [a for name in ids for q in CATALOGUE.get(name).questions for a in q.answers]
    return ids | NOTICE | {answer.decides for answer in answers if answer.decides}


@pytest.mark.parametrize("text", ["stalking", "he follow me every day", "harassment", "hit me"])
def test_what_is_outside_the_scheme_is_offered_after_what_is_in_it(text: str) -> None:
    offered = [match.offence.in_scheme for match in lookups.offences_meant(text, NOW).matches]
    assert set(offered) == {True, False}
    assert offered == sorted(offered, reverse=True)


@pytest.mark.parametrize(
    "name",
    [
        "killings.csv",
        "sisters.no_no_stands_while_the_words_tell_of_a_graver_offence.csv",
        "sisters.the_no_of_plain_words_stays.csv",
        pytest.param("phrases.csv", marks=pytest.mark.slow),
        pytest.param("phrases_by_others.csv", marks=pytest.mark.slow),
    ],
)
def test_list_question_and_outlook_name_the_same_offences(name: str) -> None:
    for text, day in texts(name):
        meant = lookups.offences_meant(text, day)
        asked = [(match.offence.id, match.form) for match in meant.matches]
        live = [(match.offence.id, match.form) for match in lookups.search_offences(text, day)]
        assert live[: len(asked)] == asked, text
        assert meant.is_certain or live == asked, text
        facts = Facts(None, day, (ConvictionFacts(None, text=text),), "Leeds Crown Court")
        outlook = set(assess(facts, CATALOGUE).offence_ids)
        assert outlook <= decided({offence for offence, _ in live}), text


def test_several_things_that_happened_are_each_asked_for() -> None:
    meant = lookups.offences_meant("he burgled us and he groomed my sister", NOW)
    offered = [match.offence.id for match in meant.matches]
    assert not meant.is_certain
    assert {"no-burglary", "spec-soa03-15"} <= {*offered}
