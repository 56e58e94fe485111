"""A week at the law desk: two lawyers, a supervisor, a law officer, and whoever tells people.

Six months for victims are proposed by the form, rehearsed, agreed to, signed by two and undone. On
every page that somebody works on, each link leads to a page that they may open.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support import build
from tests.support.desk import Desk
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from tests.support.signed_law import first_lawyer, second_lawyer
from ulss_tracker import clock
from ulss_tracker.models import User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import following, rehearsals

pytestmark = pytest.mark.slow

DUE_SOON = a_weekday_ago(20)
AGREE = "Agree to the day that LAW-"
_LINKS = "links => [...new Set(links.map(link => link.pathname + link.search))]"


class LawDesk(Desk):
    """A desk from which no link leads to a page that is refused or is not there."""

    def sees(self, *words: str) -> None:
        """Hold that the page says all of this, and that each of its links opens."""
        super().sees(*words)
        links = self.page.locator("main a[href^='/'], header a[href^='/']")
        refused = {
            link: status
            for link in links.evaluate_all(_LINKS)
            if (status := self.page.request.get(link).status) >= 400
        }
        assert refused == {}, self.page.url


@dataclass(frozen=True)
class Week:
    """The desks of one week, and the records that its law touches."""

    ann: LawDesk
    bo: LawDesk
    supervisor: LawDesk
    officer: LawDesk
    caseworker: LawDesk
    decided_id: int
    waiting: str


@pytest.fixture
def week(
    server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> Iterator[Week]:
    def desk(person: User) -> LawDesk:
        made = LawDesk(new_page(), axe)
        browsers.let_in(made.page, server, person.email)
        return made

    with server.app.app_context():
        victim = RequesterRole.VICTIM
        review = build.review_to_decide(sentenced_on=DUE_SOON, standing=victim)
        request = build.request(sentenced_on=DUE_SOON, standing=victim, requester_name="Vi Small")
        build.verify_who_asked(review)
        build.verify_who_asked(request)
        number, reference = review.id, request.reference
        yield Week(
            desk(first_lawyer()),
            desk(second_lawyer()),
            desk(build.user(Role.SUPERVISOR)),
            desk(build.user(Role.LAW_OFFICER)),
            desk(build.user()),
            number,
            reference,
        )


def test_a_week_at_the_law_desk(week: Week) -> None:
    change = propose(week.ann)
    run_jobs()
    agree(week.supervisor)
    sign(week.bo, change, week.waiting)
    run_jobs()

    read_pack(week.officer, week.decided_id, change)
    tell(week.caseworker)
    for lawyer in (week.ann, week.bo):
        read_law(lawyer)
    week.officer.go("/admin/catalogue/to-read")
    week.officer.sees("Ann Lee", "Bo Rai")

    undoing = undo(week.bo, change)
    run_jobs()
    agree(week.supervisor)
    sign(week.ann, undoing, week.waiting)
    run_jobs()
    week.caseworker.go("/casework/people-to-tell")
    week.caseworker.sees("Everybody has been told what there is to tell.")


def run_jobs() -> None:
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
    with obeying(law_in_force.law()):
        following.follow()
    db.session.rollback()


def propose(desk: LawDesk) -> str:
    """Propose from a note alone, on the form; give the reference of the change."""
    desk.go("/law/")
    desk.follow("Propose a change")
    desk.follow("A time limit")
    desk.choose("Six months for victims and bereaved families")
    desk.write("How long is it?", "6")
    desk.choose("Months")
    desk.choose("The day of the sentence")
    desk.tick("Victim")
    desk.write_date("sentenced_from", a_weekday_ago(300))
    desk.write("Which text did you read?", "Victims and Courts Act 2026")
    desk.write("Which section or article?", "s.11")
    desk.write("Where does it stand?", "https://www.legislation.gov.uk/ukpga/2026/19/section/11")
    desk.write("Its words", "The period is six months where a victim asks.")
    desk.write_date("read_on", clock.today())
    desk.press("Continue")
    desk.sees("Nothing is proposed yet", "6 months")
    desk.press("Propose this change")
    desk.sees("is being rehearsed")
    return desk.page.url.rsplit("/", 1)[-1]


def agree(desk: LawDesk) -> None:
    """The supervisor finds each day that would move in their own list, and agrees to both."""
    desk.go("/casework/?why=law")
    rows = desk.page.locator("main tbody tr")
    desk.sees(AGREE)
    assert rows.count() == 2
    desk.follow(AGREE)
    desk.sees("Last day")
    for box in desk.page.locator("input[name=moves]").all():
        desk.tick(box)
    desk.press("Agree to the ticked days")
    desk.sees("2 agreed to", "No change of the law would move a day due soon.")
    desk.go("/casework/?why=law")
    desk.sees("Nothing here matches.")


def sign(desk: LawDesk, change: str, waiting: str) -> None:
    """The other lawyer reads the rehearsal, and what it touches, and signs."""
    desk.go("/law/")
    desk.follow(change)
    desk.sees("Rehearsal", waiting, "agreed")
    desk.follow("Sign this change")
    desk.tick(desk.page.locator("input[name=has_read]"))
    desk.press("Sign")
    desk.sees(f"{change} is signed")


def read_pack(desk: LawDesk, review_id: int, change: str) -> None:
    """The law officer's pack says what has moved since it was sent."""
    desk.go("/casework/decisions")
    desk.sees("To decide")
    desk.go(f"/casework/reviews/{review_id}/submission")
    desk.sees("The law has changed since this was sent", change)
    desk.follow("Catalogue")
    desk.sees("What a lawyer should read first")


def tell(desk: LawDesk) -> None:
    """Whom the rehearsal named stand on the list of people to tell."""
    desk.go("/casework/people-to-tell")
    desk.sees("Vi Small")


def read_law(desk: LawDesk) -> None:
    """A lawyer says of a row of the catalogue which words they read, and where."""
    desk.go("/admin/catalogue/to-read")
    desk.page.locator("main tbody a").first.press("Enter")
    desk.sees("Read by lawyers")
    desk.follow("I have read this row in the law")
    desk.write("Which copy did you read?", "legislation.gov.uk, as it stood on the day I read it")
    desk.write("The words that decide", "An offence under this section is triable either way.")
    desk.press("I have read it")
    desk.sees("It is recorded that you read it")


def undo(desk: LawDesk, change: str) -> str:
    """A lawyer proposes to undo what was signed; give the reference of that change."""
    desk.go(f"/law/changes/{change}")
    desk.follow("Propose to undo this change")
    desk.write("Why?", "It was not begun.")
    desk.press("Propose to undo")
    desk.sees("is being rehearsed")
    return desk.page.url.rsplit("/", 1)[-1]
