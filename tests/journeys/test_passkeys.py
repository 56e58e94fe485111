"""Passkeys in Chromium, with a virtual authenticator: set up, sign in, step up, lose, recover."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page

from tests.support import browser as browsers
from tests.support import build
from tests.support.databases import MIGRATED, Databases, configured, let_go
from tests.support.live_server import LiveServer, served
from tests.support.second_factor import make_stale
from ulss_tracker import create_app
from ulss_tracker.permissions import Role
from ulss_tracker.services.supervision import account_proposals

WIDTHS = (1280, 375)


@pytest.fixture
def server(databases: Databases, tmp_path: Path) -> Iterator[LiveServer]:
    """The tracker, served where staff sign in with a second factor."""
    app = create_app(configured(databases.make("with_passkeys", like=MIGRATED)))
    with served(app, tmp_path, SECOND_FACTOR="true") as live:
        live.address = live.address.replace("127.0.0.1", "localhost")  # a passkey's home is a name
        yield live
        assert live.faults() == ""
    let_go(app)


def authenticator(session: CDPSession) -> str:
    """A security key in this browser's hands, which answers at once; its id."""
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(made["authenticatorId"])


def test_a_passkey_from_the_first_sign_in_to_its_loss(
    server: LiveServer, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    with server.app.app_context():
        email = build.user(Role.ADMINISTRATOR).email
        person = build.user().id
    session = desk.context.new_cdp_session(desk)
    session.send("WebAuthn.enable")
    key = authenticator(session)

    def look(heading: str, name: str = "") -> None:
        desk.get_by_role("heading", name=heading, level=1).wait_for()
        browsers.look_in(desk, WIDTHS, shot, f"passkey-{name or heading}")

    def give_password(after: str) -> None:
        desk.goto(f"{server.address}/sign-in")
        browsers.give_password(desk, email, build.PASSWORD)
        look(after)

    give_password("Set up an authenticator app")
    desk.get_by_label("Name of the passkey").fill("Blue key")
    desk.get_by_role("button", name="Set up a passkey").click()
    look("Your recovery codes")
    codes = desk.locator("li.app-secret").all_inner_texts()
    desk.get_by_role("button", name="Sign out").click()

    give_password("Use a passkey or enter a code")
    desk.get_by_role("button", name="Use a passkey").click()
    desk.wait_for_url("**/admin/people")
    desk.goto(f"{server.address}/account")
    look("You")

    # What weighs most asks for it again, and nothing typed is lost.
    desk.goto(f"{server.address}/admin/people/{person}")
    desk.get_by_label("Name", exact=True).fill("Another Name")
    make_stale(server.app, desk)
    desk.get_by_role("button", name="Save").click()
    look("Use a passkey or enter a code", "step up")
    desk.get_by_role("button", name="Use a passkey").click()
    look("Send what you entered")
    desk.get_by_role("button", name="Send it").click()
    desk.get_by_text("Another Name’s account changed").wait_for()

    # The key is lost: nothing answers, the page says so, and a recovery code lets in.
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    authenticator(session)
    desk.context.clear_cookies()
    give_password("Use a passkey or enter a code")
    desk.get_by_role("button", name="Use a passkey").click()
    desk.get_by_text("No passkey answered. Try again, or enter a code.").wait_for()
    look("Use a passkey or enter a code", "none answered")
    desk.get_by_label("Code", exact=True).fill(codes[0])
    desk.get_by_role("button", name="Continue").click()
    desk.wait_for_url("**/admin/people")
    desk.goto(f"{server.address}/account")
    desk.get_by_role("link", name="Name or remove Blue key").click()
    look("Blue key")
    desk.get_by_role("button", name="Remove this passkey").click()
    # It is the only way in: refused kindly, until another is added.
    desk.get_by_text("This is the only way you have to sign in").wait_for()

    # Without codes two people recover them: the next sign-in sets up another.
    with server.app.app_context():
        user = build.user(Role.ADMINISTRATOR)
        other = build.user(Role.ADMINISTRATOR, email="other-administrator@example.org")
        proposal = account_proposals.propose_reset(user, other)
        account_proposals.approve(proposal.id, build.user(Role.SUPERVISOR))
    give_password("Set up an authenticator app")
    desk.get_by_role("button", name="Set up a passkey").click()
    look("Your recovery codes")
