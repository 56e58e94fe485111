"""One real case, end to end, in a real browser: from a request to a served letter.

A bereaved parent asks; a caseworker opens the case and finds the answer; a law officer decides; the
application is issued, filed and served; a supervisor sees the board; the timeline tells it all.
"""

import hashlib
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Axe, Shot
from tests.support.live_server import LiveServer
from tests.support.office_window import Office
from tests.support.public_journey import a_weekday_ago
from tests.support.tables import column
from ulss_tracker import clock
from ulss_tracker.cli.demo.people import CASEWORKER, LAW_OFFICER, SUPERVISOR
from ulss_tracker.scheme.time.deadline import file_by, last_day
from ulss_tracker.web.core.filters import moment, weekday_date

OFFENDER = "Gwilym Prŷs-O’Neill"
REQUESTER = "Ada Brown"
SENTENCED_ON = a_weekday_ago(10)
LAST_DAY = last_day(SENTENCED_ON)
COURT = "Snaresbrook Crown Court"
NUMBER = "01ZD3300426"
SENTENCE = "4 years’ imprisonment"
ADDRESS = "HMP Thameside\nGriffin Manor Way\nLondon\nSE28 0FJ"
REASONS = "The sentence is outside the range that a judge could reasonably consider appropriate."
NOTE = "Rang the court: the indictment number is right."
WRITTEN = {
    "Summary of the facts": "He stabbed the victim three times in the street, and ran.",
    "What makes the offending more serious": "A knife was taken to the scene.",
    "Mitigation": "He was 20 and of good character.",
    "Why the sentence appears unduly lenient": "The starting point took no account of the knife.",
    "Authorities": "Attorney General’s Reference (No 4 of 1989)",
    "Links to the material documents": "Sentencing remarks: https://documents.example.org/remarks",
}


@pytest.fixture
def office(new_page: Callable[..., Page], shot: Shot, axe: Axe) -> Callable[[str], Office]:
    """A function that opens a window for one person."""
    return lambda name: Office(new_page(), shot, axe, name)


ANSWERS = {
    "court": {"court": "Snaresbrook Crown Court"},
    "offence": {"offence": "GBH with intent", "offender_name": OFFENDER},
    "reason": {"reason": "He stabbed our son three times. Four years is nothing."},
    "contact": {"requester_name": REQUESTER, "email": "ada.brown@example.org"},
}


def ask(page: Page, address: str) -> str:
    """Send a request as a member of the public does; the reference they are given."""
    page.goto(f"{address}/")
    page.get_by_role("button", name="Start now").click()
    for _ in range(30):
        step = re.search(r"/request/([\w-]+)", page.url)
        assert step, page.url
        if step[1] == "check-answers":
            break
        for name, words in ANSWERS.get(step[1], {}).items():
            page.locator(f"#{name}").fill(words)
        if step[1] == "date":
            for part in ("day", "month", "year"):
                page.locator(f"#sentenced_on-{part}").fill(str(getattr(SENTENCED_ON, part)))
        elif step[1] in {"which-offence", "which-court", "check-date"}:
            page.locator("main input[type=radio]").first.check()
        elif step[1] == "who-you-are":
            page.locator("input[value=bereaved_family]").check()
        page.locator("main form button.govuk-button", has_text="Continue").first.click()
    page.get_by_role("button", name="Accept and send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Request received")
    found = re.search(r"REQ-\w{4}-\w{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def test_one_case_from_request_to_served_letter(
    demo_server: LiveServer,
    desk: Page,
    office: Callable[[str], Office],
    axe: Axe,
    tmp_path: Path,
) -> None:
    address = demo_server.address
    reference = ask(desk, address)

    caseworker = office("caseworker")
    caseworker.sign_in(address, CASEWORKER)
    open_the_case(caseworker, reference)
    record_what_the_court_did(caseworker)
    supervisor = office("supervisor")
    supervisor.sign_in(address, SUPERVISOR)
    verify(supervisor)
    caseworker.page.reload()
    move_it_to_the_law_officers(caseworker)

    officer = office("law-officer")
    officer.sign_in(address, LAW_OFFICER)
    decide(officer)

    write_and_issue(caseworker, supervisor, tmp_path)
    file_and_serve(caseworker)
    open_what_was_filed(caseworker, desk, axe)

    watch(supervisor)
    read_the_timeline(caseworker)


