"""A letter beside its form follows what is typed, before anything is kept."""

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import LetterKind
from ulss_tracker.services import letters


def test_the_letter_follows_what_is_typed_and_keeps_nothing_until_saved(
    server: LiveServer, desk: Page
) -> None:
    with server.app.app_context():
        by = build.user()
        review = build.review()
        asked = review.case.requests[0]
        draft = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=asked)
        email, address = by.email, f"/casework/letter-drafts/{draft.id}"
    browsers.let_in(desk, server, email)
    desk.goto(address)
    letter = desk.locator("[data-app-preview-text]")
    expect(letter).to_contain_text("We have your request")
    typed = "We met on <b>Tuesday</b> & will telephone."
    desk.locator("#more").press_sequentially(typed)
    expect(letter).to_contain_text(typed)
    desk.locator("input[name=language][value=cy]").check()
    expect(letter).to_contain_text("Mae eich cais wedi ein cyrraedd")
    desk.goto(address)
    expect(letter).to_contain_text("We have your request")
    expect(letter).not_to_contain_text("We met on")
