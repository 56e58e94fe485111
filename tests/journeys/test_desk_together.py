"""Work on many at once in a real browser without scripts, at a desk and on a phone, with axe."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import LetterKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.workflow import Outcome
from ulss_tracker.services import letters
from ulss_tracker.services.cases import notes

SECOND = "second@example.org"


def tick_all(page: Page, name: str) -> None:
    for box in page.locator(f"input[name={name}]").all():
        box.check()


def is_sound(page: Page, paths: tuple[str, ...], axe: Callable[[Page], None]) -> None:
    """Hold that axe finds nothing on these pages, and that none is wider than a phone."""
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels wider than a phone"


def test_many_at_once_without_scripts(
    server: LiveServer,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[..., object],
) -> None:
    with server.app.app_context():
        build.user()
        build.user(Role.SUPERVISOR)
        build.user(email=SECOND, name="Second Person")
        for name in ("Ricky Vaughan", "Ann Other", "Walter Reed"):
            build.request(
                offence_text="Dangerous driving",
                offender_name=name,
                may_post=False if name == "Ann Other" else None,
            )
        open_ones = [build.eligible_review(offender_name=f"Offender {n}") for n in range(4)]
        draft = letters.draft(
            LetterKind.REFERRAL, build.user(), case=open_ones[0].case, review=open_ones[0]
        )
        notes.add(open_ones[0].case, "Rang the court", build.user())
        draft_id, review_id = draft.id, open_ones[0].id

    def sit_down(email: str) -> Page:
        page = new_page(java_script_enabled=False)
        browsers.sign_in(page, server.address, email, build.PASSWORD)
        return page

    def look(page: Page, name: str) -> None:
        for width, height in ((390, 844), (1280, 900)):
            page.set_viewport_size({"width": width, "height": height})
            shot(page, f"together-{name}-{width}")

    first = sit_down("caseworker@example.org")
    first.goto("/casework/requests")
    tick_all(first, "request")
    look(first, "requests")
    first.get_by_role("button", name="Answer “no” together").click()
    expect(first.get_by_role("heading", name="Cannot go with the rest (1)")).to_be_visible()
    for kind in first.locator("select[name^=kind_]").all():
        kind.select_option("imprisonment")
    for text in first.locator("textarea[name^=text_]").all():
        text.fill("8 months’ imprisonment")
    look(first, "no-write")
    first.get_by_role("button", name="Write the letters and ask for the checks").click()
    expect(first.locator("main")).to_contain_text("Wait for somebody else (2)")
    first.goto(f"/casework/letter-drafts/{draft_id}/comments")
    first.locator("summary", has_text="Comment on paragraph 2").first.click()
    first.locator("details[open] textarea").fill("@Second Person: is that right?")
    first.locator("details[open] button").click()
    look(first, "comments")

    second = sit_down(SECOND)
    second.goto("/casework/no")
    look(second, "no-waiting")
    second.get_by_role("button", name="See the ticked ones").click()
    second.get_by_label("Court log (Xhibit or Common Platform)").check()
    tick_all(second, "take")
    look(second, "no-send")
    second.get_by_role("button", name="Verify, end and send the ticked ones").click()
    expect(second.locator("main")).to_contain_text("Ended (2)")
    second.goto("/casework/")
    expect(second.locator("main")).to_contain_text("Read a comment on a letter that mentions you")
    look(second, "work")

    supervisor = sit_down("supervisor@example.org")
    supervisor.goto(f"/supervision/board?look={review_id}")
    look(supervisor, "board-look")
    supervisor.goto("/supervision/board")
    tick_all(supervisor, "review")
    look(supervisor, "board")
    supervisor.get_by_role("button", name="Even out").click()
    look(supervisor, "even-out")
    supervisor.get_by_role("button", name="Even out: do it").click()
    look(supervisor, "done")
    supervisor.get_by_role("button", name="Undo").click()
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text("Undone")

    with server.app.app_context():
        ended = [each.outcome for each in db.session.query(Review) if each.outcome]
        assert ended == [Outcome.NOT_IN_SCHEME] * 2

    comments = f"/casework/letter-drafts/{draft_id}/comments"
    of_second = ("/casework/requests", "/casework/no", "/casework/", comments)
    of_supervisor = (
        f"/supervision/board?look={review_id}",
        f"/casework/together?act=even_out&review={review_id}",
        f"/casework/together?act=chase&review={review_id}",
        f"/casework/no?review={review_id}",
        f"/casework/reviews/{review_id}",
    )
    for email, paths in ((SECOND, of_second), ("supervisor@example.org", of_supervisor)):
        page = new_page()
        browsers.sign_in(page, server.address, email, build.PASSWORD)
        is_sound(page, paths, axe)
