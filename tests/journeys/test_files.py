"""Five files at once, each with its own answer: online and at the office, on a phone and a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support import sample_files as sample
from tests.support.live_server import LiveServer
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.services.files import attachments, safe_copies

LONG = "a-very-long-name-without-a-single-space-" * 2 + ".pdf"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
FILES: list[FilePayload] = [
    {"name": "remarks.pdf", "mimeType": "application/pdf", "buffer": sample.PDF},
    {"name": LONG, "mimeType": "application/pdf", "buffer": sample.PDF},
    {"name": "note.txt", "mimeType": "text/plain", "buffer": b"The judge said: ten years."},
    {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": sample.picture(with_place=True)},
    {"name": "program.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + bytes(300)},
]
SLOWEST = 60_000  # milliseconds for five files, one after another, where others are at work
WINDOWS = [(DESK, True), (DESK, False), (PHONE, True), (PHONE, False)]


@pytest.mark.parametrize(("viewport", "scripts"), WINDOWS)
def test_five_files_with_a_request_each_have_an_answer(
    new_page: Callable[..., Page],
    shot: Callable[..., None],
    axe: Callable[[Page], None],
    viewport: dict[str, int],
    scripts: bool,
) -> None:
    page = new_page(viewport=viewport, java_script_enabled=scripts)
    page.set_default_timeout(SLOWEST)
    page.goto("/request/files")
    page.locator("#files").set_input_files(FILES)
    page.get_by_role("button", name="Add, and choose another").click()
    main = page.locator("main")
    expect(main).to_contain_text("program.exe: The file must be a PDF", timeout=SLOWEST)
    for name in ("remarks.pdf", LONG, "note.txt", "photo.jpg"):
        expect(page.locator("[data-files-added]")).to_contain_text(name)
    expect(page.get_by_role("button", name="Remove")).to_have_count(4)
    browsers.fits(page, page.url)
    shot(page, f"files-public-{viewport['width']}-{'scripts' if scripts else 'plain'}")
    if scripts:
        axe(page)


@pytest.mark.parametrize(("viewport", "scripts"), WINDOWS)
def test_five_files_of_the_office_are_added_and_looked_at(
    server: LiveServer,
    new_page: Callable[..., Page],
    shot: Callable[..., None],
    axe: Callable[[Page], None],
    viewport: dict[str, int],
    scripts: bool,
) -> None:
    with server.app.app_context():
        case = build.review().case
        reference, email = case.reference, build.user(Role.CASEWORKER).email
        db.session.rollback()
        page = new_page(viewport=viewport, java_script_enabled=scripts)
        page.set_default_timeout(SLOWEST)
        browsers.let_in(page, server, email)
        page.goto(f"/casework/cases/{reference}/files/new")
        page.get_by_label("Choose files").set_input_files(FILES)
        page.get_by_label("What is it?").select_option("court_paper")
        page.get_by_label("Description").fill("Papers of the hearing")
        page.get_by_role("button", name="Add the files").click()
        expect(page.locator("main")).to_contain_text(
            "program.exe: The file must be", timeout=SLOWEST
        )
        browsers.fits(page, page.url)
        shot(page, f"files-office-{viewport['width']}-{'scripts' if scripts else 'plain'}")
        assert attachments.count(case) == 4
        db.session.rollback()  # the page records that it was looked at
        page.goto(f"/casework/cases/{reference}/files")
        expect(page.locator("table")).to_contain_text(LONG)
        browsers.fits(page, page.url)
        shot(page, f"files-listed-{viewport['width']}-{'scripts' if scripts else 'plain'}")
        note = next(each for each in attachments.page(case).rows if each.name == "note.txt")
        while safe_copies.make_waiting():
            pass
        number = note.id
        db.session.rollback()
        page.goto(f"/casework/documents/{number}")
        picture = page.get_by_role("img", name="Page 1 of 1")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        words = page.locator("svg text").first
        expect(words).to_contain_text("The judge said")
        words.click(click_count=3)
        assert "The judge said" in page.evaluate("getSelection().toString()")
        if scripts:
            page.get_by_role("region", name="Pages of the file").press("+")
            expect(page.locator("[data-viewer-size]")).to_have_text("150%")
            axe(page)
        else:
            page.get_by_role("link", name="Larger").click()
            expect(page.locator("[data-viewer-size]")).to_have_text("150%")
        browsers.fits(page, page.url)
        shot(page, f"file-viewer-{viewport['width']}-{'scripts' if scripts else 'plain'}")


@pytest.mark.parametrize(("viewport", "scripts"), WINDOWS)
def test_a_letter_dropped_on_log_a_request_fills_in_its_form(
    server: LiveServer,
    new_page: Callable[..., Page],
    shot: Callable[..., None],
    axe: Callable[[Page], None],
    viewport: dict[str, int],
    scripts: bool,
) -> None:
    with server.app.app_context():
        email = build.user(Role.CASEWORKER).email
        db.session.rollback()
        page = new_page(viewport=viewport, java_script_enabled=scripts)
        browsers.let_in(page, server, email)
        page.goto("/casework/requests/new")
        letter = sample.photographed(sample.LETTER)
        page.locator("#files").set_input_files([FILES[3] | {"buffer": letter}, FILES[4]])
        read = page.get_by_role("button", name="Read the letter and fill in the form")
        main = page.locator("main")
        for words in ("program.exe was not kept", "is being read", "A program read the letter"):
            if words.startswith("A "):
                while safe_copies.make_waiting():
                    pass
            with page.expect_navigation():
                read.click()
            expect(main).to_contain_text(words)
        expect(page.locator("#offender_name")).to_have_value("Lee Exford")
        picture = page.get_by_role("img", name="Page 1 of photo.jpg (opens in a new tab)")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        browsers.fits(page, page.url)
        shot(page, f"letter-read-{viewport['width']}-{'scripts' if scripts else 'plain'}")
        if scripts:
            axe(page)
        page.get_by_role("radio", name="Victim", exact=True).check()
        with page.expect_navigation():
            page.get_by_role("button", name="Log the request").click()
        expect(main).to_contain_text("photo.jpg")
