"""The pages about duplicates: suggested with why, side by side, joined, not a duplicate, undone."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture
@transaction()
def review() -> Review:
    made = build.review(offender_name="John Archer")
    build.sentence(made)
    return made


def show(client: CheckedClient, request: Request):
    return client.get(f"/casework/requests/{request.reference}")


def state(request: Request) -> RequestState:
    db.session.rollback()
    return db.session.get(Request, request.id).state


def test_a_likely_case_is_shown_with_why_and_joined(
    caseworker: CheckedClient, review: Review
) -> None:
    request = build.request(offender_name="ARCHER, Jon", requester_name="Somebody Else")
    page = show(caseworker, request)
    assert f"Compare with case {review.case.reference}: John Archer" in page.text
    assert "Names in the other order" in page.text
    assert "Same hearing: same date and court" in page.text
    page = caseworker.submit(f"Join {review.case.reference}")
    assert f"Request {request.reference} joined to {review.case.reference}" in page.text
    assert state(request) is RequestState.IN_CASE


def test_without_any_likeness_it_says_so(caseworker: CheckedClient) -> None:
    assert (
        "No case and no other waiting request looks like this one."
        in show(caseworker, build.request()).text
    )


def test_the_same_person_who_asks_again_is_marked(
    caseworker: CheckedClient, review: Review
) -> None:
    again = build.request(email="ADA.Brown@example.org")
    assert "The same person asked about it" in show(caseworker, again).text
    stranger = build.request(email="other@example.org")
    assert "The same person asked about it" not in show(caseworker, stranger).text


def test_a_sibling_at_the_same_hearing_is_shown_apart(
    caseworker: CheckedClient, review: Review
) -> None:
    page = show(caseworker, build.request(offender_name="Peter Archer"))
    assert "No case and no other waiting request looks like this one." in page.text
    assert "Another name at the same hearing (1)" in page.text
    assert "But: another name, though both say Archer" in page.text


def test_side_by_side_with_a_case_and_set_aside(caseworker: CheckedClient, review: Review) -> None:
    request = build.request()
    show(caseworker, request)
    page = caseworker.click(f"Compare with case {review.case.reference}")
    assert page.h1 == "Is it the same sentence?"
    rows = {row[0]: row[1:] for row in page.rows[1:]}
    assert rows["Offender"] == ["John Archer", "John Archer"]
    assert rows["Date of sentence"] == ["Wednesday 11 March 2026"] * 2
    page = caseworker.refused("Set it aside", reason="")
    assert page.title.startswith("Error:")
    page = caseworker.submit("Set it aside", reason="His father, of the same name")
    assert "is marked as not a duplicate" in page.text
    assert "Not duplicates (1)" in page.text
    assert "His father, of the same name" in page.text
    page = caseworker.submit(f"Undo setting {review.case.reference} aside")
    assert f"Join {review.case.reference}" in page.text


def test_two_requests_side_by_side_become_one_case(caseworker: CheckedClient) -> None:
    one, other = build.request(), build.request(offender_name="Jon Archer")
    page = caseworker.get(f"/casework/requests/{one.reference}/compare/{other.reference}")
    assert "They may be about the same sentence" in page.text
    page = caseworker.submit("Open one case for both")
    assert "Case ULS-2026-0001 opened" in page.text
    assert state(one) is state(other) is RequestState.IN_CASE


@pytest.mark.parametrize("other", ["ULS-2026-9999", "REQ-0000-0000", "nonsense"])
def test_beside_something_that_is_not_there(caseworker: CheckedClient, other: str) -> None:
    reference = build.request().reference
    caseworker.get(f"/casework/requests/{reference}/compare/{other}", status=404)


def test_what_is_done_with_is_compared_but_not_joined(
    caseworker: CheckedClient, review: Review
) -> None:
    closed = build.request()
    with transaction():
        closed.state = RequestState.CLOSED
    address = f"/casework/requests/{closed.reference}/compare/{review.case.reference}"
    page = caseworker.get(address)
    assert "To join it to a case, reopen it first." in page.text
    assert page.select("main form") == []


def test_150_letters_are_joined_a_screenful_at_a_time(
    caseworker: CheckedClient, review: Review
) -> None:
    with transaction():
        for _ in range(55):
            build.request()
    caseworker.get(f"/casework/cases/{review.case.reference}/requests")
    page = caseworker.click("Find waiting requests that may be about this case")
    assert "5 more will be shown when these are joined." in page.text
    page = caseworker.refused("Join the ticked requests")
    assert "Tick the requests to join to this case" in page.text
    page = caseworker.submit("Join all 50 likely ones")
    assert "50 requests joined to this case" in page.text
    page = caseworker.submit("Join all 5 likely ones")
    assert page.h1 == "Requests (56)"
    assert len(page.rows) == 51
    assert (
        "No waiting request looks like this case."
        in caseworker.get(f"/casework/cases/{review.case.reference}/waiting").text
    )


def test_a_sibling_is_shown_to_tick_but_does_not_join_with_all(
    caseworker: CheckedClient, review: Review
) -> None:
    build.request(), build.request()
    sibling = build.request(offender_name="Peter Archer")
    page = caseworker.get(f"/casework/cases/{review.case.reference}/waiting")
    assert f"Less likely. {sibling.reference}." in page.text
    caseworker.submit("Join all 2 likely ones")
    assert state(sibling) is RequestState.NEW
    caseworker.get(f"/casework/cases/{review.case.reference}/waiting")
    caseworker.submit("Join the ticked requests", requests=[sibling.reference])
    assert state(sibling) is RequestState.IN_CASE


def test_only_the_ticked_ones_join(caseworker: CheckedClient, review: Review) -> None:
    one, other = build.request(), build.request()
    caseworker.get(f"/casework/cases/{review.case.reference}/waiting")
    caseworker.submit("Join the ticked requests", requests=[one.reference])
    assert state(one) is RequestState.IN_CASE
    assert state(other) is RequestState.NEW


def test_a_new_case_leads_to_the_requests_that_wait_for_it(caseworker: CheckedClient) -> None:
    one = build.request()
    build.request()
    show(caseworker, one)
    page = caseworker.submit("Open a case")
    assert page.h1 == "Waiting requests that may be about this case"
    assert "Case ULS-2026-0001 opened" in page.text


def test_a_request_is_taken_out_with_a_reason(caseworker: CheckedClient, review: Review) -> None:
    request = review.case.requests[0]
    show(caseworker, request)
    page = caseworker.click("Take it out of the case")
    assert "which stays open until its reviews are closed" in page.text
    caseworker.refused("Take it out", reason=" ")
    page = caseworker.submit("Take it out", reason="Another John Archer")
    assert "it is new again" in page.text
    assert state(request) is RequestState.NEW
    timeline = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Request taken out of this case" in timeline.text
    assert "Another John Archer" in timeline.text


def test_a_closed_request_is_taken_up_again(caseworker: CheckedClient) -> None:
    request = build.request()
    with transaction():
        request.state = RequestState.CLOSED
    show(caseworker, request)
    caseworker.click("Reopen")
    page = caseworker.submit("Reopen", reason="Not a test after all")
    assert "is new again" in page.text
    assert state(request) is RequestState.NEW


def test_a_held_request_may_join_at_once(caseworker: CheckedClient, review: Review) -> None:
    held = build.request()
    with transaction():
        held.state = RequestState.QUARANTINED
    show(caseworker, held)
    caseworker.submit(f"Join {review.case.reference}")
    assert state(held) is RequestState.IN_CASE


def test_a_law_officer_sees_the_likeness_and_does_nothing_with_it(
    signed_in, review: Review
) -> None:
    page = show(signed_in(Role.LAW_OFFICER), build.request())
    assert f"Case {review.case.reference}" in page.text
    assert page.select("main form") == []


def test_nothing_somebody_wrote_becomes_part_of_these_pages(
    caseworker: CheckedClient, review: Review
) -> None:
    other = build.request(offender_name="John Archer", court_id=None, court_text=SCRIPT)
    asked = build.request(offender_name="John Archer", reason=SCRIPT)
    duplicates.mark_not_duplicate(asked, review.case, SCRIPT, build.user())
    assert shown_safely(show(caseworker, asked))
    beside = f"/casework/requests/{asked.reference}/compare"
    assert shown_safely(caseworker.get(f"{beside}/{other.reference}"))
    assert shown_safely(caseworker.get(f"{beside}/{review.case.reference}"))
    assert shown_safely(caseworker.get(f"/casework/cases/{review.case.reference}/waiting"))


def test_a_likeness_that_somebody_joined_meanwhile_is_told(
    caseworker: CheckedClient, review: Review
) -> None:
    request = build.request(sentenced_on=NOW.date() - timedelta(days=7))
    show(caseworker, request)
    duplicates.join_many([request], review.case, build.user())
    page = caseworker.refused(f"Join {review.case.reference}", status=409)
    assert "This request cannot be joined to a case: it is in a case" in page.text


def test_another_offender_whom_a_request_names_is_added_to_its_case(
    caseworker: CheckedClient,
) -> None:
    review = build.review(
        offender_name="John Archer", other_offenders="Peter Marsh, Jon Archer\nAnn Lee"
    )
    request = review.case.requests[0]
    page = show(caseworker, request)
    assert "Peter Marsh is named here, and is not an offender of the case." in page.text
    assert "Jon Archer is named here" not in page.text
    caseworker.click("Add Ann Lee to the case")
    assert caseworker.submit("Add the offender").h1 == "Ann Lee"
    page = show(caseworker, request)
    assert "Ann Lee is named here" not in page.text
    assert "Add Peter Marsh to the case" in page.text


def test_a_request_says_which_offenders_it_asks_about(
    caseworker: CheckedClient, review: Review
) -> None:
    request = review.case.requests[0]
    assert "Asks about" not in show(caseworker, request).text
    cases.add_review(review.case, "Mary Cooper", build.user())
    assert "Asks about every offender of the case." in show(caseworker, request).text
    page = caseworker.click("Change which offenders it asks about")
    assert "They named: John Archer" in page.text
    page = caseworker.submit("Save", offenders=[str(review.id)])
    assert "Asks about John Archer." in page.text
    page = caseworker.get(f"/casework/cases/{review.case.reference}/requests")
    assert "Asks about John Archer" in page.text
    waiting = build.request()
    page = caseworker.get(f"/casework/requests/{waiting.reference}/offenders")
    assert "This request is not in a case" in page.text
