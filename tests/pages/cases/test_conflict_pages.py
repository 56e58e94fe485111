"""Declaring a conflict of interest, as people see it."""

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import conflicts


def test_it_is_declared_from_the_review_and_the_work_passes_on(signed_in) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    other = build.user(email="other@example.org", name="Other Person")
    caseworker.get(f"/casework/reviews/{review.id}")
    page = caseworker.click("Declare a conflict of interest")
    assert "Nobody has declared a conflict of interest in this case." in page.text
    caseworker.refused(
        "I have a conflict of interest",
        "Choose who takes on the reviews that are assigned to you",
        reason="A cousin",
    )
    page = caseworker.submit("I have a conflict of interest", passed_to=str(other.id))
    assert "others work on this case now" in page.text
    page = caseworker.get(f"/casework/cases/{review.case.reference}/conflict")
    assert "A cousin The work passed to Other Person." in page.text
    assert "ask a supervisor to end it" in page.text
    caseworker.get(f"/casework/reviews/{review.id}/steps/request_papers")
    page = caseworker.submit("Confirm", status=403)
    assert "somebody else must do this" in page.text


def test_a_supervisor_ends_it(signed_in) -> None:
    review = build.eligible_review()
    by = build.user(email="other@example.org", name="Other Person")
    conflicts.declare(review.case, SCRIPT, by, passed_to=None, version=review.case.version)
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get(f"/casework/cases/{review.case.reference}/conflict")
    assert shown_safely(page)
    page = supervisor.submit("End it for Other Person: declared by mistake")
    assert "Nobody has declared a conflict of interest in this case." in page.text
