"""An assessment asks each rule with everything the facts hold."""

from datetime import date, datetime

import pytest

from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts, TestResult
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

CATALOGUE = load_catalogue()
CHILD_IMAGES = "Taking, making, distributing or publishing indecent photographs of children"


def told(text: str) -> ConvictionFacts:
    return ConvictionFacts(None, text=text)


def only(facts: Facts, test: str) -> TestResult:
    (found,) = [each for each in assess(facts, CATALOGUE).tests if each.test == test]
    return found


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [
        (RequesterRole.PUBLIC, Verdict.NOT_IN_SCHEME),
        (RequesterRole.VICTIM, Verdict.MUST_CHECK),
        (None, Verdict.MUST_CHECK),
    ],
)
def test_who_asks_matters_to_time_after_six_months(
    standing: RequesterRole | None, verdict: Verdict
) -> None:
    facts = Facts(
        court_id="leeds",
        sentenced_on=date(2026, 1, 5),
        convictions=(ConvictionFacts("io-robbery"),),
        standing=standing,
        as_at=datetime(2026, 9, 1, 12, tzinfo=LONDON),
    )
    assert only(facts, "time").verdict is verdict


@pytest.mark.parametrize(
    ("day", "offence_id"),
    [(date(2018, 1, 1), "no-pre2019-pca78-1"), (date(2024, 1, 1), "spec-pca78-1")],
)
def test_words_are_read_for_the_day_of_sentence(day: date, offence_id: str) -> None:
    """Two rows have that title. The day tells which, so the answer is not about several."""
    by_words = Facts("leeds", sentenced_on=day, convictions=(told(CHILD_IMAGES),))
    by_id = Facts("leeds", sentenced_on=day, convictions=(ConvictionFacts(offence_id),))
    assert only(by_words, "offence") == only(by_id, "offence")


def test_a_notice_brings_in_a_case_whose_offence_cannot_be_read() -> None:
    facts = Facts(
        "leeds", sentenced_on=date(2024, 6, 3), convictions=(told("zzzz"),), fraud_notice=True
    )
    assert only(facts, "offence").verdict is Verdict.MUST_CHECK
    assert assess(facts, CATALOGUE).verdict is Verdict.IN_SCHEME


def test_a_question_says_which_conviction_it_is_about() -> None:
    facts = Facts(
        "leeds", sentenced_on=date(2024, 6, 3), convictions=(ConvictionFacts("no-theft"), told(""))
    )
    (question,) = assess(facts, CATALOGUE).questions
    assert (question.id, question.conviction) == ("offence", 1)
