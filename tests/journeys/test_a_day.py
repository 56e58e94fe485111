"""A day in the office, in a real browser, by keyboard alone: no act below is a click.

Twenty requests come to eight cases and two references. One request is withdrawn, one case is out
of time, one is out of the scheme, and one has three offenders who end in three different ways. Each
kind of act is done on its page by a person; what would only repeat it the services do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.desk import Desk
from tests.support.live_server import LiveServer
from tests.support.public_journey import a_weekday_ago
from tests.support.records import as_now, assignee_of, every, first_request, the_review
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    DecisionChoice,
    FilingKind,
    LetterKind,
    Means,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import filings, progress

SENTENCED_ON = a_weekday_ago(9)
LONG_AGO = date(2025, 3, 3)
GANG = "Owen Pike"
VICTIM, FAMILY = RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY
MP, PUBLIC = RequesterRole.MP, RequesterRole.PUBLIC
# One line for each case: the offender, the court, when, and who asked, in the order they asked.
ASKED: dict[str, tuple[str, str, date, tuple[RequesterRole, ...]]] = {
    GANG: ("leeds", "Leeds", SENTENCED_ON, (VICTIM, FAMILY, MP, PUBLIC, PUBLIC)),
    "Marta Kowalczyk": ("cardiff", "Cardiff", SENTENCED_ON, (FAMILY,) * 3),
    "Ricky Vaughan": ("norwich", "Norwich", SENTENCED_ON, (PUBLIC,) * 2),
    "Paul Trevanion": ("truro", "Truro", LONG_AGO, (PUBLIC,) * 2),
    "Dawn Ferris": ("exeter", "Exeter", SENTENCED_ON, (VICTIM, PUBLIC)),
    "Iwan Prosser": ("swansea", "Swansea", SENTENCED_ON, (PUBLIC,) * 2),
    "Neil Sowerby": ("durham", "Durham", SENTENCED_ON, (VICTIM, MP)),
    "Craig Dunmore": ("lincoln", "Lincoln", SENTENCED_ON, (PUBLIC,) * 2),
}


@dataclass(frozen=True)
class Staff:
    """Who works today: two caseworkers, a supervisor and a law officer."""

    first: User
    second: User
    supervisor: User
    officer: User


@pytest.fixture
def sit_down(
    new_page: Callable[..., Page], axe: Callable[[Page], None], server: LiveServer
) -> Callable[[str], Desk]:
    """A function that signs one person in at a desk of their own."""

    def sign_in(email: str) -> Desk:
        desk = Desk(new_page(), axe)
        browsers.let_in(desk.page, server, email)
        desk.go("/sign-in")  # which leads who is signed in to their own page
        return desk

    return sign_in


@pytest.fixture
def staff(server: LiveServer) -> Iterator[Staff]:
    """The office's people, with the application's context for what services do meanwhile."""
    with server.app.app_context():
        yield Staff(
            first=build.user(email="priya@example.org", name="Priya Nair"),
            second=build.user(email="gethin@example.org", name="Gethin Rhys"),
            supervisor=build.user(Role.SUPERVISOR, name="Margaret Obi"),
            officer=build.user(Role.LAW_OFFICER, name="Eleanor Whitfield"),
        )


def test_a_day_of_twenty_requests_eight_cases_and_two_references(
    server: LiveServer, staff: Staff, sit_down: Callable[[str], Desk]
) -> None:
    twenty_people_ask()

    first = sit_down(staff.first.email)
    gang = three_offenders_in_one_case(first)
    the_other_seven_cases(staff)
    out_of_scheme(first, the_review("Ricky Vaughan"))
    to_the_law_officers(first, the_review(GANG))

    supervisor = sit_down(staff.supervisor.email)
    out_of_time(supervisor, the_review("Paul Trevanion"))
    move_work(supervisor, staff)

    officer = sit_down(staff.officer.email)
    decide(officer)
    decide_the_rest(staff)

    second = sit_down(staff.second.email)
    somebody_withdraws(second, the_review("Dawn Ferris").case)
    file_and_serve(second, the_review(GANG))
    file_and_serve_the_other(staff)
    tell_and_close(second, the_review("Neil Sowerby"))
    tell_everybody_else(staff)
    nothing_is_left_to_tell(second)
    as_it_ended(gang)


def twenty_people_ask() -> None:
    """The morning's requests, each with the sentence it is about."""
    for offender, (court_id, court, sentenced_on, standings) in ASKED.items():
        for number, standing in enumerate(standings):
            build.request(
                offender_name=offender,
                court_id=court_id,
                court_text=court,
                sentenced_on=sentenced_on,
                standing=standing,
                requester_name=f"{standing.label} {number + 1} of {court}",
                email=f"{court_id}{number}@example.org",
                telephone="01632 960 001",
            )
    assert len(every(Request)) == 20


