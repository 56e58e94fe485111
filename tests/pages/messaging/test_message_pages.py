"""Messages on pages: everything written, and on its case what could not be sent."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import queue


def test_where_nothing_is_sent_it_is_read_on_a_page(app: Flask, signed_in) -> None:
    build.request()
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get("/casework/messages")
    page = client.click("Everything that was written")
    assert "nothing leaves this machine" in page.text
    assert page.rows[1][2:] == ["ada.brown@example.org", "Waiting"]
    client.get(page.links[page.rows[1][1]])


def test_an_email_that_failed_is_said_on_its_case_with_what_to_do(app: Flask, signed_in) -> None:
    review = build.review()
    address = f"/casework/cases/{review.case.reference}"
    client: CheckedClient = signed_in(Role.CASEWORKER)
    assert "could not be sent" not in client.get(address).text
    with transaction():
        message = db.session.scalars(select(Message).where(Message.request_id.is_not(None))).first()
        message.state, message.last_error = MessageState.FAILED, "The mailbox does not exist"
    page = client.get(address)
    assert "An email to somebody who asked could not be sent" in page.text
    assert "The mailbox does not exist. Reach them by telephone or post" in page.text


def test_the_address_of_an_email_that_failed_is_corrected_and_it_is_tried_again(
    app: Flask, signed_in
) -> None:
    review = build.review()
    client: CheckedClient = signed_in(Role.CASEWORKER)
    with transaction():
        message = db.session.scalars(select(Message).where(Message.request_id.is_not(None))).first()
        message.state, message.last_error = MessageState.FAILED, "The mailbox does not exist"
    client.get(f"/casework/cases/{review.case.reference}")
    page = client.click("correct the address and try again")
    assert "Could not be sent: The mailbox does not exist." in page.text
    client.click("Correct how to reach them")
    page = client.submit("Save", email="nonsense")
    assert page.errors
    page = client.submit("Save", email="ada@example.org", may_leave_message="no")
    assert "How to reach them is corrected" in page.text
    assert "The mailbox does not exist" in page.text
    client.get(f"/casework/messages/{message.id}")
    client.submit("Try again")
    queue.send_waiting()
    db.session.expire_all()
    assert (message.recipient, message.state) == ("ada@example.org", MessageState.SENT)
    assert review.case.requests[0].may_leave_message is False
    assert "Sent, " in client.get(f"/casework/messages/{message.id}").text


def waiting_letters(count: int) -> None:
    """So many letters that wait to be printed, each to somebody who gave no email address."""
    for number in range(count):
        build.request(
            requester_name=f"Person {number}", email="", postal_address=f"{number} High Street"
        )


def test_what_needs_a_person_is_one_list_for_each_need(app: Flask, signed_in) -> None:
    waiting_letters(2)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get("/casework/messages")  # the first list that has anything in it
    assert "To print and post (2)" in page.text
    assert "Person 0" in page.text
    assert "Every email could be sent." in client.click("Could not be sent (0)").text
    assert "No email is late." in client.click("Still being tried (0)").text


def test_many_letters_are_recorded_as_posted_at_once(app: Flask, signed_in) -> None:
    waiting_letters(60)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get("/casework/messages?need=to_print")
    assert len(page.rows) == 51  # a page of them, under the headings
    assert "Person 59" in client.click("Next page").text
    page = client.get("/casework/messages?need=to_print")
    ticked = [each.get("value") for each in page.select("input[name=messages]")]
    page = client.submit("Record the ticked letters as posted", messages=ticked)
    assert "50 letters recorded as posted" in page.text
    assert "To print and post (10)" in page.text


def test_a_letter_somebody_else_recorded_meanwhile_stays_as_it_is(app: Flask, signed_in) -> None:
    waiting_letters(2)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get("/casework/messages?need=to_print")
    ticked = [each.get("value") for each in page.select("input[name=messages]")]
    queue.record_posted([int(ticked[0])], build.user(Role.SUPERVISOR))
    page = client.submit("Record the ticked letters as posted", messages=ticked)
    assert "1 letter recorded as posted" in page.text


def test_nothing_ticked_records_nothing_and_says_what_to_do(app: Flask, signed_in) -> None:
    waiting_letters(1)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get("/casework/messages?need=to_print")
    page = client.submit("Record the ticked letters as posted", messages=None)
    assert "Tick the letters you have posted" in page.text
    assert "To print and post (1)" in page.text


def test_whoever_only_sees_cases_ticks_nothing(app: Flask, signed_in) -> None:
    waiting_letters(1)
    page = signed_in(Role.LAW_OFFICER).get("/casework/messages?need=to_print")
    assert "Person 0" in page.text
    assert page.select("input[name=messages]") == []


def test_messages_are_narrowed_by_the_day_they_were_written(app: Flask, signed_in, at) -> None:
    at(datetime(2026, 3, 2, 10, tzinfo=UTC))
    waiting_letters(1)
    at(datetime(2026, 3, 4, 10, tzinfo=UTC))
    build.request(requester_name="Somebody Later", email="", postal_address="1 Low Street")
    client: CheckedClient = signed_in(Role.CASEWORKER)
    days = "written_from-day=4&written_from-month=3&written_from-year=2026"
    for address in ("/casework/messages?need=to_print&", "/casework/messages/all?"):
        page = client.get(f"{address}{days}")
        assert "Somebody Later" in page.text
        assert "Person 0" not in page.text
    page = client.get(f"/casework/messages/all?way=email&{days}")
    assert "No message matches these filters." in page.text


def a_text(**changes: object) -> Message:
    """A text to the person on duty that waits."""
    values: dict[str, object] = {
        "once_key": "duty:1:1",
        "kind": "duty_text",
        "by_text": True,
        "recipient": "07700 900123",
        "subject": "Little time left: request REQ-7K3M-9QXF",
        "body": "REQ-7K3M-9QXF: file by 5pm today.",
        "next_try_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
        "created_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
    }
    with transaction():
        message = Message(**(values | changes))
        db.session.add(message)
    return message


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.CASEWORKER, "Text message to a number that ends in 123"),
        (Role.LAW_OFFICER, "Text message"),
    ],
)
def test_a_text_is_shown_as_one_and_its_number_to_nobody(
    app: Flask, signed_in, role: Role, shown: str
) -> None:
    message = a_text(state=MessageState.FAILED, last_error="The phone was off. Telephone them")
    client: CheckedClient = signed_in(role)
    page = client.get("/casework/messages/all")
    assert page.rows[1][2:] == [shown, "Could not be sent The phone was off. Telephone them"]
    for address in ("messages/all", "messages?need=failed", f"messages/{message.id}"):
        page = client.get(f"/casework/{address}")
        assert shown in page.text
        assert "900123" not in page.text.replace(" ", "")
        assert ("123" in page.text) is (role is Role.CASEWORKER)


def test_a_text_that_was_held_back_is_sent_by_a_person_and_its_arrival_said(
    app: Flask, signed_in
) -> None:
    message = a_text(state=MessageState.HELD, last_error="No way to send text messages is set up")
    client: CheckedClient = signed_in(Role.CASEWORKER)
    assert "Could not be sent (1)" in client.get("/casework/messages").text
    page = client.get(f"/casework/messages/{message.id}")
    assert "Held back: No way to send text messages is set up. Reach them another way." in page.text
    assert "The message will be sent" in client.submit("Send it").text
    with transaction():
        message.state = MessageState.SENT
        message.sent_at = message.delivered_at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert "Arrived, 11am" in client.get("/casework/messages/all").text


def test_messages_are_narrowed_by_how_they_go(app: Flask, signed_in) -> None:
    build.request(email="ada.brown@example.org")
    waiting_letters(1)
    a_text()
    client: CheckedClient = signed_in(Role.CASEWORKER)
    marks = {"email": "ada.brown@example.org", "text": "ends in 123", "post": "0 High Street"}
    for way in marks:
        page = client.get(f"/casework/messages/all?way={way}")
        assert [mark for mark in marks if marks[mark] in page.text] == [way]


def test_a_letter_says_whether_notify_has_it_posted_it_or_left_it_to_us(
    app: Flask, signed_in
) -> None:
    waiting_letters(1)
    message = db.session.scalars(select(Message).where(Message.by_post)).one()
    client: CheckedClient = signed_in(Role.CASEWORKER)
    sent_at = datetime(2026, 3, 18, 10, tzinfo=UTC)
    is_sent = {"state": MessageState.SENT, "sent_at": sent_at, "taken_as": "an-id"}
    has_it, posted = "GOV.UK Notify has it to print and post, since 10am", "Posted by GOV.UK Notify"
    for changes, words, lists in (
        (is_sent | {"postage": "first"}, has_it, ["messages/all"]),
        ({"last_error": "Cancel it in GOV.UK Notify"}, "Cancel it in GOV.UK Notify.", []),
        ({"delivered_at": sent_at}, posted, ["messages/all"]),
        (
            {"state": MessageState.WAITING, "postage": None, "delivered_at": None}
            | {"sent_at": None, "last_error": "It has 12 pages"},
            "It has 12 pages",
            ["messages/all", "messages?need=to_print"],
        ),
    ):
        with transaction():
            for name, value in changes.items():
                setattr(message, name, value)
        for page in (f"messages/{message.id}", *lists):
            assert words in client.get(f"/casework/{page}").text
