"""A device that others use, two tabs, a browser without cookies: nothing shown, nothing lost."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.public_journey import go_to, reference_on, send
from ulss_tracker.models import Draft, Message, MessageState, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.files import upload_limits
from ulss_tracker.services.messaging import queue, to_requesters

NO_COOKIES = "Your browser does not keep our cookie, so we cannot keep your answers."
OF_JOURNEY = "You have added very many files in the last hour."


def answers() -> dict[str, object]:
    db.session.rollback()
    return dict(db.session.scalars(select(Draft)).one().answers)


def paused_at(page: Page) -> str | None:
    found: str | None = page.one("script[src*='leaving.js']").get("data-paused-url")
    return found


# Leaving, and closing.


def test_each_page_with_somebodys_words_says_what_hides_it_and_no_other_does(
    client: CheckedClient,
) -> None:
    assert paused_at(client.get("/")) is None
    assert paused_at(client.get("/privacy")) is None
    assert paused_at(go_to(client, "reason")) == "/request/paused?at=reason"
    assert paused_at(go_to(client, "files")) == "/request/paused?at=files"
    assert paused_at(go_to(client, "check-answers")) == "/request/paused?at=check-answers"
    assert paused_at(client.submit("Accept and send")) == "/request/paused?at=sent"
    assert paused_at(client.get("/request/copy")) == "/request/paused?at=sent"
    assert paused_at(client.get("/request/paused?at=sent")) is None


@pytest.mark.parametrize("path", ["/request/reason", "/request/check-answers", "/request/sent"])
def test_no_page_of_the_journey_is_kept_by_the_browser(client: CheckedClient, path: str) -> None:
    send(client)
    go_to(client, "reason")
    assert client.open(path).headers["Cache-Control"] == "no-store"


def test_what_was_hidden_after_sending_leads_back_to_the_confirmation(
    client: CheckedClient,
) -> None:
    reference = reference_on(send(client))
    client.get("/request/paused?at=sent")
    assert reference_on(client.click("Come back to your request")) == reference


@pytest.mark.parametrize("hidden", [False, True])
def test_a_request_is_closed_on_this_device_and_stays_with_the_office(
    client: CheckedClient, hidden: bool
) -> None:
    reference = reference_on(send(client))
    if hidden:
        client.get("/request/paused?at=sent")
    page = client.submit("Close this request on this device")
    assert page.h1 == "Your request is closed on this device"
    for path in ("/request/sent", "/request/copy", "/request/copy.txt"):
        client.get(path, status=302)
    db.session.rollback()
    assert db.session.scalars(select(Request)).one().reference == reference


def test_what_was_sent_closes_by_itself_after_the_last_press(client: CheckedClient, at) -> None:
    began = datetime(2026, 11, 24, 10, tzinfo=UTC)
    at(began)
    send(client)
    for minutes in (14, 28, 42):  # each press keeps it open
        at(began + timedelta(minutes=minutes))
        client.get("/request/copy")
    at(began + timedelta(minutes=58))
    for path in ("/request/sent", "/request/copy", "/request/copy.txt"):
        client.get(path, status=302)
    assert client.get("/request/closed").h1 == "Your request is closed on this device"


def test_what_a_release_without_that_moment_sent_is_open(client: CheckedClient) -> None:
    reference = reference_on(send(client))
    with client.session_transaction() as session:
        del session["pressed_at"]
    assert reference_on(client.get("/request/sent")) == reference


def test_what_has_closed_closes_nothing_else(client: CheckedClient) -> None:
    send(client)
    client.get("/request/kept", status=302)  # nothing was sent by the short form
    client.get("/request/sent")


def test_on_a_device_that_is_theirs_alone_it_stays_open(client: CheckedClient, at) -> None:
    at(datetime(2026, 11, 24, 10, tzinfo=UTC))
    go_to(client, "reason")
    client.submit("Stop and carry on later")
    client.submit("Save this", own_device="yes")
    client.get("/request/check-answers")
    client.submit("Accept and send")
    at(datetime(2026, 11, 24, 18, tzinfo=UTC))
    client.get("/request/sent")


def test_the_copy_shows_nobody_where_they_live_or_can_be_reached(client: CheckedClient) -> None:
    contact = {
        "email": "ada.brown@example.org",
        "telephone": "01632 960001",
        "postal_address": "1 High Street, Leeds",
    }
    send(client, contact=contact, safe_more={"safe_person": "Bea Gray, 01632 960002"})
    page = client.get("/request/copy")
    for text in (page.text, client.get("/request/copy.txt").text):
        for part in ("ada.brown", "9600", "High Street", "Bea Gray"):
            assert part not in text
        assert "a•••@e•••" in text
        assert "The sentence is far too short for what he did." in text
    assert page.form("Close this request on this device") is not None


def test_closing_one_keeps_another_that_is_being_written(client: CheckedClient) -> None:
    send(client)
    client.get("/request/sent")
    form = client.page
    go_to(client, "reason", offender={"offender_name": "Mary Bell"})
    client.page = form
    client.submit("Close this request on this device")
    assert answers()["offender_name"] == "Mary Bell"


# Two tabs of one journey.


def test_an_answer_changed_in_another_tab_is_not_overwritten_unsaid(client: CheckedClient) -> None:
    first = go_to(client, "reason")
    client.submit("Continue", reason="What the other tab said")
    client.page = first
    page = client.submit("Continue", reason="What this tab says")
    assert "changed in another window or tab" in page.errors[0]
    assert page.one("textarea").text.strip() == "What this tab says"
    assert answers()["reason"] == "What the other tab said"
    client.submit("Continue")
    assert answers()["reason"] == "What this tab says"


def test_the_same_answer_in_both_tabs_and_another_page_in_each_are_no_matter(
    client: CheckedClient,
) -> None:
    reason = go_to(client, "reason")
    client.submit("Continue", reason="The same")
    client.page = reason
    assert client.submit("Continue", reason="The same").errors == []
    offender = client.get("/request/offender")
    client.get("/request/reason")
    client.submit("Continue", reason="Another")
    client.page = offender
    assert client.submit("Continue", offender_name="Mary Bell").errors == []
    assert (answers()["reason"], answers()["offender_name"]) == ("Another", "Mary Bell")


# A browser that keeps no cookies.


def test_a_browser_without_cookies_is_told_so_and_keeps_what_was_typed(app: Flask) -> None:
    client = client_of(app)
    for _ in range(2):
        page = client.get("/request/offender")
        for cookie in list(client._cookies or {}):
            del client._cookies[cookie]
        page = client.submit("Continue", status=400, offender_name="John Archer")
        assert page.errors[0].startswith(NO_COOKIES)
        assert page.one("#offender_name").get("value") == "John Archer"
    db.session.rollback()
    assert db.session.scalars(select(Draft)).all() == []


def test_without_cookies_the_other_forms_say_so_too(app: Flask) -> None:
    client = client_of(app)
    client.get("/status")
    for cookie in list(client._cookies or {}):
        del client._cookies[cookie]
    page = client.submit("Continue", status=400, reference="REQ-7K3M-9QXF", code="x")
    assert NO_COOKIES in page.text


def test_a_forged_form_is_not_taken_for_a_browser_without_cookies(app: Flask) -> None:
    page = client_of(app).post("/request/offender", status=400, data={"csrf_token": "made up"})
    assert "This page was open too long" in page.errors[0]


# What one journey, and one address, may ask of the office.


def text_file(number: int, words: bytes = b"Remarks ") -> tuple[io.BytesIO, str]:
    return io.BytesIO(words + str(number).encode()), f"{number}.txt"


def test_files_added_and_taken_away_for_ever_are_counted(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_limits, "OF_DRAFT", replace(upload_limits.OF_DRAFT, files=3))
    go_to(client, "files")
    for number in range(3):
        client.submit("Add, and choose another", files=text_file(number))
        page = client.submit(f"Remove {number}.txt")
    page = client.submit("Add, and choose another", files=text_file(9))
    assert page.errors[0].startswith(f"9.txt: {OF_JOURNEY}")
    assert client.submit("Continue").errors == []  # the request itself goes on


@pytest.mark.parametrize(
    ("limit", "words"),
    [("OF_DRAFT", OF_JOURNEY), ("OF_ADDRESS", "Very many files have come from your network")],
)
def test_the_size_of_files_is_counted_too(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    least = replace(getattr(upload_limits, limit), megabytes=4)
    monkeypatch.setattr(upload_limits, limit, least)
    monkeypatch.setattr(upload_limits, "_MEGABYTE", 1_000)
    go_to(client, "files")
    client.submit("Add, and choose another", files=text_file(1, b"a" * 2_500))
    page = client.submit("Add, and choose another", files=text_file(2, b"b" * 2_500))
    assert page.errors[0].startswith(f"2.txt: {words}")


# One address that many requests give.


def flood(client: CheckedClient, number: int, email: str = "victim@example.org") -> Page:
    page = None
    for _ in range(number):
        page = send(client, contact={"email": email})
    assert page is not None
    return page


def held() -> list[Message]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Message).where(Message.state == MessageState.HELD).order_by(Message.id)
        )
    )


def test_after_so_many_requests_an_address_is_not_written_to_by_itself(
    app: Flask, client: CheckedClient, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_requesters, "MOST_ACKNOWLEDGED", 2)
    assert "We are sending you an email" in flood(client, 2).text
    assert held() == []
    page = flood(client, 1, "Victim+again@Example.org")
    assert "No email goes to you by itself" in page.text
    (message,) = held()
    assert len(db.session.scalars(select(Request)).all()) == 3  # none is refused
    queue.send_waiting()
    assert len(held()) == 1
    caseworker = signed_in(Role.CASEWORKER)
    shown = caseworker.get(f"/casework/requests/{reference_on(page)}")
    assert "held back. More than 10 requests gave this address within a day" in shown.text
    caseworker.get(f"/casework/messages/{message.id}")
    caseworker.submit("Send it")
    assert held() == []


def test_another_address_and_another_day_are_not_held(
    client: CheckedClient, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_requesters, "MOST_ACKNOWLEDGED", 1)
    at(datetime(2026, 3, 17, 9, tzinfo=UTC))
    flood(client, 1)
    flood(client, 1, "victims@example.org")
    at(datetime(2026, 3, 18, 10, tzinfo=UTC))
    flood(client, 1)
    assert held() == []


# Addresses in letters beyond a to z.


def test_an_address_that_notify_cannot_write_to_is_refused_as_it_is_typed(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(client, "contact")
    assert office_details.current().reaches("siân@example.org")
    monkeypatch.setattr(
        office_details,
        "_office",
        office_details.current().model_copy(update={"NOTIFY_API_KEY": "a key"}),
    )
    page = client.submit("Continue", email="siân@example.org")
    assert page.errors[0].startswith("Our email cannot go to an address with accents")
    assert client.submit("Continue", email="sian@tŷ.example.org").errors == []
