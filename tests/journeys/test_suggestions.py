"""The suggestions beside a box of the public form: in the flow, never in the way, never late."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.browser import Axe, Shot
from tests.support.live_server import LiveServer
from tests.support.public_journey import SIZES

OWN_WORDS = "murder of my son"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def at_offence(page: Page, language: str = "en") -> Locator:
    """The box for the offence."""
    page.goto(f"/language/{language}?next=/request/court")
    page.locator("button[name=skip]").click()
    page.wait_for_url("**/request/date")
    page.goto("/request/offence")
    return page.get_by_role("combobox")


def options(page: Page) -> Locator:
    """The suggestions that are shown."""
    return page.get_by_role("option")


def choose_first(page: Page) -> None:
    """Tap the first suggestion until it is taken: none is, in the moment in which it opens."""
    expect(options(page).first).to_be_visible()
    for _ in range(100):
        options(page).first.click()
        if page.locator("[data-picker-chosen]").is_visible():
            return
        page.wait_for_timeout(50)
    raise AssertionError("no suggestion was taken")


@pytest.mark.parametrize("size", [SIZES["desk"], SIZES["phone"], {"width": 360, "height": 740}])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_list_covers_no_control(
    new_page: Callable[..., Page], shot: Shot, axe: Axe, size: dict[str, int], language: str
) -> None:
    page = new_page(viewport=size)
    at_offence(page, language).press_sequentially("murder", delay=20)
    expect(options(page).first).to_be_visible()
    shot(page, f"suggestions-{size['width']}-{language}")
    listed = page.get_by_role("listbox").bounding_box()
    assert listed
    for control in page.locator("main button:visible, main a:visible").all():
        box = control.bounding_box()
        assert box
        assert box["y"] >= listed["y"] + listed["height"] or box["y"] + box["height"] <= listed["y"]
    choose_first(page)
    shot(page, f"suggestions-chosen-{size['width']}-{language}")
    axe(page)


@pytest.mark.parametrize("device", [{}, PHONE])
def test_continue_below_an_open_list_takes_only_what_was_typed(
    new_page: Callable[..., Page], device: dict[str, object]
) -> None:
    page = new_page(**device)
    at_offence(page).press_sequentially(OWN_WORDS, delay=20)
    expect(options(page).first).to_be_visible()
    on = page.locator("main form button.govuk-button").first
    on.scroll_into_view_if_needed()
    at = on.bounding_box()
    assert at
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    (page.touchscreen.tap if device else page.mouse.click)(x, y)
    page.wait_for_url(re.compile(r"/request/(?!offence$)"))
    page.goto("/request/offence")
    expect(page.get_by_role("combobox")).to_have_value(OWN_WORDS)


def test_escape_and_a_tap_outside_close_it_and_nothing_opens_it_late(desk: Page) -> None:
    held: list[Route] = []
    box = at_offence(desk)
    box.press_sequentially("murder", delay=20)
    expect(options(desk).first).to_be_visible()
    box.press("Escape")
    expect(options(desk)).to_have_count(0)
    for leave in (lambda: box.press("Escape"), lambda: desk.locator("h1").click()):
        desk.route("**/suggest/offences*", lambda route: held.append(route))
        box.fill("")
        box.press_sequentially("robbery", delay=20)
        while not held:
            desk.wait_for_timeout(20)
        leave()
        held.pop().continue_()
        desk.unroute("**/suggest/offences*")
        desk.wait_for_load_state("networkidle")
        expect(options(desk)).to_have_count(0)
        box.fill("")
    box.press_sequentially("murder", delay=20)
    expect(options(desk).first).to_be_visible()
    desk.locator("h1").click()
    expect(options(desk)).to_have_count(0)


def test_what_was_typed_stays_beside_what_was_chosen(desk: Page, server: LiveServer) -> None:
    box = at_offence(desk)
    box.press_sequentially("attempted murder", delay=20)
    choose_first(desk)
    expect(box).to_have_value("attempted murder")
    desk.locator("[data-picker-undo]").click()
    expect(desk.locator("[data-picker-chosen]")).to_be_hidden()
    expect(box).to_have_value("attempted murder")
    box.fill("attempted murd")
    choose_first(desk)
    desk.locator("main form button.govuk-button").first.click()
    desk.goto("/request/check-answers")
    summary = desk.locator(".govuk-summary-list").first
    expect(summary).to_contain_text("attempted murd")
    expect(summary).to_contain_text("Attempted murder")
    desk.goto("/request/offence")
    expect(desk.locator("[data-picker-chosen]")).to_contain_text("Attempted murder")
