"""Three offenders of one case in one submission, and the law officer's decision about each."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, State

NAMES = ("John Archer", "Ben Archer", "Carl Archer")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_three_offenders_are_sent_at_once_and_decided_about_on_one_page(
    server: LiveServer, new_page: Callable[..., Page]
) -> None:
    with server.app.app_context():
        first = build.verify(build.eligible_review())
        ids = [first.id, *(build.offender_beside(first, name).id for name in NAMES[1:])]
        caseworker = build.user().email
        attorney = build.user(Role.LAW_OFFICER).email
        other = build.user(Role.LAW_OFFICER, email="solicitor@example.org")
        other.law_office = LawOfficer.SOLICITOR_GENERAL
        solicitor = other.email
        db.session.commit()
    address = f"{server.address}/casework/reviews"

    desk = new_page()
    browsers.let_in(desk, server, caseworker)
    desk.goto(f"{address}/{ids[0]}/submission/new")
    desk.get_by_label("The facts").fill("They robbed a shop together.")
    for number, suffix in enumerate(("", f"_{ids[1]}", f"_{ids[2]}")):
        desk.locator(f"#advice{suffix}").fill(f"About {NAMES[number]}: {number + 3} years.")
        if number != 2:
            desk.locator(f"[name=recommendation{suffix}][value=refer]").check()
    desk.get_by_label("Attorney General").check()
    press(desk, "Send to the law officers")
    expect(desk.get_by_role("alert")).to_contain_text("Choose what you recommend about Carl Archer")
    expect(desk.locator(f"#advice_{ids[1]}")).to_have_value("About Ben Archer: 4 years.")
    browsers.axe(desk)
    desk.locator(f"[name=recommendation_{ids[2]}][value=do_not_refer]").check()
    press(desk, "Send to the law officers")
    expect(desk.get_by_text(f"Sent to the law officers: {', '.join(NAMES)}")).to_be_visible()

    wrong = new_page()
    browsers.let_in(wrong, server, solicitor)
    wrong.goto(f"{address}/{ids[0]}/decision")
    expect(wrong.locator("main")).to_contain_text("is with the Attorney General, not with you")
    expect(wrong.get_by_role("button", name="Record my decision")).to_have_count(0)

    officer = new_page()
    browsers.let_in(officer, server, attorney)
    officer.goto(f"{address}/{ids[0]}/decision")
    for words in ("They robbed a shop together.", *(f"About {name}" for name in NAMES)):
        expect(officer.locator("main")).to_contain_text(words)
    browsers.axe(officer)
    decided = ("refer", "refer", "do_not_refer")
    for choice, suffix in zip(decided, ("", f"_{ids[1]}", f"_{ids[2]}"), strict=True):
        officer.locator(f"[name=choice{suffix}][value={choice}]").check()
        if suffix != f"_{ids[2]}":
            officer.locator(f"#reasons{suffix}").fill("Outside the range.")
    press(officer, "Record my decision")
    expect(officer.get_by_role("alert")).to_contain_text("Enter your reasons about Carl Archer")
    officer.locator(f"#reasons_{ids[2]}").fill("Within the range.")
    press(officer, "Record my decision")
    with server.app.app_context():
        reviews = [db.session.get_one(Review, key) for key in ids]
        assert [each.state for each in reviews] == [State.TO_FILE, State.TO_FILE, State.TO_TELL]
        assert [each.decision.reasons for each in reviews if each.decision] == [
            "Outside the range.",
            "Outside the range.",
            "Within the range.",
        ]
