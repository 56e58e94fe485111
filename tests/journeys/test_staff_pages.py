"""Every page of the office, on a desk's screen and on a phone's, with records to show.

The addresses come from the table of endpoints itself (`tests/support/addresses.py`): a page that is
added is looked at here with nothing more to write.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import client_of
from tests.support.live_server import LiveServer
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.web.access import ACCESS

OFFICE = ("casework.", "supervision.", "statistics.", "register.", "admin.")
WIDTHS = {"desk": 1280, "phone": 390}
# Who looks at a page: the first of these who may. The work is shared out between them.
LOOKERS = (
    Role.LAW_OFFICER,
    Role.CASEWORKER,
    Role.SUPERVISOR,
    Role.PRIVATE_OFFICE,
    Role.ADMINISTRATOR,
)
# How many pages at the least fall to each: none may go missing unseen.
FEWEST = {
    Role.CASEWORKER: 41,
    Role.SUPERVISOR: 20,
    Role.LAW_OFFICER: 12,
    Role.PRIVATE_OFFICE: 1,
    Role.ADMINISTRATOR: 3,
}
# Caseworkers come to these, where they show more than a law officer sees.
SHOWS_MORE = frozenset({"casework.show_review", "casework.show_request", "casework.show_case"})


def looker(endpoint: str) -> Role | None:
    """Who looks at this page, or None when it is not the office's."""
    wanted = ACCESS.get(endpoint)
    if not endpoint.startswith(OFFICE) or not isinstance(wanted, Permission):
        return None
    if endpoint in SHOWS_MORE:
        return Role.CASEWORKER
    return next(role for role in LOOKERS if may(role, wanted))


def pages_of(app: Flask, role: Role) -> list[tuple[str, str]]:
    """Each page that `role` looks at: a name and an address that answers it with a page."""
    addresses = [
        (each.endpoint, each.path)
        for each in every_address(app)
        if each.method == "GET" and looker(each.endpoint) is role
    ]
    if role is Role.CASEWORKER:
        # What a review's page shows depends on its stage.
        firsts = db.session.execute(select(Review.state, Review.id).order_by(Review.id.desc()))
        addresses += [
            (f"review-{state}", f"/casework/reviews/{review_id}")
            for state, review_id in dict(firsts.all()).items()
        ]
    client = client_of(app)
    with client.session_transaction() as session:
        session["_user_id"] = build.user(role).session_key
        session["_fresh"] = True
    found = []
    for name, path in addresses:
        answer = client.open(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found.append((name, path))
    return found


@pytest.mark.parametrize(("role", "fewest"), list(FEWEST.items()))
def test_every_page_is_accessible_and_no_wider_than_its_screen(
    demo_server: LiveServer,
    desk: Page,
    shot: Callable[[Page, str], object],
    axe: Callable[[Page], None],
    role: Role,
    fewest: int,
) -> None:
    with demo_server.app.app_context():
        pages = pages_of(demo_server.app, role)
        email = build.user(role).email
    browsers.sign_in(desk, demo_server.address, email, build.PASSWORD)
    faults = []
    for name, path in pages:
        answer = desk.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        for screen, width in WIDTHS.items():
            desk.set_viewport_size({"width": width, "height": 900})
            shot(desk, f"staff-{role}-{name}-{screen}")
            wide = desk.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                faults.append(f"{name} is {wide} pixels wider than the {screen}")
        try:
            axe(desk)
        except AssertionError as found:
            faults.append(str(found))
    assert faults == [], "\n".join(faults)
    assert len(pages) >= fewest, [name for name, _ in pages]


def test_no_page_of_the_office_falls_to_somebody_who_looks_at_none() -> None:
    assert {looker(endpoint) for endpoint in ACCESS} - {None} <= set(FEWEST)
