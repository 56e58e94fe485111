"""A request that is left: alone, by a tab that dies, or at once and without a trace."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import select

from tests.support.browser import Axe, Shot
from tests.support.live_server import LiveServer
from tests.support.public_journey import SIZES
from ulss_tracker import clock
from ulss_tracker.models import Draft, db


def wait_idle(page: Page, minutes: int, until: Callable[[], bool]) -> None:
    """Let the page's clock run, a little at a time, until it is so: soon after those minutes."""
    for waited in range(0, 60 * minutes + 120, 20):
        if until():
            assert waited >= 60 * minutes - 60, f"too soon: after {waited} seconds"
            return
        page.clock.run_for(20_000)
    raise AssertionError(f"still not so after {minutes} minutes")


def test_a_page_left_alone_says_so_hides_itself_and_loses_nothing(
    new_page: Callable[..., Page], axe: Axe, shot: Shot
) -> None:
    page = new_page(viewport=SIZES["phone"])
    page.clock.install(time=clock.now().replace(tzinfo=None))
    page.goto("/request/reason")
    page.locator("#reason").fill("Half a sentence")
    dialog = page.get_by_role("dialog")
    wait_idle(page, 20, dialog.is_visible)
    expect(dialog.get_by_role("status")).to_have_text("We will hide this page in 5 minutes.")
    axe(page)
    shot(page, "public-en-timeout")
    page.get_by_role("button", name="Stay on this page").click()
    expect(dialog).to_be_hidden()
    wait_idle(page, 20, dialog.is_visible)
    page.clock.run_for(5 * 60 * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request is hidden")
    page.get_by_role("button", name="Come back to your request").click()
    expect(page.locator("#reason")).to_have_value("Half a sentence")


def test_a_tab_that_dies_takes_only_the_last_seconds_of_words(
    browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(base_url=server.address)
    kept = ""
    for number in range(3):
        page = context.new_page()
        page.goto("/request/reason")
        expect(page.locator("#reason")).to_have_value(kept)
        kept = f"{kept} Sentence {number} of a long story.".lstrip()
        with page.expect_response("**/request/reason/typed") as answer:
            page.locator("#reason").fill(kept)
        assert answer.value.status == 204
        page.locator("#reason").press_sequentially(" And a wo")
        with suppress(PlaywrightError):  # nobody answers from a tab that is gone
            page.goto("chrome://crash", timeout=10_000)
        page.close()
    context.close()


def in_drafts(server: LiveServer) -> str:
    with server.app.app_context():
        return str([each.answers for each in db.session.scalars(select(Draft))])


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so: the browser tells us while it is on its way elsewhere."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to be so")


@pytest.mark.parametrize("is_theirs_alone", [False, True])
def test_shift_three_times_or_the_button_leaves_and_deletes_and_back_shows_nothing_of_it(
    browser: Browser, server: LiveServer, is_theirs_alone: bool
) -> None:
    context = browser.new_context(base_url=server.address)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    page = context.new_page()
    heading = page.get_by_role("heading", level=1)
    for leave in ("Shift", "Button"):
        page.goto("/request/offender")
        page.locator("#offender_name").fill("John Archer")
        page.get_by_role("button", name="Continue").click()
        if is_theirs_alone:
            page.goto("/request/carry-on")
            page.get_by_label("Yes, mine alone").check()
            page.get_by_role("button", name="Save this").click()
        page.goto("/request/reason")
        with page.expect_response("**/request/reason/typed"):
            page.locator("#reason").fill(f"What he did: {leave}")
        assert f"What he did: {leave}" in in_drafts(server)
        if leave == "Shift":
            for _ in range(3):
                page.keyboard.press("Shift")
        else:
            page.get_by_role("button", name="Exit this page").click()
        page.wait_for_url("https://www.bbc.co.uk/weather")
        if not is_theirs_alone:
            until(lambda: in_drafts(server) == "[]")
        page.go_back()
        hidden = "Your request is hidden" if is_theirs_alone else "Nothing is kept in this browser"
        expect(heading).to_have_text(hidden)
        page.goto("/request/offender")
        page.wait_for_url("**/request/paused?at=offender")
        page.goto("/request/reason")
        expect(heading).to_have_text(hidden)
        if is_theirs_alone:
            page.get_by_role("button", name="Come back to your request").click()
            expect(page.locator("#reason")).to_have_value(f"What he did: {leave}")
        else:
            page.get_by_role("link", name="Go to the start page").click()
            page.goto("/request/reason")
            expect(page.locator("#reason")).to_have_value("")
    context.close()


def test_without_scripts_leaving_goes_by_way_of_us_and_deletes_too(
    browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    page = context.new_page()
    page.goto("/request/offender")
    page.locator("#offender_name").fill("John Archer")
    page.get_by_role("button", name="Continue").click()
    assert "John Archer" in in_drafts(server)
    with page.expect_request("https://www.bbc.co.uk/weather"):
        page.get_by_role("button", name="Exit this page").click()
    assert in_drafts(server) == "[]"
    again = context.new_page()
    again.goto("/request/offender")
    expect(again.locator("#offender_name")).to_have_value("")
    context.close()


def test_a_page_that_comes_back_out_of_the_browsers_memory_hides_itself(desk: Page) -> None:
    desk.goto("/request/reason")
    desk.evaluate("window.sessionStorage.setItem('left', 'yes')")
    desk.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Nothing is kept in this browser")