def three_offenders_in_one_case(desk: Desk) -> str:
    """The first caseworker opens a case, adds two offenders and records what the court did."""
    desk.sees("Requests 2")  # that press; the rest wait in their own list
    expect(desk.page.locator("main table")).not_to_contain_text("To be filed")
    desk.follow("Requests")
    desk.sees("New (20)")
    desk.follow(first_request(GANG).reference)
    desk.sees("May be about the same sentence")
    desk.press("Open a case")
    case = the_review(GANG).case
    for request in every(Request):
        if request.offender_name == GANG and request.case is None:
            cases.join_case(request, case, assignee_of(case))
    desk.go(f"/casework/cases/{case.reference}")
    desk.follow("Offenders")
    for name in ("Lee Pike", "Dean Marsh"):
        desk.follow("Add an offender")
        desk.write("Offender’s name", name)
        desk.press("Add the offender")
        desk.sees(name)
        desk.go(f"/casework/cases/{case.reference}/offenders")
    desk.go(f"/casework/reviews/{the_review(GANG).id}")
    record_the_sentence(desk)
    for name, offence in (("Lee Pike", "no-oapa-47"), ("Dean Marsh", "io-robbery")):
        build.conviction(build.sentence(the_review(name), sentenced_on=SENTENCED_ON), offence)
    return case.reference


def record_the_sentence(desk: Desk) -> None:
    """The sentence in words, and the offence by a search in ordinary words."""
    desk.follow("Record the sentence")
    desk.write_date("sentenced_on", SENTENCED_ON)
    desk.pick("Kind of order", "Imprisonment")
    desk.write("The sentence, in full", "3 years’ imprisonment")
    desk.press("Save and add an offence")
    if desk.page.get_by_role("button", name="Save and add an offence", exact=True).count():
        desk.press("Save and add an offence")  # once more, having seen how it reads
    desk.find("Offence", "robbery", "Robbery")
    desk.choose("Found guilty by a jury")
    desk.press("Save")
    desk.sees("In the scheme")


def the_other_seven_cases(staff: Staff) -> None:
    """Do the rest, which would repeat the first case, as the services do it."""
    for name, (_, _, sentenced_on, _) in ASKED.items():
        if name == GANG:
            continue
        first, *others = [each for each in every(Request) if each.offender_name == name]
        review = cases.open_case(first, staff.first)
        for request in others:
            cases.join_case(request, review.case, staff.first)
        offence = "no-oapa-47" if name == "Ricky Vaughan" else "io-robbery"
        sentence = build.sentence(review, sentenced_on=sentenced_on, by=staff.first)
        build.conviction(sentence, offence, by=staff.first)
    assert len(every(Case)) == 8
    for name in (
        "Dean Marsh",
        "Marta Kowalczyk",
        "Dawn Ferris",
        "Iwan Prosser",
        "Neil Sowerby",
        "Craig Dunmore",
    ):
        build.submit(the_review(name), by=staff.first)
    step(build.verify(the_review("Lee Pike")), Step.CLOSE_NOT_IN_SCHEME, staff.first)


