"""Pages of the office as they are seen at times: printed, with long words, refused, shown once."""

import re
from collections.abc import Callable

import pytest
from flask import abort
from playwright.sync_api import ViewportSize
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.awkward import NAMES
from tests.support.live_server import LiveServer
from tests.support.looking import BLANK, Looking
from tests.support.signed_in import signed_in
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.web.core.errors import PAGES as ERRORS

PAPER: ViewportSize = {"width": 720, "height": 1020}  # A4 within its margins
AFTER = "links => links.map(link => getComputedStyle(link, '::after').content)"


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
    browsers.let_in(desk, server, emails[0])
    window.go("/account")
    desk.get_by_role("button", name="Make an address").click()
    desk.get_by_text("This address is shown once").wait_for()
    window.look("calendar-link")
    desk.context.clear_cookies()
    browsers.let_in(desk, server, emails[1])
    window.go(f"/admin/people/{person}")
    desk.locator("main form[action*=link] button").click()
    desk.get_by_text("must approve it").wait_for()
    window.look("proposed")
    desk.context.clear_cookies()
    browsers.let_in(desk, server, emails[2])
    window.go("/admin/proposals/1")
    window.look("to-approve")
    desk.get_by_role("button", name="Approve").click()
    desk.locator(".app-password-link").wait_for()
    window.look("password-link")
    window.none()
