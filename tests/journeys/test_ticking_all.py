"""One box ticks all on a page: with scripts the MoJ's own, without them each by itself."""

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role

REASSIGN = "/supervision/reassign"


def reviews(server: LiveServer, count: int = 3) -> tuple[str, str]:
    """So many of one caseworker's reviews: the address of the list, and a supervisor's email."""
    with server.app.app_context():
        for number in range(count):
            build.eligible_review(offender_name=f"Offender {number}")
        build.user(email="other@example.org", name="Una Other")
        assigned_to = build.user().id
        return f"{server.address}{REASSIGN}?assigned_to={assigned_to}", build.user(
            Role.SUPERVISOR
        ).email


def test_forty_are_ticked_and_given_in_three_presses(server: LiveServer, desk: Page) -> None:
    address, email = reviews(server, 40)
    browsers.let_in(desk, server, email)
    desk.goto(address)
    boxes = desk.locator("input[name=reviews]")
    expect(boxes).to_have_count(40)
    desk.get_by_label("Select all").check(force=True)
    assert [box.is_checked() for box in boxes.all()] == [True] * 40
    boxes.first.uncheck(force=True)
    assert not desk.get_by_label("Select all").is_checked()
    boxes.first.check(force=True)
    assert desk.get_by_label("Select all").is_checked()
    browsers.axe(desk)
    desk.get_by_label("Give them to").select_option("Una Other")
    desk.get_by_role("button", name="Give the ticked reviews").click()
    expect(desk.get_by_text("40 reviews given")).to_be_visible()
    with server.app.app_context():
        assert {each.assignee.name for each in db.session.query(Review)} == {"Una Other"}


def test_without_scripts_each_is_ticked_by_itself(
    server: LiveServer, without_scripts: Page
) -> None:
    address, email = reviews(server)
    browsers.let_in(without_scripts, server, email)
    without_scripts.goto(address)
    expect(without_scripts.get_by_label("Select all")).to_have_count(0)
    without_scripts.get_by_label("Give Offender 1").check(force=True)
    without_scripts.get_by_label("Give them to").select_option("Una Other")
    without_scripts.get_by_role("button", name="Give the ticked reviews").click()
    expect(without_scripts.get_by_text("1 review given")).to_be_visible()
