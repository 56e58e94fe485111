"""Asking for a review in a real browser: both languages, with and without scripts, both sizes."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import select

from tests.support.browser import can_leave
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from ulss_tracker import clock
from ulss_tracker.models import Draft, Request, db

Shot = Callable[[Page, str], object]
Axe = Callable[[Page], None]

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
SIZES = {"phone": {"width": 390, "height": 844}, "small": {"width": 320, "height": 640},
         "desk": {"width": 1280, "height": 900}}  # fmt: skip
WORDS = {
    "en": {"start": "Start now", "on": "Continue", "send": "Accept and send",
           "sent": "Request received", "unknown": "I do not know",
           "inexact": "I do not know the exact date", "lately": "last Tuesday or Wednesday"},
    "cy": {"start": "Dechrau nawr", "on": "Parhau", "send": "Derbyn ac anfon",
           "sent": "Mae’r cais wedi dod i law", "unknown": "Nid wyf yn gwybod",
           "inexact": "Nid wyf yn gwybod yr union ddyddiad", "lately": "dydd Gwener diwethaf"},
}  # fmt: skip
STORY = f"He never said sorry. {LONG}\n\n" + "It was far too short. " * 200


class Walk:
    """One person going through the journey, looked at on every page."""

    def __init__(self, page: Page, language: str, name: str, shot: Shot, axe: Axe | None) -> None:
        self.page, self.language, self.name = page, language, name
        self._shot, self._axe = shot, axe
        self._number = 0

    def look(self, name: str) -> None:
        """Keep a picture; fail on a fault of accessibility or a page wider than the screen."""
        self._number += 1
        self._shot(self.page, f"public-{self.name}-{self._number:02}-{name}")
        if self._axe:
            self._axe(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{name} is {wide} pixels wider than the screen"
        can_leave(self.page, name)

    def press(self, words: str | None = None) -> None:
        """Press the button with these words, or the one that goes on; wait for what comes."""
        on = WORDS[self.language]["on"]
        goes_on = self.page.locator("main form button.govuk-button", has_text=on).first
        button = self.page.get_by_role("button", name=words) if words else goes_on
        with self.page.expect_navigation():
            button.click()

    def at(self, step: str) -> None:
        """Hold that the page is this one of the journey."""
        expect(self.page).to_have_url(re.compile(rf"/request/{step}(\?|$)"))

    def go(self) -> None:
        """From the start page to the confirmation, with errors and long words on the way."""
        page, words = self.page, WORDS[self.language]
        page.goto("/")
        if self.language == "cy":
            page.get_by_role("link", name="Cymraeg").click()
        expect(page.get_by_role("button", name=words["start"])).to_be_visible()
        self.look("start")
        self.press(words["start"])
        self._the_case()
        self._the_story()
        self._the_person()
        self.look("check-answers")
        self.press(words["send"])
        expect(page.get_by_role("heading", level=1)).to_contain_text(words["sent"])
        self.look("sent")

    def _the_case(self) -> None:
        page = self.page
        self.at("court")
        page.locator("#court").fill("Manchester")
        self.press()
        self.at("which-court")
        self.look("which-court")
        page.locator("main input[type=radio]").first.check()
        self.press()
        self.at("date")
        self._a_date_in_words()
        on = a_weekday_ago(27)
        page.locator("#sentenced_on-day").fill(str(on.day))
        page.locator("#sentenced_on-month").fill(str(on.month))
        self.press()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        self.look("date-error")
        page.locator("#sentenced_on-year").fill(str(on.year))
        self.press()
        if "check-date" in page.url:
            page.locator("main input[type=radio]").first.check()
            self.press()
        self.at("offence")
        page.locator("#offence").fill("burglary")
        self.press()
        self.at("about-the-offence")
        self.look("about-the-offence")
        page.locator("main input[type=radio]").first.check()
        self.press()
        self.at("who-you-are")
        page.locator("main input[type=radio]").nth(1).check()
        self.press()
        self.at("outlook")
        self.look("outlook")
        self.press()

    def _a_date_in_words(self) -> None:
        """Words for the date are asked back; a no shows where to write others. Then go back."""
        page = self.page
        page.locator("summary", has_text=WORDS[self.language]["inexact"]).click()
        page.locator("#sentenced_text").fill(WORDS[self.language]["lately"])
        self.press()
        self.at("which-day")
        self.look("which-day")
        page.locator("main input[type=radio]").nth(1).check()
        expect(page.locator("#sentenced_text")).to_be_visible()
        self.look("which-day-other")
        page.locator(".govuk-back-link").click()
        self.at("date")
        page.locator("#sentenced_text").fill("?")
        self.press()
        self.at("which-day")
        self.look("roughly-when")
        page.locator(".govuk-back-link").click()
        self.at("date")

    def _the_story(self) -> None:
        page = self.page
        self.at("offender")
        page.locator("#offender_name").fill(LONG[:190])
        self.press()
        self.at("before-your-story")
        self.look("before-your-story")
        self.press()
        self.at("reason")
        page.locator("#reason").fill(STORY)
        self.look("reason-long")
        self.press()
        page.locator("#links").fill("https://example.org/" + "a" * 200)
        self.press()
        self.at("files")
        page.locator("#files").set_input_files(
            {"name": "program.exe", "mimeType": "text/plain", "buffer": b"MZ\x90\x00\x03\x00"}
        )
        self.press()
        self.look("files-error")
        page.locator("#files").set_input_files(
            {"name": f"{LONG}.txt", "mimeType": "text/plain", "buffer": b"The judge said this."}
        )
        with page.expect_navigation():
            page.locator("button[name=add]").click()
        self.look("files")
        self.press()

    def _the_person(self) -> None:
        page = self.page
        self.at("your-name")
        page.locator("#requester_name").fill("Ŵyn O’Neill Ŷ")
        self.press()
        self.at("asking-together")
        page.locator("#name_1").fill(LONG[:190])
        self.look("asking-together")
        self.press()
        page.locator("#email").fill("not an address")
        self.press()
        self.look("contact-error")
        page.locator("#email").fill("wyn@example.org")
        page.locator("#telephone").fill("020 7946 0000")
        page.locator("#postal_address").fill("1 High Street\nLeeds")
        self.press()
        self.at("safe-contact")
        self.look("safe-contact")
        page.locator("main input[type=radio]").first.check()
        self.press()
        self.at("language")
        self.press()
        self.at("support")
        self.press()
        self.at("check-answers")


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [
        ("en", "phone", True),
        ("en", "desk", False),
        ("cy", "desk", True),
        ("cy", "small", False),
        ("en", "small", True),
        ("cy", "phone", True),
    ],
)
def test_the_whole_journey(
    new_page: Callable[..., Page],
    server: LiveServer,
    shot: Shot,
    axe: Axe,
    language: str,
    size: str,
    scripts: bool,
) -> None:
    page = new_page(viewport=SIZES[size], java_script_enabled=scripts)
    name = f"{language}-{size}-{'scripts' if scripts else 'plain'}"
    Walk(page, language, name, shot, axe if scripts else None).go()
    reference = page.locator(".govuk-panel strong").inner_text()
    page.reload()
    assert page.locator(".govuk-panel strong").inner_text() == reference
    with server.app.app_context():
        request = db.session.scalars(select(Request)).one()
        assert request.reference == reference
        assert request.reason == STORY.strip()
        assert request.offender_name == LONG[:190]
        assert request.language == language


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_other_page_is_accessible(
    new_page: Callable[..., Page], shot: Shot, axe: Axe, language: str
) -> None:
    page = new_page(viewport=SIZES["phone"])
    page.goto(f"/language/{language}")
    for path in (
        "/information/what-unduly-lenient-means",
        "/information/time-limit",
        "/information/what-happens-next",
        "/information/support",
        "/privacy",
        "/cookies",
        "/accessibility",
        "/status",
        "/status/lost-code",
        "/status/lost-code/asked",
        "/carry-on",
        "/equality",
        "/equality/thank-you",
        "/request/paused",
        "/request/delete",
        "/request/deleted",
        "/request/court",
        "/request/date",
        "/request/offence",
        "/request/links",
        "/request/language",
        "/request/support",
        "/nonsense",
    ):
        page.goto(path)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels wider than the screen"
        shot(page, f"public-{language}-{path.strip('/').replace('/', '-')}")


def test_suggestions_are_chosen_by_keyboard_alone(desk: Page, axe: Axe) -> None:
    desk.goto("/request/court")
    desk.locator("#court").focus()
    desk.keyboard.type("lee")
    expect(desk.get_by_role("option").first).to_have_text("Leeds Crown Court")
    axe(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/request/date$"))


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what has the focus is what is wanted."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard never comes to {wanted} on {page.url}")


def test_a_request_is_sent_by_keyboard_alone(desk: Page) -> None:
    go_on = "main form button.govuk-button:not(.govuk-button--secondary)"
    desk.goto("/request/court")
    tab_to(desk, "button[name=skip]")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/date$"))
    on = a_weekday_ago()
    for part, typed in (("day", on.day), ("month", on.month), ("year", on.year)):
        tab_to(desk, f"#sentenced_on-{part}")
        desk.keyboard.type(str(typed))
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/offence$"))
    tab_to(desk, "#offence")
    desk.keyboard.type("robbery")
    tab_to(desk, go_on)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/who-you-are$"))
    tab_to(desk, go_on)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/outlook$"))
    tab_to(desk, go_on)
    desk.keyboard.press("Space")
    expect(desk).to_have_url(re.compile("/offender$"))
    tab_to(desk, "#offender_name")
    desk.keyboard.type("John Archer")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/before-your-story$"))
    tab_to(desk, go_on)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/reason$"))
    tab_to(desk, "button[name=end]")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/check-answers$"))
    tab_to(desk, go_on)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Request received")


def wait_idle(page: Page, minutes: int, until: Callable[[], bool]) -> None:
    """Let the page's clock run, a little at a time, until it is so: soon after those minutes."""
    for waited in range(0, 60 * minutes + 120, 20):
        if until():
            assert waited >= 60 * minutes - 60, f"too soon: after {waited} seconds"
            return
        page.clock.run_for(20_000)
    raise AssertionError(f"still not so after {minutes} minutes")


