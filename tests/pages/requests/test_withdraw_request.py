"""Recording a withdrawal, and how plainly it shows on the case."""

from flask import Flask

from tests.support import build
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import request_status


def test_a_withdrawal_by_phone_is_recorded_and_shown_on_the_case(app: Flask, signed_in) -> None:
    case = build.review().case
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{case.requests[0].reference}")
    page = client.click("Record that they withdraw it")
    assert f"Case {case.reference} goes on" in page.text
    assert client.submit(note="Moved on").errors == ["Choose how they told us"]
    page = client.submit(channel="phone", note="Moved on")
    assert "Withdrawn by the person who asked." in page.text
    page = client.get(f"/casework/cases/{case.reference}/requests")
    assert "The one person who asked has withdrawn. The case goes on" in page.text
    assert "1 person, 1 withdrawn since" in client.get(f"/casework/cases/{case.reference}").text


def test_a_withdrawal_by_mistake_is_undone(app: Flask, signed_in) -> None:
    request = build.review().case.requests[0]
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{request.reference}/withdraw")
    client.submit(channel="phone", note="Moved on")
    page = client.click("It was withdrawn by mistake")
    assert "Test Caseworker recorded the withdrawal" in page.text
    assert client.submit("Undo the withdrawal").errors == [
        "Enter how it came to be withdrawn by mistake"
    ]
    page = client.submit("Undo the withdrawal", reason="Another person’s request")
    assert f"Request {request.reference} is withdrawn no longer" in page.text
    assert "Record that they withdraw it" in page.links
    page = client.get(f"/casework/requests/{request.reference}/undo-withdrawal")
    assert "This request is not withdrawn: it is in a case." in page.text
    timeline = client.get(f"/casework/cases/{request.case.reference}/timeline").text
    assert "The withdrawal of a request was undone" in timeline


def test_what_somebody_withdrew_themselves_is_a_supervisors_to_undo(app: Flask, signed_in) -> None:
    request = build.request()
    request_status.withdraw(request.reference)
    address = f"/casework/requests/{request.reference}/undo-withdrawal"
    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/casework/requests/{request.reference}")
    assert "To be withdrawn at" in page.text
    page = caseworker.click("It was a mistake: keep the request")
    assert "only a supervisor can undo it" in page.text
    assert not page.select("main form")
    client = signed_in(Role.SUPERVISOR)
    client.get(address)
    page = client.submit("Undo the withdrawal", reason="They pressed the wrong button")
    assert "is withdrawn no longer" in page.text
