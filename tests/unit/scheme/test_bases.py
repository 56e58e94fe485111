"""Why a case is one to which Part 4 of the Criminal Justice Act 1988 applies: s.35(3)."""

from datetime import date

from tests.support.eligibility import CATALOGUE, IN, NOT, ask, facts, told
from tests.support.tables import from_table
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.facts import ConvictionFacts
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict


@from_table
def test_what_is_in_says_on_which_basis(
    offence_id: str, form: Form, answers: dict[str, str], basis: str
) -> None:
    found = ask(facts(ConvictionFacts(offence_id, form, answers)))
    assert found.verdict is IN
    assert found.bases == (basis,)


def test_what_is_not_in_or_not_sure_has_none() -> None:
    assert ask(facts("no-theft")).bases == ()
    assert ask(facts("no-burglary")).bases == ()


def test_every_offence_that_is_in_has_a_basis_and_no_other_has() -> None:
    for offence in CATALOGUE:
        for test in ask(facts(offence.id)).tests:
            if test.test == "offence":
                assert bool(test.basis) == (test.verdict is IN), offence.id


def test_a_whole_case_is_of_a_description_specified() -> None:
    found = ask(facts("no-fraud", fraud_notice=True))
    assert reasons.BASIS_WHOLE_CASE in found.bases


def test_words_that_may_be_several_offences_say_each_basis() -> None:
    found = ask(told("indecent assault", sentenced_on=date(2019, 1, 14), recorded=True))
    assert found.verdict is IN
    listed = "specified by order (SI 2006/1116 Schedule 1 paragraph 2(d))"
    woman, man = (f"Indecent assault on a {who}: {listed}" for who in ("woman", "man"))
    assert found.bases == (f"{woman}; or {man}",)


def test_a_category_takes_nothing_out_and_may_bring_in() -> None:
    theft = facts(ConvictionFacts("no-theft", text="Theft", is_category=True))
    found = ask(theft)
    assert found.verdict is Verdict.MUST_CHECK
    (offence,) = [test for test in found.tests if test.test == "offence"]
    assert "“Theft” is a category of the register" in offence.reason
    assert offence.authority == reasons.OFFENCE_ACT
    assert [(each.id, each.conviction) for each in found.questions] == [("offence", 0)]
    robbery = facts(ConvictionFacts("io-robbery", text="Robbery", is_category=True))
    assert ask(robbery).verdict is IN


def test_no_category_of_the_catalogue_gives_a_no() -> None:
    for offence in CATALOGUE:
        as_category = ConvictionFacts(offence.id, text=offence.title, is_category=True)
        assert ask(facts(as_category)).verdict is not NOT, offence.id
