"""A morning by keyboard alone, at a desk and on a phone: no mouse is touched.

A list is looked through, a call is logged, its case opened and recorded, papers are ticked.

On every page that is passed through axe finds nothing, also where colours are forced, and at 400%
(320 pixels wide) nothing but a table is wider than the window.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.desk import Desk
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from ulss_tracker import clock
from ulss_tracker.models import Paper, PaperKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.referral import papers

SECOND = "second@example.org"
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}
AT_400 = {"width": 320, "height": 640}
WIDER = "document.documentElement.scrollWidth - innerWidth"
# What has the focus is marked, whatever the colours: by an outline, or by a border.
MARKED = """() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== "none" || parseFloat(style.borderBottomWidth) > 0
}"""

# A key that comes before the page is drawn anew: the focus is in the closed dialog still.
KEY_BEFORE_DRAWN = """() => {
  const dialog = document.getElementById("keys")
  document.activeElement.blur()
  dialog.showModal()
  dialog.close()
  const slash = new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true })
  document.activeElement.dispatchEvent(slash)
  return document.activeElement.id
}"""


class Keys(Desk):
    """One person's keyboard; each page that comes is looked at in every way."""

    def __init__(self, page: Page, axe: Callable[[Page], None], screen: tuple[int, int]) -> None:
        super().__init__(page, axe)
        self._screen = {"width": screen[0], "height": screen[1]}
        self.pages: set[str] = set()
        self.start()

    def start(self) -> None:
        """Count presses, and the pages that they lead to, from here on."""
        self.presses, self.passed = 0, {self._here()}

    def took(self) -> tuple[int, int]:
        """Give how many presses it took, over how many pages."""
        return self.presses, len(self.passed)

    def _here(self) -> str:
        return re.sub(r"/no/\w+$", "/no", self.page.url.partition("?")[0])

    def reach(self, target: Locator) -> None:
        super().reach(target)
        assert self.page.evaluate(MARKED), f"{target} has the focus, and nothing shows it"

    def press_like(self, words: str) -> None:
        """Press the button or follow the link whose name begins so."""
        name = re.compile(f"^{words}")
        link = self.page.get_by_role("link", name=name)
        self.press_on(link.or_(self.page.get_by_role("button", name=name)))

    def press_on(self, target: Locator) -> None:
        """Press the button or follow the link."""
        self.reach(target)
        self._and_go("Enter")

    def _and_go(self, key: str) -> None:
        super()._and_go(key)
        self.presses += 1
        self.page.wait_for_load_state()
        self.passed.add(self._here())
        self.look()

    def look(self) -> None:
        """Look at the page in every way, where it is the first of its kind."""
        self.page.wait_for_load_state()
        place = re.sub(r"[\dA-Z]{2,}[-\dA-Z]*|\d+", "…", self.page.url.partition("?")[0])
        if place in self.pages:
            return
        self.pages.add(place)
        self._axe(self.page)
        self.page.emulate_media(forced_colors="active")
        self._axe(self.page)
        self.page.emulate_media(forced_colors="none")
        assert self.page.evaluate(WIDER) <= 0, f"{place} is wider than {self._screen}"
        self.page.set_viewport_size(AT_400)
        assert self.page.evaluate(WIDER) <= 0, f"{place} is wider than its window at 400%"
        self.page.set_viewport_size(self._screen)


@pytest.fixture(autouse=True)
def _in_the_application(server: LiveServer) -> Iterator[None]:
    """A desk lets go of the database before each page: it needs the application."""
    with server.app.app_context():
        yield


