"""The work of two people: facts against a court's record, and an override that may close."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.page import Page, words
from tests.support.review_pages import show
from ulss_tracker.models import CourtSource, Fact, Review, User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.assessment import overrides, verification
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


def other(role: Role) -> User:
    """Somebody else of the role: not the person whose window is open."""
    return build.user(role, email="another@example.org", name="Another Person")


@transaction()
def reviewed_by_another() -> Review:
    """A review in the scheme that another caseworker recorded."""
    review = build.review(by=other(Role.CASEWORKER))
    by = other(Role.CASEWORKER)
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON, by=by), by=by)
    return review


def facts(page: Page) -> list[str]:
    """The rows of the checked facts."""
    heading = page.one("#facts")
    return [words(value) for value in heading.getnext().cssselect("dd")]


# Confirming.


def test_a_second_person_confirms_what_the_record_shows(signed_in) -> None:
    review, caseworker = reviewed_by_another(), signed_in(Role.CASEWORKER)
    page = show(caseworker, review)
    assert all("Not verified" in fact for fact in facts(page))
    page = caseworker.click("Verify the facts against the court’s record")
    assert "Monday 2 March 2026" in page.text
    page = caseworker.submit(
        "Verify",
        source="sealed_order",
        source_reference="Order 2",
        facts=["sentence_date", "court"],
    )
    assert "Verified against the court’s record" in page.text
    dated, court, offence = facts(page)
    assert "Test Caseworker, 10am on Wednesday 18 March 2026" in dated
    assert "Sealed order of the court: Order 2" in court
    assert "Not verified" in offence
    caseworker.click("Verify the facts against the court’s record")
    page = caseworker.submit("Verify", source="court_log", facts=["offence"])
    assert "Not verified" not in page.text
    assert "Verify the facts against the court’s record" not in page.links
    show(caseworker, review, "/confirm", status=409)


def test_who_recorded_it_is_told_that_somebody_else_must(signed_in) -> None:
    review, caseworker = build.eligible_review(sentenced_on=PASSED_ON), signed_in(Role.CASEWORKER)
    page = show(caseworker, review)
    assert "You recorded what is not verified yet: somebody else must verify it." in page.text
    page = show(caseworker, review, "/confirm", status=409)
    assert "You recorded this: somebody else must verify it" in page.text


def test_before_a_sentence_nothing_is_confirmed_and_it_says_what_is_needed(signed_in) -> None:
    review, caseworker = build.review(by=other(Role.CASEWORKER)), signed_in(Role.CASEWORKER)
    assert review.case.court_text
    page = show(caseworker, review)
    assert not [link for link in page.links if "Verify" in link]
    next_steps = words(page.one(".app-next"))
    assert "Verify the facts against the court’s record Record the sentence first" in next_steps
    page = show(caseworker, review, "/confirm", status=409)
    assert "Record the sentence first" in page.text
    build.sentence(review, sentenced_on=PASSED_ON, by=other(Role.CASEWORKER))
    page = show(caseworker, review)
    assert "Verify the facts against the court’s record" in page.links


def test_what_is_wanting_is_said_and_what_was_typed_is_kept(signed_in) -> None:
    review, caseworker = reviewed_by_another(), signed_in(Role.CASEWORKER)
    show(caseworker, review, "/confirm")
    page = caseworker.refused(
        "Verify",
        "Choose the record you looked at",
        "Choose what the record shows",
        source_reference="Order 2",
    )
    assert page.one("#source_reference").get("value") == "Order 2"


def test_a_changed_review_is_not_confirmed_unseen(signed_in, at) -> None:
    review, caseworker = reviewed_by_another(), signed_in(Role.CASEWORKER)
    show(caseworker, review, "/confirm")
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "io-murder", by=other(Role.CASEWORKER))
    caseworker.refused("Verify", source="cps", facts=["offence"], status=409)


def test_a_closed_review_is_not_confirmed_and_offers_no_change(signed_in) -> None:
    review, caseworker = reviewed_by_another(), signed_in(Role.CASEWORKER)
    progress.move(
        review,
        Step.WITHDRAW,
        build.user(Role.SUPERVISOR),
        version=review.version,
        note="Asked to stop",
    )
    page = show(caseworker, review)
    assert "Verify the facts against the court’s record" not in page.links
    assert not [link for link in page.links if link.startswith("Change")]
    show(caseworker, review, "/confirm", status=409)


def test_a_law_officer_sees_who_confirmed_and_confirms_nothing(signed_in) -> None:
    review, officer = reviewed_by_another(), signed_in(Role.LAW_OFFICER)
    assert "Verify the facts against the court’s record" not in show(officer, review).links
    show(officer, review, "/confirm", status=403)


def test_the_timeline_says_what_was_confirmed_against_what(signed_in) -> None:
    review = reviewed_by_another()
    verification.verify(
        review,
        [Fact.COURT],
        source=CourtSource.REMARKS,
        source_reference="Page 2",
        by=build.user(),
        version=review.version,
    )
    page = signed_in(Role.CASEWORKER).get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Verified: court" in page.text
    assert "Against: Sentencing remarks" in page.text
    assert "Reference of the record: Page 2" in page.text


# Overrides and their signature.


def overridden(by: User, reason: str = "Common assault was substituted.") -> Review:
    review = reviewed_by_another()
    overrides.override(review, Verdict.NOT_IN_SCHEME, reason, by, version=review.version)
    return review


def test_an_override_that_may_close_waits_for_another_supervisor(signed_in) -> None:
    review, supervisor = reviewed_by_another(), signed_in(Role.SUPERVISOR)
    show(supervisor, review)
    supervisor.click("Override this answer")
    page = supervisor.submit(
        "Save", verdict="not_in_scheme", reason="Common assault was substituted."
    )
    assert "It counts once another supervisor has signed it" in page.text
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert "An override waits for a second signature." in page.text
    assert "Another supervisor must sign it." in page.text
    page = show(supervisor, review, "/override/sign", status=409)
    assert "another supervisor must sign it" in page.text


def test_one_that_closes_nothing_counts_at_once(signed_in) -> None:
    review, supervisor = reviewed_by_another(), signed_in(Role.SUPERVISOR)
    show(supervisor, review, "/override")
    page = supervisor.submit("Save", verdict="needs_review", reason="The indictment may change.")
    assert page.one(".app-verdict__heading").text == "A lawyer must check"
    assert "An override waits" not in page.text


def test_the_second_supervisor_reads_it_and_signs(signed_in) -> None:
    review, supervisor = overridden(other(Role.SUPERVISOR)), signed_in(Role.SUPERVISOR)
    build.verify(review)
    show(supervisor, review)
    page = supervisor.click("Read it and sign it, or do not")
    assert page.summary["The override says"] == "Not in the scheme"
    assert page.summary["Reason"] == "Common assault was substituted."
    assert "Robbery can be tried only in the Crown Court" in page.text
    page = supervisor.submit("Save", agrees="yes", note="I read the indictment.")
    assert page.one(".app-verdict__heading").text == "Not in the scheme"
    assert "Signed by Test Supervisor" in page.text
    assert "I read the indictment." in page.text
    assert "End: not in the scheme" in page.links


def test_who_does_not_agree_must_say_why(signed_in) -> None:
    review, supervisor = overridden(other(Role.SUPERVISOR)), signed_in(Role.SUPERVISOR)
    show(supervisor, review, "/override/sign")
    supervisor.refused("Save", "Enter why you do not agree", agrees="no")
    page = supervisor.submit("Save", agrees="no", note="The order says robbery.")
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert "did not agree" in page.text
    assert "The order says robbery." in page.text


def test_a_caseworker_sees_that_it_waits_and_signs_nothing(signed_in) -> None:
    review, caseworker = overridden(other(Role.SUPERVISOR)), signed_in(Role.CASEWORKER)
    page = show(caseworker, review)
    assert "An override waits for a second signature." in page.text
    assert "Read it and sign it, or do not" not in page.links
    show(caseworker, review, "/override/sign", status=403)


def test_nothing_written_becomes_part_of_a_page(signed_in) -> None:
    review, supervisor = overridden(other(Role.SUPERVISOR), SCRIPT), signed_in(Role.SUPERVISOR)
    for page in ("", "/override/sign"):
        assert shown_safely(show(supervisor, review, page))


# The supervisor's list.


def test_the_list_says_what_waits_for_a_second_person(signed_in, at) -> None:
    review = overridden(other(Role.SUPERVISOR))
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/supervision/to-sign")
    assert page.rows[1][1].startswith("John Archer")
    assert supervisor.click("Read and sign").h1 == "John Archer"
    page = supervisor.get("/supervision/second-key")
    assert page.rows[-1][:2] == ["10am on Wednesday 18 March 2026", "John Archer"]
    page = supervisor.get("/supervision/second-key?long=yes")
    assert "No review has waited two working days for a second person." in page.text
    at(NOW + timedelta(days=2))
    page = supervisor.get("/supervision/second-key?long=yes")
    assert page.rows[-1][1] == "John Archer"
    verification.verify(
        review,
        list(Fact),
        source=CourtSource.CPS,
        source_reference="",
        by=build.user(),
        version=review.version,
    )
    assert "Every fact recorded is verified." in supervisor.get("/supervision/second-key").text


def test_many_overrides_to_sign_are_a_list_of_their_own(signed_in) -> None:
    by = other(Role.SUPERVISOR)
    with transaction():
        for number in range(12):
            review = build.eligible_review(offender_name=f"Offender {number:02}")
            overrides.override(review, Verdict.NOT_IN_SCHEME, "Said so", by, version=review.version)
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/supervision/to-sign")
    assert len([link for link in page.links if link.startswith("Read and sign")]) == 10
    page = supervisor.click("All 12 overrides that wait for a signature")
    assert page.h1 == "Overrides"
    assert len([link for link in page.links if link.startswith("Read and sign")]) == 12


def test_what_waits_is_narrowed_to_one_holder(signed_in) -> None:
    review = reviewed_by_another()
    assignee, other_person = review.assignee, build.user(email="third@example.org", name="Third")
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/second-key")
    page = supervisor.submit("Apply filters", assigned_to=str(assignee.id))
    assert page.rows[-1][1] == review.offender_name
    page = supervisor.submit("Apply filters", assigned_to=str(other_person.id))
    assert "No review matches these filters." in page.text


def test_the_boards_number_leads_to_as_many(signed_in) -> None:
    reviewed_by_another()
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/board")
    page = supervisor.click("To verify (1)")
    assert [row[1] for row in page.rows[1:]] == ["John Archer"]


def test_a_caseworker_who_may_verify_sees_it_from_the_first_minute(signed_in) -> None:
    reviewed_by_another()
    own = build.eligible_review(sentenced_on=PASSED_ON, offender_name="My Own")
    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get("/supervision/second-key")
    assert page.h1 == "To verify"
    assert "Overrides" not in page.text
    rows = {row[1]: row[3] for row in page.rows}
    assert rows["John Archer"].startswith("Date of sentence, Court, Offence Verify")
    assert "You recorded this: somebody else must verify it" in rows[own.offender_name]
    page = caseworker.click("Verify the facts of John Archer")
    assert "a second person holds what is recorded here against a record" in page.text


def test_what_is_to_be_filed_first_is_verified_first(signed_in, at) -> None:
    waited_long, little_time = PASSED_ON, PASSED_ON - timedelta(days=14)
    build.eligible_review(sentenced_on=waited_long, offender_name="Waited Long")
    at(NOW + timedelta(days=1))
    build.eligible_review(sentenced_on=little_time, offender_name="Little Time")
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/supervision/second-key")
    assert [row[1] for row in page.rows[1:]] == ["Little Time", "Waited Long"]
    page = supervisor.get("/supervision/second-key?sort=waiting")
    assert [row[1] for row in page.rows[1:]] == ["Waited Long", "Little Time"]
