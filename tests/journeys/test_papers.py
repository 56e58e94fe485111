"""Papers asked of the CPS by email, chased on day 3, answered with five files: each at its item."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.pages.referral.test_asking import CPS, FIVE, answer, sent_to
from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from tests.support.mail_server import mail_server
from ulss_tracker import clock
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import opens_at
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.messaging import reminders


def test_asked_chased_answered_and_recorded_in_two_presses(
    server: LiveServer, desk: Page, shot: Callable[[Page, str], object]
) -> None:
    with server.app.app_context(), mail_server() as mail:
        before = office_details.current()
        review = build.eligible_review(sentenced_on=clock.today() - timedelta(days=2))
        reference = review.case.reference
        build.paper_contact("Yorkshire and Humberside", "Court unit", CPS)
        browsers.let_in(desk, server, build.user(Role.CASEWORKER).email)
        desk.goto(f"/casework/cases/{reference}/papers/ask")
        browsers.look(desk, shot, "papers-ask")
        with desk.expect_navigation():
            desk.get_by_role("button", name="Ask for these papers").click()
        expect(desk.locator("main")).to_contain_text(f"8 papers asked for; email to {CPS}")
        office_details.configure(before.model_dump() | {"SMTP_URL": mail.url})
        (asked,) = sent_to(mail, CPS)
        on_day_3 = opens_at(working_days().add(clock.today(), 3))
        with clock.set_to(on_day_3):
            assert reminders.chase_papers() == 1
            _, chased = sent_to(mail, CPS)
        office_details.configure(before.model_dump())
        assert asked["Message-ID"] in chased["References"]
        number = taking.take(answer(chased).as_bytes(), received_at=clock.now()).message.id
    desk.goto(f"/casework/mailbox/{number}")
    browsers.look(desk, shot, "papers-answer")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Accept", exact=True).click()
    desk.goto(f"/casework/cases/{reference}/papers")
    browsers.look(desk, shot, "papers-proposed")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Record the ticked papers as received").click()
    main = desk.locator("main")
    expect(main).to_contain_text(f"{len(FIVE)} recorded as received")
    expect(main.get_by_text("Received", exact=True)).to_have_count(len(FIVE))
    for name in FIVE:
        expect(main.get_by_role("link", name=name)).to_be_visible()
    browsers.look(desk, shot, "papers-recorded")