def test_a_page_left_alone_says_so_hides_itself_and_loses_nothing(
    new_page: Callable[..., Page], axe: Axe, shot: Shot
) -> None:
    page = new_page(viewport=SIZES["phone"])
    page.clock.install(time=clock.now().replace(tzinfo=None))
    page.goto("/request/reason")
    page.locator("#reason").fill("Half a sentence")
    dialog = page.get_by_role("dialog")
    wait_idle(page, 20, dialog.is_visible)
    expect(dialog.get_by_role("status")).to_have_text("We will hide this page in 5 minutes.")
    axe(page)
    shot(page, "public-en-timeout")
    page.get_by_role("button", name="Stay on this page").click()
    expect(dialog).to_be_hidden()
    wait_idle(page, 20, dialog.is_visible)
    page.clock.run_for(5 * 60 * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request is hidden")
    page.get_by_role("button", name="Come back to your request").click()
    expect(page.locator("#reason")).to_have_value("Half a sentence")


def test_a_tab_that_dies_takes_only_the_last_seconds_of_words(
    browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(base_url=server.address)
    kept = ""
    for number in range(3):
        page = context.new_page()
        page.goto("/request/reason")
        expect(page.locator("#reason")).to_have_value(kept)
        kept = f"{kept} Sentence {number} of a long story.".lstrip()
        with page.expect_response("**/request/reason/typed") as answer:
            page.locator("#reason").fill(kept)
        assert answer.value.status == 204
        page.locator("#reason").press_sequentially(" And a wo")
        with suppress(PlaywrightError):  # nobody answers from a tab that is gone
            page.goto("chrome://crash", timeout=10_000)
        page.close()
    context.close()


def in_drafts(server: LiveServer) -> str:
    with server.app.app_context():
        return str([each.answers for each in db.session.scalars(select(Draft))])


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so: the browser tells us while it is on its way elsewhere."""
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to be so")


@pytest.mark.parametrize("is_theirs_alone", [False, True])
def test_shift_three_times_or_the_button_leaves_and_deletes_and_back_shows_nothing_of_it(
    browser: Browser, server: LiveServer, is_theirs_alone: bool
) -> None:
    context = browser.new_context(base_url=server.address)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    page = context.new_page()
    heading = page.get_by_role("heading", level=1)
    for leave in ("Shift", "Button"):
        page.goto("/request/offender")
        page.locator("#offender_name").fill("John Archer")
        page.get_by_role("button", name="Continue").click()
        if is_theirs_alone:
            page.goto("/request/carry-on")
            page.get_by_label("Yes").check()
            page.get_by_role("button", name="Save this").click()
        page.goto("/request/reason")
        with page.expect_response("**/request/reason/typed"):
            page.locator("#reason").fill(f"What he did: {leave}")
        assert f"What he did: {leave}" in in_drafts(server)
        if leave == "Shift":
            for _ in range(3):
                page.keyboard.press("Shift")
        else:
            page.get_by_role("button", name="Exit this page").click()
        page.wait_for_url("https://www.bbc.co.uk/weather")
        if not is_theirs_alone:
            until(lambda: in_drafts(server) == "[]")
        page.go_back()
        hidden = "Your request is hidden" if is_theirs_alone else "Nothing is kept in this browser"
        expect(heading).to_have_text(hidden)
        page.goto("/request/offender")
        page.wait_for_url("**/request/paused?at=offender")
        page.goto("/request/reason")
        expect(heading).to_have_text(hidden)
        if is_theirs_alone:
            page.get_by_role("button", name="Come back to your request").click()
            expect(page.locator("#reason")).to_have_value(f"What he did: {leave}")
        else:
            page.get_by_role("link", name="Go to the start page").click()
            page.goto("/request/reason")
            expect(page.locator("#reason")).to_have_value("")
    context.close()


def test_without_scripts_leaving_goes_by_way_of_us_and_deletes_too(
    browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    page = context.new_page()
    page.goto("/request/offender")
    page.locator("#offender_name").fill("John Archer")
    page.get_by_role("button", name="Continue").click()
    assert "John Archer" in in_drafts(server)
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert in_drafts(server) == "[]"
    page.goto("/request/offender")
    expect(page.locator("#offender_name")).to_have_value("")
    context.close()


def test_a_page_that_comes_back_out_of_the_browsers_memory_hides_itself(desk: Page) -> None:
    desk.goto("/request/reason")
    desk.evaluate("window.sessionStorage.setItem('left', 'yes')")
    desk.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Nothing is kept in this browser")