def open_the_case(at_desk: Office, reference: str) -> None:
    """Find the new request, look at it, open a case from it."""
    at_desk.follow("Requests")
    expect(at_desk.page.get_by_role("heading", level=1)).to_have_text("Requests")
    at_desk.look("requests")
    row = at_desk.page.locator("tr", has_text=reference)
    expect(row).to_contain_text("days left")
    row.get_by_role("link").first.click()
    at_desk.sees("In the scheme")
    at_desk.sees(REQUESTER)
    at_desk.look("request")
    at_desk.press("Open a case")
    expect(at_desk.page.get_by_role("heading", level=1)).to_have_text(OFFENDER)
    at_desk.look("new-review")


def record_what_the_court_did(at_desk: Office) -> None:
    """The court and its number, the sentence, the offence by ordinary words; then the answer."""
    page = at_desk.page
    review = page.url
    page.get_by_role("link", name=re.compile(r"^ULS-\d{4}-\d{4}$")).first.click()
    at_desk.look("case")
    at_desk.follow("Change the court")
    page.get_by_label("Crown Court case number").fill(NUMBER)
    at_desk.look("court")
    at_desk.press("Save")
    at_desk.sees(NUMBER)

    page.goto(review)
    at_desk.page.get_by_role("button", name="Record the sentence", exact=True).click()
    expect(page.locator("#sentenced_on-day")).to_have_value(str(SENTENCED_ON.day))
    at_desk.press("Save and add an offence")
    at_desk.sees("There is a problem")  # the kind of order and the words are still wanted
    at_desk.look("sentence-error")
    page.get_by_label("Kind of order").select_option("imprisonment")
    page.get_by_label("The sentence, in full").fill(SENTENCE)
    page.get_by_label("Judge (optional)").fill("HHJ Example")
    at_desk.press("Save and add an offence")
    at_desk.sees("Is this how the sentence reads?")
    at_desk.look("sentence-read")
    at_desk.press("Save and add an offence")
    at_desk.sees(SENTENCE)
    at_desk.choose("Offence", "stabbing with intent gbh", "grievous bodily harm with intent")
    at_desk.look("offence-chosen")
    page.get_by_label("Found guilty by a jury").check()
    at_desk.press("Save")

    heading = page.locator(".app-verdict__heading")
    expect(heading).to_have_text("In the scheme")
    at_desk.sees("Criminal Justice Act 1988 s.36(1)(a)")
    at_desk.sees(moment(file_by(LAST_DAY)))
    at_desk.sees(weekday_date(LAST_DAY))
    page.get_by_text("How this was worked out").click()
    at_desk.sees("28 days")
    at_desk.look("answer-and-deadline")

    at_desk.follow("Change the offender’s details")
    page.get_by_label("Address for service").fill(ADDRESS)
    at_desk.look("offender")
    at_desk.press("Save")
    at_desk.sees("HMP Thameside")


def verify(at_desk: Office) -> None:
    """Another person finds it among what is to verify, and holds it against the court's log."""
    page = at_desk.page
    at_desk.follow("To sign")
    at_desk.follow("To verify")
    at_desk.look("to-verify")
    page.locator("tr", has_text=OFFENDER).get_by_role("link", name="Verify").click()
    page.get_by_label("Court log (Xhibit or Common Platform)").check()
    page.get_by_label("Its reference or date").fill(NUMBER)
    for fact in page.locator("input[name=facts]").all():
        fact.check()
    at_desk.look("verify")
    at_desk.press("Verify")
    at_desk.sees("Verified against the court’s record")


