"""A person who has no mouse: every act in the browser is a key."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250
MOST_CHOICES = 40


class Keyboard:
    """Goes from one thing on the page to the next with Tab, and never clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is on `target`; fail when it cannot be reached."""
        element = target.first.element_handle()
        for _ in range(MOST_TABS):
            if self.page.evaluate("e => e === document.activeElement", element):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the keyboard on {self.page.url}")

    def follow(self, words: str) -> None:
        """Follow the first link that has these words in its name, whatever it looks like."""
        link = self.page.get_by_role("link", name=words).or_(
            self.page.get_by_role("button", name=words)
        )
        self.reach(link)
        self._and_go("Enter")

    def press(self, words: str, *, exact: bool = True) -> None:
        """Press a button."""
        self.reach(self.page.get_by_role("button", name=words, exact=exact))
        self._and_go("Enter")

    def write(self, label: str, words: str) -> None:
        """Write in a box, over whatever it holds."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def write_date(self, name: str, day: object) -> None:
        """Write in the three boxes of a date."""
        for part in ("day", "month", "year"):
            self.reach(self.page.locator(f"#{name}-{part}"))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(str(getattr(day, part)))

    def choose(self, label: str) -> None:
        """Choose one of several round buttons: Tab to the group, then the arrows."""
        target = self.page.get_by_label(label, exact=True).first
        name = target.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        checked = self.page.locator(f"input[type=radio][name='{name}']:checked")
        self.reach(checked if checked.count() else group)
        self.page.keyboard.press("Space")
        for _ in range(MOST_CHOICES):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label!r} cannot be chosen with the keyboard")

    def tick(self, label: str | Locator) -> None:
        """Tick a box."""
        box = self.page.get_by_label(label, exact=True) if isinstance(label, str) else label
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box.first).to_be_checked()

    def pick(self, label: str, words: str) -> None:
        """Pick one of a drop-down list, whose words begin with these."""
        box = self.page.get_by_label(label, exact=True)
        self.reach(box)
        chosen = "e => e.options[e.selectedIndex].text"
        self.page.keyboard.press("Home")
        for _ in range(MOST_CHOICES):
            if str(box.evaluate(chosen)).startswith(words):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words!r} is not in the list {label!r}")

    def find(self, label: str, words: str, match: str) -> None:
        """Type ordinary words into a box that suggests, and take the first match."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words, delay=5)
        expect(self.page.get_by_role("option").first).to_contain_text(match)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def open(self, words: str) -> None:
        """Open what is folded away."""
        self.reach(self.page.locator("summary", has_text=words))
        self.page.keyboard.press("Enter")

    def _and_go(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
