"""Signing in by the office's own provider in a browser: a stranger, oneself, step-up, leaving."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support import build, oidc_server
from tests.support.databases import MIGRATED, Databases, configured, let_go
from tests.support.live_server import LiveServer, served
from tests.support.oidc_server import Provider
from tests.support.second_factor import code_of, make_stale
from ulss_tracker import create_app
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import office_identities
from ulss_tracker.web.accounts.office_sign_in import NOBODY

WIDTHS = (1280, 375)
BUTTON = "Sign in with your office account"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The office's provider, another site to the browser, with a page of its own."""
    with oidc_server.serving("localhost") as found:
        found.asks = True
        yield found


@pytest.fixture
def server(databases: Databases, tmp_path: Path, provider: Provider) -> Iterator[LiveServer]:
    """The tracker, served where staff sign in by the provider and with a second factor."""
    app = create_app(configured(databases.make("by_provider", like=MIGRATED)))
    with served(app, tmp_path, SECOND_FACTOR="true", **provider.settings()) as live:
        yield live
        assert live.faults() == ""
    let_go(app)


@pytest.fixture
def sites(provider: Provider) -> tuple[str, ...]:
    """The other sites that the browser may ask."""
    return (provider.url,)


def test_by_the_provider_from_a_stranger_to_signing_out(
    server: LiveServer, provider: Provider, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    with server.app.app_context():
        administrator = build.user(Role.ADMINISTRATOR)
        email = administrator.email
        office_identities.join(administrator, provider.url, email)
        person = build.user().id

    def look(heading: str, name: str = "") -> None:
        desk.get_by_role("heading", name=heading, level=1).wait_for()
        browsers.look_in(desk, WIDTHS, shot, f"provider-{name or heading}")

    def come_by_provider(address: str) -> None:
        desk.get_by_role("button", name=BUTTON).click()
        desk.get_by_label("Work address").fill(address)
        desk.get_by_role("button", name="Continue").click()

    # Whom the provider knows and the tracker does not stays outside, and may be somebody else next.
    desk.goto(f"{server.address}/sign-in")
    come_by_provider("stranger@example.org")
    desk.get_by_text(NOBODY).wait_for()
    look("Sign in", "refused")
    desk.goto(f"{server.address}/admin/people")
    look("Sign in")
    come_by_provider(email)

    # The tracker's own second factor is asked for, as after a password.
    look("Set up an authenticator app")
    secret = desk.locator(".app-secret").inner_text().replace("-", "")
    desk.get_by_label("Code", exact=True).fill(code_of(secret))
    desk.get_by_role("button", name="Continue").click()
    look("Your recovery codes")
    codes = desk.locator("li.app-secret").all_inner_texts()
    desk.get_by_role("button", name="I have kept them: continue").click()
    desk.wait_for_url("**/admin/people")

    # What weighs most asks for a fresh code, whatever the provider said, and loses nothing typed.
    desk.goto(f"{server.address}/admin/people/{person}")
    desk.get_by_label("Name", exact=True).fill("Another Name")
    make_stale(server.app, desk)
    desk.get_by_role("button", name="Save").click()
    desk.get_by_label("Code", exact=True).fill(codes[0])
    desk.get_by_role("button", name="Continue").click()
    look("Send what you entered")
    desk.get_by_role("button", name="Send it").click()
    desk.get_by_text("Another Name’s account changed").wait_for()

    # Leaving ends the tracker's session, and then the provider's.
    desk.get_by_role("button", name="Sign out").click()
    look("You are signed out")
    desk.goto(f"{server.address}/admin/people")
    look("Sign in", "again")
    desk.get_by_role("button", name=BUTTON).click()  # still known there: straight to the code
    desk.get_by_label("Code", exact=True).fill(codes[1])
    desk.get_by_role("button", name="Continue").click()
    desk.get_by_role("button", name="Sign out").click()
    desk.get_by_role("link", name="Sign out of your office account too").click()
    look("Sign in", "out of both")
    assert len(provider.signed_out) == 1
    desk.get_by_role("button", name=BUTTON).click()
    desk.get_by_label("Work address").wait_for()