def out_of_scheme(desk: Desk, review: Review) -> None:
    """A caseworker ends a review that the rules say is outside the scheme, once it is verified."""
    build.verify(review)
    desk.go("/casework/")
    desk.sees("End it: not in the scheme")
    desk.follow("End it: not in the scheme")
    take(desk, Step.CLOSE_NOT_IN_SCHEME)
    desk.sees("This review has ended: not in the scheme.")
    assert as_now(review).state is State.TO_TELL


def to_the_law_officers(desk: Desk, review: Review) -> None:
    """The steps before the decision, once it is verified; and a note for whoever reads it next."""
    build.verify(review)
    desk.go(f"/casework/reviews/{review.id}")
    desk.follow(Step.SEND_TO_LAW_OFFICERS.label)
    desk.write("The facts", "They robbed a shop with a machete.")
    desk.write("The advice", "Outside the range: refer.")
    for choice in desk.page.get_by_label("Refer the sentence", exact=True).all():
        choice.check()
    desk.press("Send to the law officers")
    desk.sees("Sent to the law officers: Owen Pike, Dean Marsh", "Submission, version 1")
    desk.sees("With the law officers")
    desk.follow("Papers and notes")
    desk.follow("Notes and files")
    desk.write("Note", "The victim’s mother speaks for her.")
    desk.press("Add the note")
    desk.press("Pin to the top", exact=False)
    desk.sees("Pinned")


def out_of_time(desk: Desk, review: Review) -> None:
    """Only a supervisor may say so, of what two people have looked at."""
    build.verify(review)
    desk.sees("Board")
    desk.go(f"/casework/reviews/{review.id}")
    take(desk, Step.CLOSE_OUT_OF_TIME)
    desk.sees("This review has ended: out of time.")


def move_work(desk: Desk, staff: Staff) -> None:
    """The supervisor gives two reviews of the first caseworker to the second, by a tick list."""
    desk.go("/supervision/board")
    desk.follow("Reassign work")
    desk.pick("Assigned to", staff.first.name)
    desk.press("Show their reviews")
    for name in (GANG, "Neil Sowerby"):
        desk.tick(desk.page.get_by_label(f"Give {name}"))
    desk.pick("Give them to", staff.second.name)
    desk.write("What should they know? (optional)", "Priya is in court this afternoon")
    desk.press("Give the ticked reviews")
    desk.sees("2 reviews given")


def decide(desk: Desk) -> None:
    """The law officer refers one sentence and not another, each with reasons."""
    desk.sees("To decide", GANG, "Neil Sowerby")
    for name, choice in (
        (GANG, "Refer the sentence"),
        ("Neil Sowerby", "Do not refer the sentence"),
    ):
        desk.go("/casework/decisions")
        desk.follow(name)
        desk.follow("Decide this review")
        desk.choose(choice)
        desk.write("Your reasons", f"{choice}: I have read the papers and the advice.")
        desk.press("Record my decision")
        desk.go(f"/casework/reviews/{the_review(name).id}")  # the next to decide is shown first
        desk.sees(f"Decision: {choice.lower()}")


def decide_the_rest(staff: Staff) -> None:
    """The other decisions of the day: one more reference, and the others not."""
    for name in ("Dean Marsh", "Marta Kowalczyk", "Dawn Ferris", "Iwan Prosser", "Craig Dunmore"):
        review = the_review(name)
        choice = DecisionChoice.REFER if name == "Marta Kowalczyk" else DecisionChoice.DO_NOT_REFER
        build.decide(review, choice, "Read.", by=staff.officer)


def somebody_withdraws(desk: Desk, case: Case) -> None:
    """A request is withdrawn by phone: the case goes on and says so."""
    request = case.requests[1]
    desk.go(f"/casework/requests/{request.reference}")
    desk.follow("Record that they withdraw it")
    desk.choose("Phone")
    desk.write("What did they say? (optional)", "She would rather not think of it any more.")
    desk.press("Withdraw the request")
    desk.sees("Withdrawn by the person who asked.")
    desk.go(f"/casework/cases/{case.reference}/requests")
    desk.sees("1 of the 2 people who asked has withdrawn. The case goes on")


