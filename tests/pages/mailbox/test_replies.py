"""Answering a message: in its thread, with the reference, and only where it is safe."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.inbound import BODY, about, again, email
from tests.support.tables import from_table
from ulss_tracker import clock
from ulss_tracker.adapters.mail import emails
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Event, EventKind, InboundMessage, InboundState, Message, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import conversation, replies, taking
from ulss_tracker.services.correspondence.replies import Template
from ulss_tracker.services.messaging import compose, outgoing
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import contact, safe_contact
from ulss_tracker.services.requests.details import Contact, SafeContactInput

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)


@pytest.fixture
def caseworker(at, signed_in) -> CheckedClient:
    at(NOW)
    return signed_in(Role.CASEWORKER)


def take(body: str = BODY, **headers: str) -> InboundMessage:
    return taking.take(email(body, **headers).as_bytes(), received_at=clock.now()).message


def sent(kind: str = compose.REPLY) -> list[Message]:
    return list(
        db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
    )


def reply_to(message: InboundMessage, key: str = "a" * 20) -> Message:
    return replies.send(message, "Thank you.", "ann@example.org", build.user(), key=key)


def test_an_answer_goes_out_in_its_thread_with_the_reference(caseworker: CheckedClient) -> None:
    message = take()
    assert message.request is not None
    caseworker.get(f"/casework/mailbox/{message.id}/reply")
    caseworker.submit("Send the answer", words="We are looking at it.")

    (ours,) = sent()
    assert (ours.recipient, ours.request_id) == ("ann@example.org", message.request_id)
    assert ours.subject == f"Re: your request {message.request.reference}"
    assert ours.body == "We are looking at it.\n"
    left = outgoing.as_it_leaves(ours)
    assert isinstance(left, emails.Email)
    raw = message_from_bytes(bytes(emails.as_message(left)), policy=policy.default)
    assert raw["In-Reply-To"] == "<one@example.org>"
    acknowledgement = outgoing.name_of(sent(compose.ACKNOWLEDGEMENT)[0])
    assert str(raw["References"]).split() == [acknowledgement, "<one@example.org>"]
    assert raw["Auto-Submitted"] is None  # a person wrote it
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.MESSAGE_ANSWERED)).one()
    assert event.after == {"message": message.id, "answer": ours.id}


@pytest.mark.parametrize("template", list(replies.Template))
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("reference", ["", "REQ-AAAA-BBBB"])
@pytest.mark.usefixtures("app")
def test_every_template_is_whole_in_both_languages(
    template: replies.Template, language: str, reference: str
) -> None:
    subject, words = compose.write(f"{language}/reply_{template}.txt", reference=reference)

    assert subject.startswith("Re: " if language == "en" else "Ateb: ")
    assert (reference in subject) if reference else ("REQ" not in subject + words)
    assert re.search(r"\n\n(?:The sentence reviews team|Y tîm adolygu dedfrydau)\n", words)


def test_a_template_is_begun_with_and_its_form_sent_twice_sends_once(
    caseworker: CheckedClient,
) -> None:
    message = take()
    page = caseworker.get(f"/casework/mailbox/{message.id}/reply?begin=more_needed")
    assert "the date of the sentence" in page.text
    key = re.search(r'name="key"[^>]*value="([\w-]+)"', page.html)
    assert key is not None
    for _ in range(2):
        reply_to(message, key[1])

    assert len(sent()) == 1


def test_other_words_sent_by_the_same_form_are_not_lost(caseworker: CheckedClient) -> None:
    message = take()
    page = caseworker.get(f"/casework/mailbox/{message.id}/reply")
    caseworker.submit("Send the answer", words="The first answer.")
    caseworker.page = page  # the browser's Back button
    again = caseworker.submit("Send the answer", words="The second answer.")
    assert "another answer went with this form" in again.errors[0]
    caseworker.submit("Send the answer")
    assert [each.body.strip() for each in sent()] == ["The first answer.", "The second answer."]


def test_an_answer_to_our_answer_is_joined_by_the_name_of_ours(
    caseworker: CheckedClient, at: Callable[[datetime], None]
) -> None:
    first = take("Is burglary covered by the scheme?")
    assert first.request_id is None
    ours = reply_to(first)
    assert ours.subject == "Re: your message to us"
    at(NOW + timedelta(hours=1))
    again = take(
        "Thank you, and theft?",
        Message_ID="<two@example.org>",
        In_Reply_To=outgoing.name_of(ours),
        Subject="Something else altogether",
    )

    assert again.thread_id == first.id
    entries = conversation.of_message(again)
    assert [each.theirs or each.ours for each in entries] == [first, ours, again]
    page = caseworker.get(f"/casework/mailbox/{again.id}")
    assert "Re: your message to us" in page.text
    assert conversation.names(entries, again) == [
        "<one@example.org>",
        outgoing.name_of(ours),
        "<two@example.org>",
    ]


@pytest.mark.usefixtures("caseworker")
def test_an_answer_to_a_question_that_is_a_request_becomes_one() -> None:
    ours = reply_to(take("Is burglary covered by the scheme?"))
    again = take(BODY, Message_ID="<two@example.org>", In_Reply_To=outgoing.name_of(ours))

    assert again.kind == "new_request"
    assert again.request_id is not None


@from_table
def test_nothing_is_sent_where_it_may_not_be_safe(
    caseworker: CheckedClient, added: str, headers: dict[str, str], why: str
) -> None:
    message = take(f"{BODY}\n{added}", **headers)
    page = caseworker.get(f"/casework/mailbox/{message.id}/reply")

    assert why in page.text
    assert "Send the answer" not in page.text
    with pytest.raises(Refused):
        reply_to(message)


def test_a_template_answers_by_kind_once_and_one_or_several(
    caseworker: CheckedClient, at: Callable[[datetime], None]
) -> None:
    request = build.request(email="ann@example.org")
    chase = take(
        "Is there any news about my request? I have heard nothing.",
        Subject=f"Re: {request.reference}",
    )
    assert chase.kind == "chase"
    page = caseworker.get(f"/casework/mailbox/{chase.id}")
    following = caseworker.submit("Accept and answer “We are working on it”")
    assert following.path == "/casework/mailbox"  # the next message, and here there is none
    caseworker.page = page
    caseworker.submit("Accept and answer “We are working on it”")
    (ours,) = sent()
    assert "We are working on your request" in ours.body
    assert again(chase).state is InboundState.ACCEPTED

    more, question, program, new = (
        about(request),
        take("Is burglary covered by the scheme?", Message_ID="<2@example.org>"),
        take("I am away.", Message_ID="<3@example.org>", Auto_Submitted="auto-replied"),
        take(Message_ID="<4@example.org>"),
    )
    ticked = [str(one.id) for one in (more, question, new)]
    page = caseworker.get("/casework/mailbox")
    page = caseworker.submit("Answer each by its kind", message=ticked)
    assert "2 messages answered: read what they wrote too" in page.text
    assert "1 message not answered. No template answers" in page.text
    assert [one.answers_id for one in sent()[1:]] == [more.id, question.id]
    assert again(more).state is InboundState.WAITING  # nobody has read it
    page = caseworker.submit("Answer each by its kind", message=ticked)
    assert len(sent()) == 3
    with pytest.raises(Refused, match="No template"):
        replies.send_template(program, build.user(), seen=program.state)

    at(NOW + timedelta(hours=1))
    for number in range(replies.MOST_A_DAY - 2):
        reply_to(take("And theft?", Message_ID=f"<t{number}@example.org>"), f"{number}" * 20)
    last = take("And arson?", Message_ID="<last@example.org>")
    with pytest.raises(Refused, match="10 answers went to this address within a day"):
        replies.send_template(last, build.user(), seen=InboundState.WAITING)


def test_no_template_says_we_work_on_what_has_ended(caseworker: CheckedClient) -> None:
    review = build.review(email="ann@example.org")
    (request,) = review.case.requests
    chase = take(
        "Is there any news about my request? I have heard nothing.",
        Subject=f"Re: {request.reference}",
    )
    assert replies.template_of(chase) is Template.IN_HAND
    build.withdraw(review)
    assert replies.template_of(chase) is None
    office = take("The papers follow.", Subject=review.case.reference, Message_ID="<o@example.org>")
    assert replies.template_of(office) is None


def test_what_whoever_asked_closed_by_any_way_is_closed_to_answers_too(
    caseworker: CheckedClient,
) -> None:
    request = build.request(email="ann@example.org")
    message = about(request)
    safe = safe_contact.of_request(request)
    wishes = {"may_email": False, "may_telephone": False, "may_text": False}
    known = Contact(email="ann@example.org", telephone="07700 900123")
    seen = contact.token_of(request, safe)
    contact.correct(request, known, build.user(), seen=seen, wishes=wishes)

    for page in ("", "/reply"):
        page = caseworker.get(f"/casework/mailbox/{message.id}{page}")
        assert "Do not email. Do not telephone. Do not text." in page.text
        assert "said not to write to their email" in page.text
    with pytest.raises(Refused, match="said not to write to their email"):
        reply_to(message)


def test_a_reply_in_full_waits_where_somebody_else_may_read_it(caseworker: CheckedClient) -> None:
    request = build.request(email="ann@example.org", safe=SafeContactInput())
    message = about(request)
    assert request.email == "ann@example.org"
    with pytest.raises(Refused, match="only that there is news"):
        reply_to(message)
    caseworker.get(f"/casework/mailbox/{message.id}/correct")
    caseworker.submit("Save what is right", is_safe_to_answer="no")
    caseworker.get(f"/casework/mailbox/{message.id}/correct")
    caseworker.submit("Save what is right", is_safe_to_answer="yes")
    assert reply_to(again(message)).recipient == "ann@example.org"


def test_what_a_program_sent_is_never_answered(caseworker: CheckedClient) -> None:
    message = take("I am away until Monday.", Auto_Submitted="auto-replied", Subject="Away")
    caseworker.get(f"/casework/mailbox/{message.id}/reply")

    with pytest.raises(Refused, match="program"):
        reply_to(message)


@pytest.mark.usefixtures("caseworker")
def test_an_address_that_is_not_shown_is_refused() -> None:
    with pytest.raises(Refused, match="addresses shown"):
        replies.send(take(), "Words", "eve@example.net", build.user(), key="a" * 20)


@pytest.mark.usefixtures("caseworker")
def test_who_may_not_work_on_cases_answers_nothing() -> None:
    with pytest.raises(NotAllowed):
        replies.send(take(), "Words", "ann@example.org", build.user(Role.LAW_OFFICER), key="a" * 20)


@pytest.mark.usefixtures("caseworker")
def test_where_ours_came_back_nothing_more_is_sent() -> None:
    message = take()
    with transaction():
        sent(compose.ACKNOWLEDGEMENT)[0].came_back_at = NOW

    with pytest.raises(Refused, match="came back"):
        reply_to(message)


@pytest.mark.usefixtures("caseworker")
def test_a_reply_to_another_address_does_not_follow_the_requesters_own() -> None:
    request = build.request(email="bo@example.org")
    reply_to(about(request))
    contact.correct(
        request,
        Contact(email="bo.new@example.org"),
        build.user(),
        seen=contact.token_of(request, safe_contact.of_request(request)),
    )

    assert [one.recipient for one in sent()] == ["ann@example.org"]


def test_the_request_and_its_case_show_both_sides(caseworker: CheckedClient) -> None:
    review = build.review(email="ann@example.org")
    request = review.case.requests[0]
    message = about(request)
    reply_to(message)

    for address in (f"requests/{request.reference}", f"cases/{review.case.reference}/messages"):
        page = caseworker.get(f"/casework/{address}")
        assert "The judge was HHJ Example." in page.text
        assert f"Re: your request {request.reference}" in page.text
    timeline = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "An email was answered" in timeline.text


def test_the_conversation_of_a_sealed_case_is_for_those_named(caseworker: CheckedClient) -> None:
    review = build.review()
    message = about(review.case.requests[0])
    sealing.seal(review.case, [], "A judge’s family", build.user(Role.SUPERVISOR))

    caseworker.get(f"/casework/mailbox/{message.id}/reply", status=404)
    caseworker.get(f"/casework/cases/{review.case.reference}/messages", status=404)


def test_the_law_officer_reads_the_conversation_without_its_links(app: Flask, signed_in) -> None:
    review = build.review()
    message = about(review.case.requests[0])
    page = signed_in(Role.LAW_OFFICER).get(f"/casework/cases/{review.case.reference}/messages")

    assert "The judge was HHJ Example." in page.text
    assert f"/casework/mailbox/{message.id}" not in page.html
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1
