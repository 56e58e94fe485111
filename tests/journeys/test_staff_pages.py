"""Every page of the office, on a desk's screen and on a phone's: full, empty, long, and refused.

The addresses come from the table of endpoints itself (`tests/support/addresses.py`): a page that is
added is looked at here with nothing more to write, and so is each form sent with nothing filled in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask, abort
from playwright.sync_api import Locator, Page, ViewportSize
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.addresses import every_address
from tests.support.awkward import NAMES
from tests.support.checked_client import CheckedClient, client_of
from tests.support.live_server import LiveServer
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.workflow import State
from ulss_tracker.web.core.access import ACCESS
from ulss_tracker.web.core.errors import PAGES as ERRORS

WIDTHS = {"desk": 1280, "phone": 375}
PAPER: ViewportSize = {"width": 720, "height": 1020}  # A4 within its margins
AFTER = "links => links.map(link => getComputedStyle(link, '::after').content)"
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
# What leads on to where something stands, and marks it as read.
LEADS_ON = frozenset({"casework.read_comment"})
PICTURES = frozenset({"statistics.chart", "statistics.papers_chart", "supervision.load_chart"})
# A case of poisoning, with the day of conduct that decides and the limit that is not confirmed.
CASE_ON_A_DAY = (
    "/admin/catalogue/io-oapa-24?sentenced-day=1&sentenced-month=9&sentenced-year=2026"
    "&conduct-day=3&conduct-month=5&conduct-year=2026"
)
BLANK = """form => {
  for (const field of form.elements) {
    if (field.name === 'version') field.value = '0'
    else if (['checkbox', 'radio'].includes(field.type)) field.checked = false
    else if (field.type !== 'hidden' && field.tagName !== 'BUTTON') field.value = ''
  }
  form.noValidate = true
  form.requestSubmit()
}"""
"""Sent blank, and as of a version that is long gone: it is refused, or what changed is shown."""


WRONG = ".govuk-error-summary, .govuk-notification-banner:not(.govuk-notification-banner--success)"
"""Where a page says what is wrong: of a form, or of a list in which nothing was ticked."""


def looker(endpoint: str) -> Role | None:
    """Who looks at this page, or None when it is not the office's."""
    wanted = ACCESS.get(endpoint)
    if not isinstance(wanted, Permission):
        return None
    if endpoint in SHOWS_MORE:
        return Role.CASEWORKER
    return next(role for role in LOOKERS if may(role, wanted))


def signed_in(app: Flask, role: Role) -> CheckedClient:
    client = client_of(app)
    signed = build.session_of(build.user(role))
    with client.session_transaction() as session:
        session.update(signed)
    return client


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


# Whether the one word on the search button stands on more than one line.
BROKEN_WORD = """() => {
  const word = document.createRange();
  const button = document.querySelector(".app-search__button");
  if (!button) return false;
  word.selectNodeContents(button);
  return word.getClientRects().length > 1;
}"""


@dataclass
class Looking:
    """One window, and every fault seen in it: named by page, told at the end all at once."""

    page: Page
    shot: Callable[[Page, str], object]
    faults: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        if answer.status != status:
            self.faults.append(f"{path} answered {answer.status}, not {status}")

    def send_blank(self, number: int, name: str) -> None:
        """Send a form of the page with nothing in it, and look at what is said is wrong."""
        with self.page.expect_navigation() as going:
            asking(self.page)[number].evaluate(BLANK)
        if self.page.locator(WRONG).count() or going.value.status == 409:
            self.look(f"{name}-refused-{number}")
        else:
            self.faults.append(f"{name} took form {number} with nothing in it")

    def look(self, name: str) -> None:
        """Measure the page, and note what axe finds."""
        self.measure(name)
        try:
            browsers.axe(self.page)
        except AssertionError as found:
            self.faults.append(f"{name}: {found}")

    def measure(self, name: str) -> None:
        """Keep pictures; note a page that is wider than its screen."""
        for screen, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.shot(self.page, f"staff-{name}-{screen}")
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                self.faults.append(f"{name} is {wide} pixels wider than the {screen}")
            if self.page.evaluate(BROKEN_WORD):
                self.faults.append(f"{name}: the word of the search button is broken, {screen}")

    def none(self) -> None:
        assert self.faults == [], "\n".join(self.faults)


@pytest.fixture
def window(desk: Page, shot: Callable[[Page, str], object]) -> Looking:
    """A window of somebody who has not signed in."""
    return Looking(desk, shot)


@pytest.fixture
def sign_in(window: Looking, server: LiveServer) -> Callable[[Role], Looking]:
    """A function: the window, in which somebody of a role has signed in."""

    def as_role(role: Role) -> Looking:
        with server.app.app_context():
            email = build.user(role).email
        browsers.sign_in(window.page, server.address, email, build.PASSWORD)
        return window

    return as_role


def test_printed_a_page_has_its_words_and_neither_addresses_nor_buttons(
    demo_server: LiveServer, sign_in: Callable[[Role], Looking]
) -> None:
    with demo_server.app.app_context():
        state = Review.state == State.UNDER_CONSIDERATION
        review_id = db.session.scalars(select(Review.id).where(state)).first()
    window = sign_in(Role.SUPERVISOR)
    page = window.page
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for path in ("/supervision/board", "/casework/requests", f"/casework/reviews/{review_id}"):
        window.go(path)
        after = page.locator("a").evaluate_all(AFTER)
        assert not [words for words in after if "(/" in words], path
        assert page.locator("main .govuk-button:visible").count() == 0, path
    # What stood beside it took its room, and it was printed a letter to a line.
    title = page.locator(".govuk-summary-card__title").first.bounding_box()
    assert title is not None
    assert title["height"] < title["width"]
    window.none()


