"""Asking for a review by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import Axe
from tests.support.public_journey import a_weekday_ago

GO_ON = "main form button.govuk-button:not(.govuk-button--secondary)"


def test_suggestions_are_chosen_by_keyboard_alone(desk: Page, axe: Axe) -> None:
    desk.goto("/request/court")
    desk.locator("#court").focus()
    desk.keyboard.type("lee")
    expect(desk.get_by_role("option").first).to_have_text("Leeds Crown Court")
    axe(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    tab_to(desk, GO_ON)  # past the button that takes the choice back
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
    tab_to(desk, GO_ON)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/who-you-are$"))
    tab_to(desk, GO_ON)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/outlook$"))
    tab_to(desk, GO_ON)
    desk.keyboard.press("Space")
    expect(desk).to_have_url(re.compile("/offender$"))
    tab_to(desk, "#offender_name")
    desk.keyboard.type("John Archer")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/before-your-story$"))
    tab_to(desk, GO_ON)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/reason$"))
    tab_to(desk, "button[name=end]")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/check-answers$"))
    tab_to(desk, GO_ON)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Request received")
