"""Recording a withdrawal, and how plainly it shows on the case."""

from flask import Flask

from tests.support import build
from ulss_tracker.permissions import Role


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
