"""A day in which nobody speaks to anybody: each hand-over is found in a list or a mailbox.

From a call to the filing, each person opens their own list and finds there what the one before them
did, and the outbox holds an email to them that names nobody.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.desk import Desk
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from tests.support.records import as_now, first_request, the_review
from tests.support.referred import WRITTEN
from ulss_tracker import clock
from ulss_tracker.models import FilingKind, LetterKind, Message, Plea, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import letters
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import applications, filings
from ulss_tracker.services.waiting import calls, waits

OFFENDER = "Gwilym Prŷs"
SENTENCED_ON = a_weekday_ago(10)

pytestmark = pytest.mark.slow


class Watched(Desk):
    """A desk whose pictures are kept, and whose person's mailbox is looked into."""

    def __init__(self, page: Page, axe: Callable[[Page], None], shot, person: User) -> None:
        super().__init__(page, axe)
        self._shot, self._email, self._name = shot, person.email, person.name.split()[0].lower()
        self._count = 0

    def finds(self, words: str) -> None:
        """The list says this, and its link counts it on the page before."""
        self.go("/casework/")
        self.sees(words)
        expect(self.page.locator(".app-waits")).to_contain_text("waiting for you")
        self.look(words)

    def finds_nothing(self, words: str) -> None:
        """The list does not say this."""
        self.go("/casework/")
        expect(self.page.locator("main")).not_to_contain_text(words)

    def was_written(self, words: str) -> None:
        """The outbox holds an email to this person about it, without a name."""
        db.session.expire_all()
        query = select(Message).where(Message.recipient == self._email, Message.kind == "hand_over")
        found = [each for each in db.session.scalars(query) if words in each.subject]
        assert found, words
        assert all(OFFENDER not in each.subject + each.body for each in found)
        db.session.rollback()

    def look(self, what: str) -> None:
        self._count += 1
        short = "-".join(what.lower().split()[:4])
        self._shot(self.page, f"hand-over-{self._name}-{self._count:02}-{short}")


@pytest.fixture
def sit_down(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], object],
    server: LiveServer,
) -> Callable[[User], Watched]:
    """A function that signs one person in at a desk of their own."""

    def sign_in(person: User) -> Watched:
        desk = Watched(new_page(), axe, shot, person)
        browsers.let_in(desk.page, server, person.email)
        desk.go("/sign-in")  # which leads who is signed in to their own page
        return desk

    return sign_in


def test_each_hand_over_is_found_in_a_list_or_a_mailbox(
    server: LiveServer, sit_down: Callable[[User], Watched]
) -> None:
    with server.app.app_context():
        priya = build.user(email="priya@example.org", name="Priya Nair")
        gethin = build.user(email="gethin@example.org", name="Gethin Rhys")
        boss = build.user(Role.SUPERVISOR, name="Margaret Obi")
        eleanor = build.user(Role.LAW_OFFICER, name="Eleanor Whitfield")
        office = build.user(Role.PRIVATE_OFFICE, name="Owain Lloyd")
        asked = build.request(offender_name=OFFENDER, sentenced_on=SENTENCED_ON)
        assignment.assign(asked, priya, boss, seen=assignment.NOBODY, note="Please look")

        first = sit_down(priya)
        first.finds("Given to you by Margaret Obi: accept or decline")
        first.was_written("Accept or decline a request given to you")
        a_call_for_today(first, asked.reference)

        cases.open_case(first_request(OFFENDER), priya)
        record(the_review(OFFENDER), priya)
        ask_for_the_facts(first, the_review(OFFENDER))

        second = sit_down(gethin)
        verify(second)
        first.finds_nothing("Verify the facts")

        build.submit(the_review(OFFENDER), by=priya)
        officer = sit_down(eleanor)
        ask_back(officer)
        first.finds("Do more work: the law officers sent it back")
        first.was_written("Do more work")

        build.submit(the_review(OFFENDER), by=priya)
        decide(officer)
        private = sit_down(office)
        private.go("/casework/this-week")
        private.sees(OFFENDER, "To be filed")
        private.look("this-week-decided")

        first.finds("Pick up the decision")
        first.was_written("Pick up the decision")
        first.press("In hand", exact=False)
        first.finds_nothing("Pick up the decision")

        ask_for_the_letter(first, the_review(OFFENDER), priya)
        check_the_letter(second)
        issue(first)

        file(the_review(OFFENDER), priya)
        for desk in (officer, private):
            desk.finds("Filed: nothing more to do")
            desk.was_written("Filed")
        private.go("/casework/this-week")
        private.sees("✓ Filed")
        private.look("this-week-filed")

        mention(first, the_review(OFFENDER), gethin)
        second.finds("Read a note that mentions you")
        tomorrow = clock.today() + timedelta(days=1)
        calls.plan(the_review(OFFENDER).case, priya, tomorrow, "Ring the prison", priya)
        first.go("/casework/hand-over")
        first.sees("Your hand-over", "On a later day", "Make a call: Ring the prison", OFFENDER)
        first.look("hand-over")
        assert waits.reconcile() == 0


