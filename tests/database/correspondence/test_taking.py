"""Taking messages in: whole, once, a new request at once, and nothing sent that should not go."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support import sample_files as sample
from tests.support.inbound import BODY, email
from tests.support.records import count
from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.gate.opener import Outcome
from ulss_tracker.adapters.mailbox.message import Fault
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Channel,
    Document,
    FileState,
    InboundMessage,
    InboundPart,
    InboundState,
    Message,
    MessageState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.services.correspondence import enclosures, mailbox, replies, taking
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.deadlines import basis, waiting
from ulss_tracker.services.files import safe_copies
from ulss_tracker.services.messaging import outgoing, to_requesters

pytestmark = pytest.mark.usefixtures("now")

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
WELSH = (
    "Annwyl Syr neu Fadam,\n\nFe wnaeth Lee Exford fy lladrata. Cafodd ddedfryd o ddwy flynedd yn "
    "Llys y Goron Caerdydd ar 9 Hydref 2026. Gofynnaf i chi adolygu'r ddedfryd, os gwelwch yn "
    "dda, gan ei bod yn rhy drugarog.\n\nDiolch yn fawr\nAnn Example\n"
)


def take(body: str = BODY, **headers: str) -> InboundMessage:
    return taking.take(email(body, **headers).as_bytes(), received_at=NOW).message


def test_a_new_request_is_one_at_once_with_its_clock_and_its_acknowledgement() -> None:
    kept = take()
    request = kept.request

    assert request is not None
    assert (request.state, request.channel) == (RequestState.NEW, Channel.EMAIL)
    assert (request.offender_name, request.court_id) == ("Lee Exford", "leeds")
    assert request.sentenced_on == date(2026, 10, 9)
    assert request.received_at == NOW
    assert request.requester_name == "Ann Example"
    assert "robbed by Lee Exford" in request.reason
    assert [one.recipient for one in db.session.scalars(select(Message))] == ["ann@example.org"]
    assert kept.state is InboundState.WAITING
    assert kept.proposal["said_by"] == {}


def test_a_message_is_kept_as_its_bytes_came_and_not_given_once_they_have_changed() -> None:
    content = email().as_bytes() + b"\xff\x00" * 1_500_000
    kept = taking.take(content, received_at=NOW).message
    assert taking.whole(kept) == content
    assert count(InboundPart) > 1
    db.session.execute(db.update(InboundPart).values(content=b"other"))
    with pytest.raises(Refused):
        taking.whole(kept)


def test_the_same_message_is_taken_once_however_it_was_carried_and_another_is_not_lost() -> None:
    first = taking.take(email().as_bytes(), received_at=NOW)
    again = taking.take(email().as_bytes(), received_at=NOW)
    other_way = email(Received="from a by b; Wed, 14 Oct 2026 10:00:02 +0000")
    carried = taking.take(other_way.as_bytes(), received_at=NOW)
    assert (first.is_new, again.is_new, carried.is_new) == (True, False, False)
    assert first.message.id == again.message.id == carried.message.id
    assert (count(InboundMessage), count(Request), count(Message)) == (1, 1, 1)
    take(BODY.replace("Lee Exford", "Bo Wyford"))  # under the same name
    assert (count(InboundMessage), count(Request)) == (2, 2)


def test_the_clock_counts_from_the_earliest_day_that_the_words_allow() -> None:
    kept = take(BODY.replace("on 9 October 2026", "on the 8th or the 9th of October 2026"))

    assert kept.request is not None
    assert kept.request.sentenced_on is None
    known = basis.of_request(kept.request)
    assert (known.earliest_on, known.latest_on) == (date(2026, 10, 8), date(2026, 10, 9))


def test_a_forward_counts_from_the_day_of_the_message_in_it() -> None:
    inner = BODY.replace("on 9 October 2026", "yesterday")
    kept = take(
        "See below.\n\n-----Original Message-----\nFrom: Ann Example <ann@example.org>\n"
        f"Sent: 2 October 2026 10:00\nTo: Bo <bo@example.org>\nSubject: Sentence\n\n{inner}",
        From="Bo <bo@example.org>",
        Subject="Fwd: Sentence",
    )

    assert kept.request is not None
    assert kept.request.sentenced_on == date(2026, 10, 1)
    assert kept.request.email == "ann@example.org"


@pytest.mark.parametrize(
    ("added", "headers"),
    [
        ("Please do not email me, he reads my emails.", {}),
        ("", {"Authentication_Results": "mx.example.gov.uk; dmarc=fail header.from=example.org"}),
        ("", {"Auto_Submitted": "auto-generated"}),
        ("Please reply to somebody.else@example.net.", {}),
        ("Please do not reply to this email.", {}),
    ],
)
def test_nothing_goes_by_itself_where_it_may_not_be_safe(
    added: str, headers: dict[str, str]
) -> None:
    kept = take(f"{BODY}\n{added}", **headers)

    assert kept.request is not None
    assert count(Message) == 0


def test_after_so_many_a_day_from_one_address_a_person_sends_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(to_requesters, "MOST_ACKNOWLEDGED", 1)
    take()
    take(BODY.replace("Exford", "Wyford"), From="ann+again@example.org", Message_ID="<2@x.org>")

    states = list(db.session.scalars(select(Message.state).order_by(Message.id)))
    assert states == [MessageState.WAITING, MessageState.HELD]


_LIST = {"List_Id": "Office of Dana Holt <casework.example.org>"}


@pytest.mark.parametrize(
    "headers",
    [_LIST, {"Precedence": "bulk"}, {"Auto_Submitted": "auto-generated"}, {"Return_Path": "<>"}],
)
def test_what_went_to_many_makes_no_request_unless_it_asks_us_for_a_review(
    headers: dict[str, str],
) -> None:
    news = BODY.replace("Please review it, it is too lenient.", "Many say it is too lenient.")
    kept = take(f"This week in court\n\n{news}", **headers)

    assert (kept.kind, kept.state) == ("other_question", InboundState.WAITING)
    assert (count(Request), count(Message)) == (0, 0)


def test_a_request_through_a_list_is_held_with_its_clock_and_not_answered() -> None:
    kept = take(BODY.replace("9 October", "18 September"), **_LIST)

    assert kept.request is not None
    assert kept.request.state is RequestState.QUARANTINED
    assert kept.request.is_late_hours
    assert waiting.of_request(kept.request) is not None
    assert "list" in kept.proposal["against_answering"]

    mailbox.accept(kept, MailKind.NEW_REQUEST, build.user(), seen=kept.state)
    assert kept.request.state is RequestState.NEW
    assert "ann@example.org" not in db.session.scalars(select(Message.recipient))


@pytest.mark.parametrize(
    ("words", "wishes", "emailed", "warned"),
    [
        (
            "Please just email, don't phone: my ex would find out.",
            {"email": True, "telephone": False, "text": False, "post": False},
            True,
            None,
        ),
        (
            "Please ring me rather than emailing.",
            {"email": False, "telephone": True, "post": None},
            False,
            None,
        ),
        ("Please do not ring me at home.", {}, None, "Please do not ring me at home."),
    ],
)
def test_how_they_want_to_be_reached_stands_on_the_request_and_is_obeyed(
    words: str, wishes: dict[str, bool | None], emailed: bool | None, warned: str | None
) -> None:
    kept = take(f"{BODY}\n{words}")
    request = kept.request
    assert request is not None
    assert {way: getattr(request, f"may_{way}") for way in wishes} == wishes
    if emailed is not None:
        sent = list(db.session.scalars(select(Message.recipient)))
        assert sent == (["ann@example.org"] if emailed else [])
        assert kept.proposal["wishes"]["telephone"] is wishes["telephone"]
    if warned:
        assert request.support_needs == warned


def test_what_a_program_answers_is_filed_and_never_answered() -> None:
    take()
    for number in range(20):  # a loop of answers makes one acknowledgement
        kept = take(
            "Thank you for your email. We will respond within two working days.",
            Message_ID=f"<loop{number}@example.org>",
            Auto_Submitted="auto-replied",
            Subject="Automatic reply: your request",
        )
        assert (kept.kind, kept.state) == ("auto_reply", InboundState.FILED)
    assert (count(Request), count(Message)) == (1, 1)


def test_a_message_with_our_reference_waits_beside_its_request_and_withdraws_nothing() -> None:
    request = build.request()
    kept = take("The judge was HHJ Example.", Subject=f"Re: {request.reference}")
    assert (kept.kind, kept.request_id) == ("more_information", request.id)
    assert kept.state is InboundState.WAITING
    assert count(Request) == 1
    kept = take(f"I want to withdraw my request {request.reference}.", Message_ID="<w@example.org>")
    assert kept.kind == "withdrawal"
    assert db.session.get_one(Request, request.id).state is RequestState.NEW


_PAPERS = (
    "Ref ULS 2026/{number}\n\nPlease find the papers for R v Lee Exford, sentenced at Leeds Crown"
    " Court to two years for causing death by dangerous driving. The collision was on 3 May 2026."
)


def test_what_the_cps_sends_about_a_case_stands_with_it_and_is_no_request() -> None:
    review = build.review()
    asked = review.case.requests[0]
    number = review.case.reference.rpartition("-")[2]
    kept = take(_PAPERS.format(number=int(number)), From="Al Cps <al@cps.gov.uk>")

    assert kept.kind == "more_information"
    assert kept.request is asked
    assert kept.proposal["reference"] == review.case.reference
    assert replies.addresses(kept) == ["al@cps.gov.uk"]
    assert review.case.reference in replies.begin(kept, replies.Template.RECEIVED)[0]
    assert asked.email
    assert count(Request) == len(review.case.requests)


def test_who_asks_for_a_review_and_names_a_case_has_a_request_of_their_own() -> None:
    build.review()
    before = count(Request)
    kept = take(f"{BODY}\nSomebody said it is case ULS-2026-0001.")

    assert kept.kind == "new_request"
    assert count(Request) == before + 1


@pytest.mark.parametrize("sender", ["ann@example.org", "eve@example.net"])
def test_an_answer_to_our_message_is_known_by_the_name_of_that_from_nobody_else(
    sender: str,
) -> None:
    request = build.request(email="ann@example.org")
    ours = db.session.scalars(select(Message)).one()
    kept = take("It was court 4.", In_Reply_To=outgoing.name_of(ours), From=sender)
    is_theirs = sender == request.email
    assert kept.request_id == (request.id if is_theirs else None)
    assert (kept.kind == "more_information") is is_theirs


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk"])
def test_what_cannot_be_read_is_kept_and_waits(content: bytes) -> None:
    kept = taking.take(content, received_at=NOW).message

    assert (kept.kind, kept.state) == ("", InboundState.WAITING)
    assert kept.faults == ["not_a_message"]
    assert taking.whole(kept) == content


@pytest.mark.parametrize(
    ("name", "sender_email"), [("propose", "ann@example.org"), ("as_request.receive", "")]
)
def test_a_message_on_which_the_reading_or_the_database_fails_is_kept_unread(
    monkeypatch: pytest.MonkeyPatch, name: str, sender_email: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("no such rule, or a day that no calendar holds")

    monkeypatch.setattr(f"{taking.__name__}.{name}", fail)
    kept = take()
    assert (kept.kind, kept.faults, count(Request)) == ("", [Fault.NOT_READ], 0)
    assert kept.sender_email == sender_email


def test_a_message_on_which_the_parser_fails_is_kept_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = email().as_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(jail, "_exchange", lambda *_: Outcome.FAILED)
        kept = taking.take(content, received_at=NOW).message

    assert (kept.kind, kept.faults, kept.state) == ("", [Fault.NOT_READ], InboundState.WAITING)
    assert taking.whole(kept) == content
    assert take("Please look at the sentence of John Archer.").faults == []


def test_nulls_and_halves_of_letters_are_no_fault_of_the_database() -> None:
    head = b"From: a@example.org\nSubject: x\nDate: Wed, 14 Oct 2026 10:00:00 +0000\n"
    odd = head + b"Content-Type: text/plain; charset=utf-7\n\n+2AA- \x00 " + BODY.encode()
    kept = taking.take(odd, received_at=NOW).message

    assert kept.kind == "new_request"


def test_receipt_is_the_time_of_the_last_server_and_never_to_come() -> None:
    earlier = email(Received="from a by b; Wed, 14 Oct 2026 09:00:02 +0000").as_bytes()
    to_come = email(
        Received="from a by b; Wed, 14 Oct 2099 09:00:02 +0000", Message_ID="<two@example.org>"
    ).as_bytes()

    assert taking.take(earlier).message.received_at == datetime(2026, 10, 14, 9, 0, 2, tzinfo=UTC)
    assert taking.take(to_come).message.received_at == NOW


@pytest.mark.slow
def test_files_land_with_the_request_and_those_not_taken_are_named() -> None:
    made = email()
    made.add_attachment(
        b"A note of the hearing", maintype="text", subtype="plain", filename="n.txt"
    )
    made.add_attachment(b"MZ\0\0program", maintype="application", subtype="x-dos", filename="p.exe")
    kept = taking.take(made.as_bytes(), received_at=NOW).message

    files = db.session.scalars(select(Document)).all()
    assert [(one.name, one.request_id) for one in files] == [("n.txt", kept.request_id)]
    (said,) = kept.proposal["files_not_taken"]
    assert said.startswith("p.exe: The file must be a PDF")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("account", "words"),
    [
        (BODY, "We could not open files 2 and 4 of the 4 in your email"),
        (WELSH, "Ni allem agor ffeiliau 2 a 4 o'r 4 yn eich e-bost"),
    ],
)
def test_a_sender_is_told_by_their_place_which_files_could_not_be_opened(
    account: str, words: str
) -> None:
    """A telephone's photograph is looked at; another format, and one damaged, are told of."""
    made = email(account)
    for name, content in (
        ("IMG_1.HEIC", sample.HEIC),
        ("of Mared.tiff", sample.picture("TIFF")),
        ("logo.gif", sample.picture("GIF")),
        ("letter.jpg", sample.picture()),
    ):
        made.add_attachment(content, maintype="image", subtype="x", filename=name)
    kept = taking.take(made.as_bytes(), received_at=NOW).message
    (acknowledgement,) = db.session.scalars(select(Message))
    assert re.search(r"file 2 of the 4|ffeil 2 o'r 4", acknowledgement.body)
    assert "Mared.tiff" not in acknowledgement.subject + acknowledgement.body

    safe_copies.make_waiting()
    photograph, letter = enclosures.of_message(kept)
    assert (photograph.state, photograph.pages) == (FileState.READY, 1)
    letter.state = FileState.UNREADABLE  # as where its maker failed twice
    db.session.commit()
    subject, body = replies.begin(kept, replies.Template.RECEIVED)
    assert words in body
    assert "Mared" not in subject + body


def test_the_command_takes_files_and_says_what_each_is(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(email().as_bytes())
    run: Callable[..., object] = app.test_cli_runner().invoke
    first = run(args=["mailbox", "take", str(path)])
    again = run(args=["mailbox", "take", str(path)])

    assert "one.eml: new_request, REQ-" in getattr(first, "output", "")
    assert "taken before" in getattr(again, "output", "")
