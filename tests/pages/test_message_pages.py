"""Messages on pages: everything written, and on its case what could not be sent."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Channel, Message, MessageState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import intake
from ulss_tracker.services.saving import saving


def test_with_nothing_written_it_says_so(signed_in) -> None:
    page = signed_in(Role.CASEWORKER).get("/casework/messages/all")
    assert "Nothing has been written yet." in page.text


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
    with saving():
        message = db.session.scalars(select(Message).where(Message.request_id.is_not(None))).first()
        message.state, message.last_error = MessageState.FAILED, "The mailbox does not exist"
    page = client.get(address)
    assert "An email to somebody who asked could not be sent" in page.text
    assert "The mailbox does not exist. Reach them by telephone or post" in page.text


@pytest.mark.parametrize("role", list(Role))
def test_nothing_that_staff_read_or_take_away_holds_a_secret_code(
    app: Flask, signed_in, role: Role
) -> None:
    """Every page and file a role can read, while emails with a code wait, or could not be sent."""
    addresses = [each.path for each in every_address(app) if each.method == "GET"]
    posted = intake.receive(build.asked(email="", postal_address="1 High St"), channel=Channel.FORM)
    with saving():
        messages = db.session.scalars(select(Message)).all()
        for message in messages[::2]:
            message.state = MessageState.FAILED
        addresses += [f"/casework/messages/{message.id}" for message in messages]
        codes = {message.code for message in messages} - {""} | {posted.code}
    client: CheckedClient = signed_in(role)
    assert len(codes) > 2
    answers = [client.open(path) for path in addresses]
    assert sum(answer.status_code == 200 for answer in answers) > 10
    for answer in answers:
        shown = answer.get_data()
        assert not [code for code in codes if code.encode() in shown], answer.request.path
