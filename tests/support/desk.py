"""One person's desk in the office, worked by keyboard in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import build
from tests.support.keyboard import Keyboard
from ulss_tracker.models import db


class Desk(Keyboard):
    """One person's window, by keyboard alone, held to WCAG 2.2 AA where it is looked at."""

    def __init__(self, page: Page, axe: Callable[[Page], None]) -> None:
        super().__init__(page)
        self._axe = axe

    def sign_in(self, address: str, email: str) -> None:
        """Sign in; the day then starts on this person's own page."""
        self.page.goto(f"{address}/sign-in")
        self.write("Email address", email)
        self.write("Password", build.PASSWORD)
        self.press("Sign in")

    def go(self, path: str) -> None:
        """Open an address that was kept, as from a note or a bookmark."""
        db.session.rollback()
        self.page.goto(path)

    def _and_go(self, key: str) -> None:
        # What the test has read or done itself must not hold the database against the office.
        db.session.rollback()
        super()._and_go(key)

    def sees(self, *words: str) -> None:
        """Hold that the page says all of this, and that it is accessible."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)
        self._axe(self.page)
