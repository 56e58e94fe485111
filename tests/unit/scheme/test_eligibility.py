"""Is it in the scheme: the offences, how they come together, and what is asked next."""

from datetime import UTC, date, datetime

import pytest

from tests.support.eligibility import CATALOGUE, CHECK, IN, NOT, ask, asked, facts, result, told
from tests.support.tables import from_table
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.facts import ConvictionFacts, OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict


def test_robbery_in_the_crown_court_is_in_the_scheme_and_says_why() -> None:
    found = ask(facts("io-robbery"))
    assert found.verdict is IN
    assert [(test.test, test.verdict, test.reason, test.authority) for test in found.tests] == [
        ("court", IN, reasons.CROWN_COURT, reasons.COURT_ACT),
        (
            "offence",
            IN,
            "Robbery can be tried only in the Crown Court, so it is in the scheme.",
            "Criminal Justice Act 1988 s.35(3)(b)(i); Theft Act 1968 s.8(1)",
        ),
    ]
    assert found.questions == ()
    assert found.catalogue_version == CATALOGUE.version
    assert found.offence_ids == ("io-robbery",)
    assert found.forms == (Form.FULL,)


def test_every_test_has_a_name_people_read() -> None:
    found = ask(
        facts(
            "io-robbery",
            "no-affray",
            fraud_notice=True,
            order_kind=OrderKind.FINE,
            as_at=datetime(2024, 6, 4, 9, tzinfo=UTC),
        )
    )
    names = [test.test for test in found.tests]
    assert names == ["court", "offence", "offence", "whole_case", "other_offences", "order", "time"]
    assert len({test.label for test in found.tests}) == 6


def test_every_kind_of_order_has_words(subtests: pytest.Subtests) -> None:
    for kind in OrderKind:
        with subtests.test(kind=kind):
            assert kind.label[0].isupper()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_words(verdict: Verdict) -> None:
    assert verdict.label[0].isupper()


# The offences


@from_table
def test_one_offence_in_the_scheme_is_enough(offences: tuple[str, ...], verdict: Verdict) -> None:
    assert ask(facts(*offences)).verdict is verdict


@from_table
def test_an_offence_that_brings_in_the_others_is_said(
    offences: tuple[str, ...], said: bool
) -> None:
    found = ask(facts(*offences))
    if said:
        assert result(found, "other_offences") == (
            IN,
            reasons.OTHER_OFFENCES,
            reasons.PROCEEDING_ACT,
        )
    else:
        assert "other_offences" not in [test.test for test in found.tests]


def test_the_form_and_the_answers_given_are_used() -> None:
    conspiracy = ConvictionFacts("no-theft", Form.CONSPIRACY)
    found = ask(facts(conspiracy))
    assert (found.verdict, found.forms) == (IN, (Form.CONSPIRACY,))
    violent = ConvictionFacts("no-burglary", answers={"home_violence": "yes"})
    found = ask(facts(violent))
    assert (found.verdict, found.offence_ids) == (IN, ("io-burglary-violence",))


def test_an_id_the_catalogue_does_not_have_is_never_a_no() -> None:
    found = ask(facts("io-nothing"))
    assert result(found, "offence") == (CHECK, reasons.OFFENCE_MISSING, reasons.OFFENCE_ACT)
    assert found.verdict is CHECK
    assert found.offence_ids == ()
    (question,) = found.questions
    assert (question.id, question.text, question.hint, question.conviction) == (
        "offence",
        reasons.ASK_OFFENCE,
        reasons.ASK_OFFENCE_HINT,
        0,
    )


def test_no_conviction_asks_for_the_offence() -> None:
    (question,) = ask(facts()).questions
    assert (question.id, question.text, question.conviction) == ("offence", reasons.ASK_OFFENCE, 0)


def test_a_conviction_with_neither_id_nor_words_asks_for_them() -> None:
    found = ask(told(" "))
    assert result(found, "offence") == (CHECK, reasons.NO_OFFENCE, reasons.OFFENCE_ACT)
    assert asked(found) == ["offence"]


def test_a_question_says_which_conviction_it_is_about() -> None:
    for words, asks in ((" ", "offence"), ("burglary", "home_violence"), ("GBH", "offence")):
        found = ask(facts("no-theft", ConvictionFacts(None, text=words)))
        assert (found.questions[0].id, found.questions[0].conviction) == (asks, 1)


def test_words_are_read_for_the_day_of_sentence() -> None:
    found = ask(told("Making indecent images of children", sentenced_on=date(2019, 3, 1)))
    assert found.verdict is NOT
    assert found.offence_ids == ("no-pre2019-pca78-1",)
    assert result(found, "offence")[1].startswith("Taking, making")


def test_words_not_recognised_ask_which_of_those_nearest() -> None:
    found = ask(told("stolen explosives widgets"))
    reason = reasons.OFFENCE_UNREAD.format(text="stolen explosives widgets")
    assert result(found, "offence") == (CHECK, reason, reasons.OFFENCE_ACT)
    (question,) = found.questions
    assert (question.id, question.text, question.conviction) == ("offence", reasons.ASK_WHICH, 0)
    assert question.hint == reasons.ASK_OFFENCE_HINT
    for answer in question.answers:
        offence = CATALOGUE.get(answer.value)
        assert (answer.text, answer.decides) == (offence.title, offence.id)


def test_words_not_recognised_and_near_nothing_ask_for_the_offence() -> None:
    found = ask(told("xyzzy"))
    (question,) = found.questions
    assert (question.text, question.answers) == (reasons.ASK_OFFENCE, ())


