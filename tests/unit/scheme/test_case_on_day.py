"""A case of one offence, sentenced on one day: answered by the rules that any case is asked."""

from datetime import date

import pytest

from ulss_tracker.scheme.offences.case_on_day import (
    CaseOnDay,
    asked_of,
    case_on_day,
    turns_on_conduct,
)
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.policies import load_policies

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK
LAW = load_catalogue()


def case(offence_id: str, on: date, conduct_on: date | None = None, **answers: str) -> CaseOnDay:
    return case_on_day(
        LAW.get(offence_id),
        on,
        answers,
        conduct_on=conduct_on,
        catalogue=LAW,
        penalties=load_penalties(),
        policies=load_policies(),
    )


def test_an_offence_that_only_the_crown_court_can_try() -> None:
    found = case("io-robbery", date(2026, 3, 2))
    assert (found.verdict, found.row.id, found.questions) == (IN, "io-robbery", ())
    assert found.basis == (
        "Robbery: triable only on indictment (Criminal Justice Act 1988 s.35(3)(b)(i))"
    )
    assert found.maximum is not None and found.maximum.source == "Theft Act 1968 s.8(2)"
    assert found.minimum is None
    assert found.last_day_on == date(2026, 3, 30)


def test_the_day_of_sentence_chooses_the_law_and_the_maximum() -> None:
    old, new = case("no-theft", date(1990, 1, 8)), case("no-theft", date(2026, 1, 5))
    assert (old.verdict, new.verdict) == (NOT, NOT)
    assert old.maximum and new.maximum
    assert (old.maximum.words, new.maximum.words) == ("10 years", "7 years")
    before, after = (case("spec-tact06-1", date(year, 3, 1)) for year in (2016, 2018))
    assert (before.verdict, before.basis) == (NOT, "")
    assert before.row.id == "before_2017_order-spec-tact06-1"
    assert (after.verdict, after.row.id) == (IN, "spec-tact06-1")
    assert "paragraph 3A(1)(g)" in after.basis


@pytest.mark.parametrize("offence_id", ["io-oapa-22", "io-oapa-23", "io-oapa-24"])
def test_the_day_of_conduct_decides_where_the_law_turns_on_it(offence_id: str) -> None:
    sentenced_on = date(2026, 9, 1)
    before = case(offence_id, sentenced_on, date(2026, 6, 28))
    after = case(offence_id, sentenced_on, date(2026, 6, 29))
    unknown = case(offence_id, sentenced_on)
    assert [each.verdict for each in (before, after, unknown)] == [IN, CHECK, CHECK]
    assert "indictment" in before.basis
    assert [each.id for each in unknown.questions] == ["poison_day"]
    assert case(offence_id, date(2026, 6, 1)).verdict is IN  # no conduct of such a day


def test_an_offence_that_did_not_exist_on_the_day_of_conduct_is_for_a_lawyer() -> None:
    found = case("io-nsa23-3", date(2026, 1, 5), date(2023, 12, 19))
    assert (found.verdict, found.basis) == (CHECK, "")
    assert "did not exist as an offence until 20 December 2023" in found.reason
    assert case("io-nsa23-3", date(2026, 1, 5), date(2023, 12, 20)).verdict is IN


def test_the_facts_that_decide_lead_to_the_row_that_it_is_then() -> None:
    unknown = case("no-burglary", date(2026, 1, 5))
    assert unknown.verdict is CHECK
    assert unknown.questions[0].id == "home_violence"
    violent = case("no-burglary", date(2026, 1, 5), home_violence="yes")
    assert (violent.verdict, violent.row.id) == (IN, "io-burglary-violence")
    assert violent.maximum and violent.maximum.words == "14 years"


def test_the_longer_limit_stands_beside_the_28_days_only_where_it_may_apply() -> None:
    assert case("io-robbery", date(2025, 12, 28)).other_limits == ()
    limits = case("io-robbery", date(2025, 12, 29)).other_limits
    assert [each.id for each in limits] == ["2026-act-six-months", "2026-act-14-days"]
    assert not any(each.decides for each in limits)


def test_murder_has_the_least_that_must_be_passed() -> None:
    murder = case("io-murder", date(2026, 1, 5))
    assert murder.minimum and murder.minimum.words == "life"


def test_what_an_offence_asks_is_asked_once_whatever_its_period() -> None:
    for offence in LAW:
        asked = [each.id for each in asked_of(offence, LAW)]
        assert len(set(asked)) == len(asked)
        assert {each.id for each in offence.questions} <= set(asked)


def test_conduct_is_asked_where_it_may_decide_and_nowhere_else() -> None:
    asked = {each.id for each in LAW if turns_on_conduct(each, LAW)}
    assert {"io-oapa-24", "io-nsa23-3", "io-rta-3ZC", "spec-msa-2"} <= asked
    assert not {"io-robbery", "no-burglary", "no-theft"} & asked
