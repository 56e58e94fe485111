"""Lists by keys: arrows, Enter, "/" and "?", and how they are turned off; and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer

FOCUSED = "document.activeElement.textContent"


@pytest.fixture
def names(server: LiveServer) -> list[str]:
    """The offenders of the requests that wait, in the order of the list."""
    with server.app.app_context():
        build.user()
        found = ["Ann First", "Ben Second", "Cai Third"]
        for name in found:
            build.request(offender_name=name)
    return found


def test_a_list_is_worked_through_by_keys(
    server: LiveServer,
    desk: Page,
    names: list[str],
    axe: Callable[[Page], None],
    shot: Callable[..., object],
) -> None:
    browsers.let_in(desk, server, "caseworker@example.org")
    desk.goto("/casework/requests")
    keys = desk.keyboard
    for name in names:
        keys.press("ArrowDown")
        assert name in desk.evaluate(FOCUSED)
    keys.press("ArrowDown")
    assert names[-1] in desk.evaluate(FOCUSED)
    keys.press("ArrowUp")
    assert names[1] in desk.evaluate(FOCUSED)

    desk.get_by_role("link", name=re.compile("^Look at")).first.click()
    expect(desk.locator("#look h2")).to_contain_text(names[0])
    shot(desk, "look-1280")
    axe(desk)
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(desk.locator("#look h2")).to_contain_text(names[1])

    keys.press("?")
    expect(desk.get_by_role("dialog")).to_be_visible()
    axe(desk)
    shot(desk, "keys-1280")
    desk.get_by_label("Turn these keys off on this computer").check()
    desk.get_by_role("button", name="Close").click()
    keys.press("/")
    assert desk.evaluate("document.activeElement.id") != "search-box"
    desk.get_by_role("button", name="Keys of lists").click()
    desk.get_by_label("Turn these keys off on this computer").uncheck()
    desk.get_by_role("button", name="Close").click()
    keys.press("/")
    assert desk.evaluate("document.activeElement.id") == "search-box"
    keys.type("/?")
    expect(desk.locator("#search-box")).to_have_value("/?")

    desk.goto("/casework/requests")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Request REQ-")


def test_without_scripts_the_pane_is_a_link(
    server: LiveServer, without_scripts: Page, names: list[str], shot: Callable[..., object]
) -> None:
    page = without_scripts
    browsers.let_in(page, server, "caseworker@example.org")
    page.goto("/casework/requests")
    expect(page.get_by_role("button", name="Keys of lists")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Look at")).nth(1).click()
    expect(page.locator("#look h2")).to_contain_text(names[1])
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        shot(page, f"look-plain-{width}")
