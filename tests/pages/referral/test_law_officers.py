"""Writing a submission, reading it, passing it on, recording a decision, and the court's pages."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from tests.support import build, sample_files
from tests.support.checked_client import CheckedClient
from tests.support.review_pages import show
from ulss_tracker.models import FilingKind, LetterKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import filings, submissions

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def as_it_is(review: Review) -> Review:
    db.session.rollback()
    return review


def test_a_submission_is_written_kept_on_an_error_and_sent(caseworker: CheckedClient) -> None:
    review = build.verify(build.eligible_review())
    show(caseworker, review)
    caseworker.click("Send to the law officers")
    page = caseworker.refused(
        "Send to the law officers",
        "Enter the advice",
        facts="He robbed a shop",
        recommendation="refer",
    )
    assert page.one("#facts").text_content().strip() == "He robbed a shop"
    page = caseworker.submit("Send to the law officers", advice="Refer it")
    assert "Sent to the law officers, version 1" in page.text
    assert "Refer it" in page.text
    assert as_it_is(review).submissions[0].sha256 in page.text
    assert review.state is State.LAW_OFFICERS


def test_a_law_officer_reads_the_submission_and_decides_on_it(signed_in) -> None:
    review = build.review_to_decide()
    officer = signed_in(Role.LAW_OFFICER)
    page = show(officer, review, "/decision")
    assert build.WORDS.advice in page.text
    assert build.WORDS.victims_view in page.text
    officer.submit("Record my decision", choice="refer", reasons="Outside the range")
    assert as_it_is(review).decision.submission is review.submissions[0]


def test_a_new_version_says_what_differs_and_marks_the_paragraphs_that_are_new(signed_in) -> None:
    review = build.review_to_decide()
    words = replace(build.WORDS, facts=f"{build.WORDS.facts}\n\nHe had been warned before")
    submissions.submit(
        review, words, LawOfficer.ATTORNEY_GENERAL, build.user(), version=review.version
    )
    page = show(signed_in(Role.LAW_OFFICER), review, "/decision")
    assert "Not as in version 1: The facts." in page.text
    new = [tag.getparent().text_content() for tag in page.select(".app-words > .govuk-tag")]
    assert new == ["New He had been warned before"]


def test_a_decision_passes_to_the_other_law_officer(signed_in) -> None:
    review = build.review_to_decide()
    officer = signed_in(Role.LAW_OFFICER)
    show(officer, review, "/submission")
    page = officer.click("Pass to the other law officer")
    assert "The time limit runs on" in page.text
    page = officer.submit("Pass it on", reason="conflict", note="Acted below")
    assert "Passed to the Solicitor General" in page.text
    assert "a conflict of interest. Acted below" in page.text


def test_the_private_office_records_a_decision_with_the_minute(signed_in) -> None:
    review = build.review_to_decide()
    officer = build.user(Role.LAW_OFFICER)
    desk = signed_in(Role.PRIVATE_OFFICE)
    show(desk, review)
    desk.click("Record a decision from a signed minute")
    fields = {
        "officer": str(officer.id),
        "at-day": "18",
        "at-month": "3",
        "at-year": "2026",
        "at-time": "10:00",
        "choice": "do_not_refer",
        "reasons": "Within the range",
    }
    desk.refused("Record the decision", "Choose the signed minute", **fields)
    desk.submit("Record the decision", **fields, minute=(BytesIO(sample_files.PDF), "minute.pdf"))
    assert as_it_is(review).outcome is Outcome.NOT_REFERRED
    assert "Recorded by Test Private office" in show(desk, review, "/submission").text


# Filing near the end, and the court.


@transaction()
def to_file() -> Review:
    review = build.review_to_file(sentenced_on=NOW.date())
    build.letter(review, LetterKind.REFERRAL)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    return review


def test_filing_near_the_end_wants_the_reason_and_keeps_what_was_typed(
    caseworker: CheckedClient, at
) -> None:
    review = to_file()
    at(datetime(2026, 4, 15, 15, tzinfo=UTC))  # an hour before five in London
    show(caseworker, review, "/arrivals/filing")
    when = {"at-day": "15", "at-month": "4", "at-year": "2026", "at-time": "16:00"}
    page = caseworker.refused("Save", method="By email", reference="CAO 12", **when)
    assert "enter why it came to that" in page.errors[0]
    assert page.one("#reference").get("value") == "CAO 12"
    page = caseworker.submit("Save", late_reason="The remarks came today")
    assert "The clock has stopped" in page.text
    assert "It must still be served on the offender" in page.text
    page = show(caseworker, review, "/court")
    assert "The remarks came today" in page.text
    assert "(CAO 12)" in page.text


def test_service_first_says_that_the_clock_still_runs(caseworker: CheckedClient) -> None:
    review = to_file()
    filings.record_filing(
        review,
        FilingKind.SERVICE,
        at=NOW,
        method="By hand",
        by=build.user(),
        version=review.version,
    )
    assert "The clock is still running" in show(caseworker, review).text


def test_from_the_hearing_to_the_sentence_as_increased(caseworker: CheckedClient) -> None:
    review = to_file()
    for kind in FilingKind:
        filings.record_filing(
            review, kind, at=NOW, method="By hand", by=build.user(), version=review.version
        )
    page = show(caseworker, review, "/court")
    assert "Wednesday 1 April 2026" in page.text  # ten business days for the answer
    day = {"heard_on-day": "6", "heard_on-month": "5", "heard_on-year": "2026"}
    caseworker.click("Record the hearing")
    page = caseworker.submit("Save", court="Court 4", **day)
    assert page.errors == [
        "Enter the time of the hearing, or tick that the court has not given it yet"
    ]
    page = caseworker.submit("Save", is_time_awaited=True)
    assert "Wednesday 6 May 2026 (no time yet), Court 4" in page.text
    page = caseworker.click("Record the hearing")
    assert page.one("#court").get("value") == "Court 4"  # what stands is there to be changed
    page = caseworker.submit("Save", time_of_day="10:30am")
    assert page.errors == ["Clear the time, or the tick that says the court has not given it yet"]
    page = caseworker.submit("Save", is_time_awaited=False, time_of_day="2:30")
    assert page.errors == [
        "The time must be between 8am and 7pm: for half past two write 2:30pm or 14:30"
    ]
    page = caseworker.submit("Save", time_of_day="2:30pm")
    assert "Wednesday 6 May 2026 at 2:30pm, Court 4" in page.text
    caseworker.click("Record the court’s decision")
    day = {"decided_on-day": "18", "decided_on-month": "3", "decided_on-year": "2025"}
    caseworker.refused(
        "Save",
        "The day it was decided must be on or after the day the application was filed, "
        "Wednesday 18 March 2026",
        outcome="increased",
        revised_sentence="7 years",
        **day,
    )
    day["decided_on-year"] = "2026"
    caseworker.refused(
        "Save",
        "Enter the sentence as the court increased it",
        outcome="increased",
        revised_sentence="",
        **day,
    )
    page = caseworker.submit("Save", revised_sentence="7 years")
    assert "The sentence now: 7 years" in page.text
    assert "Tuesday 31 March 2026" in page.text  # 14 days beginning with the decision
    assert as_it_is(review).outcome is Outcome.INCREASED