def move_it_to_the_law_officers(at_desk: Office) -> None:
    """Papers asked for and come, advice asked for, then the submission is written and sent."""
    page = at_desk.page
    review = page.url
    at_desk.follow("Ask the CPS for papers")
    at_desk.look("ask-for-papers")
    at_desk.press("Ask for these papers")
    at_desk.sees("Next chase: the CPS contact")
    at_desk.look("papers")
    page.goto(review)
    at_desk.follow("Record that papers have come")
    for paper in page.locator("input[name=papers]").all()[:-1]:
        paper.check()
    at_desk.look("papers-come")
    at_desk.press("Confirm")
    at_desk.sees("The review is now")
    at_desk.follow("Send to a lawyer for advice")
    at_desk.press("Confirm")
    at_desk.sees("The review is now")
    at_desk.follow("Send to the law officers")
    at_desk.press("Send to the law officers")
    at_desk.sees("Enter the facts")
    page.get_by_label("The facts").fill("He stabbed a man three times outside a shop.")
    page.get_by_label("The advice").fill("The sentence is outside the range: refer.")
    page.get_by_label("Refer the sentence", exact=True).check()
    at_desk.look("submission")
    at_desk.press("Send to the law officers")
    at_desk.sees("Sent to the law officers, version 1")
    at_desk.look("with-law-officers")
    page.goto(review)


def decide(at_desk: Office) -> None:
    """The law officer's own decision, with reasons."""
    at_desk.follow(OFFENDER)
    at_desk.look("review")
    decided = at_desk.page.url
    at_desk.page.get_by_role("button", name="Decide this review").click()
    at_desk.sees("The sentence is outside the range: refer.")
    at_desk.press("Record my decision")
    at_desk.sees("Enter your reasons")
    at_desk.look("decision-error")
    at_desk.page.get_by_label("Refer the sentence", exact=True).check()
    at_desk.page.get_by_label("Your reasons").fill(REASONS)
    at_desk.press("Record my decision")
    at_desk.sees("This is the next one to decide")
    at_desk.page.goto(decided)
    at_desk.sees("Decision: refer the sentence")
    at_desk.look("decided")


def write_and_issue(at_desk: Office, checker: Office, directory: Path) -> None:
    """Write and issue: gaps are named, one writes, another checks, and the PDFs are real ones."""
    page = at_desk.page
    page.reload()
    page.get_by_role("button", name="Write and issue the application").click()
    letters = page.url
    at_desk.sees("A summary of the facts of the case")
    at_desk.look("letters-missing")
    at_desk.follow("Write the application")
    for label, words in WRITTEN.items():
        page.get_by_label(label, exact=True).fill(words)
    at_desk.look("application")
    at_desk.press("Save")
    application = issue(at_desk, checker, "application for permission to refer", directory)
    page.goto(letters)
    notice = issue(at_desk, checker, "notice to the offender", directory)
    page.goto(letters)
    at_desk.look("letters-issued")
    for words in (OFFENDER, COURT, NUMBER, "Registrar of Criminal Appeals", SENTENCE):
        assert words in application, words
    for words in WRITTEN.values():
        assert words.split(": ")[0] in application
    assert LAW_OFFICER.name in application
    assert OFFENDER in notice
    assert COURT in notice
    assert "HMP Thameside" in notice


