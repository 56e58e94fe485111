"""A forwarded email with a PDF on the 26th day: from the mailbox to an answer, by keyboard alone.

It is an alarmed request before anybody looks; joined to the case that is like it in three presses,
answered in its thread, and its file seen. An email becomes an open, dated case in three presses.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build, hostile_mail, inbound
from tests.support import sample_files as sample
from tests.support.desk import Desk
from tests.support.keyboard import Keyboard
from tests.support.live_server import LiveServer
from ulss_tracker import clock
from ulss_tracker.models import DutyAlarm, InboundMessage, Message, Request, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.messaging import compose

FIRST_SCREEN = 900  # pixels of a desk's screen
SLOWEST = 60_000  # milliseconds for the picture of a page, where others are at work
FOLLOWED = (
    '<meta http-equiv="refresh" content="0; url=ELSEWHERE">'
    '<img src="ELSEWHERE"><style>p { background: url(ELSEWHERE) }</style>'
    "<script>fetch('ELSEWHERE'); top.location = 'ELSEWHERE'</script>"
    '<p>Words</p><a href="ELSEWHERE">Follow</a>'
    '<form action="ELSEWHERE"><button>Send</button></form><iframe src="ELSEWHERE"></iframe>'
)
SUBJECT = "FW: A sentence at Leeds"


def arrived(server: LiveServer) -> tuple[int, str, str, str]:
    """Take the message in: its number, its request, the case like it, and who signs in."""
    with server.app.app_context():
        build.on_duty(build.user(email="ann@example.org", name="Ann Lee"))
        # Two days are left, so an alarm is due since yesterday at the latest: at any hour it goes.
        sentenced_on = clock.today() - timedelta(days=26)
        case = build.review(
            offender_name="Lee Exford", court_id="leeds", sentenced_on=sentenced_on
        ).case
        kept = taking.take(forwarded(sentenced_on).as_bytes(), received_at=clock.now()).message
        assert kept.request is not None
        found = (kept.id, kept.request.reference, case.reference, build.user(Role.CASEWORKER).email)
        result = server.app.test_cli_runner().invoke(args=["jobs", "once"])
        assert result.exit_code == 0, result.output
    return found


def forwarded(sentenced_on: object) -> EmailMessage:
    """A caseworker of a charity passes on what somebody wrote, with the judge's remarks."""
    made = EmailMessage()
    made["From"] = "Bo Wyford <bo@charity.example.org>"
    made["To"] = "uls@example.gov.uk"
    made["Subject"] = SUBJECT
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = "<forwarded@charity.example.org>"
    made.set_content(
        "Please see below.\n\n-----Original Message-----\n"
        "From: Ann Example <ann.example@example.org>\n"
        f"Sent: {clock.now():%-d %B %Y 09:00}\nTo: Bo Wyford <bo@charity.example.org>\n"
        "Subject: A sentence at Leeds\n\n"
        "Dear Bo,\n\nI was robbed by Lee Exford. He was sentenced to two years at Leeds Crown "
        f"Court on {sentenced_on:%-d %B %Y}. It is far too lenient, please ask for a review.\n\n"
        "Ann Example\n"
    )
    made.add_attachment(sample.PDF, maintype="application", subtype="pdf", filename="remarks.pdf")
    return made