def test_words_that_fit_several_offences_that_differ_ask_which() -> None:
    found = ask(facts("no-theft", ConvictionFacts(None, text="GBH")))
    verdict, reason, authority = [
        (test.verdict, test.reason, test.authority) for test in found.tests
    ][2]
    assert verdict is CHECK
    assert reason == reasons.OFFENCE_SEVERAL.format(text="GBH")
    assert authority == reasons.OFFENCE_ACT
    (question,) = found.questions
    assert (question.id, question.conviction) == ("offence", 1)
    assert {answer.value for answer in question.answers} == {"io-oapa-18", "no-oapa-20"}


def test_which_offence_is_asked_among_those_of_the_day_of_sentence() -> None:
    found = ask(told("trafficking for exploitation", sentenced_on=date(2011, 5, 6)))
    (question,) = found.questions
    assert {answer.value for answer in question.answers} == {
        "before_2012_order-spec-aitca-4",
        "spec-msa-2-before-2013",
    }


def test_words_that_fit_several_offences_that_agree_are_answered() -> None:
    found = ask(told("indecent assault"))
    verdict, reason, authority = result(found, "offence")
    assert verdict is IN
    assert reason.startswith("“indecent assault” could be more than one offence, but")
    assert reason.endswith("is on the list of offences, so it is in the scheme.")
    assert authority.startswith("SI 2006/1116")
    assert found.questions == ()
    assert found.offence_ids[0] in {"spec-soa56-14", "spec-soa56-15"}
    found = ask(told("stalking", sentenced_on=date(2019, 3, 1)))
    assert found.verdict is NOT


def test_words_that_fit_several_offences_a_lawyer_must_check_each_ask_which() -> None:
    found = ask(told("forgery terrorism abroad"))
    assert found.verdict is CHECK
    assert asked(found) == ["offence"]
    assert len(found.questions[0].answers) == 5


def test_a_form_given_beside_the_words_wins_over_none_in_them() -> None:
    theft = ConvictionFacts(None, Form.CONSPIRACY, text="theft")
    assert ask(facts(theft)).verdict is IN
    assert ask(told("conspiracy to steal")).verdict is IN
    both = ConvictionFacts(None, Form.ATTEMPT, text="conspiracy to steal")
    assert ask(facts(both)).forms == (Form.ATTEMPT,)


def test_words_that_fit_part_of_one_name_are_asked_about_where_somebody_can_be_asked() -> None:
    lines = ConvictionFacts(None, text="county lines")
    found = ask(facts("no-theft", lines))
    said = next(test for test in found.tests if "county" in test.reason)
    assert (said.verdict, said.reason, said.authority) == (
        CHECK,
        "“county lines” may be this offence: Human trafficking. Whether it is must be found out.",
        reasons.OFFENCE_ACT,
    )
    (question,) = found.questions
    assert question.conviction == 1
    assert [answer.value for answer in question.answers] == ["spec-msa-2"]
    assert ask(facts(lines, recorded=True)).verdict is IN


def test_in_a_record_nothing_is_taken_as_read_of_an_offence_beside_another() -> None:
    assert ask(told("Assisting an offender", recorded=True)).verdict is IN
    assert ask(told("Assisting an offender; theft", recorded=True)).verdict is CHECK
    assert ask(told("Making indecent images; theft", recorded=True)).verdict is IN


def test_several_offences_in_one_text_are_each_tested() -> None:
    found = ask(told("Affray and robbery"))
    assert [test.verdict for test in found.tests if test.test == "offence"] == [NOT, IN]
    assert found.offence_ids == ("no-affray", "io-robbery")
    assert found.verdict is IN


def test_a_record_is_read_with_its_ordinary_names() -> None:
    weapon = "Possession of a prohibited weapon"
    assert ask(told(weapon)).verdict is CHECK
    assert ask(told(weapon, recorded=True)).verdict is IN
    assert ask(facts("io-assist-offender", recorded=True)).verdict is IN
    assert ask(facts("io-assist-offender")).verdict is CHECK


# The questions


def test_the_questions_of_an_offence_are_asked_with_their_answers() -> None:
    found = ask(facts("no-theft", "no-burglary"))
    assert asked(found) == ["home_violence", "burglary_aim", "third_home_burglary"]
    first = found.questions[0]
    assert first.conviction == 1
    assert first.text == "Was it a home, and was anyone in it hurt, or threatened with violence?"
    assert first.hint
    assert [answer.value for answer in first.answers] == ["yes", "no"]


def test_the_court_is_asked_first_then_the_date_then_the_offence() -> None:
    found = ask(
        facts("no-burglary", "spec-oapa-16", "io-nothing", court_id=None, sentenced_on=None)
    )
    assert asked(found) == [
        "court",
        "sentenced_on",
        "home_violence",
        "burglary_aim",
        "third_home_burglary",
        "offence",
    ]
    date_question = found.questions[1]
    assert (date_question.text, date_question.hint) == (reasons.ASK_DATE, reasons.ASK_DATE_HINT)
    assert (date_question.answers, date_question.conviction) == ((), None)


def test_the_date_is_asked_once() -> None:
    found = ask(facts("spec-oapa-16", "spec-soa03-3", sentenced_on=None))
    assert asked(found) == ["sentenced_on"]
    assert found.verdict is CHECK


def test_what_cannot_change_the_answer_is_not_asked() -> None:
    assert ask(facts("no-burglary", "io-robbery")).questions == ()
    magistrates = facts("no-burglary", court_id=None, court_text="Bexley Magistrates’ Court")
    assert ask(magistrates).questions == ()
    assert asked(ask(facts("no-burglary", "io-robbery", court_id=None))) == ["court"]
