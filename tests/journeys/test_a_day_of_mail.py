"""Sixty messages of a day, each read, decided and answered by one caseworker in a browser.

`pytest -s` prints the presses that lead to a page, and the minutes that the words take to read.
"""

from email.utils import parsedate_to_datetime

from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support import build
from tests.support.labelled_mail import Labelled, messages, raw
from tests.support.live_server import LiveServer
from ulss_tracker.models import InboundMessage, InboundState, Message, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import corrections, taking
from ulss_tracker.services.correspondence.corrections import Field
from ulss_tracker.services.messaging import compose

# So many of each kind as in fifty messages that somebody else invented for a day.
DAY = {
    "new_request": 36,
    "more_information": 6,
    "chase": 4,
    "other_question": 4,
    "auto_reply": 4,
    "withdrawal": 2,
    "bounce": 2,
    "spam": 2,
}
MOST_PRESSES, MOST_MINUTES = 75, 25
WORDS_A_MINUTE = 238  # Brysbaert 2019, "How many words do we read per minute?"
# What differs from message to message: the labels beside it are not read again.
TO_READ = "main h1, .app-message__part > .app-words, .app-message dd, .govuk-warning-text__text"
READ = """elements => elements.map(element => {
  const shown = element.cloneNode(true)
  for (const hidden of shown.querySelectorAll('.govuk-visually-hidden')) hidden.remove()
  return shown.textContent
}).join(' ')"""
LABELS = {Field.OFFENDER: "offenders", Field.SENTENCED_ON: "day"}


def test_sixty_messages_of_a_day_in_75_presses(server: LiveServer, desk: Page) -> None:
    with server.app.app_context():
        labelled = taken()
        email = build.user().email
    assert len(labelled) == 60
    browsers.let_in(desk, server, email)
    desk.goto("/casework/mailbox")
    presses, words, decided = 1, 0, 0
    with desk.expect_navigation():
        desk.locator("main table a[href*='/mailbox/']").last.click()
    while (name := desk.url.rpartition("/")[2].partition("?")[0]).isdigit():
        number = int(name)
        words += len(desk.locator(TO_READ).evaluate_all(READ).split())
        with server.app.app_context():
            wrong = misread(number, labelled[number])
        presses += decide(desk, labelled[number]["kind"], wrong)
        decided += 1
    minutes = words / WORDS_A_MINUTE
    print(f"{decided} messages: {presses} presses, {words} words, {minutes:.0f} minutes")  # noqa: T201
    with server.app.app_context():
        waiting = InboundMessage.state == InboundState.WAITING
        assert db.session.scalars(db.select(InboundMessage).where(waiting)).all() == []
        replies = db.session.scalars(db.select(Message).where(Message.kind == compose.REPLY)).all()
    assert len(replies) == 15  # of new requests most were acknowledged as they came
    assert presses <= MOST_PRESSES
    assert minutes <= MOST_MINUTES


def taken() -> dict[int, Labelled]:
    """Take the day's messages in, with the requests that they name: what each is, by its number."""
    labelled: dict[int, Labelled] = {}
    for kind, count in DAY.items():
        for message in [message for message in messages() if message["kind"] == kind][:count]:
            if reference := message.get("reference"):
                named = build.request(email=message.get("reply", "ann@example.org"))
                record = build.review().case if reference.startswith("ULS") else named
                with transaction():
                    record.reference = reference
            at = parsedate_to_datetime(message["date"])
            labelled[taking.take(raw(message), received_at=at).message.id] = message
    return labelled


def misread(number: int, label: Labelled) -> dict[Field, str]:
    """What is right of each value that was read wrongly of a new request."""
    now = corrections.current(db.session.get_one(InboundMessage, number))
    right = {field: label.get(name, "").split("|")[0] for field, name in LABELS.items()}
    is_new = label["kind"] == "new_request"
    return {field: value for field, value in right.items() if is_new and value != now[field]}


def decide(desk: Page, kind: str, wrong: dict[Field, str]) -> int:
    """Correct what was read wrongly, accept what it is, and answer: in how many presses."""
    presses = 0
    if wrong:
        press(desk, "Correct what was read", "link")
        for field, value in wrong.items():
            correct(desk, field, value)
        press(desk, "Save what is right")
        presses += 2
    answer = desk.get_by_role("button", name="Accept and answer “")
    if kind in ("new_request", "bounce") or not answer.count():
        press(desk, "Accept")
    else:
        with desk.expect_navigation():
            answer.click()
    return presses + 1


def correct(desk: Page, field: Field, value: str) -> None:
    offered = desk.locator(f"input[name={field}][value='{value or 'none'}']")
    if offered.count():
        offered.check()
        return
    desk.locator(f"input[name={field}][value=other]").check()
    if field is Field.SENTENCED_ON:
        for part, figures in zip(("year", "month", "day"), value.split("-"), strict=True):
            desk.locator(f"#{field}_typed-{part}").fill(figures)
    else:
        desk.locator(f"#{field}_typed").fill(value)


def press(desk: Page, words: str, role: str = "button") -> None:
    with desk.expect_navigation():
        desk.get_by_role(role, name=words, exact=True).first.click()  # type: ignore[arg-type]
