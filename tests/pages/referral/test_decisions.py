"""The law officer's pages: what waits, and the decision."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.tables import from_table
from ulss_tracker.models import Decision, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
REASONS = "Outside the range.\n\nO'Neill 🌻 Prŷs"


@pytest.fixture
def officer(signed_in) -> CheckedClient:
    return signed_in(Role.LAW_OFFICER)


def go(client: CheckedClient, review: Review, status: int = 200):
    return client.get(f"/casework/reviews/{review.id}/decision", status=status)


def test_what_waits_comes_soonest_first(officer: CheckedClient) -> None:
    build.review_to_decide(offender_name="Later")
    sooner = build.eligible_review(offender_name="Sooner", sentenced_on=date(2026, 2, 20))
    build.submit(sooner)
    build.eligible_review(offender_name="Not yet theirs")
    page = officer.get("/casework/decisions")
    assert [row[0].split()[0] for row in page.rows[1:]] == ["Sooner", "Later"]
    assert "Decide this review" in officer.click("Sooner").links


def test_a_decision_to_refer_is_recorded_with_its_reasons(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    page = go(officer, review)
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert page.summary["Last day"].startswith("8 April 2026")
    page = officer.submit("Record my decision", choice="refer", reasons=REASONS)
    assert "Decision recorded" in page.text
    assert "Decision: refer the sentence" in page.text
    db.session.rollback()
    assert review.state is State.TO_FILE
    assert review.decision is not None
    assert review.decision.reasons == REASONS
    assert review.decision.decided_by is build.user(Role.LAW_OFFICER)


def test_who_has_decided_lands_on_the_next_one(officer: CheckedClient) -> None:
    review = build.review_to_decide(offender_name="First Decided")
    following = build.review_to_decide(offender_name="Next Waiting")
    go(officer, review)
    page = officer.submit("Record my decision", choice="refer", reasons=REASONS)
    assert page.path.endswith(f"/reviews/{following.id}/submission")
    assert "Decision recorded: First Decided. This is the next one to decide" in page.text


def test_a_decision_not_to_refer_ends_the_review(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    go(officer, review)
    page = officer.submit("Record my decision", choice="do_not_refer", reasons=REASONS)
    assert "This review has ended: not referred." in page.text
    db.session.rollback()
    assert review.outcome is Outcome.NOT_REFERRED


def test_a_pack_behind_the_record_says_so_and_what_moved(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    page = go(officer, review)
    assert "The record has changed since this was sent" not in page.text
    build.conviction(review.sentences[0], "no-oapa-47")
    build.verify(review)
    for address in ("decision", "submission"):
        page = officer.get(f"/casework/reviews/{review.id}/{address}")
        assert "changed since this was sent: Sentences and offences. This still" in page.text


@from_table
def test_a_decision_wants_a_choice_and_reasons_and_keeps_what_was_written(
    officer: CheckedClient, fields: dict[str, str], errors: list[str]
) -> None:
    review = build.review_to_decide()
    go(officer, review)
    page = officer.refused("Record my decision", **fields)
    assert page.errors == errors
    assert page.one("#reasons").text_content().strip() == fields.get("reasons", "").strip()
    checked = [radio.get("value") for radio in page.select("input[name=choice][checked]")]
    assert checked == ([fields["choice"]] if "choice" in fields else [])


def test_reasons_are_shown_and_never_obeyed(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    go(officer, review)
    officer.submit("Record my decision", choice="refer", reasons=SCRIPT)
    assert shown_safely(officer.get(f"/casework/cases/{review.case.reference}/timeline"))


def test_a_decision_on_what_has_changed_since_is_not_taken(officer: CheckedClient, at) -> None:
    review = build.review_to_decide()
    go(officer, review)
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "no-oapa-47")
    build.verify(review)
    page = officer.refused("Record my decision", choice="refer", reasons=REASONS, status=409)
    assert "Somebody else changed this record" in page.text


def test_what_somebody_else_decided_meanwhile_is_not_decided_again(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    go(officer, review)
    other = build.user(Role.LAW_OFFICER, email="other-officer@example.org")
    build.decide(review, by=other)
    page = officer.refused("Record my decision", choice="do_not_refer", reasons="y", status=409)
    assert f"“To be filed and served”, moved there by {other.name} at" in page.text
    assert db.session.scalar(select(func.count(Decision.id))) == 1


def test_a_review_that_does_not_wait_for_it_has_no_decision_page(officer: CheckedClient) -> None:
    page = go(officer, build.eligible_review(), status=409)
    assert "the review is at “Checking the scheme”" in page.text
    officer.get("/casework/reviews/999/decision", status=404)


def test_it_is_sent_back_for_more_work_with_a_question(officer: CheckedClient) -> None:
    review = build.review_to_decide()
    officer.get(f"/casework/reviews/{review.id}")
    officer.click("Send back for more work")
    officer.submit("Confirm", note="Was the plea on the first day?")
    db.session.rollback()
    assert review.state is State.UNDER_CONSIDERATION
