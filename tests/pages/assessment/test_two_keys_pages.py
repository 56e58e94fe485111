"""The two-person lock as people see it: its words, opening it, and a supervisor's review."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.page import words
from tests.support.review_pages import show
from ulss_tracker.models import LockOpening, Origin
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import lock_openings

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
FILE_BY = datetime(2026, 3, 30, 16, tzinfo=UTC)
TEN_TO_FIVE = FILE_BY - timedelta(minutes=10)
OPEN = "Open the two-person lock, with a reason"


def opened(reason: str = "Nobody answers") -> LockOpening:
    """A lock that a caseworker opened, at ten to five on the last day."""
    review = build.eligible_review(sentenced_on=PASSED_ON)
    return lock_openings.open_lock(review, reason, build.user(), version=review.version)


def test_a_shut_lock_says_what_it_holds_and_who_may_verify(signed_in) -> None:
    review, supervisor = build.eligible_review(sentenced_on=PASSED_ON), signed_in(Role.SUPERVISOR)
    page = show(supervisor, review)
    assert "Two-person lock shut" in page.text
    assert "Send to the law officers The two-person lock holds it" in words(page.one(".app-next"))
    assert "If nobody can, the lock may be opened with a reason" in page.text
    assert "Send to the law officers" not in page.links
    assert OPEN not in page.links
    show(supervisor, review, "/submission")
    page = supervisor.click("Write it meanwhile")
    assert "Until then you can write it and keep it as a draft" in page.text
    page = supervisor.refused(
        "Send to the law officers", facts="He robbed", advice="Refer", recommendation="refer"
    )
    assert page.errors[0].startswith("Date of sentence, court and offence must first be verified")
    build.verify(review)
    page = show(supervisor, review)
    assert "Two-person lock" not in page.text
    assert "Send to the law officers" in page.links


def test_an_ending_that_only_the_lock_holds_is_shown_with_why(signed_in) -> None:
    review = build.review(sentenced_on=PASSED_ON)
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON), "no-oapa-47")
    page = show(signed_in(Role.CASEWORKER), review)
    assert "End: not in the scheme" in words(page.one(".app-next"))
    assert "End: not in the scheme" not in page.links
    assert "Nothing runs out while an ending waits" in page.text


def test_a_law_officer_is_told_why_nothing_can_be_decided(signed_in) -> None:
    review = build.review_to_decide(sentenced_on=PASSED_ON)
    build.conviction(review.sentences[0], "io-murder")
    officer = signed_in(Role.LAW_OFFICER)
    assert "Decide this review The two-person lock holds it" in show(officer, review).text
    page = show(officer, review, "/decision", status=409)
    assert "Offence must first be verified by a second person" in page.text


def test_at_ten_to_five_a_caseworker_opens_it_with_a_reason(signed_in, at) -> None:
    review, caseworker = build.eligible_review(sentenced_on=PASSED_ON), signed_in(Role.CASEWORKER)
    show(caseworker, review, "/lock", status=409)
    at(FILE_BY - timedelta(hours=3))
    assert OPEN not in show(caseworker, review).links
    show(caseworker, review, "/lock", status=403)
    at(TEN_TO_FIVE)
    show(caseworker, review)
    caseworker.click(OPEN)
    caseworker.refused("Open the lock", "Enter the reason: why nobody can verify the facts in time")
    page = caseworker.submit("Open the lock", reason="The court’s office is shut")
    assert "A supervisor looks at it by the next working day" in page.text
    assert "Two-person lock opened" in page.text
    assert "The court’s office is shut" in page.text
    assert "Send to the law officers" in page.links
    page = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Not verified: sentence date, court, offence" in page.text
    assert "In the last two hours: whoever works on cases" in page.text


def test_a_filing_in_the_last_two_hours_is_warned_about_and_recorded(signed_in, at) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    build.conviction(review.sentences[0], "io-murder")
    caseworker = signed_in(Role.CASEWORKER)
    show(caseworker, review, "/arrivals/filing", status=409)
    at(TEN_TO_FIVE)
    page = show(caseworker, review, "/arrivals/filing")
    assert "Offence must first be verified by a second person. The filing is recorded" in page.text
    typed = {"at-day": "30", "at-month": "3", "at-year": "2026", "at-time": "16:50"}
    page = caseworker.submit("Save", **typed, method="By email", late_reason="It was ten to five")
    assert "The clock has stopped" in page.text
    assert [each.was_filed_without for each in review.lock_openings] == [True]


@pytest.mark.parametrize("origin", [Origin.DEMO, Origin.IMPORTED])
def test_what_stands_outside_says_so(signed_in, origin: Origin) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with transaction():
        review.origin = origin
    page = show(signed_in(Role.CASEWORKER), review)
    assert "Outside the two-person lock" in page.text
    assert origin.outside_words in page.text
    assert "Send to the law officers" in page.links


# What supervisors see.


def test_a_supervisor_reviews_each_opening_from_the_list(signed_in, at) -> None:
    at(TEN_TO_FIVE)
    opened()
    at(TEN_TO_FIVE + timedelta(days=2))
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/to-sign")
    page = supervisor.click("Openings of the lock")
    assert "Overdue" in page.rows[1][0]
    assert page.rows[1][-1] == "Nobody answers"
    page = supervisor.click("John Archer")
    assert page.summary["Not verified then"] == "Date of sentence, Court, Offence"
    supervisor.refused("Save", "Choose whether it was right")
    supervisor.refused("Save", "Enter why it was not right", was_right="no")
    page = supervisor.submit("Save", was_right="no", note="The log could be read")
    assert "No opening waits to be reviewed." in page.text


def test_whoever_opened_it_is_told_that_another_reviews_it(signed_in, at) -> None:
    at(TEN_TO_FIVE)
    review = build.eligible_review(sentenced_on=PASSED_ON)
    opening = lock_openings.open_lock(
        review, "Nobody answers", build.user(Role.SUPERVISOR), version=review.version
    )
    page = signed_in(Role.SUPERVISOR).get(f"/supervision/openings/{opening.id}")
    assert "You opened this lock: another supervisor must review it." in page.text


def test_nothing_written_becomes_part_of_a_page(signed_in, at) -> None:
    at(TEN_TO_FIVE)
    opening, supervisor = opened(SCRIPT), signed_in(Role.SUPERVISOR)
    for path in ("/supervision/openings", f"/supervision/openings/{opening.id}"):
        assert shown_safely(supervisor.get(path))
    assert shown_safely(show(supervisor, opening.review))
