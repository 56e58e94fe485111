"""Reached safely: asked of everybody who gives a way to be reached, and obeyed by every message."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.notify_server import TEXT_TEMPLATE_ID, Notify, sent_by_notify
from tests.support.public_journey import code_on, go_to, reference_on, send, step_of
from tests.support.records import the_request
from ulss_tracker.models import (
    EmailUse,
    LetterKind,
    Message,
    MessageState,
    Request,
    RequestState,
    SafeContact,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging import compose, outgoing, queue, stopped_texts
from ulss_tracker.services.messaging.safe_contacts import mobile_number
from ulss_tracker.services.requests import safe_contact, withdrawals
from ulss_tracker.web.public.confirmation import MOST_TESTS_AN_HOUR

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
MOBILE = "07700 900123"
KNOWN = ("ada.brown@example.org", MOBILE, "The Refuge\n7 Hidden Lane\nLeeds LS1 1UR")
TELLING = ("sentence", "Crown", "Attorney", "review", "court", "victim", "Ada", "Archer")
"""Words that would say to whoever sees a message what it is about."""


@pytest.fixture
def notify(app: Flask, at: Callable[[datetime], None]) -> Iterator[Notify]:
    at(NOW)
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID) as server:
        yield server


def messages(kind: str) -> list[Message]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
    )


def says_nothing(*words: str) -> None:
    for each in words:
        for told in TELLING:
            assert told.lower() not in each.lower().replace("www.", ""), f"{told!r} in {each!r}"


def test_skipping_the_rest_never_skips_what_keeps_them_safe(client: CheckedClient) -> None:
    go_to(client, "contact")
    button = "Send what I have now"
    page = client.submit(button, email="ada@example.org", telephone=MOBILE)
    assert step_of(page) == "safe-email"
    assert step_of(client.submit(button)) == "safe-phone"
    page = client.submit(button)
    assert step_of(page) == "check-answers"
    assert page.summary["Safe to send a text"] == "Not said"
    assert page.summary["Safe to leave a message"] == "Not said"
    client.submit("Accept and send")
    request = the_request()
    kept = safe_contact.of_request(request)
    assert kept is not None
    assert (kept.email_use, kept.text_to, request.may_leave_message) == (EmailUse.NEWS, "", False)


def test_a_way_to_be_reached_that_is_added_later_is_asked_about_before_sending(
    client: CheckedClient,
) -> None:
    go_to(client, "check-answers", contact={})
    client.click("Postal address")
    page = client.submit("Continue", postal_address="The Refuge\nLeeds")
    assert step_of(page) == "safe-post"
    client.get("/request/check-answers")
    page = client.submit("Accept and send")
    assert step_of(page) == "safe-post"
    client.submit("Continue")
    client.click("Interpreter")
    client.submit("Continue", safe_person="My sister Ann", interpreter="Polish")
    client.submit("Accept and send")
    assert the_request().may_post is False
    assert db.session.scalars(select(Message)).all() == []


def test_where_somebody_else_may_read_it_an_email_says_only_that_there_is_news(
    client: CheckedClient,
) -> None:
    send(client)
    (sent,) = db.session.scalars(select(Message))
    assert (sent.kind, sent.subject) == (compose.NEWS, f"Your reference {the_request().reference}")
    says_nothing(sent.subject, sent.body)
    assert "your code" in sent.body


def test_who_reads_it_alone_is_written_to_in_full_and_who_wants_nothing_is_not(
    client: CheckedClient, app: Flask
) -> None:
    send(client, safe_email={"email_use": "full"})
    (sent,) = db.session.scalars(select(Message))
    assert sent.kind == compose.ACKNOWLEDGEMENT
    page = send(client_of(app), safe_email={"email_use": "none"})
    assert "We are sending you an email" not in page.text
    assert len(db.session.scalars(select(Message)).all()) == 1


@pytest.mark.slow
def test_a_letter_is_told_of_and_read_on_the_status_page(
    client: CheckedClient, notify: Notify
) -> None:
    contact = {"requester_name": "Ada Brown", "email": "a@example.org", "telephone": MOBILE}
    send(client, contact=contact, safe_phone={"may_text": "yes"})
    request, by = the_request(), build.user()
    review = cases.open_case(request, by)
    draft = letters.draft(LetterKind.WHAT_WE_NEED, by, case=review.case, request=request)
    written = letters.LetterInput(recipient=draft.recipient, words={"needed": "The remarks"})
    letters.change(draft, written, by, version=draft.version)
    letters.issue(draft, by)
    first, second = messages(compose.NEWS)
    (text,) = messages(stopped_texts.NEWS_TEXT)
    assert "There is news" in second.body
    says_nothing(first.subject, second.subject, second.body, text.body)
    assert len(text.body) <= 160
    assert text.recipient == "+447700900123"
    assert queue.send_waiting().sent == 3
    assert {each["personalisation"]["body"] for each in notify.sent.values()} >= {text.body}


def test_a_stop_ends_texts_to_that_number_alone_until_they_agree_anew(
    client: CheckedClient, app: Flask, notify: Notify, at: Callable[[datetime], None]
) -> None:
    for number in (MOBILE, "+44 7700 900456"):
        contact = {"email": "a@example.org", "telephone": number}
        send(client_of(app), contact=contact, safe_phone={"may_text": "yes"})
    first, second = db.session.scalars(select(SafeContact).order_by(SafeContact.request_id))
    assert (first.text_to, second.text_to) == ("447700900123", "447700900456")
    notify.text_back("447700900123", "Thank you, please do not stop", NOW + timedelta(minutes=1))
    assert stopped_texts.obey() == 0
    notify.text_back("447700900123", " stop. ", NOW + timedelta(minutes=2))
    assert stopped_texts.obey() == 1
    db.session.expire_all()
    assert (first.text_to, second.text_to) == ("", "447700900456")
    at(NOW + timedelta(minutes=3))
    request = db.session.get(Request, first.request_id)
    safe_contact.change(request, None, may_text=True)
    db.session.commit()
    assert stopped_texts.obey() == 0
    assert first.text_to == "447700900123"


def test_a_number_is_texted_only_where_it_is_a_mobile_one() -> None:
    for typed, number in (
        (MOBILE, "447700900123"),
        ("+44 (0)7700 900123", "447700900123"),
        ("0044 7700900123", "447700900123"),
        ("020 7946 0000", ""),
        ("07700 90012", ""),
        ("+33 6 12 34 56 78", ""),
        ("", ""),
    ):
        assert mobile_number(typed) == number, typed


def in_the_mailbox(notify: Notify) -> str:
    """Everything that her mailbox ever held."""
    return " ".join(
        f"{each['personalisation']['subject']} {each['personalisation']['body']}"
        for each in notify.sent.values()
        if each.get("email_address") == KNOWN[0]
    )


def codes_in(held: str) -> list[str]:
    return re.findall(r"one-time code is (\d{3} \d{3})", held)


def reached() -> tuple[str, str, str]:
    request = the_request()
    return request.email, request.telephone, request.postal_address


def test_a_thief_with_the_whole_mailbox_learns_and_changes_nothing(
    client: CheckedClient,
    app: Flask,
    notify: Notify,
    at: Callable[[datetime], None],
    signed_in: Callable[[Role], CheckedClient],
) -> None:
    """With everything it ever held, read out; then even with the code, from over a shoulder."""
    contact = dict(zip(("email", "telephone", "postal_address"), KNOWN, strict=True))
    page = send(
        client, contact=contact, safe_email={"email_use": "full"}, safe_phone={"may_text": "yes"}
    )
    reference, code = reference_on(page), code_on(page)
    queue.send_waiting()
    held = in_the_mailbox(notify)
    assert reference in held
    for secret in (code, code.replace("-", ""), "Hidden", "Refuge", "LS1", "900123"):
        assert secret not in held
    thief = client_of(app)
    tried = {word.strip(".,:") for word in held.split() if word.count("-") == 2}
    for word in sorted(tried):
        thief.get("/status")
        assert thief.submit("Continue", reference=reference, code=word).errors
    for path in ("request", "contact", "contact/code", "withdraw", "letters/1"):
        assert thief.get(f"/status/{path}", status=302).headers["Location"] == "/status"

    thief.get("/status")
    thief.submit("Continue", reference=reference, code=code)
    seen = thief.click("Change your contact details")
    for secret in ("ada.brown", "Hidden", "Refuge", "LS1", "7700"):
        assert secret not in seen.html
    seen = thief.submit("Save changes", email="thief@example.org", postal_address="2 Thief Street")
    assert seen.h1 == "Show us that it is you"
    queue.send_waiting()
    # The newest of the mailbox with the rest: its code is right, and none of it is the other.
    held = in_the_mailbox(notify)
    (stolen,) = codes_in(held)
    seen = thief.submit("Continue", email_code=stolen)
    assert "You have given the code from the email." in seen.text
    for word in (stolen, reference, code, max(held.split(), key=len)):
        assert thief.submit("Continue", text_code=word).errors
    assert reached() == KNOWN
    seen = thief.submit("Ask us to telephone you")
    assert seen.h1 == "We will telephone you"
    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/casework/requests/{reference}/contact-change")
    assert "thief@example.org" in page.text
    assert "they gave a one-time code from one known contact" in page.text
    # Whoever answers the known telephone says that it was not them.
    caseworker.submit("Save", answer="no", note="She answered: it was not her")
    assert reached() == KNOWN
    # Taking away what they cannot read brings them no further, and is put back.
    thief.get("/status/contact")
    thief.submit("Save changes", no_longer="telephone", email="thief@example.org")
    queue.send_waiting()
    thief.submit("Continue", email_code=codes_in(in_the_mailbox(notify))[-1])
    assert reached() == (KNOWN[0], "", KNOWN[2])
    page = caseworker.get(f"/casework/requests/{reference}/contact-change")
    assert f"Before: {MOBILE}" in page.text
    client.get("/status")
    client.submit("Continue", reference=reference, code=code)
    client.submit("Put my contact details back")
    assert reached() == KNOWN
    caseworker.get(f"/casework/requests/{reference}/contact-change")
    page = caseworker.submit("Save", answer="yes", note="Nobody was asked", status=409)
    assert reached() == KNOWN
    thief.get("/status/request")
    thief.click("Withdraw your request")
    thief.submit("Withdraw my request")
    assert the_request().state is RequestState.NEW  # for a day it goes on
    before = len(notify.sent)
    queue.send_waiting()
    told = list(notify.sent.values())[before:]
    reached_at = {each.get("email_address") or each["phone_number"] for each in told}
    assert reached_at - {build.user().email} == {"ada.brown@example.org", "+447700900123"}
    at(NOW + timedelta(hours=23))
    client.get("/status")
    client.submit("Continue", reference=reference, code=code)
    client.submit("Keep my request")
    at(NOW + timedelta(hours=25))
    assert withdrawals.withdraw_due() == 0
    assert the_request().state is RequestState.NEW
    assert reached() == KNOWN


def test_a_change_of_contact_is_told_where_they_were_and_where_they_are(
    client: CheckedClient, notify: Notify
) -> None:
    contact = {"email": KNOWN[0], "telephone": MOBILE}
    page = send(client, contact=contact, safe_phone={"may_text": "yes"})
    client.get("/status")
    client.submit("Continue", reference=reference_on(page), code=code_on(page))
    client.click("Change your contact details")
    page = client.submit("Save changes", email="new@example.org", email_use="news")
    assert page.h1 == "Show us that it is you"
    assert "a•••@e•••" in page.text
    assert "•••23" in page.text
    assert "They are not changed yet" in client.get("/status/request").text
    by_text = {each.by_text: each for each in messages(compose.ONE_TIME_CODE)}
    says_nothing(*(f"{each.subject} {each.body}" for each in by_text.values()))
    assert len(by_text[True].body) <= 160
    email_code, text_code = by_text[False].code, by_text[True].code
    client.get("/status/contact/code")
    assert client.submit("Continue").errors == ["Enter a code that we sent you"]
    page = client.submit("Continue", email_code=email_code, text_code=email_code)
    assert page.errors == ["This is not the code that we sent. Check it and try again"]
    page = client.submit("Continue", text_code=text_code)
    assert "Your contact details are changed." in page.text
    told = messages(compose.CONTACT_CHANGED)
    assert [each.recipient for each in told] == ["ada.brown@example.org", "new@example.org"]
    says_nothing(*(each.body for each in told))
    assert all("example.org" not in each.body for each in told)
    sent = messages(compose.NEWS)
    assert all(each.state is MessageState.WAITING for each in sent)
    # Whoever changed it withdraws it too: both are told, in words that say nothing to others.
    before = len(sent)
    client.get("/status/withdraw")
    client.submit("Withdraw my request")
    told = [each for each in messages(compose.NEWS)[before:] if not each.by_text]
    assert [each.recipient for each in told] == ["new@example.org", "ada.brown@example.org"]
    says_nothing(*(each.body for each in told))


def test_what_others_may_see_comes_from_a_sender_that_says_nothing(
    app: Flask, client: CheckedClient
) -> None:
    send(client)
    (sent,) = db.session.scalars(select(Message))
    office_details.configure(app.config | {"NEUTRAL_MAIL_FROM": "Messages <m@example.org>"})
    assert outgoing.as_it_leaves(sent).sender == "Messages <m@example.org>"
    office_details.configure(app.config)
    assert outgoing.as_it_leaves(sent).sender == office_details.current().MAIL_FROM


def test_what_was_left_blank_is_not_said_and_never_no(client: CheckedClient) -> None:
    email, telephone, address = KNOWN
    contact = {"email": email, "telephone": telephone, "postal_address": address}
    page = go_to(client, "check-answers", contact=contact, safe_phone={"may_text": "no"})
    assert page.summary["Safe to send a text"] == "No, it is not safe"
    assert page.summary["Safe to leave a message"] == "Not said"
    assert page.summary["Safe to post a letter"] == "Not said"
    assert page.summary["Who else can read your email"].startswith("Not said")
    page = client.get("/request/safe-phone")
    chosen = [(box.get("name"), box.get("value")) for box in page.select("input[checked]")]
    assert chosen == [("may_text", "no")]
    client.get("/request/check-answers")
    client.submit("Accept and send")
    request = the_request()
    assert (request.may_post, request.may_leave_message) == (False, False)  # the safe answer
    copy = client.get("/request/copy").summary
    assert copy["Safe to post a letter"] == "Not said"


def test_a_test_message_names_nothing_and_goes_once_to_each_safe_way(
    client: CheckedClient, notify: Notify
) -> None:
    contact = {"email": "ada@example.org", "telephone": MOBILE}
    send(client, contact=contact, safe_phone={"may_text": "yes"})
    for _ in range(2):
        page = client.submit("Send me a test")
        assert "It is on its way, or it has come." in page.text
    (email,), text = messages(compose.TEST), messages("news_text")[-1]
    assert (email.recipient, text.body.startswith("This is the test")) == ("ada@example.org", True)
    says_nothing(email.subject, email.body, text.body)


def test_nothing_is_tested_where_nothing_may_be_sent(client: CheckedClient) -> None:
    page = send(client, safe_email={"email_use": "none"})
    reference, code = reference_on(page), code_on(page)
    assert "Send me a test" not in page.text
    client.get("/status")
    assert "Send me a test" not in client.submit("Continue", reference=reference, code=code).text


def test_the_status_page_tests_too_once_to_each_address_and_not_without_its_code(
    client: CheckedClient,
) -> None:
    page = send(client, contact={"email": "ada@example.org"})
    reference, code = reference_on(page), code_on(page)
    page = client.submit("Send me a test")
    token = {"csrf_token": page.select("main [name=csrf_token]")[0].get("value")}
    refused = client.post("/status/test-message", status=302, data=token)
    assert refused.headers["Location"] == "/status"
    client.get("/status")
    client.submit("Continue", reference=reference, code=code)
    client.submit("Send me a test")
    assert len(messages(compose.TEST)) == 1
    the_request().email = "ada.new@example.org"
    db.session.commit()
    for _ in range(MOST_TESTS_AN_HOUR):
        page = client.submit("Send me a test")
    assert "Very much came from your network" in page.text
    (first, second) = messages(compose.TEST)
    assert (first.recipient, second.recipient) == ("ada@example.org", "ada.new@example.org")
    says_nothing(second.subject, second.body)
