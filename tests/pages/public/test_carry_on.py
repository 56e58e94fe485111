"""Stopping and carrying on: here where the device is theirs alone, elsewhere by a code."""

import io

from flask import Flask
from sqlalchemy import select

from tests.support.checked_client import CheckedClient, client_of, filled
from tests.support.page import Page
from tests.support.public_journey import go_to, step_of
from ulss_tracker.models import Document, Draft, Request, db
from ulss_tracker.services.requests import drafts

TELLING_CODE = "Your code to carry on is:"


def a_code(client: CheckedClient) -> str:
    client.get("/request/carry-on")
    page: Page = client.submit("Give me a code")
    assert TELLING_CODE in page.text
    return str(page.one("main p.govuk-heading-m").text_content())


def ask_with(client: CheckedClient, code: str) -> Page:
    client.get("/carry-on")
    page: Page = client.submit("Continue", code=code)
    return page


def test_a_browser_keeps_the_way_back_only_where_the_device_is_theirs_alone(
    client: CheckedClient,
) -> None:
    go_to(client, "reason")
    page = client.submit("Stop and carry on later")
    assert page.h1 == "Stop and carry on later"
    with client.session_transaction() as session:
        assert not session.permanent
    page = client.submit("Save this", own_device="yes")
    assert "You can come back in this browser." in page.text
    with client.session_transaction() as session:
        assert session.permanent
    page = client.submit("Save this", own_device="no")
    assert "Done Closing the browser ends it here." in page.text
    with client.session_transaction() as session:
        assert not session.permanent
    client.submit("Save this", own_device="yes")
    client.get("/request/delete")
    client.submit("Delete my answers")
    with client.session_transaction() as session:
        assert not session.permanent


def test_a_code_carries_answers_and_files_to_another_device_and_is_one_request(
    client: CheckedClient, app: Flask
) -> None:
    go_to(client, "files")
    client.submit("Continue", files=(io.BytesIO(b"A note of the hearing"), "note.txt"))
    code = a_code(client)
    other = client_of(app)
    assert ask_with(other, "BXQ4-7KMT-R3WP").errors == [
        "No answers are kept under this code: they may have been sent or deleted"
    ]
    page = ask_with(other, code.lower().replace("-", " "))
    assert step_of(page) == "check-answers"
    assert "John Archer" in page.text
    assert "note.txt" in page.text
    # Both devices write the same answers.
    client.get("/request/offender")
    client.submit("Continue", offender_name="John Q Archer")
    assert "John Q Archer" in other.get("/request/check-answers").text
    assert len(db.session.scalars(select(Draft)).all()) == 1
    other.submit("Accept and send")
    client.get("/request/check-answers", status=302)
    assert len(db.session.scalars(select(Request)).all()) == 1
    (document,) = db.session.scalars(select(Document))
    assert document.request_id is not None
    assert ask_with(client_of(app), code).errors


def test_a_new_code_ends_the_one_before_and_the_table_holds_neither(
    client: CheckedClient, app: Flask
) -> None:
    go_to(client, "reason")
    first, second = a_code(client), a_code(client)
    assert first != second
    assert ask_with(client_of(app), first).errors
    (kept,) = db.session.scalars(select(Draft))
    assert second not in repr(vars(kept))
    assert drafts.find(drafts.key_of_code(second)) is not None


def test_guesses_at_codes_are_limited(client: CheckedClient, app: Flask) -> None:
    for number in range(15):
        assert ask_with(client, f"BBBB-BBBB-BB{number:02}").errors
    client.get("/carry-on")
    client.submit("Continue", code="BBBB-BBBB-BBBB", status=429)


def test_without_answers_the_page_asks_for_a_code(client: CheckedClient) -> None:
    assert client.get("/request/carry-on", status=302).headers["Location"] == "/carry-on"


def test_the_warning_of_two_tabs_shows_the_other_answer(client: CheckedClient, app: Flask) -> None:
    go_to(client, "who-you-are")
    shown = client.page
    client.submit("Continue", standing="victim")
    client.page = shown
    page = client.submit("Continue", standing="public")
    assert "The answer from the other window or tab:" in page.text
    assert "A victim of the offence" in page.one(".govuk-inset-text").text_content()


def test_each_page_of_the_form_can_be_stopped_on_and_its_answers_deleted(
    client: CheckedClient,
) -> None:
    for name in ("court", "reason", "contact", "support"):
        assert "Delete my answers" in client.get(f"/request/{name}").links, name
        assert client.submit("Stop and carry on later").path == "/request/carry-on", name
    assert {"Stop and carry on later", "Delete my answers"} <= set(
        client.get("/request/files").links
    )


def test_what_stands_half_typed_is_kept_by_stopping_without_scripts(client: CheckedClient) -> None:
    go_to(client, "contact")
    client.submit("Stop and carry on later", requester_name="Ada", email="ada@")
    boxes = filled(client.get("/request/contact").form("Continue"))
    assert (boxes["requester_name"], boxes["email"]) == ("Ada", "ada@")