def text_of(link: Locator, path: Path) -> str:
    """The words of the PDF that the link leads to, as it was downloaded."""
    answer = link.page.request.get(link.page.url.split("/casework")[0] + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    content = answer.body()
    assert content.startswith(b"%PDF-")
    path.write_bytes(content)
    result = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return " ".join(result.stdout.split())


def issue(at_desk: Office, checker: Office, named: str, directory: Path) -> str:
    """Begin a court document, have the second person check it, and issue it; its words."""
    page = at_desk.page
    page.get_by_role("button", name=re.compile(rf"^Begin this document\s*: {named}")).click()
    at_desk.sees("A second person must check it")
    at_desk.look("letter-written")
    checker.page.goto(page.url)
    checker.press("I have checked this letter")
    checker.sees("Checked: the letter can be issued")
    page.reload()
    at_desk.press("Issue the letter")
    at_desk.sees("issued, version 1")
    at_desk.look("letter-read")
    link = page.get_by_role("link", name="The letter as it was issued (PDF)")
    return text_of(link, directory / "letter.pdf")


def file_and_serve(at_desk: Office) -> None:
    """That both arrived: when and how."""
    page = at_desk.page
    at_desk.follow("filing and service")
    for button, method, stage in (
        ("Record filing with the Registrar", "By email", "Filed with the Registrar"),
        ("Record service on the offender", "By post to the prison", "Served on the offender"),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        now = clock.now().astimezone(clock.LONDON)
        at_desk.date("at", now)
        page.locator("#at-time").fill(f"{now:%H:%M}")
        page.get_by_label("How was it sent?").fill(method)
        at_desk.look("arrival")
        at_desk.press("Save")
        at_desk.sees(stage)
        at_desk.look("arrived")


def open_what_was_filed(at_desk: Office, defence: Page, axe: Axe) -> None:
    """The defence opens what was filed by the code that a lawyer told them; the office sees it."""
    page = at_desk.page
    at_desk.follow("Court of Appeal")
    at_desk.follow("Serve the defence by a page with a code")
    page.get_by_label("Who is it for?").fill("Imogen Blackstock, Chancery Row")
    page.get_by_label("Solicitor", exact=True).check()
    at_desk.look("serve-defence")
    at_desk.press("Make the page")
    at_desk.look("defence-page")
    told = page.locator(".govuk-summary-list__value").all_inner_texts()
    defence.goto(told[1])
    axe(defence)
    defence.get_by_label("Reference").fill(told[2])
    defence.get_by_label("Code").fill(page.locator(".govuk-inset-text strong").inner_text())
    with defence.expect_navigation():
        defence.get_by_role("button", name="Continue").click()
    expect(defence.locator("main")).to_contain_text("41.4(6)(a)")
    expect(defence.locator("main")).not_to_contain_text(OFFENDER)
    axe(defence)
    with defence.expect_download() as saving:
        defence.get_by_role("button", name="Application to the Court of Appeal").click()
    stated = defence.locator("code").all_inner_texts()
    assert hashlib.sha256(saving.value.path().read_bytes()).hexdigest() in stated
    at_desk.follow("Back to the Court of Appeal")
    row = page.locator("tr", has_text="Imogen Blackstock")
    expect(row).not_to_contain_text("Not opened")
    at_desk.look("at-court")


def watch(at_desk: Office) -> None:
    """Every open review, soonest first, in words and colour, whose and at what stage."""
    page = at_desk.page
    page.goto(page.url.split("/casework")[0] + "/supervision/board")
    table = page.locator("table").first
    levels = table.locator("td .govuk-tag")
    assert levels.count() >= 6
    # After five o’clock, and at the weekend, what was due has passed.
    expect(levels.first).to_have_class(re.compile("govuk-tag--red|app-time-left--passed"))
    row = page.locator("tr", has_text=OFFENDER)
    expect(row).to_contain_text("Referred")
    expect(row).to_contain_text(CASEWORKER.name)
    page.set_viewport_size({"width": 390, "height": 844})
    at_desk.look("board-on-a-phone")


def read_the_timeline(at_desk: Office) -> None:
    """Every step is on it, newest first, and the note just added."""
    page = at_desk.page
    at_desk.follow("Papers and notes")
    at_desk.follow("Notes and files")
    page.get_by_label("Note", exact=True).fill(NOTE)
    at_desk.press("Add the note")
    at_desk.follow("Timeline")
    titles = page.locator(".moj-timeline__title").all_inner_texts()
    told = iter(reversed(titles))
    for title in column(__file__, "one_case.timeline"):
        assert title in told, (title, titles)
    for words in (REASONS, NOTE, LAW_OFFICER.name, "By post to the prison"):
        at_desk.sees(words)
    at_desk.look("timeline")
