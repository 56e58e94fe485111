"""Legal holds on their pages: placed, reviewed and ended; what was typed stays."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("at_now")
DAY = {"review_on-day": "1", "review_on-month": "9", "review_on-year": "2027"}


def test_a_hold_is_placed_reviewed_and_ended(supervisor: CheckedClient) -> None:
    case = build.review(offender_name="Gary Archer").case
    assert "No hold is in force" in supervisor.get("/casework/holds").text
    supervisor.click("Place a legal hold")
    said = {"matter": "Claim of A", "why": "A letter came", **DAY}
    page = supervisor.submit("Place the hold", status=200, **said)
    assert "Enter a case, a person, or how a person is reached" in page.text
    page = supervisor.submit("Place the hold", status=200, case_reference="ULS-1999-0001", **said)
    assert "There is no" in page.text
    assert "A letter came" in page.text
    page = supervisor.submit(
        "Place the hold", case_reference=case.reference.lower(), person="Ann Lee", **said
    )
    assert "The hold is placed" in page.text
    assert f"{case.reference}, Ann Lee" in page.text
    supervisor.click("Claim of A")
    page = supervisor.submit(
        "Record the review",
        note="Over",
        is_needed="yes",
        status=200,
        **DAY | {"review_on-year": "2020"},
    )
    assert "must be in the future" in page.text
    page = supervisor.submit("Record the review", note="Heard in May", is_needed="yes", **DAY)
    assert "The hold stays" in page.text
    supervisor.click("Claim of A")
    page = supervisor.submit("Record the review", note="Settled", is_needed="no", **DAY)
    assert "The hold is ended" in page.text
    page = supervisor.submit("Apply filters", which="ended")
    assert "Claim of A" in page.text
    supervisor.click("Claim of A")
    assert "Review it" not in supervisor.page.text