def test_no_page_of_the_office_falls_to_somebody_who_looks_at_none() -> None:
    assert {looker(endpoint) for endpoint in ACCESS} - {None} <= set(LOOKERS)


def asking(page: Page) -> list[Locator]:
    """The forms of a page that ask for something and change something."""
    forms = page.locator("main form[method=post]").all()
    return [
        form for form in forms if form.locator("input:not([type=hidden]), select, textarea").count()
    ]


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
        browsers.sign_in(desk, server.address, email, build.PASSWORD)
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


def test_long_words_and_other_scripts_widen_no_page(
    server: LiveServer, sign_in: Callable[[Role], Looking]
) -> None:
    with server.app.app_context():
        reviews = [
            build.review_to_decide(offender_name=name, requester_name=name) for name in NAMES
        ]
        at = [(each.id, each.case.reference) for each in reviews]
        asked = reviews[1].case.requests[0].reference
    window = sign_in(Role.SUPERVISOR)
    review_id, reference = at[1]
    tabs = ("", "/requests", "/offenders", "/timeline", "/papers", "/letters", "/told", "/notes")
    pages = ("", "/submission", "/letters", "/court", "/offender", "/decision/record")
    lists = ("/supervision/board", "/supervision/exceptions", "/casework/requests?state=in_case")
    for path in (
        *(f"/casework/cases/{reference}{tab}" for tab in tabs),
        *(f"/casework/reviews/{review_id}{each}" for each in pages[:-1]),
        *(f"/casework/reviews/{other}" for other, _ in at),
        *lists,
        f"/casework/requests/{asked}",
    ):
        window.go(path)
        window.look("long" + re.sub(r"\W", "-", path))
    window.none()


@pytest.fixture
def refusals(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """The page of each error as a caseworker gets it who sent a form, with what they typed."""
    app = server.app
    monkeypatch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", False)
    pages = {}
    with app.app_context():
        review_id = build.review().id
        client = signed_in(app, Role.CASEWORKER)
        for code in sorted(ERRORS):
            monkeypatch.setitem(
                app.view_functions, "casework.change_assignee", lambda code=code, **_: abort(code)
            )
            answer = client.open(
                f"/casework/reviews/{review_id}/assignee",
                method="POST",
                data={"assignee": "1", "note": "Typed at length. " * 40},
                headers={"Sec-Fetch-Site": "same-origin", "Referer": f"{server.address}/casework/"},
            )
            assert answer.status_code == code
            pages[code] = answer.get_data(as_text=True)
    return pages


def test_every_error_page_of_the_office_is_accessible(
    server: LiveServer, refusals: dict[int, str], window: Looking
) -> None:
    desk = window.page
    addresses = {f"{server.address}/as-it-was-answered/{code}": code for code in refusals}
    desk.route(
        re.compile("/as-it-was-answered/"),
        lambda route: route.fulfill(
            content_type="text/html", body=refusals[addresses[route.request.url]]
        ),
    )
    for address, code in addresses.items():
        window.go(address)
        assert desk.get_by_role("heading", name="What you entered").is_visible()
        window.look(f"error-{code}")
    window.none()


def test_the_pages_of_signing_in_are_accessible(
    server: LiveServer, sign_in: Callable[[Role], Looking]
) -> None:
    with server.app.app_context():
        review_id = build.review().id
        key = build.password_link(build.user(Role.SUPERVISOR))
    window = sign_in(Role.CASEWORKER)
    page = window.page
    page.goto(f"/casework/reviews/{review_id}/assignee")
    page.locator("main textarea").fill("Typed before the session ended")
    page.context.clear_cookies()
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    page.get_by_text("What you entered is kept").wait_for()
    window.look("sign-in-kept")
    with server.app.app_context():
        page.get_by_label("Email address").fill(build.user().email)
    page.get_by_label("Password", exact=True).fill(build.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Send what you entered").wait_for()
    window.look("kept")
    page.context.clear_cookies()
    for path, status in (
        ("/sign-in", 200),
        (f"/set-password/{key}", 200),
        ("/set-password/x", 404),
    ):
        name = path.split("/")[1] + str(status)
        window.go(path, status)
        window.look(name)
        if status == 200:
            with page.expect_navigation():
                page.locator("main form").evaluate(BLANK)
            assert page.locator(".govuk-error-summary").count()
            window.look(f"{name}-refused")
    window.none()


def test_what_is_shown_once_after_a_press_is_accessible(
    server: LiveServer, window: Looking
) -> None:
    with server.app.app_context():
        people = [build.user(), build.user(Role.ADMINISTRATOR), build.user(Role.SUPERVISOR)]
        emails, person = [each.email for each in people], people[0].id
    desk = window.page
    browsers.sign_in(desk, server.address, emails[0], build.PASSWORD)
    window.go("/casework/calendar")
    desk.get_by_role("button", name="Make an address").click()
    desk.get_by_text("This address is shown once").wait_for()
    window.look("calendar-link")
    desk.context.clear_cookies()
    browsers.sign_in(desk, server.address, emails[1], build.PASSWORD)
    window.go(f"/admin/people/{person}")
    desk.locator("main form[action*=link] button").click()
    desk.get_by_text("must approve it").wait_for()
    window.look("proposed")
    desk.context.clear_cookies()
    browsers.sign_in(desk, server.address, emails[2], build.PASSWORD)
    window.go("/admin/proposals/1")
    window.look("to-approve")
    desk.get_by_role("button", name="Approve").click()
    desk.locator(".app-password-link").wait_for()
    window.look("password-link")
    window.none()
