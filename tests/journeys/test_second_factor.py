"""Setting up an authenticator app in a browser, signing in with it, and making new codes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support import build
from tests.support.databases import MIGRATED, Databases, configured, let_go
from tests.support.live_server import LiveServer, served
from tests.support.second_factor import code_of
from ulss_tracker import create_app

WIDTHS = (1280, 375)


@pytest.fixture
def server(databases: Databases, tmp_path: Path) -> Iterator[LiveServer]:
    """The tracker, served where staff sign in with a code."""
    app = create_app(configured(databases.make("with_codes", like=MIGRATED)))
    with served(app, tmp_path, SECOND_FACTOR="true") as live:
        yield live
        assert live.faults() == ""
    let_go(app)


def test_an_app_is_set_up_and_new_recovery_codes_are_made(
    server: LiveServer, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    def look(heading: str) -> None:
        desk.get_by_role("heading", name=heading, level=1).wait_for()
        browsers.look_in(desk, WIDTHS, shot, heading)

    with server.app.app_context():
        email = build.user().email
    desk.goto(f"{server.address}/sign-in")
    browsers.give_password(desk, email, build.PASSWORD)
    look("Set up an authenticator app")
    secret = desk.locator(".app-secret").inner_text().replace("-", "")
    desk.get_by_label("Code", exact=True).fill("000000")
    desk.get_by_role("button", name="Continue").click()
    desk.locator(".govuk-error-summary").wait_for()
    look("Set up an authenticator app")
    desk.get_by_label("Code", exact=True).fill(code_of(secret))
    desk.get_by_role("button", name="Continue").click()
    look("Your recovery codes")
    codes = desk.locator("li.app-secret").all_inner_texts()
    desk.get_by_role("button", name="I have kept them: continue").click()
    desk.get_by_role("button", name="Sign out").click()
    browsers.give_password(desk, email, build.PASSWORD)
    look("Enter a code")
    desk.get_by_label("Code", exact=True).fill(codes[0])
    desk.get_by_role("button", name="Continue").click()
    desk.get_by_role("link", name="You: ").click()
    look("You")
    desk.get_by_label("Make new recovery codes").check()
    desk.get_by_label("Code", exact=True).fill(codes[1])
    desk.get_by_role("button", name="Continue").click()
    look("Your recovery codes")
    assert not set(codes) & set(desk.locator("li.app-secret").all_inner_texts())
