"""The verdict on one conviction: facts that decide, dates, uncertainty and forms."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.conviction import ConvictionTest, Finding
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK
CATALOGUE = load_catalogue()
NOW = date(2024, 6, 3)


def find(
    offence: str,
    day: date | None = NOW,
    form: Form = Form.FULL,
    *,
    recorded: bool = False,
    **answers: str,
) -> Finding:
    return ConvictionTest(CATALOGUE, day, recorded).find(CATALOGUE.get(offence), form, answers)


@from_table
def test_the_facts_that_decide(
    offence: str, answers: dict[str, str], verdict: Verdict, row: str
) -> None:
    found = find(offence, **answers)
    assert (found.verdict, found.offence.id) == (verdict, row)


def test_the_questions_still_open_are_given_most_decisive_first() -> None:
    asked = [question.id for question in find("no-burglary").pending]
    assert asked == ["home_violence", "burglary_aim", "third_home_burglary"]
    asked = [question.id for question in find("no-burglary", home_violence="no").pending]
    assert asked == ["burglary_aim", "third_home_burglary"]


def test_a_question_whose_answers_agree_is_not_asked() -> None:
    assert find("spec-soa03-9").pending == ()
    assert find("io-robbery").pending == ()


@from_table
def test_the_date_of_sentence_decides(
    offence: str, day: date, answers: dict[str, str], verdict: Verdict
) -> None:
    assert find(offence, day, **answers).verdict is verdict


@from_table
def test_each_answer_says_why(offence: str, day: date | None, words: str) -> None:
    assert words in find(offence, day).reason


@from_table
def test_each_answer_has_its_authority(offence: str, authority: str) -> None:
    assert authority in find(offence).authority


@from_table
def test_without_a_date_only_what_no_date_could_change_is_answered(
    offence: str, verdict: Verdict, needs_date: bool
) -> None:
    found = find(offence, None)
    assert (found.verdict, found.needs_date) == (verdict, needs_date)


def test_without_a_date_an_open_question_may_need_it_too() -> None:
    assert find("no-fraud", None).needs_date
    assert find("no-fraud", None, fraud_notice="yes").needs_date


@from_table
def test_the_form_of_the_offence_decides(offence: str, form: Form, verdict: Verdict) -> None:
    found = find(offence, NOW, form)
    assert (found.verdict, found.form) == (verdict, form)


def test_a_form_the_table_is_silent_on_is_for_a_lawyer() -> None:
    found = find("no-theft", date(2008, 1, 7), Form.ENCOURAGING)
    assert found.verdict is CHECK
    assert "encouraging or assisting (section 44 or 45)" in found.reason


def test_a_form_explains_itself() -> None:
    found = find("no-burglary", NOW, Form.CONSPIRACY)
    assert found.reason.startswith("Conspiracy: Burglary. Every conspiracy")
    assert found.authority == "Criminal Law Act 1977 s.3"


def test_a_record_is_read_with_facts_that_keep_a_case_in_and_says_so() -> None:
    found = find("io-assist-offender", recorded=True)
    assert found.verdict is IN
    assert "This takes it that the answer to" in found.reason
    assert find("io-assist-offender").verdict is CHECK
    assert find("io-assist-offender", recorded=True, main_offence="no").verdict is NOT
    assert find("no-burglary", recorded=True).verdict is CHECK


def test_a_reason_says_the_answer_that_decided() -> None:
    assert find("io-assist-offender", main_offence="no").reason == (
        "Assisting an offender is not in the scheme, because the answer to “Is the other person’s "
        "offence, the one helped or hidden, triable only in the Crown Court?” is “No, a "
        "magistrates’ court can try it too”."
    )


@pytest.mark.parametrize(
    ("offence", "form", "ends"),
    [
        ("io-robbery", Form.ATTEMPT, "So it is in the scheme."),
        ("no-theft", Form.ATTEMPT, "Theft is not in the scheme, so this is not either."),
        ("spec-cda-30", Form.ATTEMPT, "So a lawyer must check."),
    ],
)
def test_the_reason_for_a_form_says_what_comes_of_it(offence: str, form: Form, ends: str) -> None:
    assert find(offence, form=form).reason.endswith(ends)


def test_a_summary_offence_is_not_said_to_be_out_because_of_the_court() -> None:
    """The Crown Court deals with summary offences too, beside others."""
    for offence in CATALOGUE:
        assert "ried only in a magistrates" not in offence.note
