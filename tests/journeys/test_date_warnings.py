"""Date warnings are shown beside a date as it is typed, where scripts run."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.browser import Axe, Shot
from tests.support.live_server import LiveServer
from ulss_tracker import clock

ASKING = "/date-doubts?"


def a_weekend() -> date:
    """The Sunday before last."""
    today = clock.today()
    return today - timedelta(days=today.isoweekday() + 7)


def doubts_on(page: Page) -> Locator:
    """Where the warnings are shown: a part of the page that is read out when it changes."""
    return page.locator("[role=status][data-app-doubts]")


def type_date(page: Page, on: date, name: str = "sentenced_on") -> None:
    """Key by key, as a person does."""
    for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        box = page.locator(f"#{name}-{part}")
        box.fill("")
        box.press_sequentially(str(value))


@pytest.fixture
def caseworker(server: LiveServer, desk: Page) -> Page:
    """A caseworker's window, with a review whose sentence is not recorded yet."""
    with server.app.app_context():
        email = build.user().email
    browsers.let_in(desk, server, email)
    return desk


def test_a_caseworker_sees_the_doubts_as_the_date_is_typed(
    caseworker: Page, shot: Shot, axe: Axe
) -> None:
    page, sunday = caseworker, a_weekend()
    page.goto("/casework/requests/new")
    said = doubts_on(page)
    expect(said).to_be_empty()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if ASKING in each.url else None)

    type_date(page, sunday)
    expect(said).to_contain_text("at a weekend, when courts seldom sit")
    assert len(asked) == 1, "once for a date, and not for each key"
    # It is said without taking the person from where they type.
    assert page.evaluate("document.activeElement.id") == "sentenced_on-year"
    axe(page)
    shot(page, "date-doubts-desk")
    page.set_viewport_size({"width": 375, "height": 740})
    shot(page, "date-doubts-phone")

    type_date(page, sunday - timedelta(days=366))
    use = said.get_by_role("button", name="Use ")
    expect(use.first).to_be_visible()
    words = use.first.inner_text()
    use.first.click()
    expect(page.locator("#sentenced_on-year")).to_have_value(str(sunday.year))
    assert words.startswith("Use ")

    type_date(page, sunday + timedelta(days=1))
    expect(said).to_be_empty()


def test_a_day_later_than_its_request_is_doubted_whichever_is_typed_last(caseworker: Page) -> None:
    page, monday = caseworker, a_weekend() + timedelta(days=1)
    page.goto("/casework/requests/new")
    said = doubts_on(page)
    type_date(page, monday)
    type_date(page, monday - timedelta(days=3), "received_at")
    expect(said).to_contain_text("is later than the request")
    type_date(page, monday + timedelta(days=1), "received_at")
    expect(said).to_be_empty()


def test_what_was_asked_when_sent_gives_way_to_what_is_typed_then(
    server: LiveServer, caseworker: Page
) -> None:
    page, sunday = caseworker, a_weekend()
    with server.app.app_context():
        review_id = build.review(sentenced_on=None).id
    page.goto(f"/casework/reviews/{review_id}/sentences/new")
    type_date(page, sunday)
    said = doubts_on(page)
    expect(said).to_contain_text("at a weekend")
    page.get_by_label("Kind of order").select_option("imprisonment")
    page.get_by_label("The sentence, in full").fill("3 years")
    page.get_by_role("button", name="Save and add an offence").click()
    expect(page.locator("#date-doubts")).to_contain_text("at a weekend")
    expect(said).to_be_empty()
    type_date(page, sunday + timedelta(days=1))
    expect(page.locator("#date-doubts")).to_have_count(0)
    expect(said).to_be_empty()


def test_the_public_are_told_too(server: LiveServer, phone: Page, shot: Shot, axe: Axe) -> None:
    phone.goto(f"{server.address}/request/date")
    said = doubts_on(phone)
    type_date(phone, a_weekend())
    expect(said).to_contain_text("That is at a weekend, when courts seldom sit.")
    expect(said).to_contain_text("If the date is right, leave it as it is.")
    axe(phone)
    shot(phone, "date-doubts-public-phone")


def test_without_scripts_the_date_is_asked_about_when_it_is_sent(
    server: LiveServer, without_scripts: Page
) -> None:
    page = without_scripts
    page.goto(f"{server.address}/request/date")
    type_date(page, a_weekend())
    expect(doubts_on(page)).to_be_empty()
    page.locator("main form button.govuk-button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the date of the sentence")
    expect(page.locator("main")).to_contain_text("That is at a weekend, when courts seldom sit.")


def test_an_answer_that_is_refused_stops_nobody(caseworker: Page) -> None:
    page = caseworker
    page.route(f"**{ASKING}*", lambda route: route.fulfill(status=429))
    page.goto("/casework/requests/new")
    with page.expect_response(lambda answer: ASKING in answer.url):
        type_date(page, a_weekend())
    expect(doubts_on(page)).to_be_empty()
    page.get_by_role("button", name="Log the request").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Choose how the request reached us"
    )
