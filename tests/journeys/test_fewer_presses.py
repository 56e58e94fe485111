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
from ulss_tracker import clock
from ulss_tracker.models import Paper, PaperKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.referral import papers

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
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is {wide} pixels wider than {width}"
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


def test_a_no_takes_three_presses_and_one_of_a_second_person(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    with server.app.app_context():
        asked = build.request(offence_text="Dangerous driving", offender_name="Ricky Vaughan")
        reference = asked.reference
    first = sit_down()
    first.start(f"/casework/requests/{reference}")
    first.press("Answer “no” on one page")
    first.look("no-1-request")
    first.page.get_by_label("Kind of order").select_option("imprisonment")
    first.page.get_by_label("The sentence, in full").fill("8 months’ imprisonment")
    first.press("Write the letter and ask for the check")
    first.sees("Waits for a second person")
    first.sees("Dangerous driving")
    first.look("no-2-waits")

    second = sit_down(SECOND)
    second.page.goto("/casework/")
    second.page.get_by_role("link", name=re.compile("^Verify")).first.click()
    second.start(second.page.url)
    second.sees("This sentence cannot be reviewed")
    second.page.get_by_label("Court log (Xhibit or Common Platform)").check()
    for fact in second.page.locator("input[name=facts]").all():
        fact.check()
    second.look("no-3-second")
    second.press("Verify, end it and send the letter")
    second.sees("Ended")
    second.look("no-4-ended")

    with server.app.app_context():
        queue.send_waiting()
    first.page.reload()
    first.look("no-5-told")
    first.press("Close it: everybody has been told")
    first.sees("Nothing is left to do")

    assert first.took("a “no”, the first person") == (3, 3)
    assert second.took("a “no”, the second person") == (1, 1)
    with server.app.app_context():
        review = db.session.query(Review).one()
        assert (review.outcome, review.state) == (Outcome.NOT_IN_SCHEME, State.CLOSED)
        assert [each.checked_by.email for each in review.letters] == [SECOND]


def test_several_no_together_take_four_presses_and_two_of_a_second_person(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    names = ("Ricky Vaughan", "Ann Other", "Walter Reed")
    with server.app.app_context():
        said = {"court_id": "leeds", "court_text": "Leeds", "offence_text": "Dangerous driving"}
        day = a_weekday_ago(9)
        asked = [
            build.request(offender_name=name, sentenced_on=day - timedelta(days=number), **said)
            for number, name in enumerate(names)
        ]
        references = [each.reference for each in asked]
    first = sit_down()
    first.start("/casework/requests")
    for reference in references:
        first.page.get_by_label(f"Tick {reference}").check()
    first.open("With the ticked")
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

    assert first.took("three “no” together, the first person") == (4, 2)
    assert second.took("three “no” together, the second person") == (2, 1)
    with server.app.app_context():
        closed = [(each.outcome, each.state) for each in db.session.query(Review)]
        assert closed == [(Outcome.NOT_IN_SCHEME, State.CLOSED)] * 3


def test_a_phone_call_is_an_open_dated_case_in_five_presses(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    desk = sit_down()
    day = a_weekday_ago(9)
    desk.start("/casework/")
    desk.press("Requests")
    desk.press("Log a request")
    page = desk.page
    page.locator("input[name=channel][value=phone]").check()
    received = clock.now().astimezone(clock.LONDON)
    for name, when in (("received_at", received), ("sentenced_on", day)):
        for part in ("day", "month", "year"):
            page.locator(f"#{name}-{part}").fill(str(getattr(when, part)))
    page.locator("#received_at-time").fill(f"{received:%H:%M}")
    page.get_by_label("Offender’s name").fill("Dale Cooper")
    page.locator("#court").fill("Leeds Crown Court")
    page.locator("#offence_text").fill("Robbery")
    page.locator("input[name=standing]").first.check()
    page.get_by_label("Requester’s name").fill("Ada Brown")
    page.get_by_label("Telephone number").fill("020 7946 0123")
    desk.press("Log the request")
    desk.press("Open a case and record the sentence")
    page.get_by_label("Kind of order").select_option("imprisonment")
    page.get_by_label("The sentence, in full").press_sequentially("4 years’ imprisonment")
    expect(page.locator("#reading")).to_contain_text("4 years")
    desk.look("open-and-record")
    desk.press("Open the case")
    desk.sees("In the scheme")
    desk.look("opened")
    assert desk.took("phone call to an open, dated case") == (5, 6)
    with server.app.app_context():
        review = db.session.query(Review).one()
        assert review.sentences[0].sentenced_on == day
        assert review.sentences[0].parts
        assert review.last_day_on


def test_seven_papers_that_came_together_take_two_presses(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    with server.app.app_context():
        case = build.eligible_review().case
        papers.ask(case, list(PaperKind), ["Antecedents", "Photographs"], build.user())
        wanted = len(papers.wanted(case))
        reference = case.reference
    desk = sit_down()
    desk.start(f"/casework/cases/{reference}")
    desk.press(re.compile("^Papers"))
    desk.look("papers")
    for box in desk.page.locator("input[name=papers]").all()[:7]:
        box.check(force=True)
    desk.press("Record the ticked papers as received")
    desk.sees("7 recorded as received")
    assert desk.took("seven papers received") == (2, 2)
    with server.app.app_context():
        come = db.session.query(Paper).filter(Paper.received_at.is_not(None)).count()
        assert come == 7 < wanted


def test_handing_over_forty_reviews_takes_three_presses(
    server: LiveServer, sit_down: Callable[..., Presses]
) -> None:
    with server.app.app_context():
        for number in range(40):
            build.review(offender_name=f"Offender {number}")
    desk = sit_down("supervisor@example.org")
    desk.start("/supervision/board")
    desk.press("Reassign work")
    desk.page.get_by_label("Assigned to").select_option("Test Caseworker (40)")
    desk.press("Show their reviews")
    desk.page.get_by_label("Select all").check(force=True)
    desk.page.get_by_label("Give them to").select_option("Second Person")
    desk.press("Give the ticked reviews")
    desk.sees("40 reviews given")
    assert desk.took("handing over 40 reviews") == (3, 2)
    with server.app.app_context():
        assert {each.assignee.email for each in db.session.query(Review)} == {SECOND}