def test_from_the_mailbox_to_an_answer_by_keyboard_alone(
    server: LiveServer, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    number, reference, case, email = arrived(server)
    keys = Keyboard(desk)
    main = desk.locator("main")
    desk.goto("/sign-in")
    keys.write("Email address", email)
    keys.write("Password", build.PASSWORD)
    keys.press("Sign in")
    expect(main.get_by_role("link", name="Incoming 1", exact=True)).to_be_visible()
    expect(main.get_by_role("link", name=f"Read “{SUBJECT}”")).to_be_visible()
    browsers.look(desk, shot, "mailbox-your-work")

    keys.follow("Incoming")  # the first press
    expect(main).to_contain_text(SUBJECT)
    browsers.look(desk, shot, "mailbox-list")
    keys.follow(SUBJECT)  # the second
    expect(main).to_contain_text("It seems to be: a new request")
    expect(main.locator("mark", has_text="Lee Exford").first).to_be_visible()
    for button in ("Accept", "Accept, open a case and record", f"Join {case}"):
        box = main.get_by_role("button", name=button, exact=True).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= FIRST_SCREEN, f"{button} is below the first screen"
    browsers.look(desk, shot, "mailbox-message")
    keys.press(f"Join {case}")  # and the third
    expect(main).to_contain_text("There are no messages here")

    desk.goto(f"/casework/mailbox/{number}")
    keys.follow("Correct what was read")
    browsers.look(desk, shot, "mailbox-correct")
    keys.choose("On behalf of a victim or bereaved family")
    keys.press("Save what is right")
    expect(main).to_contain_text("said")

    desk.goto(f"/casework/mailbox/{number}")
    keys.follow("Answer this message")
    keys.follow("We have what you sent")
    browsers.look(desk, shot, "mailbox-reply")
    keys.press("Send the answer")
    expect(main).to_contain_text("The rest of the conversation")
    browsers.look(desk, shot, "mailbox-answered")

    desk.goto(f"/casework/requests/{reference}")
    expect(main).to_contain_text(f"Re: your request {reference}")
    browsers.look(desk, shot, "mailbox-request")
    keys.follow("remarks.pdf")
    expect(desk.get_by_role("img", name="Page 1 of 1")).to_be_visible(timeout=SLOWEST)
    browsers.look(desk, shot, "mailbox-file")
    desk.goto(f"/casework/cases/{case}/messages")
    expect(main).to_contain_text(SUBJECT)
    browsers.look(desk, shot, "mailbox-case-messages")

    with server.app.app_context():
        request = db.session.scalars(select(Request).where(Request.reference == reference)).one()
        assert request.case is not None
        assert request.case.reference == case
        assert db.session.scalars(select(DutyAlarm)).first() is not None
        (reply,) = db.session.scalars(select(Message).where(Message.kind == compose.REPLY))
        assert (reply.recipient, reply.request_id) == ("ann.example@example.org", request.id)
        assert reply.thread.split()[-1] == "<forwarded@charity.example.org>"
        assert db.session.get_one(InboundMessage, number).proposal["said_by"] != {}


def test_a_message_shown_as_a_page_reaches_nobody(
    server: LiveServer, browser: Browser, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        elsewhere = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with server.app.app_context():
            number = taking.take(written_as_page(elsewhere)).message.id
            email = build.user(Role.CASEWORKER).email
        browsers.let_in(desk, server, email)
        desk.goto(f"/casework/mailbox/{number}")
        Keyboard(desk).follow("See it as the page it was written as")
        frame = desk.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="Lee Exford")).to_be_visible()
        browsers.look(desk, shot, "mailbox-page")

        with pytest.raises(BlockingIOError):  # nobody has so much as called
            listening.accept()

        # Were the cleaning to fail, the frame's sandbox and the page's policy hold by themselves.
        # (In a window of its own: what they refuse is told in its console.)
        unwatched = browser.new_context(storage_state=desk.context.storage_state())
        page = unwatched.new_page()
        for name in ("Follow", "Send"):
            page.goto(desk.url)
            page.locator("iframe").evaluate(
                "(frame, page) => frame.srcdoc = page", FOLLOWED.replace("ELSEWHERE", elsewhere)
            )
            page.frame_locator("iframe").get_by_text(name, exact=True).click()
            page.wait_for_timeout(500)
            expect(page).to_have_url(desk.url)
        unwatched.close()
        assert asked(listening) == b""


def asked(listening: socket.socket) -> bytes:
    """What callers said. A browser may call ahead where a link is pressed, and say nothing."""
    said = b""
    while True:
        try:
            caller, _ = listening.accept()
        except BlockingIOError:
            return said
        with caller:
            caller.settimeout(1)
            with suppress(TimeoutError):
                said += caller.recv(1000)


def written_as_page(elsewhere: str) -> bytes:
    """A message as a page that fetches from elsewhere in many ways."""
    made = EmailMessage()
    made["From"] = "Ann Example <ann.example@example.org>"
    made["To"] = "uls@example.gov.uk"
    made["Subject"] = "A sentence set as a page"
    made["Message-ID"] = "<page@example.org>"
    made.set_content(
        f"<h2>Lee Exford</h2><p>Two years at <b>Leeds</b>.</p>{hostile_mail.FETCHES.decode()}"
        + FOLLOWED.replace("ELSEWHERE", elsewhere),
        subtype="html",
    )
    return made.as_bytes()


