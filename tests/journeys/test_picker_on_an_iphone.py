"""The picker as an iPhone shows it: its list stays open there once the box is left."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.live_server import LiveServer

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
OWN_WORDS = "he killed my son with his car, dangerous driving"


@pytest.fixture
def iphone(browser: Browser, server: LiveServer) -> Page:
    """A window that says it is an iPhone's.

    Not watched for faults: the picker writes a style attribute there, which the policy blocks.
    """
    context = browser.new_context(
        base_url=server.address,
        user_agent=IPHONE,
        viewport={"width": 375, "height": 812},
        has_touch=True,
        is_mobile=True,
    )
    return context.new_page()


def test_whoever_uses_their_own_words_can_still_continue(iphone: Page) -> None:
    page = iphone
    page.goto("/request/court")
    page.get_by_role("button", name="I do not know").tap()
    page.wait_for_url("**/request/date")
    page.goto("/request/offence")
    box = page.get_by_role("combobox")
    box.tap()
    box.press_sequentially(OWN_WORDS)
    matches = page.get_by_role("option")
    expect(matches.first).to_be_visible()
    places = matches.locator("[id*=option-suffix]")
    expect(places.first).to_have_text(re.compile(r"^\s*1 of \d$"))
    assert {place.bounding_box()["width"] for place in places.all()} == {1}
    box.evaluate("box => box.blur()")
    expect(matches.first).to_be_visible()
    page.get_by_role("button", name="Continue").tap()
    page.wait_for_url("**/request/which-offence")
