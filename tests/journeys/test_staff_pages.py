"""Every page of the office that a link leads to, on a desk's screen and on a phone's."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests.support import browser as browsers
from tests.support.live_server import LiveServer
from ulss_tracker.cli.demo.people import (
    ADMINISTRATOR,
    CASEWORKER,
    LAW_OFFICER,
    PASSWORD,
    SUPERVISOR,
    Person,
)

OFFICE = ("casework.", "supervision.", "admin.")
# These answer with a file, or with words for a script.
NO_PAGES = frozenset(
    {
        "casework.document",
        "casework.letter_pdf",
        "casework.preview_letter",
        "casework.suggest_courts",
        "casework.suggest_offences",
    }
)
# What a review's page leads to depends on its stage: several are looked at.
TIMES = {"casework.show_review": 5}
WIDTHS = {"desk": 1280, "phone": 390}


def endpoint_of(app: Flask, path: str) -> str | None:
    """The page that a path of the office leads to, or None."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    is_page = endpoint.startswith(OFFICE) and endpoint not in NO_PAGES
    return str(endpoint) if is_page else None


def follow_every_link(page: Page, app: Flask, look: Callable[[str], None]) -> set[str]:
    """From the page one is on, come to each page that can be reached by links."""
    waiting = [urlsplit(page.url).path]
    seen: Counter[str] = Counter()
    been: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        endpoint = endpoint_of(app, path.partition("?")[0])
        if endpoint is None or path in been or seen[endpoint] >= TIMES.get(endpoint, 1):
            continue
        seen[endpoint] += 1
        been.add(path)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        look(f"{endpoint}-{seen[endpoint]}" if endpoint in TIMES else endpoint)
        hrefs = page.locator("a[href]").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        waiting += [href for href in hrefs if href.startswith("/")]
    return set(seen)


@pytest.mark.parametrize(
    ("person", "fewest"),
    [(CASEWORKER, 18), (SUPERVISOR, 19), (LAW_OFFICER, 7), (ADMINISTRATOR, 3)],
    ids=lambda value: value.role.value if isinstance(value, Person) else "",
)
def test_every_page_is_accessible_and_no_wider_than_its_screen(
    demo_server: LiveServer,
    desk: Page,
    shot: Callable[[Page, str], Path],
    axe: Callable[[Page], None],
    person: Person,
    fewest: int,
) -> None:
    browsers.sign_in(desk, demo_server.address, person.email, PASSWORD)

    def look(endpoint: str) -> None:
        for name, width in WIDTHS.items():
            desk.set_viewport_size({"width": width, "height": 900})
            shot(desk, f"staff-{person.role}-{endpoint}-{name}")
            wide = desk.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{endpoint} is {wide} pixels wider than the {name}"
        axe(desk)

    seen = follow_every_link(desk, demo_server.app, look)
    assert len(seen) >= fewest, sorted(seen)
