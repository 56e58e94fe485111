"""A submission and an application are kept as they are written, and one's facts serve the other."""

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import DraftOf, Review, db
from ulss_tracker.services.referral import written_drafts

FACTS = "He robbed a shop with a knife. <b>Nobody</b> was hurt & he fled."
SOON = 30_000
"""Milliseconds: three seconds without a key, and the answer of a busy machine."""


def signed_in(server: LiveServer, desk: Page) -> int:
    """A caseworker at their desk, and the review that they are to write about."""
    with server.app.app_context():
        email = build.user().email
        review_id = build.verify(build.eligible_review()).id
    browsers.let_in(desk, server, email)
    return review_id


def kept(server: LiveServer, review_id: int, kind: DraftOf) -> list[str]:
    """The facts of each version of a draft, the newest first."""
    with server.app.app_context():
        review = db.session.get_one(Review, review_id)
        return [each.words["facts"] for each in written_drafts.versions(review, kind)]


def test_what_is_written_is_kept_without_a_press_and_offered_in_the_other(
    server: LiveServer, desk: Page
) -> None:
    review_id = signed_in(server, desk)
    address = f"{server.address}/casework/reviews/{review_id}"
    desk.goto(f"{address}/submission/new")
    desk.get_by_label("The facts").press_sequentially(FACTS)
    expect(desk.locator("[data-autosave-status]")).to_contain_text("Draft kept at", timeout=SOON)
    assert kept(server, review_id, DraftOf.SUBMISSION) == [FACTS]
    browsers.axe(desk)

    desk.get_by_label("The facts").press_sequentially(" More.")
    desk.goto(f"{address}/application")  # gone before the next autosave: it is not claimed
    expect(desk.get_by_label("The facts")).to_have_value(FACTS)
    desk.get_by_label("Mitigation").press_sequentially("He pleaded guilty.")
    expect(desk.locator("[data-autosave-status]")).to_contain_text("Draft kept at", timeout=SOON)
    assert kept(server, review_id, DraftOf.APPLICATION) == [FACTS]

    desk.goto(f"{address}/application")  # a page that knows of the draft leads to its versions
    desk.get_by_role("link", name="every version").click()
    expect(desk.get_by_role("heading", name="Version 1")).to_be_visible()
    desk.goto(f"{address}/submission/new")
    expect(desk.get_by_label("The facts")).to_have_value(FACTS)


def test_a_pressed_draft_is_a_version_of_its_own_and_needs_no_script(
    server: LiveServer, without_scripts: Page
) -> None:
    review_id = signed_in(server, without_scripts)
    without_scripts.goto(f"{server.address}/casework/reviews/{review_id}/submission/new")
    for words in (FACTS, "Another telling."):
        without_scripts.get_by_label("The facts").fill(words)
        without_scripts.get_by_role("button", name="Save the draft").click()
        expect(without_scripts.get_by_text("Draft saved")).to_be_visible()
    assert kept(server, review_id, DraftOf.SUBMISSION) == ["Another telling.", FACTS]


def test_who_is_signed_out_meanwhile_is_told_that_nothing_is_kept(
    server: LiveServer, desk: Page
) -> None:
    review_id = signed_in(server, desk)
    desk.goto(f"{server.address}/casework/reviews/{review_id}/submission/new")
    desk.context.clear_cookies()
    desk.get_by_label("The facts").press_sequentially("Lost?")
    expect(desk.locator("[data-autosave-status]")).to_contain_text("Not kept", timeout=SOON)
    assert kept(server, review_id, DraftOf.SUBMISSION) == []
