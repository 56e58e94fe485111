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
    on = a_weekday_ago()
    boxes = {"#sentenced_on-day": on.day, "#sentenced_on-month": on.month}
    desk.goto("/request/court")
    for page, typed, last, key in (
        ("court", {}, "button[name=skip]", "Enter"),
        ("date", boxes | {"#sentenced_on-year": on.year}, "", "Enter"),
        ("offence", {"#offence": "robbery"}, GO_ON, "Enter"),
        ("who-you-are", {}, GO_ON, "Enter"),
        ("outlook", {}, GO_ON, "Space"),
        ("offender", {"#offender_name": "John Archer"}, "", "Enter"),
        ("before-your-story", {}, GO_ON, "Enter"),
        ("reason", {}, "button[name=end]", "Enter"),
        ("check-answers", {}, GO_ON, "Enter"),
    ):
        expect(desk).to_have_url(re.compile(f"/{page}$"))
        for box, words in typed.items():
            tab_to(desk, box)
            desk.keyboard.type(str(words))
        if last:
            tab_to(desk, last)
        desk.keyboard.press(key)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Request received")
