"""How many presses the day's commonest work takes, in a real browser; `pytest -s` prints them.

A press is a button or a link. Typing, and choosing within a form, are not counted; signing in is
done before. Verification by a second person is counted.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.requests import request_offenders

SECOND = "second@example.org"


class Presses:
    """One person's window, counting what they press and the pages that they come to."""

    def __init__(
        self, page: Page, axe: Callable[[Page], None], shot: Callable[..., object]
    ) -> None:
        self.page, self._axe, self._shot = page, axe, shot
        self.presses = 0
        self.pages: set[str] = set()

    def start(self, path: str) -> None:
        """Stand on this page, where the work begins."""
        self.page.goto(path)
        self.presses, self.pages = 0, {self._here()}

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the one button or link of this name, and look at the page that comes."""
        self.presses += 1
        is_whole = isinstance(name, str)
        button = self.page.get_by_role("button", name=name, exact=is_whole)
        button.or_(self.page.get_by_role("link", name=name, exact=is_whole)).click()
        self.page.wait_for_load_state()
        self.pages.add(self._here())
        self._axe(self.page)

    def open(self, words: str) -> None:
        """Open what is folded away, which is a press too."""
        self.presses += 1
        self.page.locator("summary", has_text=words).click()

    def look(self, name: str) -> None:
        """Keep a picture at a desk and on a phone; no page is wider than its window."""
        for width, height in ((390, 844), (1280, 900)):
            self.page.set_viewport_size({"width": width, "height": height})
            browsers.fits(self.page, f"{name} at {width}")
            self._shot(self.page, f"presses-{name}-{width}")

    def sees(self, words: str) -> None:
        """Hold that the page says this."""
        expect(self.page.locator("main")).to_contain_text(words)

    def took(self, work: str) -> tuple[int, int]:
        """Print and give how many presses it took, over how many pages."""
        found = self.presses, len(self.pages)
        print(f"{work}: {found[0]} presses, {found[1]} pages")  # noqa: T201
        return found

    def _here(self) -> str:
        return re.sub(r"/no/\w+$", "/no", self.page.url.partition("?")[0])


@pytest.fixture
def sit_down(
    server: LiveServer,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[..., object],
) -> Callable[..., Presses]:
    """A function: a window in which this person has signed in."""
    with server.app.app_context():
        build.user()
        build.user(Role.SUPERVISOR)
        build.user(email=SECOND, name="Second Person")

    def sign_in(email: str = "caseworker@example.org") -> Presses:
        page = new_page()
        browsers.let_in(page, server, email)
        return Presses(page, axe, shot)

    return sign_in


def test_several_no_together_take_three_presses_and_two_of_a_second_person(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    names = ("Ricky Vaughan", "Ann Other", "Walter Reed")
    with server.app.app_context():
        said = {"court_id": "leeds", "court_text": "Leeds", "offence_text": "Dangerous driving"}
        asked = [
            build.request(offender_name=name, sentenced_on=a_weekday_ago(4 + 7 * week), **said)
            for week, name in enumerate(names)
        ]
        references = [each.reference for each in asked]
    first = sit_down()
    first.start("/casework/requests")
    for reference in references:
        first.page.get_by_label(f"Tick {reference}").check()
    first.press("Answer “no” together")
    for reference in references:
        kind = first.page.get_by_label(f"Kind of order, {reference}")
        kind.select_option("imprisonment")
        words = first.page.get_by_label(f"The sentence in full, {reference}")
        words.fill("8 months’ imprisonment")
    first.look("no-together-1-to-write")
    first.press("Write the letters and ask for the checks")
    first.sees("Wait for somebody else (3)")
    first.look("no-together-2-waits")

    second = sit_down(SECOND)
    second.start("/casework/no")
    second.look("no-together-3-waiting")
    second.press("See the ticked ones")
    second.page.get_by_label("Court log (Xhibit or Common Platform)").check()
    for box in second.page.locator("input[name=take]").all():
        box.check()
    second.look("no-together-4-to-send")
    second.press("Verify, end and send the ticked ones")
    second.sees("3 of 3")
    second.look("no-together-5-sent")

    with server.app.app_context():
        queue.send_waiting()
        numbers = [each.id for each in db.session.query(Review)]
    first.page.goto("/casework/no?" + "&".join(f"review={each}" for each in numbers))
    first.press("Close the ticked ones")
    first.sees("Closed: 3 of 3")
    first.look("no-together-6-closed")

    assert first.took("three “no” together, the first person") == (3, 2)
    assert second.took("three “no” together, the second person") == (2, 1)
    with server.app.app_context():
        closed = [(each.outcome, each.state) for each in db.session.query(Review)]
        assert closed == [(Outcome.NOT_IN_SCHEME, State.CLOSED)] * 3


def test_a_further_offender_takes_two_presses(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    with server.app.app_context():
        review = build.eligible_review(sentenced_on=a_weekday_ago(9))
        other = cases.add_review(review.case, "Lee Pike", build.user())
        build.sentence(other, sentenced_on=a_weekday_ago(9))
        request_offenders.choose(review.case.requests[0], [review], build.user())
        address = f"/casework/cases/{review.case.reference}/offenders"
    window = sit_down()
    window.start(address)
    window.sees("Not asked about")
    window.look("offenders")
    window.press("Add an offender")
    window.look("add-an-offender")
    window.page.get_by_label("Offender’s name").fill("Dean Marsh")
    window.press("Add the offender")
    window.sees("Dean Marsh")
    assert window.took("a further offender") == (2, 3)
    with server.app.app_context():
        added = db.session.query(Review).filter_by(offender_name="Dean Marsh").one()
        assert added.last_day_on == a_weekday_ago(9) + timedelta(days=28)


def test_a_phone_call_to_an_open_dated_case_takes_five_presses(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    window = sit_down()
    window.start("/casework/requests")
    window.press("Log a request")
    window.page.get_by_label("Phone", exact=True).check()
    window.page.get_by_label("Offender’s name").fill("Dean Marsh")
    window.page.get_by_label("Court", exact=True).fill("Leeds")
    day = a_weekday_ago(9)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        window.page.locator(f"#sentenced_on-{part}").fill(str(value))
    window.page.get_by_label("Offence", exact=True).fill("robbery")
    window.page.get_by_label("Member of the public").check()
    window.press("Log the request")
    window.press("Open a case and record the sentence")
    window.page.get_by_label("Kind of order").select_option("imprisonment")
    window.page.get_by_label("The sentence, in full").fill("3 years’ imprisonment")
    expect(window.page.locator("[data-app-preview-text]")).to_contain_text("3 years")
    window.press("Open the case")
    window.sees("Dean Marsh")
    presses, _ = window.took("a phone call to an open, dated case")
    assert presses == 4
    with server.app.app_context():
        assert db.session.query(Review).one().last_day_on == day + timedelta(days=28)
