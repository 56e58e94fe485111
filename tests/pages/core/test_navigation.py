"""The row of links along the top, and what stands on the page of each of its sections."""

import pytest
from flask import Flask, url_for

from tests.support.page import Page, words
from ulss_tracker.permissions import Role
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.navigation import SECTIONS, menu

pytestmark = pytest.mark.on_sqlite

MENU = "nav[aria-label=Main] a"
DAILY = {
    Role.CASEWORKER: [
        "Your work",
        "Requests",
        "Incoming",
        "Outgoing",
        "People to tell",
        "To verify",
        "Check an offence",
    ],
    Role.SUPERVISOR: [
        "Board",
        "Your work",
        "Requests",
        "To sign",
        "Exceptions",
        "Figures",
        "People",
    ],
}


def texts(page: Page, selector: str) -> list[str]:
    return [words(link) for link in page.select(selector)]


@pytest.mark.parametrize("role", DAILY)
def test_whoever_works_on_cases_has_seven_entries(signed_in, role: Role) -> None:
    page = signed_in(role).get("/casework/requests")
    assert texts(page, MENU) == DAILY[role]
    assert texts(page, ".moj-primary-navigation [aria-current=page]") == ["Requests"]


@pytest.mark.parametrize("role", list(Role))
def test_every_section_is_at_most_two_presses_from_the_menu(
    app: Flask, signed_in, role: Role
) -> None:
    with app.test_request_context():
        entries = {entry.href for entry in menu(role)}
        wanted = {url_for(s.endpoint) for s in SECTIONS if may_open(role, s.endpoint)}
    assert 2 <= len(entries) <= 7
    client = signed_in(role)
    reached = entries
    for _press in range(2):
        pages = [client.get(address) for address in sorted(reached & wanted)]
        reached = {link.get("href") for page in pages for link in page.select("a[href]")}
    assert wanted <= reached


def test_a_page_of_a_section_says_in_which_one_is(signed_in) -> None:
    page = signed_in(Role.SUPERVISOR).get("/supervision/audit")
    assert texts(page, ".moj-primary-navigation [aria-current=true]") == ["Exceptions"]


def test_one_entry_alone_is_current_where_a_section_stands_in_two_places(signed_in) -> None:
    page = signed_in(Role.CASEWORKER).get("/casework/mailbox")
    assert texts(page, ".moj-primary-navigation [aria-current]") == ["Incoming"]
    page = signed_in(Role.SUPERVISOR).get("/casework/complaints")
    assert texts(page, ".moj-primary-navigation [aria-current]") == ["Requests"]
