"""The law of every offence at every date: an answer, or the reason why there is none."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.eligibility import CATALOGUE, CHECK, IN, NOT
from tests.support.tables import from_table
from ulss_tracker.scheme.offences.catalogue_files import CatalogueError, read_offences_from
from ulss_tracker.scheme.offences.conviction import ConvictionTest, Finding
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict

DAY = timedelta(days=1)
BEGAN = {row.sentenced_from for row in CATALOGUE if row.sentenced_from}
CONDUCT = {row.conduct_from for row in CATALOGUE if row.conduct_from}
DAYS = sorted(
    {
        *(date(year, 7, 1) for year in range(1989, 2028)),
        *(day + step for day in BEGAN | CONDUCT for step in (-DAY, timedelta(0), DAY)),
    }
)
OFFENCES = CATALOGUE.distinct(CATALOGUE.offences, None)
POWER_BEGAN = date(1989, 2, 1)


def finding(offence: Offence, day: date) -> Finding:
    return ConvictionTest(CATALOGUE, day).find(offence, Form.FULL, {})


def offence_of(offence_id: str) -> Offence:
    return CATALOGUE.get(offence_id)


def test_every_offence_has_an_answer_or_a_reason_on_every_day() -> None:
    silent = []
    for day in (each for each in DAYS if each >= POWER_BEGAN):
        for offence in OFFENCES:
            row = CATALOGUE.row_at(offence, day)
            governed = row.in_force(day) or (row.conduct_from or day) > day
            found = finding(offence, day)
            named = bool(found.authority) and "is not in the catalogue" not in found.reason
            if not (governed and named):
                silent.append((offence.id, day))
    assert silent == []


def test_no_day_falls_between_two_rows_of_an_offence() -> None:
    for offence in OFFENCES:
        rows = CATALOGUE.history(offence)
        assert rows[-1] is offence
        for old, new in pairwise(rows):
            assert old.sentenced_to is not None
            assert new.sentenced_from == old.sentenced_to + DAY
            assert (old.later, new.earlier) == (new.id, old.id)
            for picked in rows:
                assert CATALOGUE.row_at(picked, old.sentenced_to) is old
                assert CATALOGUE.row_at(picked, new.sentenced_from) is new


def test_each_offence_on_the_list_says_which_orders_governed_before_16_may_2006() -> None:
    listed = {row for row in OFFENCES for each in CATALOGUE.history(row) if each.paragraph}
    day = date(2005, 7, 1)
    existed = [
        row
        for row in listed
        if (row.conduct_from or date.min) <= day and (row.act_year or 0) <= day.year
    ]
    assert len(existed) > 100
    for offence in existed:
        found = finding(offence, day)
        assert found.verdict is CHECK
        assert found.pending or "SI 2003/2267" in found.reason
        assert found.pending or "text was not read" in found.reason
        assert "SI 1994/119" in found.authority


@from_table
def test_a_sentence_is_judged_by_the_law_of_its_day(
    words: str, day: date | None, verdict: Verdict, said: str
) -> None:
    facts = Facts("leeds", day, (ConvictionFacts(None, text=words),))
    found = assess(facts, CATALOGUE)
    assert found.verdict is verdict
    assert any(said in test.reason for test in found.tests)


@pytest.mark.parametrize(("purpose", "verdict"), [("sexual", IN), ("other", NOT)])
def test_what_a_person_was_trafficked_for_decides_before_2012(
    purpose: str, verdict: Verdict
) -> None:
    answers = {"trafficking_purpose": purpose}
    facts = Facts("leeds", date(2011, 5, 6), (ConvictionFacts("spec-msa-2", answers=answers),))
    assert assess(facts, CATALOGUE).verdict is verdict


def test_an_offence_whose_day_is_not_known_is_asked_about_once() -> None:
    for words in ("supplying drugs", "causing death by driving while disqualified"):
        found = assess(Facts("leeds", None, (ConvictionFacts(None, text=words),)), CATALOGUE)
        assert (found.verdict, [each.id for each in found.questions]) == (CHECK, ["sentenced_on"])


@pytest.mark.parametrize("offence", ["io-oapa-22", "io-oapa-23", "io-oapa-24"])
def test_poisoning_is_asked_about_only_where_the_act_of_2026_may_reach_it(offence: str) -> None:
    before, after = date(2026, 5, 20), date(2026, 7, 20)
    test = ConvictionTest(CATALOGUE, after)
    asked = test.find(offence_of(offence), Form.FULL, {})
    assert (asked.verdict, [one.id for one in asked.pending]) == (CHECK, ["poison_day"])
    assert test.find(offence_of(offence), Form.FULL, {"poison_day": "before"}).verdict is IN
    done_in_july = test.find(offence_of(offence), Form.FULL, {"poison_day": "after"})
    assert (done_in_july.verdict, "29 June 2026" in done_in_july.reason) == (CHECK, True)
    earlier = finding(offence_of(offence), before)
    assert (earlier.verdict, earlier.pending) == (IN, ())
    undated = ConvictionTest(CATALOGUE, None).find(offence_of(offence), Form.FULL, {})
    assert [one.id for one in undated.pending] == ["poison_day"]


@from_table
def test_a_row_is_open_when_its_doubt_lasts_as_long_as_the_row(offence: str, is_open: bool) -> None:
    assert offence_of(offence).is_open is is_open


def test_offences_that_rest_on_one_ground_are_verified_alike() -> None:
    ground = "common law, and absent from"
    alike = {row.id: row.verified for row in CATALOGUE if row.source.startswith(ground)}
    assert alike == {"io-perverting": True, "io-misconduct": True, "io-coroner": True}


ROW = """
[[offence]]
id = "now"
title = "Now"
act = "An Act 2000"
basis = "specified"
paragraph = "2(z)"
{begins}
everyday_names = ["thing"]
source = ["the Order"]
verified = true
before = [
    {{ period = "{period}", note = "Not yet listed." }},
    {{ id = "first", basis = "not_in_scheme", source = ["x"], verified = true }},
]
"""
PERIODS = """
[unlisted]
basis = "not_in_scheme"
sentenced_from = 2006-05-16
source = ["the older Order"]
verified = true
"""


def read(tmp_path: Path, row: str) -> tuple[Offence, ...]:
    (tmp_path / "offences").mkdir()
    (tmp_path / "offences" / "things.toml").write_text(row, encoding="utf-8")
    (tmp_path / "periods.toml").write_text(PERIODS, encoding="utf-8")
    (tmp_path / "questions.toml").write_text("", encoding="utf-8")
    return read_offences_from(tmp_path)


def test_earlier_periods_become_rows_that_end_where_the_next_begins(tmp_path: Path) -> None:
    begins = "sentenced_from = 2012-08-06"
    now, unlisted, first = read(tmp_path, ROW.format(begins=begins, period="unlisted"))
    assert (unlisted.id, unlisted.note, unlisted.source) == (
        "unlisted-now",
        "Not yet listed.",
        "the older Order",
    )
    assert unlisted.everyday_names == now.everyday_names == first.everyday_names
    assert (unlisted.sentenced_from, unlisted.sentenced_to) == (date(2006, 5, 16), date(2012, 8, 5))
    assert (first.sentenced_from, first.sentenced_to) == (None, date(2006, 5, 15))
    assert (first.later, unlisted.later, now.later) == ("unlisted-now", "now", None)
    assert unlisted.paragraph == ""


@pytest.mark.parametrize(
    ("begins", "period", "words"),
    [
        ("", "unlisted", "earlier law needs the day on which the later begins"),
        ("sentenced_from = 2012-08-06", "unknown", "there is no period unknown"),
    ],
)
def test_earlier_law_that_does_not_hold_together_is_refused(
    tmp_path: Path, begins: str, period: str, words: str
) -> None:
    with pytest.raises(CatalogueError, match=words):
        read(tmp_path, ROW.format(begins=begins, period=period))
