"""The row of links along the top, and what it keeps under "More"."""

import pytest

from tests.support.page import Page, words
from ulss_tracker.permissions import Role
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.navigation import LINKS, MENUS

pytestmark = pytest.mark.on_sqlite

ROW = ".moj-primary-navigation__item > a, .app-more summary"


def texts(page: Page, selector: str) -> list[str]:
    return [words(each) for each in page.select(selector)]


def test_what_fits_the_row_is_all_in_it(signed_in) -> None:
    page = signed_in(Role.LAW_OFFICER).get("/casework/")
    assert texts(page, ".moj-primary-navigation [aria-current=page]") == ["Your work"]
    assert not page.select(".app-more")


@pytest.mark.parametrize("role", MENUS)
def test_a_menu_holds_what_the_work_needs_and_your_work_leads_to_the_rest(
    signed_in, role: Role
) -> None:
    page = signed_in(role).get("/casework/")
    menu = texts(page, "nav[aria-label=Main] a")
    sections = {words for endpoint, words in LINKS if may_open(role, endpoint)}
    own = {words for endpoint, words in LINKS if endpoint in MENUS[role]}
    assert set(menu) == own
    assert sections - own <= set(texts(page, "main .app-links a"))


def test_the_same_page_shows_each_role_its_own_links(signed_in) -> None:
    shown = {
        role: set(texts(signed_in(role).get("/casework/requests"), "nav[aria-label=Main] a"))
        for role in (Role.SUPERVISOR, Role.CASEWORKER)
    }
    assert "Audit" in shown[Role.SUPERVISOR] - shown[Role.CASEWORKER]
    assert "Requests" in shown[Role.SUPERVISOR] & shown[Role.CASEWORKER]


def test_a_supervisor_has_one_row_and_the_rest_under_more(signed_in) -> None:
    page = signed_in(Role.SUPERVISOR).get("/supervision/audit")
    assert len(texts(page, ROW)) == 8
    assert texts(page, ROW)[-1] == "More, you are at Audit"
    assert {"Figures", "Old register", "Sealed cases", "Audit"} <= set(
        texts(page, ".app-more__link")
    )
    assert texts(page, ".app-more [aria-current=page]") == ["Audit"]
