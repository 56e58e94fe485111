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
    desk.goto("/request/who-you-are")
    for page, typed, last, key in (
        ("who-you-are", {}, GO_ON, "Enter"),
        ("court", {}, "button[name=skip]", "Enter"),
        ("date", boxes | {"#sentenced_on-year": on.year}, "", "Enter"),
        ("offence", {"#offender_name": "John Archer", "#offence": "robbery"}, GO_ON, "Enter"),
        ("outlook", {}, GO_ON, "Space"),
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


LAID_OVER = """selector => {
  const [control, exit] = [selector, '.govuk-exit-this-page__button'].map((each) => {
    const element = document.querySelector(each)
    if (each === selector) element.focus()
    return element.getBoundingClientRect()
  })
  return control.bottom > exit.top && control.top < exit.bottom
    && control.right > exit.left && control.left < exit.right
}"""


def test_on_a_phone_the_question_is_in_sight_and_the_exit_lies_over_nothing(phone: Page) -> None:
    for name in ("who-you-are", "court", "date", "offence", "reason", "contact"):
        phone.set_viewport_size({"width": 390, "height": 844})
        phone.goto(f"/request/{name}")
        question = phone.get_by_role("heading", level=1).bounding_box()
        assert question is not None
        assert question["y"] < 240, name
        phone.set_viewport_size({"width": 320, "height": 256})
        for control in (".app-language a", ".govuk-back-link"):
            phone.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
            assert not phone.evaluate(LAID_OVER, control), (name, control)
