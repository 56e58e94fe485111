"""Undoing a case on pages: said beforehand, refused with why, and the case still to be read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import PaperKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services.referral import papers

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
LINK = "The case was opened by mistake"


@pytest.fixture
def review(app: Flask, at: Callable[[datetime], None]) -> Review:
    at(NOW)
    return build.review(offender_name="John Archer")


def test_a_case_is_undone_and_its_request_is_in_the_inbox(signed_in, review: Review) -> None:
    case, request = review.case.reference, review.case.requests[0].reference
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{case}")
    page = client.click(LINK)
    assert f"Request {request} is back in the inbox" in page.text
    page = client.submit("Undo the case", reason="")
    assert "Enter how it came to be opened by mistake" in page.errors
    page = client.submit("Undo the case", reason="It is ULS-2026-0001 again")
    assert f"{case} is undone: it was opened by mistake" in page.text
    assert "This case was opened by mistake, and is closed. It is kept to be read." in page.text
    assert "It is ULS-2026-0001 again" in page.text
    assert LINK not in page.links
    assert request in client.get("/casework/requests").text
    assert case not in client.get("/casework/").text


def test_every_tab_and_the_review_can_still_be_read(signed_in, review: Review) -> None:
    case = f"/casework/cases/{review.case.reference}"
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    client.get(f"{case}/undo")
    client.submit("Undo the case", reason="The same again")
    page = client.get(case)
    tabs = [text for text, href in page.links.items() if href.startswith(case + "/")]
    assert len(tabs) == 7
    for tab in tabs:
        page = client.get(client.get(case).links[tab])
        assert "This case was opened by mistake" in page.text, tab
        assert "Add another offender" not in page.text
        assert "Find waiting requests" not in page.text
    page = client.get(f"/casework/reviews/{review.id}")
    assert "This review is closed: opened by mistake" in page.text
    assert "open a case from the request instead" in page.text


def test_what_stands_in_the_way_is_said_and_no_button_is_shown(signed_in, review: Review) -> None:
    papers.ask(review.case, [PaperKind.INDICTMENT], [], build.user())
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/cases/{review.case.reference}/undo")
    assert "The CPS was asked for papers. So it is a case to end, not to undo." in page.text
    assert not page.select("main form button.govuk-button--warning")


def test_another_caseworker_is_not_offered_it(signed_in, app: Flask) -> None:
    by = build.user(email="other@example.org", name="Other Caseworker")
    case = build.review(by=by).case.reference
    client: CheckedClient = signed_in(Role.CASEWORKER)
    assert LINK not in client.get(f"/casework/cases/{case}").links
    client.get(f"/casework/cases/{case}/undo", status=403)


def test_a_law_officer_reads_it_and_is_not_offered_it(signed_in, review: Review) -> None:
    client: CheckedClient = signed_in(Role.LAW_OFFICER)
    assert LINK not in client.get(f"/casework/cases/{review.case.reference}").links
    client.get(f"/casework/cases/{review.case.reference}/undo", status=403)
