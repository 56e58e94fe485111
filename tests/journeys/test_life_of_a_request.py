"""One request as the person who asks lives it, to the Court of Appeal’s result; its pages anywhere.

Its pictures, in order, are docs/pictures/asking: `--renew-pictures` takes them anew.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import Request as WebRequest
from sqlalchemy import select

from config import ROOT
from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from tests.support.published import published
from ulss_tracker import clock
from ulss_tracker.models import FilingKind, LetterKind, Request, Review, db
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import court, filings
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput
from ulss_tracker.services.requests import secret_code

PICTURES = ROOT / "docs" / "pictures" / "asking"
FIRST_VISIT = 100_000
"""Bytes that the first page may ask of a browser which has seen nothing of us."""
SIZES = ({"width": 360, "height": 640}, {"width": 1280, "height": 900})
GO_ON = "main form button.govuk-button:not(.govuk-button--secondary)"


@pytest.fixture
def keep(phone: Page, request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """A function that looks at the page in the phone, and keeps its picture where that is asked."""
    renews, number = request.config.getoption("--renew-pictures"), 0

    def look(name: str) -> None:
        nonlocal number
        number += 1
        browsers.axe(phone)
        browsers.can_leave(phone, name)
        if renews:
            PICTURES.mkdir(parents=True, exist_ok=True)
            phone.screenshot(
                path=PICTURES / f"{number:02}-{name}.jpg", type="jpeg", quality=45, scale="css"
            )

    yield look


def press(page: Page, words: str = "") -> None:
    """Press the button with these words, or the first that goes on."""
    with page.expect_navigation():
        page.locator(GO_ON, has_text=words).first.click()


def ask(page: Page, keep: Callable[[str], None]) -> tuple[str, str]:
    """Send a request; the reference and the code that are shown."""
    page.goto("/")
    keep("start")
    page.goto("/request/who-you-are")
    page.locator("[name=standing][value=victim]").check()
    keep("who-you-are")
    press(page)
    keep("told-of-the-scheme")
    press(page)
    page.locator("#court").fill("Leeds Crown Court")
    press(page)
    on = a_weekday_ago()
    for part, typed in (("day", on.day), ("month", on.strftime("%B")), ("year", on.year)):
        page.locator(f"#sentenced_on-{part}").fill(str(typed))
    press(page)
    page.locator("#offender_name").fill("John Archer")
    page.locator("#offence").fill("Robbery")
    keep("offence")
    press(page)
    page.locator("#reason").fill("He held a knife to my neck, and I cannot sleep.")
    keep("your-story")
    press(page)
    keep("together")
    press(page)
    page.locator("#requester_name").fill("Ada Brown")
    page.locator("#email").fill("ada.brown@example.org")
    with page.expect_navigation():
        page.locator("button[name=end]").click()
    expect(page).to_have_url(re.compile("/safe-email"))
    keep("safe-email")
    press(page)
    expect(page).to_have_url(re.compile("/check-answers"))
    keep("check-answers")
    press(page, "Accept and send")
    keep("sent")
    return (
        page.locator(".govuk-panel strong").inner_text(),
        page.locator(".govuk-panel .app-code").inner_text(),
    )


def follow(page: Page, reference: str, code: str) -> None:
    page.goto("/status")
    page.locator("#reference").fill(reference)
    page.locator("#code").fill(code)
    press(page)


def write(review: Review, kind: LetterKind) -> None:
    """Write, check and issue the letter to whoever asked."""
    by = build.user()
    (request,) = review.case.requests
    draft = letters.draft(kind, by, review=review, request=request)
    if letters.needs_check(draft):
        second = build.user(email="second@example.org", name="Second Caseworker")
        letters.check(draft, second, version=draft.version)
    letters.issue(draft, by)


def file(review: Review) -> None:
    for kind, letter in (
        (FilingKind.FILING, LetterKind.REFERRAL),
        (FilingKind.SERVICE, LetterKind.OFFENDER_NOTICE),
    ):
        build.letter(review, letter)
        filings.record_filing(
            review, kind, at=clock.now(), method="By email", by=build.user(), version=review.version
        )


@pytest.mark.slow
def test_one_request_from_the_first_page_to_the_courts_result(
    server: LiveServer, phone: Page, keep: Callable[[str], None]
) -> None:
    reference, code = ask(phone, keep)
    follow(phone, reference, code)
    keep("received")
    phone.get_by_role("link", name="Add to your request").click()
    phone.locator("#words").fill("He was on bail when he did it.")
    keep("adding")
    press(phone, "Add this")
    expect(phone.get_by_text("What you added is with your request.")).to_be_visible()

    def now(step: str) -> None:
        phone.goto("/status/request")
        expect(phone.locator("main ol li", has_text="Now")).to_contain_text(step)
        keep(step.lower().replace("’", "").replace(" ", "-"))

    with server.app.app_context():
        request = db.session.scalars(select(Request)).one()
        review = cases.open_case(request, build.user())
        build.conviction(build.sentence(review))
        now("Being checked")
        build.submit(review)
        now("With the law officers")
        build.decide(review)
        now("Decided")
        file(review)
        write(review, LetterKind.REFERRED)
        now("Court of Appeal asked")
        day = clock.today() + timedelta(days=30)
        listed = HearingInput(on=day, at=None, court="Court 4", constitution="")
        court.list_hearing(review, listed, build.user(), version=review.version)
        write(review, LetterKind.HEARING_LISTED)
        now("Hearing")
        decided = CourtDecisionInput(
            on=clock.today(), outcome=Outcome.INCREASED, revised_sentence="9 years’ imprisonment"
        )
        court.record_decision(review, decided, build.user(), version=review.version)
        write(review, LetterKind.INCREASED)
    now("Court of Appeal’s decision")
    expect(phone.locator("main")).not_to_contain_text("increased")
    phone.get_by_role("link", name="What the Court of Appeal decided").click()
    expect(phone.get_by_text("9 years’ imprisonment")).to_be_visible()
    keep("the-letter")


def begin(page: Page, standing: str) -> None:
    """Begin a journey as somebody of this standing."""
    page.goto("/request/who-you-are")
    page.locator(f"[name=standing][value={standing}]").check()
    press(page)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_page_after_sending_is_left_read_and_seen_anywhere(
    server: LiveServer, new_page: Callable[..., Page], language: str
) -> None:
    """At a desk, on a phone, at 400%, in forced colours, without scripts; the exit in view."""
    with server.app.app_context():
        request = build.request(telephone="07700 900123")
        reference, code = request.reference, secret_code.renew(request, build.user())
        build.on_duty().public_telephone = "020 7946 0000"
        letter = published(request, "<h2>Word</h2><p>" + "Llanfair" * 40 + "</p>").letter_id
    scripts = ({}, {"java_script_enabled": False}, {"forced_colors": "active"})
    for size, more in zip((*SIZES, {"width": 320, "height": 256}), scripts, strict=True):
        page = new_page(viewport=size, **more)
        page.goto(f"/language/{language}")
        follow(page, reference, code)
        for path in (
            "/status/request",
            "/status/add",
            "/status/contact",
            "/status/call-back",
            "/status/withdraw",
            f"/status/letters/{letter}",
            "/status/lost-code",
            "/status/lost-code/asked",
            "/carry-on",
            "/feedback",
            "/privacy",
            "/information/support",
        ):
            page.goto(path)
            expect(page).to_have_url(re.compile(f"{path}$"))
            seen(page, path, scripts="java_script_enabled" not in more)
        for standing, step in (("on_behalf", "together"), ("victim", "told-of-the-scheme")):
            begin(page, standing)
            for path in (f"/request/{step}", "/request/contact", "/request/carry-on"):
                page.goto(path)
                seen(page, path, scripts="java_script_enabled" not in more)


def seen(page: Page, path: str, *, scripts: bool) -> None:
    """Hold that it is no wider than the screen, can be left, and has no fault of accessibility."""
    if scripts:
        browsers.axe(page)
        browsers.fits(page, path)
    browsers.can_leave(page, path)


def test_a_first_visit_asks_little_of_a_telephone(phone: Page) -> None:
    sizes: list[int] = []
    phone.on("requestfinished", lambda each: sizes.append(weight(each)))
    phone.goto("/", wait_until="networkidle")
    assert 0 < sum(sizes) < FIRST_VISIT, f"{sum(sizes)} bytes in {len(sizes)} answers"


def weight(asked: WebRequest) -> int:
    """The bytes that come in answer, styles and scripts as nginx compresses them."""
    sizes = asked.sizes()
    answer = asked.response()
    body = sizes["responseBodySize"]
    if answer is not None and "/static/" in asked.url and not asked.url.endswith(".woff2"):
        body = len(gzip.compress(answer.body()))
    return body + sizes["responseHeadersSize"]
