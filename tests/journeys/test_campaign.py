"""A campaign as a supervisor meets it in a browser: one row, one page, one press."""

from collections.abc import Callable

from tests.support import campaign
from tests.support.campaign import FEW, Sort
from tests.support.live_server import LiveServer
from tests.support.looking import Looking
from ulss_tracker.permissions import Role


def test_it_is_one_row_whose_page_joins_all(
    server: LiveServer, sign_in: Callable[[Role], Looking]
) -> None:
    with server.app.app_context():
        made = campaign.take_all(FEW)
    window = sign_in(Role.SUPERVISOR)
    window.go("/casework/requests?state=all")
    with window.page.expect_navigation():
        window.page.locator("main a[href$='/same-words']").first.click()
    window.look("the campaign")
    total = sum(len(made[sort]) for sort in Sort if sort is not Sort.OTHER_SENTENCE)
    assert f"{total} requests wait" in window.page.locator("h1").inner_text()
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="Join all").click()
    window.look("joined")
    window.none()
