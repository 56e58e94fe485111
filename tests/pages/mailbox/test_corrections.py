"""What was read of a message: corrected by choosing, and who said what is remembered."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.inbound import ARRIVED, BODY, again, take
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    AuditEntry,
    Event,
    EventKind,
    InboundMessage,
    InboundState,
    Message,
    Request,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.correspondence import corrections, likely, mailbox
from ulss_tracker.services.correspondence.corrections import NOT_SAFE, SAFE, Field
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.deadlines import basis
from ulss_tracker.services.protection import sealing

TWO_DAYS = BODY.replace("on 9 October 2026", "on the 8th or the 9th of October 2026")


@pytest.fixture
def caseworker(at, signed_in) -> CheckedClient:
    at(ARRIVED)
    return signed_in(Role.CASEWORKER)


def request_of(message: InboundMessage) -> Request:
    request = again(message).request
    assert request is not None
    return request


def correct(message: InboundMessage, said: dict[Field, corrections.Value]) -> tuple[Field, ...]:
    seen = corrections.mark(again(message))
    return corrections.correct(message, said, build.user(), seen=seen)


def recipients() -> list[str]:
    return [one.recipient for one in db.session.scalars(select(Message).order_by(Message.id))]


def test_everything_read_is_offered_and_chosen_by_a_press(caseworker: CheckedClient) -> None:
    message = take(f"{TWO_DAYS}\nPat Wyford was in the car. You may write to pat@example.net.")
    page = caseworker.get(f"/casework/mailbox/{message.id}/correct")
    for words in ("Lee Exford", "8 October 2026", "Leeds Crown Court", "pat@example.net"):
        assert words in page.text
    caseworker.submit("Save what is right", sentenced_on="2026-10-08", standing="victim")

    request = request_of(message)
    assert (request.sentenced_on, request.sentenced_text) == (date(2026, 10, 8), "")
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert page.text.count("as Test Caseworker said") == 1  # the rest is as the machine said
    events = list(db.session.scalars(select(Event).order_by(Event.id)))
    kinds = [event.kind for event in events]
    assert EventKind.MESSAGE_CORRECTED in kinds
    assert EventKind.REQUEST_CORRECTED in kinds
    assert "2026-10-08" not in str([event.after for event in events if "fields" in event.after])


def test_what_no_words_say_is_typed(caseworker: CheckedClient) -> None:
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}/correct")
    page = caseworker.submit("Save what is right", offender="other", offender_typed="")
    assert "Enter it, or choose another answer" in page.text
    caseworker.get(f"/casework/mailbox/{message.id}/correct")
    caseworker.submit("Save what is right", offender="other", offender_typed="Leigh Exford")

    assert request_of(message).offender_name == "Leigh Exford"
    assert corrections.said_by(again(message), Field.OFFENDER) == "Test Caseworker"
    assert corrections.said_by(again(message), Field.COURT) == ""


def test_several_offenders_and_words_that_nobody_read_are_typed(caseworker: CheckedClient) -> None:
    message = take()
    caseworker.get(f"/casework/mailbox/{message.id}/correct")
    caseworker.submit(
        "Save what is right",
        others="Bo Wyford\n\n  Al  Zedford ",
        offences_typed="threw a brick",
        requester="other",
        requester_typed="Anne Example",
        reply_to="other",
        reply_to_typed="anne@example.net",
    )

    request = request_of(message)
    assert (request.offender_name, request.other_offenders) == (
        "Lee Exford",
        "Bo Wyford\nAl Zedford",
    )
    assert (request.requester_name, request.email) == ("Anne Example", "anne@example.net")
    assert request.offence_text == "threw a brick"
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert "Bo Wyford, Al Zedford as Test Caseworker said" in page.text
    correct(message, {Field.OTHERS: []})
    assert request_of(message).other_offenders == ""


@pytest.mark.usefixtures("caseworker")
def test_a_request_keeps_its_clock_when_no_day_read_is_right() -> None:
    message = take()
    correct(message, {Field.SENTENCED_ON: ""})

    request = request_of(message)
    assert request.sentenced_on is None
    assert basis.of_request(request).earliest_on == date(2026, 10, 9)


@pytest.mark.usefixtures("caseworker")
def test_every_value_of_the_request_follows() -> None:
    message = take()
    correct(
        message,
        {
            Field.OFFENDER: "Leigh Exford",
            Field.COURT: "Lincoln Crown Court",
            Field.OFFENCES: ["Robbery", "Theft"],
            Field.REQUESTER: "Anne Example",
            Field.STANDING: "public",
            Field.LANGUAGE: "cy",
            Field.REPLY_TO: "anne@example.org",
        },
    )

    request = request_of(message)
    assert (request.offender_name, request.requester_name) == ("Leigh Exford", "Anne Example")
    assert (request.court_id, request.court_text) == ("lincoln", "Lincoln Crown Court")
    assert (request.offence_text, request.standing.value) == ("Robbery; Theft", "public")
    assert (request.language, request.email) == ("cy", "anne@example.org")


@pytest.mark.usefixtures("caseworker")
def test_said_to_be_safe_it_is_acknowledged_once() -> None:
    message = take(f"{BODY}\nPlease do not email me, he reads my emails.")
    assert (recipients(), request_of(message).email) == ([], "")
    correct(message, {Field.SAFE: SAFE, Field.REPLY_TO: "ann@example.org"})
    assert (recipients(), request_of(message).email) == (["ann@example.org"], "ann@example.org")
    correct(message, {Field.SAFE: NOT_SAFE})
    assert request_of(message).email == ""
    correct(message, {Field.SAFE: SAFE})

    assert recipients() == ["ann@example.org"]


@pytest.mark.usefixtures("caseworker")
def test_nobody_can_say_that_a_program_is_safe_to_answer() -> None:
    message = take(BODY, Auto_Submitted="auto-generated")
    assert corrections.choices(message)[Field.SAFE] == [NOT_SAFE]

    with pytest.raises(Refused):
        correct(message, {Field.SAFE: SAFE})


@pytest.mark.usefixtures("caseworker")
def test_a_request_in_a_case_stays_as_it_was_asked() -> None:
    message = take()
    cases.open_case(request_of(message), build.user())
    correct(message, {Field.OFFENDER: "Leigh Exford"})

    assert request_of(message).offender_name == "Lee Exford"
    assert corrections.current(again(message))[Field.OFFENDER] == "Leigh Exford"


@pytest.mark.usefixtures("caseworker")
def test_a_message_about_a_request_changes_nothing_of_it() -> None:
    request = build.request()
    message = take("Lee Exford had a knife.", Subject=f"Re: {request.reference}")
    correct(message, {Field.OFFENDER: "Somebody Else"})

    assert request_of(message).offender_name == "John Archer"


@pytest.mark.usefixtures("caseworker")
def test_what_was_corrected_before_counts_when_it_becomes_a_request() -> None:
    message = take("Is burglary covered? It was at Leeds.", Message_ID="<5@example.org>")
    correct(message, {Field.OFFENDER: "Bo Wyford"})
    mailbox.accept(message, MailKind.NEW_REQUEST, build.user(), seen=InboundState.WAITING)

    assert request_of(message).offender_name == "Bo Wyford"


@pytest.mark.usefixtures("caseworker")
def test_of_two_who_correct_at_once_the_second_is_told() -> None:
    message = take()
    seen = corrections.mark(message)
    by = build.user()
    corrections.correct(message, {Field.OFFENDER: "A One"}, by, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        corrections.correct(message, {Field.OFFENDER: "A Two"}, by, seen=seen)
    with pytest.raises(NotAllowed):
        corrections.correct(
            message, {Field.OFFENDER: "A Two"}, build.user(Role.LAW_OFFICER), seen=seen
        )


def test_a_likely_case_stands_beside_it_and_is_joined_in_one_press(
    caseworker: CheckedClient,
) -> None:
    review = build.review(
        offender_name="Lee Exford",
        court_id="leeds",
        sentenced_on=date(2026, 10, 9),
        email="bo@example.org",
    )
    message = take()
    page = caseworker.get(f"/casework/mailbox/{message.id}")
    assert review.case.reference in page.text
    caseworker.submit(f"Join {review.case.reference}")

    assert request_of(message).case_id == review.case_id


def test_a_message_that_names_no_request_is_put_with_one_in_one_press(
    caseworker: CheckedClient,
) -> None:
    request = build.request(email="ann@example.org")
    like = build.request(
        offender_name="Lee Exford", court_id="leeds", sentenced_on=date(2026, 10, 9)
    )
    message = take("I forgot to say: the judge was HHJ Example.", Message_ID="<6@example.org>")
    assert message.request_id is None
    assert [each.id for each in likely.requests_of(message)] == [request.id]
    caseworker.get(f"/casework/mailbox/{message.id}")
    caseworker.submit(f"It is about {request.reference}")

    kept = again(message)
    assert (kept.request_id, kept.kind) == (request.id, "more_information")
    assert kept.state is InboundState.ACCEPTED
    other = take(
        "How is the case of Lee Exford, sentenced at Leeds Crown Court on 9 October 2026, "
        "getting on? I wrote to you before and have heard nothing.",
        From="somebody@example.net",
        Message_ID="<7@example.org>",
    )
    if other.request_id is None:
        assert like in likely.requests_of(other)


def test_opening_a_message_about_a_restricted_case_is_noted(caseworker: CheckedClient) -> None:
    review = build.review()
    message = take("More.", Subject=f"Re: {review.case.requests[0].reference}")
    sealing.seal(review.case, [build.user()], "A judge’s family", build.user(Role.SUPERVISOR))
    caseworker.get(f"/casework/mailbox/{message.id}")

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.page, entry.request_id) == ("casework.mailbox_message", message.request_id)
