"""Complaints on their pages: recorded, acknowledged, answered, and listed by when they are due."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)


def recorded(client: CheckedClient, **more: str) -> None:
    client.get("/casework/complaints")
    client.click("Record a complaint")
    said = {"name": "Ada Brown", "channel": "phone", "about": "Nobody rang back."}
    client.submit("Record the complaint", **said | more)


def test_a_complaint_is_recorded_acknowledged_and_answered(caseworker: CheckedClient, at) -> None:
    assert "No complaint waits for an answer." in caseworker.get("/casework/complaints").text
    case = build.review().case
    recorded(caseworker, case_reference=case.reference.lower())
    page = caseworker.get("/casework/complaints/COM-2026-0001")
    assert "Acknowledge by 5pm on Wednesday 25 March 2026" in page.text
    assert "Nobody rang back." in page.text
    assert case.reference in page.text
    at(NOW + timedelta(days=8))
    assert "Overdue" in caseworker.get("/casework/complaints").text
    caseworker.click("COM-2026-0001")
    caseworker.click("Record the acknowledgement")
    page = caseworker.submit("Record the acknowledgement")
    assert "The acknowledgement is recorded" in page.text
    caseworker.click("Record the answer")
    page = caseworker.submit("Record the answer", finding="upheld", answer="We are sorry.")
    assert "We are sorry." in page.text
    assert "Record the answer" not in page.text
    assert "No complaint waits" in caseworker.get("/casework/complaints").text
    assert "COM-2026-0001" in caseworker.submit("Apply filters", which="answered").text


def test_what_cannot_be_recorded_is_said_beside_its_field(caseworker: CheckedClient) -> None:
    caseworker.get("/casework/complaints/new")
    page = caseworker.submit("Record the complaint", case_reference="ULS-1999-0001", status=200)
    assert "Enter who complains" in page.text
    page = caseworker.submit(
        "Record the complaint",
        name="Ada",
        channel="phone",
        about="x",
        case_reference="ULS-1999-0001",
        status=200,
    )
    assert "There is no" in page.text
    caseworker.get("/casework/complaints/COM-2026-0099", status=404)