def a_call_for_today(desk: Watched, reference: str) -> None:
    """Ring whoever asked, today: planned, in the list, and what came of it."""
    desk.go(f"/casework/requests/{reference}")
    desk.follow("Plan a call")
    desk.write("Whom to ring, and what about", "Ring Ada Brown about the date of sentence")
    desk.write_date("due_on", clock.today())
    desk.press("Plan the call")
    desk.finds("Make a call")
    desk.follow("Make a call")
    desk.write("What came of it?", "She has the date from the court’s letter")
    desk.press("Save")
    desk.finds_nothing("Make a call")


def record(review: Review, by: User) -> None:
    """Everything that the court's documents need, recorded by one person."""
    passed = build.sentence(review, sentenced_on=SENTENCED_ON, by=by)
    build.conviction(
        passed, plea=Plea.VERDICT, convicted_on=SENTENCED_ON - timedelta(days=24), by=by
    )
    cases.change_court(
        review.case,
        court_id="leeds",
        court_text="Leeds",
        number="T20267001",
        by=by,
        version=review.case.version,
    )
    offender = cases.Offender(
        name=OFFENDER, born_on=date(1990, 4, 5), address="HMP Leeds\n2 Gloucester Terrace"
    )
    cases.change_offender(review, offender, by, review.version)


def ask_for_the_facts(desk: Watched, review: Review) -> None:
    """Whoever recorded the facts asks anyone for the check."""
    desk.go(f"/casework/reviews/{review.id}")
    desk.follow("Ask for the check")
    desk.pick("Who should check it?", "Anyone who may")
    desk.look("ask-for-the-check")
    desk.press("Ask for the check")
    desk.sees("Asked: it is in the list of everybody who may check it")


def verify(desk: Watched) -> None:
    """Somebody else finds it, takes it and confirms against the court's record."""
    desk.finds("Verify the facts against the court’s record")
    desk.was_written("Verify the facts")
    desk.press("In hand", exact=False)
    desk.sees("It is in hand")
    desk.follow("Verify the facts against the court’s record")
    desk.choose("Court log (Xhibit or Common Platform)")
    for fact in ("Date of sentence", "Court", "Offence"):
        desk.tick(fact)
    desk.press("Verify")
    desk.sees("Verified")


def ask_back(desk: Watched) -> None:
    """The law officer finds the pack and sends it back for more work."""
    desk.finds("Read the pack and decide")
    desk.was_written("Read the pack and decide")
    desk.press("In hand", exact=False)
    desk.sees("It is in hand")
    review = the_review(OFFENDER)
    desk.go(f"/casework/reviews/{review.id}")
    desk.follow(Step.RETURN_FOR_WORK.label)
    desk.press("Confirm")
    assert as_now(review).state is State.UNDER_CONSIDERATION
    desk.finds_nothing("Read the pack and decide")


def decide(desk: Watched) -> None:
    """The law officer finds the new pack and decides on it."""
    desk.finds("Read the pack and decide")
    review = the_review(OFFENDER)
    desk.go(f"/casework/reviews/{review.id}")
    desk.follow("Decide this review")
    desk.choose("Refer the sentence")
    desk.write("Your reasons", "It is outside the range.")
    desk.press("Record my decision")
    desk.sees("Decision: refer the sentence")


def ask_for_the_letter(desk: Watched, review: Review, by: User) -> None:
    """The application is written, and its check asked of one person by name."""
    applications.prepare(review, WRITTEN, by, version=review.version)
    draft = letters.draft(LetterKind.REFERRAL, by, review=review)
    desk.go(f"/casework/letter-drafts/{draft.id}")
    desk.follow("Ask for the check")
    desk.pick("Who should check it?", "Gethin Rhys")
    desk.press("Ask for the check")
    desk.sees("Gethin Rhys was asked")


def check_the_letter(desk: Watched) -> None:
    """The person asked finds the letter, reads it and says that it is right."""
    desk.finds("Check a letter")
    desk.was_written("Check a letter")
    desk.follow("Check a letter")
    desk.press("I have checked this letter")
    desk.sees("Checked by Gethin Rhys")
    desk.finds_nothing("Check a letter")


def issue(desk: Watched) -> None:
    """Whoever wrote the letter finds that it was checked, and issues it."""
    desk.finds("Issue a letter: it has been checked")
    desk.was_written("Issue a letter")
    desk.follow("Issue a letter: it has been checked")
    desk.press("Issue the letter")
    desk.sees("Application for permission to refer")
    desk.finds_nothing("Issue a letter")


def file(review: Review, by: User) -> None:
    """The application reaches the Registrar."""
    filings.record_filing(
        review, FilingKind.FILING, at=clock.now(), method="By email", by=by, version=review.version
    )


def mention(desk: Watched, review: Review, person: User) -> None:
    """A note for a colleague to read."""
    desk.go(f"/casework/cases/{review.case.reference}/notes")
    desk.write("Note", "Filed. The notice goes to the prison tomorrow.")
    desk.pick("Who should read it? (optional)", person.name)
    desk.press("Add the note")
    desk.sees("Filed. The notice goes to the prison tomorrow.")
