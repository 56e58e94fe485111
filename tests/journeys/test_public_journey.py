"""Asking for a review in a real browser: both languages, with and without scripts, both sizes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import Axe, Shot, can_leave, fits
from tests.support.live_server import LiveServer
from tests.support.public_journey import SIZES, a_weekday_ago
from tests.support.tables import column
from ulss_tracker.models import Request, db

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
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
            self._measure(name)
        can_leave(self.page, name)

    def _measure(self, name: str) -> None:
        """Fail on a page wider than any of the screens, and leave it on its own."""
        own = self.page.viewport_size
        assert own is not None
        for size in (*SIZES.values(), own):
            self.page.set_viewport_size(size)
            fits(self.page, f"{name} at {size['width']}")

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
        self._the_files()
        self.look("check-answers")
        self.press(words["send"])
        expect(page.get_by_role("heading", level=1)).to_contain_text(words["sent"])
        self.look("sent")

    def _the_case(self) -> None:
        page = self.page
        self.at("who-you-are")
        self.look("who-you-are")
        page.locator("[value=bereaved_family]").check()
        self.press()
        self.at("told-of-the-scheme")
        page.locator("main input[type=radio]").first.check()
        expect(page.locator("#told_by")).to_be_visible()
        self.look("told-of-the-scheme")
        self.press()
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
        page.locator("#offender_name").fill(LONG[:190])
        page.locator("#offence").fill("burglary")
        self.look("offence")
        self.press()
        self.at("about-the-offence")
        self.look("about-the-offence")
        page.locator("main input[type=radio]").first.check()
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
        self.at("reason")
        page.locator("#reason").fill(STORY)
        self.look("reason-long")
        self.press()

    def _the_files(self) -> None:
        """What is offered beside the answers."""
        page = self.page
        page.goto("/request/links")
        page.locator("#links").fill("https://example.org/" + "a" * 200)
        self.press()
        self.at("check-answers")
        page.goto("/request/files")
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
        self.at("check-answers")

    def _the_person(self) -> None:
        page = self.page
        self.at("together")
        self.look("together")
        page.locator("main input[type=radio]").first.check()
        self.press()
        self.at("asking-together")
        page.locator("#name_1").fill(LONG[:190])
        for number in (2, 3):
            with page.expect_navigation():
                page.locator("button[name=add_person]").click()
            page.locator(f"#name_{number}").fill("Ŵyn O’Neill Ŷ")
        with page.expect_navigation():
            page.locator("button[name=remove_person]").nth(1).click()
        expect(page.locator("#name_1")).to_have_value(LONG[:190])
        self.look("asking-together")
        self.press()
        page.locator("#requester_name").fill("Ŵyn O’Neill Ŷ")
        page.locator("#email").fill("not an address")
        self.press()
        self.look("contact-error")
        page.locator("#email").fill("wyn@example.org")
        page.locator("#telephone").fill("020 7946 0000")
        page.locator("#postal_address").fill("1 High Street\nLeeds")
        self.press()
        for name in ("safe-email", "safe-phone", "safe-post"):
            self.at(name)
            self.look(name)
            page.locator("main input[type=radio]").first.check()
            self.press()
        self.at("check-answers")


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [("en", "phone", True), ("en", "desk", False), ("cy", "desk", True), ("cy", "small", False)],
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
    for path in column(__file__, "public_journey.every_other_page"):
        page.goto(path)
        axe(page)
        fits(page, path)
        shot(page, f"public-{language}-{path.strip('/').replace('/', '-')}")
