"""The mailbox's pages: what waits, one message and its proposal, accepting and undoing."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.support import build, sample_files
from tests.support.checked_client import CheckedClient, filled
from tests.support.inbound import ARRIVED, BODY, about, again, email, take
from tests.support.page import words
from ulss_tracker.errors import ChangedMeanwhile
from ulss_tracker.models import (
    Document,
    Event,
    EventKind,
    InboundMessage,
    InboundState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import mailbox, taking
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.files import safe_copies
from ulss_tracker.services.protection import sealing


@pytest.fixture
def caseworker(at, signed_in) -> CheckedClient:
    at(ARRIVED)
    return signed_in(Role.CASEWORKER)


def test_the_list_shows_what_waits_and_what_it_seems_to_be(caseworker: CheckedClient) -> None:
    about(build.request())
    take("I am away.", Auto_Submitted="auto-replied", Subject="Away", Message_ID="<2@example.org>")
    page = caseworker.get("/casework/mailbox")

    assert "More about a request we have" in page.text
    assert "An automatic answer" not in page.text
    assert "An automatic answer" in caseworker.get("/casework/mailbox?state=filed").text


def test_a_message_is_shown_with_the_words_it_was_read_from_marked(
    caseworker: CheckedClient,
) -> None:
    message = take(f"{BODY}\nPlease do not ring me.\n<script>alert(1)</script>")
    page = caseworker.get(f"/casework/mailbox/{message.id}")

    assert [words(mark) for mark in page.document.cssselect("mark")] == [
        "Lee Exford (read as offender)",
        "Leeds Crown Court (read as court)",
        "9 October 2026 (read as date of sentence)",
        "Ann Example (read as who asks)",
        "Please do not ring me. (read as warning)",
    ]
    assert "Before you answer: “Please do not ring me.”" in page.text
    assert "<script>alert" not in page.html
    assert "Leeds Crown Court" in page.text


def test_time_left_stands_beside_a_message_and_on_it(caseworker: CheckedClient) -> None:
    kept = take()

    assert "Fri 6 Nov 17:00" in caseworker.get("/casework/mailbox").text
    assert "File by Fri 6 Nov 17:00" in caseworker.get(f"/casework/mailbox/{kept.id}").text

    assert kept.request is not None
    cases.open_case(kept.request, build.user())
    assert "Fri 6 Nov 17:00" in caseworker.get("/casework/mailbox?state=accepted").text


def test_a_message_written_as_a_page_is_shown_as_one_in_a_frame_without_rights(
    caseworker: CheckedClient,
) -> None:
    made = email()
    made.add_alternative("<h2>Lee Exford</h2><img src='//evil.example.net'>", subtype="html")
    kept = taking.take(made.as_bytes(), received_at=ARRIVED).message
    shown = caseworker.get(f"/casework/mailbox/{kept.id}/page")

    frame = shown.one("iframe")
    assert frame.get("sandbox") == ""
    assert "<main><h2>Lee Exford</h2></main>" in frame.get("srcdoc")
    assert "evil" not in shown.html


def test_a_message_of_words_alone_says_that_it_is_no_page(caseworker: CheckedClient) -> None:
    shown = caseworker.get(f"/casework/mailbox/{take().id}/page")
    assert "It was written as words alone" in shown.text


def test_accepting_takes_one_press_and_leaves_a_line_of_history(caseworker: CheckedClient) -> None:
    message = about(build.request())
    caseworker.get(f"/casework/mailbox/{message.id}")
    caseworker.submit("Accept")

    kept = again(message)
    assert (kept.kind, kept.state) == ("more_information", InboundState.ACCEPTED)
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.MESSAGE_SORTED)).one()
    assert event.after == {
        "message": message.id,
        "email_kind": "more_information",
        "email_state": "accepted",
        "email_files": 0,
    }
    assert event.before == {"email_kind": "more_information", "email_state": "waiting"}


@pytest.mark.slow
def test_the_files_of_a_message_about_a_request_land_with_its_papers(
    caseworker: CheckedClient,
) -> None:
    review = build.review()
    request = review.case.requests[0]
    made = email("The judge’s words are in here.", Subject=f"Re: {request.reference}")
    made.add_attachment(sample_files.pdf(), maintype="application", subtype="pdf", filename="w.pdf")
    made.add_attachment(b"MZ\0\0program", maintype="application", subtype="x-dos", filename="p.exe")
    message = taking.take(made.as_bytes(), received_at=ARRIVED).message
    assert db.session.scalars(select(Document.request_id)).all() == [None]
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert "where its files are but those not taken once it is accepted" in page.text
    safe_copies.look_waiting()
    safe_copies.make_waiting()
    page = caseworker.click("w.pdf")
    assert "You are looking at a safe copy" in page.text
    assert "A message that waits for a person" in page.text
    assert request.documents == []
    for _ in range(2):  # accepted, let wait again, accepted
        caseworker.get(f"/casework/mailbox/{message.id}")
        caseworker.submit("Accept")
        mailbox.take_back(again(message), build.user(), seen=InboundState.ACCEPTED)

    (document,) = db.session.scalars(select(Document))
    assert (document.name, document.request_id) == ("w.pdf", request.id)
    page = caseworker.get(f"/casework/cases/{review.case.reference}/files")
    assert "w.pdf" in page.text
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert "where its files are but those not taken" in page.text
    assert "p.exe: The file must be a PDF" in page.text
    timeline = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Files put with the papers: 1" in timeline.text


@pytest.mark.slow
@pytest.mark.usefixtures("caseworker")
def test_said_to_be_a_new_request_its_files_come_with_it() -> None:
    made = email("Is burglary covered by the scheme?", Message_ID="<4@example.org>")
    made.add_attachment(sample_files.pdf(), maintype="application", subtype="pdf", filename="w.pdf")
    message = taking.take(made.as_bytes(), received_at=ARRIVED).message
    mailbox.accept(message, MailKind.NEW_REQUEST, build.user(), seen=InboundState.WAITING)

    (document,) = db.session.scalars(select(Document))
    assert document.request_id == again(message).request_id


def test_a_withdrawal_is_recorded_by_a_person(caseworker: CheckedClient) -> None:
    request = build.request()
    message = take(f"I want to withdraw my request {request.reference}.")
    caseworker.get(f"/casework/mailbox/{message.id}")
    page = caseworker.submit("Accept")
    assert again(message).request is not None
    assert again(message).request.state is RequestState.NEW
    page = caseworker.get(f"/casework/mailbox/{message.id}")

    assert f"/casework/requests/{request.reference}/withdraw" in page.html


def test_accepting_the_message_of_a_request_is_a_first_look(caseworker: CheckedClient) -> None:
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}")
    caseworker.submit("Accept")

    kept = again(message)
    assert kept.request is not None
    assert kept.request.looked_at_by_id == build.user().id


def test_said_to_be_a_new_request_it_becomes_one_and_only_once(caseworker: CheckedClient) -> None:
    message = take("Is burglary covered by the scheme?", Message_ID="<3@example.org>")
    assert message.kind == "other_question"
    for button, kind in (("Accept as a request", {}), ("Accept as this", {"kind": "new_request"})):
        caseworker.get(f"/casework/mailbox/{message.id}")
        page = caseworker.submit(button, **kind)

    kept = again(message)
    assert kept.request is not None
    assert f"Accepted: a new request, {kept.request.reference}" in page.text
    assert kept.request.reason.strip() == "Is burglary covered by the scheme?"
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1


def test_what_was_filed_by_itself_can_wait_again(caseworker: CheckedClient) -> None:
    message = take("I am away.", Auto_Submitted="auto-replied", Subject="Away")
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert "Let it wait again" in page.text
    mailbox.take_back(message, build.user(), seen=InboundState.FILED)

    assert again(message).state is InboundState.WAITING


@pytest.mark.usefixtures("caseworker")
def test_of_two_who_accept_at_once_the_second_is_told() -> None:
    message = about(build.request())
    mailbox.accept(message, MailKind.CHASE, build.user(), seen=InboundState.WAITING)

    with pytest.raises(ChangedMeanwhile):
        mailbox.accept(message, MailKind.WITHDRAWAL, build.user(), seen=InboundState.WAITING)
    assert again(message).kind == "chase"


def test_messages_saved_as_files_are_added_once(caseworker: CheckedClient) -> None:
    said = []
    for _ in range(2):
        caseworker.get("/casework/mailbox/add")
        page = caseworker.submit(file=(BytesIO(email().as_bytes()), "one.eml"))
        said.append(page.text)

    assert "1 message added" in said[0]
    assert "here before" not in said[0]
    assert db.session.scalar(select(func.count()).select_from(InboundMessage)) == 1
    assert "0 messages added, 1 was here before" in said[1]


def test_what_cannot_be_read_is_shown_with_its_fault(caseworker: CheckedClient) -> None:
    message = taking.take(b"%PDF-1.7", received_at=ARRIVED).message
    page = caseworker.get(f"/casework/mailbox/{message.id}")

    assert "It is not an email that can be read" in page.text
    assert "Could not be read" in caseworker.get("/casework/mailbox").text


def test_a_message_about_a_sealed_case_is_there_for_those_named_alone(
    caseworker: CheckedClient,
) -> None:
    review = build.review()
    request = review.case.requests[0]
    message = about(request)
    with transaction():
        document = Document(
            name="w.pdf", media_type="application/pdf", size=1, sha256="0" * 64, added_at=ARRIVED
        )
        document.message_id = message.id
        db.session.add(document)
    assert request.reference in caseworker.get("/casework/mailbox").html
    caseworker.get(f"/casework/documents/{document.id}")
    sealing.seal(review.case, [], "A judge’s family", build.user(Role.SUPERVISOR))

    assert request.reference not in caseworker.get("/casework/mailbox").html
    caseworker.get(f"/casework/mailbox/{message.id}", status=404)
    caseworker.get(f"/casework/documents/{document.id}", status=404)


def test_an_act_leads_to_the_next_message_that_waits(caseworker: CheckedClient) -> None:
    first, other = take(), take(Message_ID="<2@example.org>")
    page = caseworker.get(f"/casework/mailbox/{other.id}")
    assert f"/casework/mailbox/{first.id}" in page.html  # after the last comes the first
    page = caseworker.submit("Accept")

    assert page.path == f"/casework/mailbox/{first.id}"
    assert "Accepted: a new request, " in page.text
    assert caseworker.submit("Accept").path == "/casework/mailbox"


def test_accepted_its_case_is_opened_and_recorded_as_it_was_read(
    caseworker: CheckedClient,
) -> None:
    message = take(BODY.replace("Please", "It was robbery. Please"))
    caseworker.get(f"/casework/mailbox/{message.id}")
    page = caseworker.submit("Accept, open a case and record")
    assert page.path.endswith("/record")
    assert again(message).state is InboundState.ACCEPTED
    form = filled(page.form("Open the case"))
    assert form["offender_name"] == "Lee Exford"
    assert (form["court"], form["offence"]) == ("Leeds Crown Court", "Robbery")
    assert [form[f"sentenced_on-{part}"] for part in ("day", "month", "year")] == [
        "9",
        "10",
        "2026",
    ]
    for _ in range(2):  # without scripts how the sentence reads is seen first
        page = caseworker.submit("Open the case", order_kind="imprisonment", text="2 years")

    request = again(message).request
    assert request is not None
    assert request.case is not None
    assert request.case.reviews[0].last_day_on == date(2026, 11, 6)


def test_what_is_uncertain_is_marked_with_what_else_the_words_allow(
    caseworker: CheckedClient,
) -> None:
    two_days = BODY.replace("on 9 October 2026", "on the 8th or the 9th of October 2026")
    page = caseworker.get(f"/casework/mailbox/{take(two_days).id}")
    assert "Not read Check Friday 9 October 2026, or Thursday 8 October 2026" in page.text
    assert "Lee Exford Check" not in page.text

    page = caseworker.submit("Accept, open a case and record")
    assert "Its words leave open what its case turns on" in page.text
    page = caseworker.submit("Save what is right", sentenced_on="2026-10-08")
    assert filled(page.form("Open the case"))["sentenced_on-day"] == "8"

    in_subject = take("Please review it.", Subject="Bo Wyford, Leeds Crown Court, 9 October 2026")
    assert "Read in the subject" in caseworker.get(f"/casework/mailbox/{in_subject.id}").text


def test_it_is_joined_by_a_reference_and_what_was_typed_is_kept_when_refused(
    caseworker: CheckedClient,
) -> None:
    review, other = build.review(), build.request(email="bo@example.org")
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}")
    for typed, error in (
        ("", "There is no case and no request with this reference"),
        ("ULS-2026-9999", "There is no case and no request with this reference"),
        (other.reference, f"{other.reference} is in no case yet"),
    ):
        page = caseworker.submit("Join", reference=typed)
        assert error in page.errors[0]
        assert filled(page.form("Join"))["reference"] == typed
        assert again(message).state is InboundState.WAITING
    caseworker.submit("Join", reference=f" {review.case.reference.lower()} ")

    kept = again(message)
    assert kept.request is not None
    assert (kept.request.case_id, kept.kind) == (review.case_id, "new_request")
    question = take("How is it going?", Message_ID="<8@example.org>", From="c@example.org")
    caseworker.get(f"/casework/mailbox/{question.id}")
    caseworker.submit("Join", reference=other.reference)
    assert again(question).request_id == other.id


def test_a_sealed_case_cannot_be_joined_by_its_reference(caseworker: CheckedClient) -> None:
    case = build.review().case
    sealing.seal(case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}")
    page = caseworker.submit("Join", reference=case.reference)

    assert page.errors == ["There is no case and no request with this reference"]


def test_one_that_somebody_else_settled_meanwhile_says_so(caseworker: CheckedClient) -> None:
    message, case = take(), build.review().case
    caseworker.get(f"/casework/mailbox/{message.id}")
    mailbox.accept(message, MailKind.CHASE, build.user(), seen=InboundState.WAITING)
    page = caseworker.submit("Join", reference=case.reference)
    assert page.errors == ["Somebody else has dealt with this message meanwhile."]
    assert filled(page.form("Join"))["reference"] == case.reference
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert "Accepted, as Test Caseworker said" in page.text
    assert "It is: asks what has become of a request" in page.text
    assert "Accept, open a case and record" not in page.text


def test_one_that_is_not_for_us_leads_to_closing_the_request_it_made(
    caseworker: CheckedClient,
) -> None:
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}")
    page = caseworker.submit("It is not for us")
    kept = again(message)
    assert kept.request is not None
    assert page.path == f"/casework/requests/{kept.request.reference}"
    assert (kept.kind, kept.request.state) == ("spam", RequestState.NEW)  # until its reason is said

    made_none = take("Win a prize", Message_ID="<9@example.org>")
    caseworker.get(f"/casework/mailbox/{made_none.id}")
    assert caseworker.submit("It is not for us").path == "/casework/mailbox"


def test_a_question_is_settled_by_its_answer(caseworker: CheckedClient) -> None:
    message = about(build.request(email="ann@example.org"))
    caseworker.get(f"/casework/mailbox/{message.id}")
    caseworker.click("It is a question: answer it")
    assert again(message).state is InboundState.WAITING
    page = caseworker.submit("Send the answer", words="We are working on it.")

    assert page.path == "/casework/mailbox"
    assert "Your answer will be sent: more about a request we have" in page.text
    assert again(message).state is InboundState.ACCEPTED


def test_a_message_without_words_says_so(caseworker: CheckedClient) -> None:
    page = caseworker.get(f"/casework/mailbox/{take(' ', Subject='').id}")

    assert "It has no words that could be read." in page.text
    assert "No subject" in page.text
