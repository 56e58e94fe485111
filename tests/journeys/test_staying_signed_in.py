"""The end of a session in a browser: warned, put off, and nothing typed lost when it has come."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker import clock
from ulss_tracker.models import Review, StaffSession, db
from ulss_tracker.services.core.unit_of_work import transaction

TYPED = "Corrected Name"


def last_used(server: LiveServer, minutes: float, *, begun: float = 60) -> None:
    """Have the session last used, and begun, so many minutes ago."""
    now = clock.now()
    with server.app.app_context(), transaction():
        db.session.execute(
            update(StaffSession).values(
                seen_at=now - timedelta(minutes=minutes), begun_at=now - timedelta(minutes=begun)
            )
        )


def name_of(server: LiveServer, review_id: int) -> str:
    with server.app.app_context():
        found = db.session.get(Review, review_id)
        assert found is not None
        return str(found.offender_name)


def test_it_warns_is_put_off_and_loses_nothing(
    server: LiveServer, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    with server.app.app_context():
        email, review_id = build.user().email, build.review().id
    desk.clock.install()
    browsers.sign_in(desk, server.address, email, build.PASSWORD)
    path = f"{server.address}/casework/reviews/{review_id}/offender"
    desk.goto(path)
    desk.get_by_label("Name", exact=True).fill(TYPED)
    dialog = desk.locator("#stay")

    def look(name: str) -> None:
        for width in (1280, 375):
            desk.set_viewport_size({"width": width, "height": 900})
            shot(desk, f"stay-{name}-{width}")
        browsers.axe(desk)

    # Used in another tab meanwhile: no warning. Its answer sets when the page asks next.
    with desk.expect_response("**/session-time") as asked:
        desk.clock.fast_forward("20:01")
    asked.value.finished()
    expect(dialog).to_be_hidden()
    last_used(server, 26)
    desk.clock.fast_forward("25:01")
    expect(dialog).to_contain_text("You will be signed out in 4 minutes")
    expect(desk.get_by_role("button", name="Stay signed in")).to_be_focused()
    look("warned")
    desk.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_label("Name", exact=True)).to_have_value(TYPED)

    # Twelve hours cannot be put off, and it says so.
    last_used(server, 0, begun=12 * 60 - 3.5)
    desk.clock.fast_forward("25:01")
    expect(dialog).to_contain_text("A session lasts 12 hours")
    expect(desk.get_by_role("button", name="Stay signed in")).to_be_hidden()

    # It ends: the page is covered, and uncovered by signing in in another tab.
    last_used(server, 31)
    desk.clock.fast_forward("00:21")
    expect(dialog).to_contain_text("What you typed is still on it")
    look("ended")
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Sign in (opens in a new tab)").click()
    other = opened.value
    browsers.give_password(other, email, build.PASSWORD)
    other.get_by_role("heading", name="Your work", level=1).wait_for()
    desk.clock.fast_forward("00:21")
    expect(dialog).to_be_hidden()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("heading", name=TYPED).wait_for()
    assert name_of(server, review_id) == TYPED


def test_without_scripts_it_says_so_and_fills_in_what_was_sent_too_late(
    server: LiveServer, without_scripts: Page, shot: Callable[[Page, str], object]
) -> None:
    page = without_scripts
    with server.app.app_context():
        email, review_id = build.user().email, build.review().id
    browsers.sign_in(page, server.address, email, build.PASSWORD)
    page.goto(f"{server.address}/casework/reviews/{review_id}/offender")
    assert "half an hour after you last" in page.locator("noscript").inner_text()
    shot(page, "stay-without-scripts")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Stay signed in (opens in a new tab)").click()
    opened.value.get_by_role("heading", name="You are still signed in").wait_for()
    shot(opened.value, "stay-still")
    page.get_by_label("Name", exact=True).fill(TYPED)
    last_used(server, 31)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What you entered is kept for a day").wait_for()
    shot(page, "stay-sign-in")
    browsers.give_password(page, email, build.PASSWORD)
    page.get_by_text("What you had entered is filled in below").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == TYPED
    shot(page, "stay-filled-in")
    assert name_of(server, review_id) != TYPED
    page.get_by_role("button", name="Save").click()
    assert name_of(server, review_id) == TYPED
