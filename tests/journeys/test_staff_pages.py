"""Every page of the office, on a desk's screen and on a phone's: full, empty, and refused.

The addresses come from the table of endpoints itself (`tests/support/addresses.py`): a page that is
added is looked at here with nothing more to write, and so is each form sent with nothing filled in.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.addresses import every_address
from tests.support.live_server import LiveServer
from tests.support.looking import Looking, asking
from tests.support.signed_in import signed_in
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.web.core.access import ACCESS

# Who looks at a page: the first of these who may. The work is shared out between them.
LOOKERS = (
    Role.LAW_OFFICER,
    Role.CASEWORKER,
    Role.SUPERVISOR,
    Role.PRIVATE_OFFICE,
    Role.LAWYER,
    Role.COUNSEL,
    Role.ADMINISTRATOR,
)
# Each test looks at a share of what a role sees: caseworkers see most.
SHARES = [
    pytest.param(role, slice(first, None, count), id=f"{role}-{first + 1}")
    for role in LOOKERS
    for count in [4 if role is Role.CASEWORKER else 1]
    for first in range(count)
]
# Caseworkers come to these, where they show more than a law officer sees.
SHOWS_MORE = frozenset({"casework.show_review", "casework.show_request", "casework.show_case"})
# What an address of the office may answer with instead of a page.
DOWNLOADS = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "application/pdf",
        "application/toml",
        "application/zip",
        "image/svg+xml",
        "text/csv",
    }
)
# The letters of a batch can be printed once one is issued; none is here.
NOT_YET = frozenset({"casework.batch_pdf"})
# What sends a browser to the address of a file, with a token.
SENDS_TO_FILES = frozenset({"casework.document_copy", "casework.document_page"})
# What leads on to where something stands: a comment, which is then read, the security log, a
# request whose words nobody else has sent.
LEADS_ON = frozenset({"casework.campaign", "casework.read_comment", "supervision.security"})
PICTURES = frozenset({"statistics.chart", "statistics.papers_chart", "supervision.load_chart"})
# A case of poisoning, with the day of conduct that decides and the limit that is not confirmed.
CASE_ON_A_DAY = (
    "/admin/catalogue/io-oapa-24?sentenced-day=1&sentenced-month=9&sentenced-year=2026"
    "&conduct-day=3&conduct-month=5&conduct-year=2026"
)


def looker(endpoint: str) -> Role | None:
    """Who looks at this page, or None when it is not the office's."""
    wanted = ACCESS.get(endpoint)
    if not isinstance(wanted, Permission):
        return None
    if endpoint in SHOWS_MORE:
        return Role.CASEWORKER
    return next(role for role in LOOKERS if may(role, wanted))


def pages_of(app: Flask, role: Role, share: slice) -> list[tuple[str, str]]:
    """Each page that `role` looks at: a name and an address. Every address must answer.

    Of a long list `share` is what one test looks at.
    """
    addresses = [
        (each.endpoint, each.path)
        for each in every_address(app)
        if each.method == "GET"
        and looker(each.endpoint) is role
        and each.endpoint not in SENDS_TO_FILES | LEADS_ON
    ]
    if role is Role.CASEWORKER:
        # What a review's page shows depends on its stage.
        firsts = db.session.execute(select(Review.state, Review.id).order_by(Review.id.desc()))
        addresses += [
            (f"review-{state}", f"/casework/reviews/{review_id}")
            for state, review_id in dict(firsts.all()).items()
        ]
    if role is looker("admin.offence"):
        addresses.append(("case-on-a-day", CASE_ON_A_DAY))
    client = signed_in(app, role)
    found = []
    for name, path in addresses[share]:
        answer = client.open(path)
        status = 409 if name in NOT_YET else 200
        assert answer.status_code == status, f"{name} answered {answer.status_code} at {path}"
        if name in NOT_YET:
            continue
        if answer.mimetype == "text/html":
            found.append((name, path))
        else:
            assert answer.mimetype in DOWNLOADS, f"{name} is {answer.mimetype}"
    return found


def test_no_page_of_the_office_falls_to_somebody_who_looks_at_none() -> None:
    assert {looker(endpoint) for endpoint in ACCESS} - {None} <= set(LOOKERS)


@pytest.mark.parametrize(("role", "share"), SHARES)
def test_every_page_and_each_of_its_forms_sent_blank_is_accessible_and_no_wider_than_its_screen(
    demo_server: LiveServer, sign_in: Callable[[Role], Looking], role: Role, share: slice
) -> None:
    """A form sent blank is refused: its page, what is wrong added, is what axe looks at."""
    with demo_server.app.app_context():
        pages = pages_of(demo_server.app, role, share)
    window = sign_in(role)
    for name, path in pages:
        window.go(path)
        forms = len(asking(window.page))
        if not forms:
            window.look(f"{role}-{name}")
            continue
        window.measure(f"{role}-{name}")
        for number in range(forms):
            if number:
                window.go(path)
            window.send_blank(number, f"{role}-{name}")
    window.none()


def test_lists_with_nothing_in_them_are_accessible_and_say_so(
    server: LiveServer, window: Looking
) -> None:
    with server.app.app_context():
        emails = {role: build.user(role).email for role in LOOKERS}
    rules = [rule for rule in server.app.url_map.iter_rules() if not rule.arguments]
    desk = window.page
    for role, email in emails.items():
        desk.context.clear_cookies()
        browsers.let_in(desk, server, email)
        for rule in rules:
            is_theirs = "GET" in (rule.methods or ()) and looker(rule.endpoint) is role
            if not is_theirs or ACCESS[rule.endpoint] is Permission.SEE_CATALOGUE:
                continue  # the catalogue of offences is never empty
            if rule.endpoint in PICTURES:
                continue  # no page shows a picture of nothing
            answer = desk.request.get(rule.rule)
            if answer.headers["content-type"].startswith("text/html"):
                window.go(rule.rule)
                window.look(f"empty-{rule.endpoint}")
    window.none()
