"""Is it in the scheme: a case caught whole, the kind of order, and time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.eligibility import CHECK, IN, NOT, ask, asked, facts, result
from tests.support.tables import from_table
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.facts import ConvictionFacts, OrderKind
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

# The whole case


@pytest.mark.parametrize("offence", ["no-fraud", "no-theft", "no-false-accounting", "no-affray"])
def test_a_notice_brings_in_the_whole_case(offence: str) -> None:
    found = ask(facts(offence, fraud_notice=True))
    assert found.verdict is IN
    assert result(found, "whole_case") == (IN, reasons.WHOLE_CASE, reasons.WHOLE_CASE_ORDER)


def test_a_notice_answers_the_question_each_fraud_asks() -> None:
    found = ask(facts("no-fraud", fraud_notice=True))
    assert result(found, "offence")[0] is IN
    assert found.offence_ids == ("spec-1Aa-51B",)


def test_without_a_notice_fraud_is_out_and_not_knowing_is_a_question() -> None:
    assert ask(facts("no-fraud", fraud_notice=False)).verdict is NOT
    found = ask(facts("no-fraud"))
    assert found.verdict is CHECK
    assert asked(found) == ["fraud_notice"]
    assert "whole_case" not in [test.test for test in found.tests]


def test_an_answer_about_this_offence_is_kept_over_the_case() -> None:
    said = ConvictionFacts("no-fraud", answers={"fraud_notice": "yes"})
    assert ask(facts(said, fraud_notice=False)).verdict is IN


def test_a_notice_before_its_paragraph_was_in_the_order_is_for_a_lawyer() -> None:
    found = ask(facts("no-theft", fraud_notice=True, sentenced_on=date(2010, 3, 1)))
    assert found.verdict is CHECK
    verdict, reason, _ = result(found, "whole_case")
    assert verdict is CHECK
    assert "6 August 2012" in reason


def test_a_notice_does_not_open_another_court() -> None:
    found = ask(facts("no-fraud", fraud_notice=True, court_id=None, court_text="Leeds Youth Court"))
    assert found.verdict is NOT


# The kind of order


@from_table
def test_any_order_counts_but_an_interim_hospital_order(
    kind: OrderKind, verdict: Verdict, overall: Verdict, reason: str
) -> None:
    found = ask(facts("io-robbery", order_kind=kind))
    assert result(found, "order") == (verdict, reason, reasons.SENTENCE_ACT)
    assert found.verdict is overall


def test_an_order_in_doubt_does_not_save_an_offence_that_is_out() -> None:
    assert ask(facts("no-theft", order_kind=OrderKind.DEFERRED)).verdict is NOT


def test_an_order_not_known_is_not_tested() -> None:
    assert "order" not in [test.test for test in ask(facts("io-robbery")).tests]


# Time


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"as_at": datetime(2024, 6, 10, 9, tzinfo=UTC)}, IN),
        ({"received_at": datetime(2024, 6, 10, 9, tzinfo=UTC)}, IN),
        ({"as_at": datetime(2024, 7, 30, 9, tzinfo=UTC)}, NOT),
        ({"as_at": datetime(2024, 7, 30, 9, tzinfo=UTC), "varied_on": date(2024, 7, 22)}, CHECK),
    ],
)
def test_time_is_said_but_never_changes_whether_it_is_covered(
    more: dict[str, Any], verdict: Verdict
) -> None:
    found = ask(facts("io-robbery", **more))
    said, reason, authority = result(found, "time")
    assert said is verdict
    assert reason
    assert authority
    assert found.verdict is IN


def test_the_2026_act_keeps_time_open_for_a_victim() -> None:
    late = facts(
        "io-robbery",
        sentenced_on=date(2026, 3, 2),
        standing=RequesterRole.VICTIM,
        received_at=datetime(2026, 7, 1, 9, tzinfo=UTC),
        as_at=datetime(2026, 7, 2, 9, tzinfo=UTC),
    )
    assert result(ask(late), "time")[0] is CHECK


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [(RequesterRole.PUBLIC, NOT), (RequesterRole.VICTIM, CHECK), (None, CHECK)],
)
def test_who_asks_may_matter_for_time(standing: RequesterRole | None, verdict: Verdict) -> None:
    late = facts(
        "io-robbery",
        sentenced_on=date(2026, 3, 2),
        standing=standing,
        received_at=datetime(2026, 3, 20, 9, tzinfo=UTC),
        as_at=datetime(2026, 12, 2, 9, tzinfo=UTC),
    )
    assert result(ask(late), "time")[0] is verdict


def test_a_deferred_sentence_is_timed_as_one() -> None:
    deferred = facts(
        "io-robbery", order_kind=OrderKind.DEFERRED, as_at=datetime(2024, 7, 30, 9, tzinfo=UTC)
    )
    assert result(ask(deferred), "time")[0] is CHECK


@pytest.mark.parametrize(
    "more", [{}, {"as_at": datetime(2024, 6, 10, 9, tzinfo=UTC), "sentenced_on": None}]
)
def test_without_a_moment_or_a_date_time_is_not_tested(more: dict[str, Any]) -> None:
    assert "time" not in [test.test for test in ask(facts("io-robbery", **more)).tests]