class Presses(Desk):
    """One person's keyboard, whose presses are counted."""

    presses = 0

    def _and_go(self, key: str) -> None:
        super()._and_go(key)
        self.presses += 1


@pytest.fixture
def at_the_mailbox(
    server: LiveServer, axe: Callable[[Page], None]
) -> Iterator[Callable[[Page, str], Presses]]:
    """A function: an email with these words is taken in, and a caseworker is before the mailbox."""

    def sit_down(page: Page, words: str) -> Presses:
        inbound.take(words, Subject=SUBJECT, Date=format_datetime(clock.now()))
        browsers.let_in(page, server, build.user(Role.CASEWORKER).email)
        keys = Presses(page, axe)
        keys.go("/casework/mailbox")
        return keys

    with server.app.app_context():
        yield sit_down


def test_an_email_becomes_an_open_dated_case_in_three_presses(
    desk: Page, at_the_mailbox: Callable[[Page, str], Presses]
) -> None:
    sentenced_on = clock.today() - timedelta(days=9)
    keys = at_the_mailbox(desk, to_read(sentenced_on))
    keys.follow(SUBJECT)
    keys.sees("What a program read", "Lee Exford")
    keys.press("Accept, open a case and record")
    expect(desk.get_by_label("Offender’s name")).to_have_value("Lee Exford")
    expect(desk.locator("#sentenced_on-day")).to_have_value(str(sentenced_on.day))
    keys.pick("Kind of order", "Imprisonment")
    keys.reach(desk.get_by_label("The sentence, in full"))
    desk.keyboard.type("2 years’ imprisonment")
    expect(desk.locator("#reading")).to_contain_text("2 years")
    keys.press("Open the case")
    keys.sees("How this was worked out")
    assert keys.presses == 3
    review = db.session.scalars(select(Review)).one()
    assert (review.case.court_id, review.sentences[0].sentenced_on) == ("leeds", sentenced_on)


def test_an_email_is_answered_no_in_three_presses_and_one_by_a_second_person(
    server: LiveServer,
    new_page: Callable[..., Page],
    at_the_mailbox: Callable[[Page, str], Presses],
    axe: Callable[[Page], None],
) -> None:
    words = to_read(clock.today() - timedelta(days=9)).replace("robbery", "dangerous driving")
    keys = at_the_mailbox(new_page(), words.replace("robbed", "hurt"))
    keys.follow(SUBJECT)
    keys.sees("Not in the scheme")
    keys.press("Accept and answer “no”")
    keys.pick("Kind of order", "Imprisonment")
    keys.write("The sentence, in full", "8 months’ imprisonment")
    keys.press("Write the letter and ask for the check")
    keys.sees("Waits for a second person")
    assert keys.presses == 3
    second = Presses(new_page(), axe)
    email = build.user(email="second@example.org", name="Second Person").email
    browsers.let_in(second.page, server, email)
    second.go(f"/casework/reviews/{db.session.scalars(select(Review.id)).one()}/no")
    second.choose("Court log (Xhibit or Common Platform)")
    for fact in second.page.locator("input[name=facts]").all():
        second.tick(fact)
    second.press("Verify, end it and send the letter")
    second.sees("Ended")
    assert second.presses == 1  # and one to come here from what is to be verified


def test_a_question_is_answered_and_the_next_message_comes(
    desk: Page, at_the_mailbox: Callable[[Page, str], Presses]
) -> None:
    reference = build.request(email="ann@example.org").reference
    words = f"I asked you about {reference}. Has anything happened? I have heard nothing."
    keys = at_the_mailbox(desk, words)
    inbound.take(to_read(clock.today()), Subject="The next one", Message_ID="<2@example.org>")
    keys.follow(SUBJECT)
    keys.follow("It is a question: answer it")
    expect(desk.get_by_label("Your answer")).not_to_be_empty()
    keys.press("Send the answer")
    expect(desk.get_by_role("heading", level=1)).to_have_text("The next one")
    keys.sees("Your answer will be sent")
    desk.set_viewport_size({"width": 390, "height": 844})
    keys.sees("Their words")
    assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def to_read(sentenced_on: date) -> str:
    """An email that says all that a case needs."""
    return (
        "I was robbed by Lee Exford. He was sentenced to two years at Leeds Crown Court on "
        f"{sentenced_on:%-d %B %Y} for robbery. Please review it, it is too lenient."
    )
