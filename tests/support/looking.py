"""A window on the office in which every page is looked at: its faults are told all at once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.support import browser as browsers

WIDTHS = {"desk": 1280, "phone": 375}
BLANK = """form => {
  for (const field of form.elements) {
    if (field.name === 'version') field.value = '0'
    else if (['checkbox', 'radio'].includes(field.type)) field.checked = false
    else if (field.type !== 'hidden' && field.tagName !== 'BUTTON') field.value = ''
  }
  form.noValidate = true
  form.requestSubmit()
}"""
"""Sent blank, and as of a version that is long gone: it is refused, or what changed is shown."""
WRONG = ".govuk-error-summary, .govuk-notification-banner:not(.govuk-notification-banner--success)"
"""Where a page says what is wrong: of a form, or of a list in which nothing was ticked."""


# The numbers of the forms with something to fill in: the first of each kind.
OF_EACH_KIND = """forms => {
  const kinds = new Map()
  forms.forEach((form, number) => {
    if (!form.querySelector('input:not([type=hidden]), select, textarea')) return
    const fields = [...form.elements].map(field => field.name || field.textContent)
    const kind = [form.getAttribute('action'), ...fields].join(' ').replace(/[0-9]+/g, '')
    if (!kinds.has(kind)) kinds.set(kind, number)
  })
  return [...kinds.values()]
}"""
# Whether the one word on the search button stands on more than one line.
BROKEN_WORD = """() => {
  const word = document.createRange();
  const button = document.querySelector(".app-search__button");
  if (!button) return false;
  word.selectNodeContents(button);
  return word.getClientRects().length > 1;
}"""


@dataclass
class Looking:
    """One window, and every fault seen in it: named by page, told at the end all at once."""

    page: Page
    shot: Callable[[Page, str], object]
    faults: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        if answer.status != status:
            self.faults.append(f"{path} answered {answer.status}, not {status}")

    def send_blank(self, number: int, name: str) -> None:
        """Send a form of the page with nothing in it, and look at what is said is wrong."""
        with self.page.expect_navigation() as going:
            asking(self.page)[number].evaluate(BLANK)
        if self.page.locator(WRONG).count() or going.value.status == 409:
            self.look(f"{name}-refused-{number}")
        else:
            self.faults.append(f"{name} took form {number} with nothing in it")

    def look(self, name: str) -> None:
        """Measure the page, and note what axe finds."""
        self.measure(name)
        try:
            browsers.axe(self.page)
        except AssertionError as found:
            self.faults.append(f"{name}: {found}")

    def measure(self, name: str) -> None:
        """Keep pictures; note a page that is wider than its screen."""
        for screen, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.shot(self.page, f"staff-{name}-{screen}")
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                self.faults.append(f"{name} is {wide} pixels wider than the {screen}")
            if self.page.evaluate(BROKEN_WORD):
                self.faults.append(f"{name}: the word of the search button is broken, {screen}")

    def none(self) -> None:
        assert self.faults == [], "\n".join(self.faults)


def asking(page: Page) -> list[Locator]:
    """The forms of a page that ask for something and change something.

    Of those of one kind, as one for each row, the first: the same fields and the same words on the
    button, sent to addresses that differ in their numbers alone.
    """
    forms = page.locator("main form[method=post]")
    return [forms.nth(number) for number in forms.evaluate_all(OF_EACH_KIND)]
