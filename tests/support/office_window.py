"""One person's window on the office, looked at on every page they come to."""

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support.browser import Axe, Shot
from ulss_tracker.cli.demo.people import Person
from ulss_tracker.services.core.users import DEMO_PASSWORD


class Office:
    """One person's window on the tracker, looked at on every page they come to."""

    def __init__(self, page: Page, shot: Shot, axe: Axe, name: str) -> None:
        self.page, self._shot, self._axe, self._name = page, shot, axe, name
        self._count = 0

    def sign_in(self, address: str, person: Person) -> None:
        """Sign in as this person, whose day then starts on their own page."""
        browsers.sign_in(self.page, address, person.email, DEMO_PASSWORD)
        self.look("home")

    def look(self, what: str) -> None:
        """Keep a picture; hold the page to WCAG 2.2 AA, and to the width of its window."""
        self._count += 1
        self._shot(self.page, f"case-{self._name}-{self._count:02}-{what}")
        self._axe(self.page)
        browsers.fits(self.page, what)

    def press(self, words: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow a link, and wait for the page that it leads to."""
        link = self.page.get_by_role("link", name=words, exact=True)
        button = self.page.get_by_role("button", name=words, exact=True)
        link.or_(button).first.click()
        self.page.wait_for_load_state()

    def sees(self, words: str) -> None:
        """Hold that the page says this."""
        expect(self.page.locator("main")).to_contain_text(words)

    def date(self, name: str, day: object) -> None:
        """Fill in the three boxes of a date."""
        for part in ("day", "month", "year"):
            self.page.locator(f"#{name}-{part}").fill(str(getattr(day, part)))

    def choose(self, label: str, words: str, match: str) -> None:
        """Type ordinary words, and choose the match with the arrow and Enter, as people do."""
        self.page.get_by_label(label, exact=True).press_sequentially(words, delay=20)
        first = self.page.get_by_role("option").first
        expect(first).to_contain_text(match)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[data-picker-chosen]")).to_contain_text(match)
