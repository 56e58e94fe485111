"""A call while it is told: the time left, the offence and what is like it, before it is logged."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import words
from tests.support.traces import nothing_kept
from ulss_tracker.models import Request, db
from ulss_tracker.permissions import Role

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
NEW = "/casework/requests/new"
SAID = {
    "channel": "phone",
    "offender_name": "Dale Cooper",
    "court": "Leeds Crown Court",
    "sentenced_on-day": "9",
    "sentenced_on-month": "3",
    "sentenced_on-year": "2026",
    "offence_text": "Robbery",
}


@pytest.fixture
def caseworker(app: Flask, at, signed_in) -> CheckedClient:
    at(NOW)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    return client


def test_a_call_is_checked_on_a_press_while_it_is_told(caseworker: CheckedClient) -> None:
    like = build.request(offender_name="Dale Cooper", court_id="leeds", court_text="Leeds")
    reference = like.reference
    db.session.commit()
    page = caseworker.get(NEW)
    so_far = words(page.one(".app-so-far"))
    for said in ("Nobody can say until", "No offence yet", "Nothing like it is known"):
        assert said in so_far
    line = words(page.one(".app-so-far__line"))
    assert line == "So far: day not known – no offence yet"
    page = caseworker.refused("Check what is known so far", **SAID)
    assert page.errors == []  # nobody was asked who is asking yet
    so_far = words(page.one(".app-so-far"))
    for said in ("File by Thu 2 Apr 17:00", "In the scheme", "“Robbery”", reference):
        assert said in so_far, said
    line = page.one(".app-so-far__line")
    assert words(line) == "So far: Thu 2 Apr 17:00, 15 days left – In the scheme – 1 alike"
    assert page.one(line.get("href")) is not None
    assert page.one("#offender_name").get("value") == "Dale Cooper"
    page = caseworker.refused("Check what is known so far", **{"sentenced_on-year": "2024"})
    assert "This day cannot be right" in words(page.one(".app-so-far"))
    with nothing_kept():
        wrong = {"sentenced_on-day": "39", "offence_text": ""}
        page = caseworker.submit("Check what is known so far", **wrong)
    assert "Nobody can say until" in words(page.one(".app-so-far"))
    assert page.one("#sentenced_on-day").get("value") == "39"


def test_the_same_is_answered_while_somebody_types(caseworker: CheckedClient) -> None:
    token = caseworker.get(NEW).select("input[name=csrf_token]")[0].get("value")
    with nothing_kept():
        # A part of a page, so the house rules of a page are not asked of it.
        answer = FlaskClient.open(
            caseworker, f"{NEW}/so-far", method="POST", data=SAID | {"csrf_token": token}
        )
    assert answer.status_code == 200
    assert "Thu 2 Apr 17:00" in answer.text
    assert "<html" not in answer.text


def test_files_that_a_caller_gave_are_kept_with_the_request(caseworker: CheckedClient) -> None:
    caseworker.get(NEW)
    who = SAID | {"standing": "victim"}
    files = [(BytesIO(b"x"), "a.txt"), (BytesIO(b"MZ\x90"), "a.exe")]
    page = caseworker.submit("Log the request", files=files, **SAID)
    assert page.errors[0].startswith("a.exe was not kept: ")
    assert "Remove a.txt" in page.text
    files = [(BytesIO(b"A note of the hearing"), "note.txt"), (BytesIO(b"MZ\x90"), "a.exe")]
    page = caseworker.submit("Log the request", files=files, **who)
    assert "a.exe was not kept: " in page.text
    request = db.session.query(Request).one()
    assert [each.name for each in request.documents] == ["a.txt", "note.txt"]
