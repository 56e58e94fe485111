"""Subject access in a browser: from the letter to the file that is sent, by two people."""

import io
import re

import pikepdf
from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.documents import words_of
from tests.support.live_server import LiveServer
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import notes
from ulss_tracker.services.information_rights import rights_requests

PERSON = "Zebedee Quillfeather"
NOTES = (
    f"{PERSON} rang about his brother, with Mrs Mary Brown beside him",
    f"Told {PERSON} that it is not in the scheme",
)


def test_from_the_letter_to_the_file_that_opens_by_its_code(server: LiveServer, desk: Page) -> None:
    with server.app.app_context():
        case = build.review(offender_name="Gary Archer", requester_name=PERSON).case
        for note in NOTES:
            notes.add(case, note, build.user())
        caseworker, second = build.user().email, build.user(Role.SUPERVISOR).email
    browsers.let_in(desk, server, caseworker)
    desk.goto(f"{server.address}/casework/personal-data")
    press(desk, "Record a request", role="link")
    desk.get_by_label("A copy of what we hold").check()
    desk.get_by_label("Who asks?").fill(PERSON)
    desk.get_by_label("How are they reached").fill("ada.brown@example.org")
    desk.get_by_label("Letter", exact=True).check()
    desk.get_by_label("What do they ask, in their words?").fill("All that you have of me")
    browsers.axe(desk)
    press(desk, "Record the request")
    expect(desk.get_by_text("is being searched")).to_be_visible()
    press(desk, "Record who they are, or what stopped the clock", role="link")
    desk.get_by_label("They showed who they are").check()
    desk.get_by_label("How, or why?").fill("Driving licence")
    press(desk, "Record it")
    address = desk.url
    with server.app.app_context():
        assert rights_requests.search_waiting() == 1
    desk.reload()
    press(desk, "Decide what is theirs", role="link")
    masks = desk.get_by_label("Words of others to mask")
    assert {"Mary Brown", "Gary Archer"} <= set(masks.input_value().split("\n"))
    masks.fill("Mary Brown\nGary Archer")
    browsers.axe(desk)
    for choice in desk.locator("select[name=treatment]").all():
        choice.select_option("theirs")
    press(desk, "Keep what I decided")
    expect(desk.get_by_text("as a second person")).to_have_count(0)
    browsers.let_in(desk, server, second)
    desk.goto(address)
    press(desk, "Look at what was decided, as a second person", role="link")
    expect(desk.get_by_text("Mary Brown").last).to_be_visible()
    desk.get_by_label("Yes").check()
    browsers.axe(desk)
    press(desk, "Record my look")
    with server.app.app_context():
        assert rights_requests.make_waiting() == 1
    desk.reload()
    press(desk, "Close the file with a code")
    code = desk.locator(".govuk-inset-text strong").inner_text()
    browsers.axe(desk)
    file = desk.request.get(f"{address}/bundle.pdf").body()
    with pikepdf.open(io.BytesIO(file), password=code) as bundle:
        opened = io.BytesIO()
        bundle.save(opened)
    words = words_of(opened.getvalue())
    assert "rang about his brother" in words
    assert "Brown" not in words
    desk.goto(address)
    assert code not in desk.content()
    press(desk, "Record the answer", role="link")
    desk.get_by_label("Done as asked").check()
    desk.get_by_label("What were they told?").fill("Sent, and the code by telephone")
    press(desk, "Record the answer")
    expect(desk.get_by_text("The answer is recorded")).to_be_visible()
    [reference] = {*re.findall(r"DPR-\d{4}-\d+", desk.content())}
    desk.goto(f"{server.address}/status")
    desk.locator("#reference").fill(reference)
    desk.locator("#code").fill(code.lower())
    with desk.expect_navigation():
        desk.locator("main form button").first.click()
    expect(desk.get_by_role("heading", name="What we hold about you")).to_be_visible()
    browsers.axe(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Save the file (PDF)").click()
    assert download.value.suggested_filename == "what-we-hold.pdf"
    assert download.value.path().read_bytes() == file
    desk.goto(address)
    expect(desk.get_by_text("Opened by them")).to_be_visible()
    expect(desk.get_by_text("Not yet")).to_have_count(0)


def press(page: Page, words: str, *, role: str = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=words).first.click()  # type: ignore[arg-type]
