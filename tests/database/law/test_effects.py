"""What a rehearsal shows of the law: the days around a change, and the words as they would read."""

from datetime import datetime
from typing import Any

import pytest

from tests.database.law.test_rehearsing import COMMON_ASSAULT_IN
from tests.support.law_changes import AN_EXTRA_HOLIDAY, change
from ulss_tracker import clock
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.law.loading import load_law
from ulss_tracker.services.law import effects
from ulss_tracker.services.letters import sample_texts

NOW = datetime(2026, 12, 1, 10, tzinfo=clock.LONDON)
TODAY = NOW.date()
pytestmark = pytest.mark.usefixtures("now")
UNDER_2J = """\
[[form]]
forms = ["attempt"]
paragraphs = ["2(j)"]
effect = "not"
sentenced_from = 2026-09-01
reason = "The Order leaves it out."
authority = "SI 2026/1 article 3"
source = "https://www.legislation.gov.uk/uksi/2026/1/article/3"
"""
NINE_YEARS = """\
[[maximum]]
offences = ["no-theft"]
years = 9
from = 2027-01-04
source = "An Act s.1"
copy = "The Act as made"
"""


def shown(content: str, kind: ChangeKind, texts: effects.Texts = dict) -> dict[str, Any]:
    proposal = change(content, kind)
    return effects.effects(proposal, load_law([proposal], TODAY), texts)


def other(shows: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    return [
        (row["what"], row["on"], row["who"], row["before"], row["after"])
        for row in shows["grid"]
        if not row["is_same"]
    ]


def test_six_months_move_the_verified_alone_and_stand_beside_for_the_others() -> None:
    proposal = change()
    shows = effects.effects(proposal, load_law([proposal], TODAY), dict)
    days = ["2025-12-28", "2025-12-29", "2025-12-30"]
    assert sorted({row["on"] for row in shows["grid"]}) == days
    first, second = [row for row in other(shows) if row[1] == "2025-12-29"]
    assert first[2].startswith("Victim (verified), Bereaved family (verified)")
    assert "last day Monday 26 January 2026" in first[3]
    assert "last day Monday 29 June 2026" in first[4]
    assert second[2].startswith("Other, Victim (not verified)")
    assert "last day Monday 26 January 2026" in second[4]
    assert second[4].endswith("It is, once they are verified, until Monday 29 June 2026.")
    assert not [row for row in other(shows) if row[1] == "2025-12-28"]
    same = [row["who"] for row in shows["grid"] if row["is_same"] and row["on"] == days[1]]
    assert same == ["Member of the public, MP and Prosecutor or police"]


def test_an_offence_is_shown_in_each_form_on_the_days_around() -> None:
    rows = other(shown(COMMON_ASSAULT_IN, ChangeKind.OFFENCE))
    title = "Common assault and battery"
    assert [(row[0], row[3], row[4]) for row in rows if row[1] == "2026-10-01"] == [
        (title, "Not in the scheme.", "In the scheme."),
        (f"{title}: attempt", "Not in the scheme.", "In the scheme."),
        (
            f"{title}: encouraging or assisting (section 44 or 45)",
            "Not in the scheme.",
            "In the scheme.",
        ),
    ]
    eve = [row for row in rows if row[1] == "2026-09-30"]
    assert {row[4] for row in eve} == {"A lawyer must check."}
    assert {row[2] for row in rows} == {"Anybody"}


def test_forms_holidays_and_maxima() -> None:
    forms = other(shown(UNDER_2J, ChangeKind.FORM))
    assert {row[0].partition(": ")[2] for row in forms} == {"attempt"}
    assert {row[4] for row in forms} == {"Not in the scheme."}
    holiday = other(shown(AN_EXTRA_HOLIDAY, ChangeKind.BANK_HOLIDAY))
    assert {row[1] for row in holiday} == {"2026-11-16"}
    assert all("file by 5pm on Friday 11 December 2026" in row[4] for row in holiday)
    assert shown(NINE_YEARS, ChangeKind.MAXIMUM)["grid"] == []


def test_public_words_and_letters_are_those_that_everybody_reads() -> None:
    proposal = change()
    law = load_law([proposal], TODAY)
    words = {row["what"]: row for row in effects.effects(proposal, law, sample_texts)["words"]}
    public = words["Public pages, to anybody"]
    assert public["before"] == effects.public_sentences()["Public pages, to anybody"]
    with obeying(law):
        assert public["after"] == effects.public_sentences()["Public pages, to anybody"]
        letters = sample_texts()
    told = {name: row for name, row in words.items() if name.startswith("Letter: ")}
    assert told
    for name, row in told.items():
        assert all(line in letters[name] for line in row["after"].splitlines())
        assert not any(line in letters[name].splitlines() for line in row["before"].splitlines())


def test_undone_it_is_shown_the_other_way_round() -> None:
    proposal = change()
    signed = load_law([proposal], TODAY)
    with obeying(signed):
        back = effects.effects(proposal, load_law([], TODAY), dict)
    forth = effects.effects(proposal, signed, dict)
    assert [row[4] for row in other(back)] == [row[3] for row in other(forth)]
    assert [row["before"] for row in back["words"]] == [row["after"] for row in forth["words"]]