def file_and_serve(desk: Desk, review: Review) -> None:
    """Filing with the Registrar and service on the offender: with both it is referred."""
    desk.go("/casework/")
    desk.sees(GANG, "Write and issue the application")
    build.letter(review, LetterKind.REFERRAL)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    for recorded, method in ((Step.FILE, "By email"), (Step.SERVE, "By post to the prison")):
        desk.go(f"/casework/reviews/{review.id}")
        desk.follow(recorded.label)
        now = clock.now().astimezone(clock.LONDON)
        desk.write_date("at", now)
        desk.reach(desk.page.locator("#at-time"))
        desk.page.keyboard.insert_text(f"{now:%H:%M}")
        desk.write("How was it sent?", method)
        desk.press("Save")
    assert as_now(review).state is State.REFERRED


def file_and_serve_the_other(staff: Staff) -> None:
    """The second reference, as the first."""
    review = the_review("Marta Kowalczyk")
    build.letter(review, LetterKind.REFERRAL)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    for kind in FilingKind:
        filings.record_filing(
            review,
            kind,
            at=clock.now(),
            method="By email",
            by=staff.first,
            version=as_now(review).version,
        )


def tell_and_close(desk: Desk, review: Review) -> None:
    """The victim first, after a call that nobody answered; then the others; then it closes."""
    desk.go("/casework/")
    desk.sees("Tell 3 people")
    desk.go(f"/casework/cases/{review.case.reference}/told")
    for result in ("They could not be reached: they are still to be told", "They have been told"):
        desk.follow("Record a call or letter to Victim 1 of Durham")
        desk.choose(result)
        desk.choose("By phone")
        desk.press("Save")
    desk.sees("Not reached by phone", "Told by phone")
    for name in ("MP 2 of Durham", "Crown Prosecution Service"):
        desk.follow(f"Record a call or letter to {name}")
        desk.choose("They have been told")
        desk.choose("By letter")
        desk.press("Save")
    desk.go("/casework/?why=over")
    desk.follow("Close it: everybody has been told")
    take(desk, Step.CLOSE)
    desk.sees("This review is closed: not referred.")


def tell_everybody_else(staff: Staff) -> None:
    """Everybody else, as the services record it, the victims first."""
    while rows := notifying.page().rows:
        for row in rows:
            notifying.record_told(row, Means.LETTER, clock.now(), staff.first)


def nothing_is_left_to_tell(desk: Desk) -> None:
    """The list of people to tell is empty."""
    desk.go("/casework/people-to-tell")
    desk.sees("Everybody has been told what there is to tell.")


def as_it_ended(gang: str) -> None:
    """Twenty requests, eight cases, two references, and the ends that the day came to."""
    db.session.expire_all()
    assert len(every(Request)) == 20
    assert len(every(Case)) == 8
    reviews = every(Review)
    referred = [each.offender_name for each in reviews if each.state is State.REFERRED]
    assert sorted(referred) == ["Marta Kowalczyk", GANG]
    outcomes = {each.offender_name: each.outcome for each in reviews}
    assert [each.state for each in every(Request)].count(RequestState.WITHDRAWN) == 1
    assert outcomes["Paul Trevanion"] is Outcome.OUT_OF_TIME
    assert outcomes["Ricky Vaughan"] is Outcome.NOT_IN_SCHEME
    ends = {each.offender_name: each.outcome for each in reviews if each.case.reference == gang}
    assert ends == {
        GANG: None,
        "Lee Pike": Outcome.NOT_IN_SCHEME,
        "Dean Marsh": Outcome.NOT_REFERRED,
    }


def take(desk: Desk, step: Step) -> None:
    """Take a step on its own page, with no note."""
    desk.follow(step.label)
    desk.press("Confirm")


def step(review: Review, step: Step, by: User) -> None:
    progress.move(review, step, by, version=review.version)