@pytest.fixture
def sit_down(
    server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> Callable[..., Keys]:
    """A function: this person at a keyboard, signed in, before a screen of this size.

    They sign in by keyboard, or are let in and look at their own page.
    """
    with server.app.app_context():
        build.user()
        wanted = build.eligible_review(offender_name="Awaiting Papers").case
        papers.ask(wanted, list(PaperKind), ["Antecedents"], build.user())
        build.request(offence_text="Dangerous driving", offender_name="Ricky Vaughan")

    def sit(email: str, screen: str, *, by_keyboard: bool = False) -> Keys:
        width, height = SCREENS[screen]
        keys = Keys(new_page(viewport={"width": width, "height": height}), axe, SCREENS[screen])
        if by_keyboard:
            keys.sign_in(server.address, email)
        else:
            browsers.let_in(keys.page, server, email)
            keys.go("/sign-in")  # which leads who is signed in to their own page
            keys.look()
        return keys

    return sit


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_a_morning_by_keyboard_alone(
    server: LiveServer, sit_down: Callable[..., Keys], screen: str
) -> None:
    first = sit_down("caseworker@example.org", screen, by_keyboard=True)
    _look_through_the_list(first)
    _log_a_call(first)
    _open_and_record(first)
    _tick_papers(first)
    print(f"{screen}: {len(first.pages)} pages by keyboard")  # noqa: T201
    with server.app.app_context():
        review = db.session.query(Review).filter_by(offender_name="Dale Cooper").one()
        assert review.last_day_on
        assert review.sentences[0].sentenced_on == a_weekday_ago(9)
        assert review.sentences[0].parts
        assert db.session.query(Paper).filter(Paper.received_at.is_not(None)).count() == 3


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_a_no_and_a_hand_over_of_forty_by_keyboard_alone(
    server: LiveServer, sit_down: Callable[[str, str], Keys], screen: str
) -> None:
    with server.app.app_context():
        build.user(email=SECOND, name="Second Person")
        build.user(Role.SUPERVISOR)
        for number in range(39):  # and the one that awaits its papers
            build.review(offender_name=f"Offender {number}")
    supervisor = sit_down("supervisor@example.org", screen)
    _hand_over_forty(supervisor)
    with server.app.app_context():
        assert {each.assignee.email for each in db.session.query(Review)} == {SECOND}
    first = sit_down("caseworker@example.org", screen)
    _begin_a_no(first)
    second = sit_down(SECOND, screen)
    _verify_and_send(second)
    with server.app.app_context():
        queue.send_waiting(limit=200)  # in working hours forty hand-overs are told of before it
    first.page.reload()
    first.press("Close it: everybody has been told")
    first.sees("Nothing is left to do")
    assert supervisor.took() == (3, 2)
    assert (first.took(), second.took()) == ((3, 3), (1, 1))
    with server.app.app_context():
        refused = db.session.query(Review).filter_by(offender_name="Ricky Vaughan").one()
        assert (refused.outcome, refused.state) == (Outcome.NOT_IN_SCHEME, State.CLOSED)
        assert [each.checked_by.email for each in refused.letters] == [SECOND]


def _hand_over_forty(keys: Keys) -> None:
    keys.go("/supervision/board")
    keys.start()
    keys.follow("Reassign work")
    keys.pick("Assigned to", "Test Caseworker")
    keys.press("Show their reviews")
    keys.tick("Select all")
    keys.pick("Give them to", "Second Person")
    keys.press("Give the ticked reviews")
    keys.sees("40 reviews given")


def _begin_a_no(keys: Keys) -> None:
    keys.go("/casework/requests")
    keys.follow("Ricky Vaughan")
    keys.start()
    keys.follow("Answer “no” on one page")
    keys.pick("Kind of order", "Imprisonment")
    keys.write("The sentence, in full", "8 months’ imprisonment")
    keys.press("Write the letter and ask for the check")
    keys.sees("Waits for a second person")


def _verify_and_send(keys: Keys) -> None:
    keys.go("/casework/")
    row = keys.page.get_by_role("row").filter(has_text="Ricky Vaughan")
    keys.press_on(row.get_by_role("link", name=re.compile("^Verify")))
    keys.sees("This sentence cannot be reviewed")
    keys.start()
    keys.choose("Court log (Xhibit or Common Platform)")
    for fact in keys.page.locator("input[name=facts]").all():
        keys.tick(fact)
    keys.press("Verify, end it and send the letter")
    keys.sees("Ended")


def _look_through_the_list(keys: Keys) -> None:
    """The keys of lists, the pane beside the list, and what says all keys."""
    page = keys.page
    keys.press_like("Requests")
    page.keyboard.press("ArrowDown")
    assert "Ricky Vaughan" in page.evaluate("document.activeElement.textContent")
    keys.press_like("Look at")
    expect(page.locator("#look h2")).to_contain_text("Ricky Vaughan")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    assert page.evaluate(KEY_BEFORE_DRAWN) == "search-box"


def _log_a_call(keys: Keys) -> None:
    page = keys.page
    keys.go("/casework/")
    keys.start()
    keys.press_like("Requests")
    keys.follow("Log a request")
    received = clock.now().astimezone(clock.LONDON)
    keys.choose("Phone")
    keys.write_date("received_at", received)
    keys.reach(page.locator("#received_at-time"))
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"{received:%H:%M}")
    keys.write_date("sentenced_on", a_weekday_ago(9))
    keys.write("Offender’s name", "Dale Cooper")
    for box, words in (("#court", "Leeds Crown Court"), ("#offence_text", "Robbery")):
        keys.reach(page.locator(box))
        page.keyboard.insert_text(words)
    keys.choose("Victim")
    keys.write("Requester’s name", "Ada Brown")
    keys.write("Telephone number", "020 7946 0123")
    keys.press("Log the request")


def _open_and_record(keys: Keys) -> None:
    page = keys.page
    keys.follow("Open a case and record the sentence")
    keys.pick("Kind of order", "Imprisonment")
    keys.reach(page.get_by_label("The sentence, in full"))
    page.keyboard.type("4 years’ imprisonment")
    expect(page.locator("#reading")).to_contain_text("4 years")
    keys.press("Open the case")
    keys.sees("In the scheme", "How this was worked out")
    assert keys.took() == (5, 6)


def _tick_papers(keys: Keys) -> None:
    page = keys.page
    keys.press_like("Your work")
    keys.follow("Awaiting Papers")
    keys.start()
    keys.press_like("Papers")
    for box in page.locator("input[name=papers]").all()[:3]:
        keys.tick(box)
    keys.press("Record the ticked papers as received")
    keys.sees("3 recorded as received")
    assert keys.took() == (2, 2)
