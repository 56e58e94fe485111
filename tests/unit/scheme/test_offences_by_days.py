"""Fifty offences on five days of sentence, and committals for sentence, each with its source."""

from datetime import date

from tests.support.eligibility import CATALOGUE, CHECK, IN, NOT, ask, facts, result
from tests.support.tables import from_table, lines_of
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.facts import CameBy
from ulss_tracker.scheme.offences.verdict import Verdict

DAYS = (
    date(1995, 6, 15),
    date(2003, 6, 16),
    date(2010, 6, 15),
    date(2018, 6, 15),
    date(2024, 6, 14),
)


@from_table
def test_each_offence_is_answered_by_the_law_of_each_day(
    offence: str,
    in_1995: Verdict,
    in_2003: Verdict,
    in_2010: Verdict,
    in_2018: Verdict,
    in_2024: Verdict,
    source: str,
) -> None:
    expected = (in_1995, in_2003, in_2010, in_2018, in_2024)
    assert source
    assert tuple(ask(facts(offence, sentenced_on=day)).verdict for day in DAYS) == expected


def test_there_are_fifty_offences() -> None:
    table = "offences_by_days.each_offence_is_answered_by_the_law_of_each_day"
    _names, *offences = lines_of(__file__, table)
    assert len({offence for offence, *_ in offences}) == 50


@from_table
def test_a_committal_for_sentence_is_never_a_wrong_no(
    section: str, offences: list[str], verdict: Verdict, source: str
) -> None:
    """Under the Sentencing Act 2020: a yes waits for the judgment read whole, a no stays a no."""
    found = ask(facts(*offences, came_by=CameBy.COMMITTED))
    assert (section, source) and found.verdict is verdict
    assert result(found, "court") == (CHECK, reasons.COMMITTED, reasons.COMMITTAL_ACT)
    if verdict is NOT:
        assert ask(facts(*offences)).verdict is NOT


def test_an_offence_is_told_from_one_that_did_not_exist_yet() -> None:
    """The day it began where that was read, or else the year of its Act."""
    for offence in CATALOGUE:
        if offence.act_year and offence.act_year > 1995 and offence.sentenced_to is None:
            found = ask(facts(offence.id, sentenced_on=DAYS[0]))
            assert found.verdict is not IN or found.offence_ids != (offence.id,), offence.id
            assert found.verdict is not NOT, offence.id
    said = result(ask(facts("no-fraud-6", sentenced_on=DAYS[0])), "offence")[1]
    assert said == reasons.ACT_NOT_YET.format(
        title=CATALOGUE.get("no-fraud-6").title, act="Fraud Act 2006"
    )


def test_whether_a_prohibited_weapon_was_had_before_22_january_2004_decides() -> None:
    handgun = CATALOGUE.get("io-fa-5-1-aba")
    (question,) = handgun.questions
    assert question.of_conduct(date(2004, 1, 21)) == question.answers[0]
    assert question.of_conduct(date(2004, 1, 22)) == question.answers[1]
    assert (question.optional, question.asked_from) == (True, date(2004, 1, 22))
    assert [answer.decides for answer in question.answers] == ["check", "next"]


def test_the_court_martial_is_never_in_while_a_lawyer_has_not_looked() -> None:
    for offence in CATALOGUE:
        found = ask(facts(offence.id, court_id=None, court_text="Court Martial at Bulford"))
        assert found.verdict is not IN, offence.id
        verdict, reason, act = result(found, "offence")
        if offence.sentenced_to is None and not offence.summary:
            assert (verdict, act) == (CHECK, reasons.COURT_MARTIAL_ORDER), offence.id
            assert "a list and a time limit of its own (28 days" in reason
