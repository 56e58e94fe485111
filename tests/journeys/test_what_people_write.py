"""What people write of an offence, on a phone, in both languages: from words to the answer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Axe, Shot, fits, to_the_top
from tests.support.charge_sheets import SHEET, WELSH_SHEET
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago

PHONE = {"width": 390, "height": 844}
SORRY = {"en": "We are sorry.", "cy": "Mae’n ddrwg gennym."}
IN = {"en": "The sentence looks to be in the scheme",
      "cy": "Mae’n ymddangos bod y ddedfryd yn y cynllun"}  # fmt: skip
PHRASES = {
    "killed": ("he killed my son", "which-offence"),
    "hit-and-run": ("hit and run, she died", "which-offence"),
    "treisio": ("treisio", "reason"),
    "llofruddiaeth": ("llofruddiaeth", "reason"),
    "bwrgleriaeth": ("bwrgleriaeth mewn tŷ", "about-the-offence"),
    "gyrru": ("achosi marwolaeth drwy yrru'n beryglus", "reason"),
    "provision": ("s.1 RTA 1988", "reason"),
    "sheet": (SHEET, "convictions"),
    "welsh-sheet": (WELSH_SHEET, "convictions"),
}


class Writer:
    """Somebody with a phone, whose court and date are known, at the question of the offence."""

    def __init__(self, page: Page, language: str, shot: Shot, axe: Axe) -> None:
        self.page, self.language = page, language
        self._shot, self._axe = shot, axe
        page.goto("/")
        if language == "cy":
            page.get_by_role("link", name="Cymraeg").click()
        page.goto("/request/court")
        page.locator("#court").fill("Leeds Crown Court")
        self.go_on()
        on = a_weekday_ago()
        for part in ("day", "month", "year"):
            page.locator(f"#sentenced_on-{part}").fill(str(getattr(on, part)))
        self.go_on()

    def go_on(self) -> None:
        """Press the button that goes on."""
        with self.page.expect_navigation():
            self.page.locator("main form button.govuk-button").first.click()

    def write(self, words: str) -> str:
        """Send these words as the offence; the name of the page that follows."""
        self.page.goto("/request/offence")
        self.page.locator("#offence").fill(" ".join(words.split()))
        self.page.keyboard.press("Escape")
        self.go_on()
        return self.at()

    def at(self) -> str:
        """The name of the page of the journey."""
        found = re.search(r"/request/([a-z-]+)", self.page.url)
        assert found
        return found[1]

    def look(self, name: str) -> None:
        """Keep a picture; fail on a fault of accessibility or a page wider than the phone."""
        for details in self.page.locator("main details").all():
            details.locator("summary").click()
        self._shot(self.page, f"words-{self.language}-{name}-{self.at()}")
        to_the_top(self.page)  # the way out lies over whatever is scrolled under it
        self._axe(self.page)
        fits(self.page, name)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_of_their_words_leads_to_a_page_that_can_be_read(
    new_page: Callable[..., Page], server: LiveServer, shot: Shot, axe: Axe, language: str
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    writer = Writer(page, language, shot, axe)
    for name, (words, step) in PHRASES.items():
        assert writer.write(words) == step, name
        writer.look(name)
        if step == "which-offence":
            expect(page.locator("main")).to_contain_text(SORRY[language])
            page.locator("main input[type=radio]").last.check()
        while writer.at() not in {"outlook", "reason"}:
            writer.go_on()
        page.goto("/request/outlook")
        if name not in {"killed", "hit-and-run", "bwrgleriaeth"}:
            expect(page.get_by_role("heading", level=1)).to_have_text(IN[language])
        writer.look(name)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_charge_sheet_pasted_is_ticked_and_what_is_ticked_is_assessed(
    new_page: Callable[..., Page], server: LiveServer, shot: Shot, axe: Axe, has_scripts: bool
) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=has_scripts)
    page.goto("/request/court")
    page.locator("#court").fill("Leeds Crown Court")
    page.locator("main form button.govuk-button").first.click()
    page.goto("/request/offence")
    page.locator("#offence").fill(" ".join(SHEET.split()))
    page.locator("main form button.govuk-button").first.click()
    boxes = page.locator("input[name=convictions]")
    expect(boxes).to_have_count(4)
    assert [box.is_checked() for box in boxes.all()] == [True, True, False, False]
    boxes.first.uncheck()
    page.locator("main form button.govuk-button").first.click()
    expect(page).to_have_url(re.compile("/outlook$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The sentence may not be in the scheme"
    )
