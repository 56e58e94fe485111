"""Restrictions on the screen: seen, recorded, ended; a case sealed and opened again."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role
from ulss_tracker.services.protection import sealing

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def test_it_is_seen_wherever_the_person_is(restricted: Review, signed_in) -> None:
    client = signed_in(Role.SUPERVISOR)
    asked = restricted.case.requests[0].reference
    for path in (
        f"/casework/reviews/{restricted.id}",
        f"/casework/cases/{restricted.case.reference}/timeline",
        f"/casework/cases/{restricted.case.reference}",
        f"/casework/requests/{asked}",
        "/casework/requests?state=in_case",
        "/supervision/board",
    ):
        assert "Anonymity for life" in client.get(path).text, path


def test_a_request_that_names_such_an_offence_is_marked_in_the_inbox(app: Flask, signed_in) -> None:
    build.request(offence_text="Rape of a child")
    assert "Anonymity for life" in signed_in(Role.CASEWORKER).get("/casework/requests").text


def test_a_court_order_is_recorded_and_ended(app: Flask, signed_in) -> None:
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{review.case.reference}/restrictions")
    client.click("Record a court order in the review of John Archer")
    page = client.submit("Record the order", whom="other", terms="Nothing may name him.")
    assert "Enter who is protected" in page.text
    assert "Nothing may name him." in page.text
    page = client.submit(
        "Record the order", whom="other", protects="The son", terms="Nothing may name him."
    )
    assert page.h1 == "Restrictions"
    assert "The son" in page.text
    client.click("End this restriction: court order, John Archer")
    page = client.submit("End the restriction", reason="")
    assert "Enter the reason" in page.text
    page = client.submit("End the restriction", reason="Lifted on appeal")
    assert "Ended restrictions (1)" in page.text
    assert "Lifted on appeal" in page.text


def test_a_law_officer_sees_and_changes_nothing(restricted: Review, signed_in) -> None:
    client = signed_in(Role.LAW_OFFICER)
    page = client.get(f"/casework/cases/{restricted.case.reference}/restrictions")
    assert "Anonymity for life" in page.text
    assert "Record a court order" not in page.text
    client.get(f"/casework/reviews/{restricted.id}/restrictions/new", status=403)


def test_a_case_is_sealed_named_people_open_it_and_it_is_opened_again(
    app: Flask, signed_in
) -> None:
    review = build.review()
    case = review.case
    worker = build.user(name="Kit Worker")
    supervisor, caseworker = signed_in(Role.SUPERVISOR), signed_in(Role.CASEWORKER)
    supervisor.get(f"/casework/cases/{case.reference}/restrictions")
    page = supervisor.click("Seal this case")
    assert f"Has the review of {review.offender_name}: not named, it goes to you" in page.text
    page = supervisor.submit("Seal the case", reason="A judge's family", named=[])
    assert "Sealed case" in page.text
    caseworker.get(f"/casework/cases/{case.reference}", status=404)
    page = supervisor.submit("Name them", user=str(worker.id))
    assert f"{worker.name} can now open this case" in page.text
    caseworker.get(f"/casework/cases/{case.reference}")
    page = supervisor.submit(f"Remove {worker.name}")
    caseworker.get(f"/casework/cases/{case.reference}", status=404)
    page = supervisor.submit(f"Remove {build.user(Role.SUPERVISOR).name}", status=409)
    assert "needs a supervisor named on it" in page.text


def test_a_sealed_case_is_not_given_to_somebody_to_whom_it_does_not_open(
    app: Flask, signed_in
) -> None:
    review, supervisor = build.review(), signed_in(Role.SUPERVISOR)
    other = build.user(email="other@example.org", name="Other Person")
    sealing.seal(review.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    supervisor.get(f"/casework/reviews/{review.id}/assignee")
    page = supervisor.submit("Save", assignee=str(other.id), note="Until Monday")
    assert "Other Person is not named on this sealed case" in page.text
    assert "Until Monday" in page.text


def test_a_supervisor_who_is_not_named_opens_it_with_a_reason(app: Flask, signed_in) -> None:
    case = build.review().case
    other = build.user(Role.SUPERVISOR, email="other@example.org", name="Other Supervisor")
    sealing.seal(case, [], "A judge's family", other)
    client = signed_in(Role.SUPERVISOR)
    client.get(f"/casework/cases/{case.reference}", status=404)
    page = client.get("/supervision/sealed")
    assert case.reference in page.text
    assert "A judge's family" not in page.text
    client.click(f"Open it to the office: {case.reference}")
    page = client.submit("Open the case", reason="")
    assert "Enter the reason" in page.text
    page = client.submit("Open the case", reason="The family agreed")
    assert page.h1 == f"Case {case.reference}"
