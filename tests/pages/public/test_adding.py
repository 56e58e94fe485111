"""Words and papers added after sending: kept with the request, and read by the office at once."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.public_journey import code_on, reference_on, send
from ulss_tracker import clock
from ulss_tracker.models import AddedLater, Request, Wait, WaitKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.requests import additions, withdrawals
from ulss_tracker.services.waiting import waits

SAID = "He was on bail when he did it."


@pytest.fixture
def opened(client: CheckedClient) -> Page:
    sent = send(client)
    client.get("/status")
    page: Page = client.submit("Continue", reference=reference_on(sent), code=code_on(sent))
    return page


def running() -> list[Wait]:
    db.session.rollback()
    query = select(Wait).where(Wait.kind == WaitKind.ADDED, Wait.ended_at.is_(None))
    return list(db.session.scalars(query))


def test_words_and_a_file_are_kept_shown_to_staff_and_wait_until_seen(
    client: CheckedClient, opened: Page, signed_in
) -> None:
    client.click("Add to your request")
    page = client.submit("Add this")
    assert page.errors == ["Enter what you want to add, or choose a file"]
    file = (io.BytesIO(b"The remarks of the judge"), "remarks.txt")
    page = client.submit("Add this", words=SAID, files=file)
    assert "What you added is with your request." in page.text
    assert SAID not in page.text
    assert "remarks" not in page.text
    request = db.session.scalars(select(Request)).one()
    assert [each.name for each in request.documents] == ["remarks.txt"]
    (waiting,) = running()
    assert waiting.for_id is None
    staff = signed_in(Role.CASEWORKER)
    page = staff.get(f"/casework/requests/{request.reference}")
    assert SAID in page.text
    assert "with 1 file" in page.text
    page = staff.get("/casework/")
    assert "Read what a requester added" in page.text
    waits.take(waiting, build.user())
    client.get("/status/add")
    client.submit("Add this", words="And more.")
    (again,) = running()
    assert again.id != waiting.id


def test_what_is_added_in_a_case_waits_for_whoever_has_it(
    client: CheckedClient, opened: Page
) -> None:
    holder = build.user(email="holder@example.org", name="The Holder")
    request = db.session.scalars(select(Request)).one()
    review = cases.open_case(request, holder)
    assert review.assignee_id == holder.id
    client.get("/status/add")
    client.submit("Add this", words=SAID)
    assert [each.for_id for each in running()] == [holder.id]


def test_a_file_that_is_not_taken_loses_no_words(client: CheckedClient, opened: Page) -> None:
    client.get("/status/add")
    page = client.submit("Add this", words=SAID, files=(io.BytesIO(b""), "empty.txt"))
    assert page.errors == [
        "empty.txt: The file is empty. Check that it is the right one, then choose it again."
    ]
    assert "What could be kept is with your request." in page.text
    assert [each.words for each in db.session.scalars(select(AddedLater))] == [SAID]


def test_very_many_additions_in_a_day_lead_to_the_telephone(
    client: CheckedClient, opened: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "MOST_A_DAY", 1)
    for words in ("One", "Two"):
        client.get("/status/add")
        page = client.submit("Add this", words=words)
    assert page.errors == ["You have added very much today. Telephone us about the rest"]
    assert page.one("[name=words]").text_content().strip() == "Two"


def test_nothing_is_added_to_a_request_that_was_withdrawn(
    client: CheckedClient, opened: Page, at: Callable[[datetime], None]
) -> None:
    client.get("/status/withdraw")
    client.submit("Withdraw my request")
    client.get("/status/add")  # for a day it goes on
    at(clock.now() + timedelta(days=1))
    withdrawals.withdraw_due()
    client.get("/status/add", status=302)
