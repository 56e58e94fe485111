"""A sentence outside what the law allows, as people see it, and saying that it is dealt with."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.page import words
from tests.support.review_pages import show
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
ABOVE = "9 years is above the maximum of 7 years"
WRONG = "The label cannot be right, or the sentence is unlawful."
CLOCK = "Slip rule: 56 days, last day Sunday 26 April 2026."
DEAL = "Say that it is dealt with: the sentence of 2 March 2026"


@pytest.fixture
@transaction()
def review(at_now: None) -> Review:
    made = build.review(offender_name="A Thief")
    passed = build.sentence(made, sentenced_on=date(2026, 3, 2), text="9 years’ imprisonment")
    build.conviction(passed, "no-theft")
    return made


def test_the_review_says_why_with_the_clock_beside_the_28_days(signed_in, review: Review) -> None:
    page = show(signed_in(Role.CASEWORKER), review)
    assert f"“Theft”: {ABOVE}" in page.text
    assert WRONG in page.text
    deadline = words(page.one(".app-deadline"))
    assert "Last day Monday 30 March 2026" in deadline
    assert f"Slip rule, sentence of 2 March 2026 {CLOCK}" in deadline


def test_somebody_says_that_it_is_dealt_with_and_who_and_how_is_kept(
    signed_in, review: Review
) -> None:
    client = signed_in(Role.CASEWORKER)
    show(client, review)
    page = client.click(DEAL)
    assert ABOVE in page.text
    page = client.submit(how="")
    assert "Enter how it is dealt with" in page.text
    page = client.submit(how="The CPS asked the court to vary it")
    assert "Dealt with by Test Caseworker" in page.text
    assert "The CPS asked the court to vary it" in page.text
    assert "Slip rule, sentence of" not in page.text
    show(client, review, f"/sentences/{review.sentences[0].id}/outside-law", status=409)
    timeline = client.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Sentence outside what the law allows: dealt with" in timeline.text


def test_who_only_reads_sees_it_and_changes_nothing(signed_in, review: Review) -> None:
    page = show(signed_in(Role.LAW_OFFICER), review)
    assert ABOVE in page.text
    assert DEAL not in page.links


def test_a_supervisor_sees_it_among_the_exceptions(signed_in, review: Review) -> None:
    page = signed_in(Role.SUPERVISOR).get("/supervision/exceptions")
    assert "Sentences outside what the law allows (1)" in page.text
    assert CLOCK in page.text


def test_beside_a_lawyer_must_check_stands_how_often_the_office_found_it_in(signed_in) -> None:
    ended, asked = build.review(), build.review()
    for each in (ended, asked):
        build.conviction(build.sentence(each, sentenced_on=date(2026, 3, 2)), "no-burglary")
    with transaction():
        ended.outcome = Outcome.NOT_REFERRED
    page = show(signed_in(Role.CASEWORKER), asked)
    assert "Burglary: the office found it in the scheme 1 of 1 times" in page.text
    assert "It decides nothing." in page.text
