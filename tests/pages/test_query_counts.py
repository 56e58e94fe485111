"""A page asks the database a fixed number of questions, however much there is to show.

Each page is fetched where there is little and where there is much; the number must be the same,
and no greater than what is written here.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.queries import counted
from ulss_tracker.models import (
    Assessment,
    BatchItem,
    Case,
    Conviction,
    Decision,
    DecisionChoice,
    DocumentKind,
    Event,
    EventKind,
    Filing,
    FilingKind,
    Hearing,
    Letter,
    LetterBatch,
    LetterDraft,
    LetterKind,
    Means,
    Message,
    PaperKind,
    PassReason,
    Plea,
    Request,
    RequestState,
    RespondentsNotice,
    Review,
    Sentence,
    SubmissionPass,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.eligibility import OrderKind, Verdict
from ulss_tracker.scheme.forms import Form
from ulss_tracker.scheme.stages import LawOfficer
from ulss_tracker.scheme.workflow import State
from ulss_tracker.services import (
    absences,
    attachments,
    calendars,
    cases,
    letters,
    linking,
    notes,
    overrides,
    papers,
    redating,
    telling,
)
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
FEW, MANY = 2, 40


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


# What is in the tables, for the page and the number of rows.


def people(count: int) -> list[User]:
    """So many members of staff: each row of a list may be somebody else's."""
    return [
        build.user(email=f"person{number}@example.org", name=f"Person {number}")
        for number in range(count)
    ]


def reviews(count: int, state: State = State.CHECKING, *, timed: bool = True) -> None:
    """So many cases of one offender each, each held by somebody else."""
    held = people(count)
    for number in range(count):
        review = build.review(offender_name=f"Offender {number}", by=held[number])
        with saving():
            review.state = state
            review.file_by_at = NOW + timedelta(days=number) if timed else None


def unconfirmed(count: int) -> None:
    """So many reviews that wait for a second person, each with an override to sign as well."""
    for number in range(count):
        review = build.eligible_review(offender_name=f"Offender {number}")
        overrides.override(
            review, Verdict.NOT_IN_SCHEME, "x", build.user(Role.SUPERVISOR), version=review.version
        )


def with_papers(count: int) -> Case:
    """A case with so many papers asked for, and chased for as often."""
    case = build.eligible_review().case
    papers.ask(
        case, list(PaperKind), [f"Exhibit {number}" for number in range(count)], people(1)[0]
    )
    for person in people(count):
        papers.record_chase(case, at=NOW, spoke_to="J Kaur", answer="", by=person)
    return case


def moved(count: int) -> None:
    """So many reviews whose moments moved, each by somebody else."""
    for person in people(count):
        review = build.eligible_review(by=person)
        with saving():
            redating.note(review, date(2026, 3, 1), NOW, person)


def to_decide(count: int) -> Review:
    """A review with the law officers, sent and passed on so often, each time by somebody else."""
    review = build.eligible_review()
    for person in people(count):
        sent = build.submit(review, by=person)
        with saving():
            db.session.add(
                SubmissionPass(
                    submission=sent,
                    to_officer=LawOfficer.ATTORNEY_GENERAL,
                    reason=PassReason.ABSENCE,
                    at=NOW,
                    by_id=person.id,
                )
            )
    return review


def at_court(count: int) -> Review:
    """A review that was filed, answered and listed so often, each recorded by somebody else."""
    review = full_review(count)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    with saving():
        review.state = State.AT_COURT
        for person in db.session.scalars(select(User)):
            by = {"recorded_at": NOW, "recorded_by_id": person.id}
            db.session.add_all(
                [
                    Hearing(review=review, heard_on=NOW.date(), court="4", constitution="", **by),
                    RespondentsNotice(review=review, served_on=NOW.date(), note="", **by),
                ]
            )
    return review


def sent_to(count: int) -> LetterBatch:
    """A letter that goes to so many, each of whom asked about one case."""
    review = build.review()
    batch = build.letter_batch(review)
    others = [build.request(requester_name=f"Person {number}") for number in range(count)]
    linking.join_many(others, review.case, build.user())
    with saving():
        db.session.add_all(BatchItem(batch=batch, request=each) for each in others)
    return batch


def held_calendar(count: int) -> str:
    """The secret of a calendar of somebody who holds so many reviews."""
    for number in range(count):
        build.eligible_review(offender_name=f"Offender {number}")
    return calendars.make(build.user())


def my_reviews(count: int) -> None:
    me = build.user()
    for number in range(count):
        for state, timed in (
            (State.CHECKING, True),
            (State.REFERRED, True),
            (State.UNDER_CONSIDERATION, False),
        ):
            review = build.review(offender_name=f"Offender {number}", by=me)
            with saving():
                review.state = state
                review.file_by_at = NOW + timedelta(days=number) if timed else None
            papers.ask(review.case, [PaperKind.REPORT], [], me)


def requests(count: int, state: RequestState = RequestState.NEW) -> None:
    for number in range(count):
        request = build.request(offender_name=f"Offender {number}")
        with saving():
            request.state = state


def requests_in_cases(count: int) -> None:
    for number in range(count):
        build.review(offender_name=f"Offender {number}")


def full_review(count: int) -> Review:
    """A review with so much of everything, each made by somebody else."""
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    made_by = people(count)
    case, tests = review.case, review.assessment.tests
    with saving(), db.session.no_autoflush:
        for number, person in enumerate(made_by):
            sentence = Sentence(
                review_id=review.id,
                sentenced_on=date(2026, 3, 2),
                order_kind=OrderKind.IMPRISONMENT,
                text=f"Sentence {number}",
            )
            sentence.convictions = [
                Conviction(offence_id="no-burglary", form=Form.FULL, plea=Plea.VERDICT, text="")
                for _ in range(2)
            ]
            other = Review(
                case_id=case.id,
                offender_name=f"Other {number}",
                state=State.CHECKING,
                holder=person,
                opened_at=NOW,
                changed_at=NOW,
            )
            assessment = Assessment(
                review_id=review.id,
                verdict=Verdict.IN_SCHEME,
                tests=tests,
                questions=[],
                facts={},
                catalogue_version="x",
                made_at=NOW,
                made_by_id=person.id,
                overrides=True,
                override_reason="x",
            )
            decision = Decision(
                review_id=review.id,
                choice=DecisionChoice.REFER,
                reasons="x",
                decided_by_id=person.id,
                decided_at=NOW,
            )
            letter = Letter(
                case_id=review.case_id,
                series=f"referral:review:{review.id}",
                review_id=review.id,
                kind=LetterKind.REFERRAL,
                version=number + 1,
                values={},
                pdf=b"x",
                sha256="x",
                issued_at=NOW,
                issued_by_id=person.id,
            )
            event = Event(
                kind=EventKind.NOTE_ADDED,
                at=NOW,
                by_id=person.id,
                case_id=case.id,
                review_id=review.id,
                after={"note": "x"},
            )
            db.session.add_all([sentence, other, assessment, decision, letter, event])
            db.session.flush()
            db.session.add(
                Filing(
                    review_id=review.id,
                    letter_id=letter.id,
                    kind=FilingKind.FILING,
                    at=NOW,
                    method="x",
                    recorded_at=NOW,
                    recorded_by_id=person.id,
                )
            )
            request = Request(
                reference=f"REQ-MANY-{number:04d}",
                code_hash="x",
                state=RequestState.IN_CASE,
                channel=build.Channel.FORM,
                received_at=NOW,
                logged_at=NOW,
                standing=build.asked().standing,
                case_id=case.id,
            )
            db.session.add(request)
    return review


def told(count: int) -> Case:
    """A case that so many asked about, each told by somebody else after a try that failed."""
    review = build.review()
    by = people(count)
    for number in range(count):
        cases.join_case(build.request(requester_name=f"Person {number}"), review.case, by[number])
    telling.plan_for_referral(review, by[0])
    telling.plan_for_hearing(review, NOW.date(), by[0])
    for row, person in zip(telling.untold(review.case), by, strict=False):
        telling.record_attempt(row, Means.PHONE, NOW, person, note="No answer")
    for row, person in zip(telling.untold(review.case), by[::2], strict=False):
        telling.record_told(row, Means.PHONE, NOW, person, note="Told her mother")
    return review.case


def away(count: int) -> None:
    """So many who are away, each covered by somebody who is away too."""
    everybody = people(count)
    for number, person in enumerate(everybody):
        cover = everybody[(number + 1) % count]
        absences.record(person, NOW.date(), NOW.date(), cover, person)


def held_by_one(count: int) -> User:
    for number in range(count):
        build.review(offender_name=f"Offender {number}")
    return build.user()


def noted(count: int) -> Case:
    """A case with so many notes and files, each of somebody else."""
    case = build.review().case
    for number, person in enumerate(people(count)):
        note = notes.add(case, f"Note {number}", person)
        if number % 2:
            notes.pin(case, note.id, person)
        build.document(case.requests[0], f"Note {number}".encode())
        attachments.add(
            case,
            name="x.txt",
            content=f"File {number}".encode(),
            kind=DocumentKind.OTHER,
            description="x",
            by=person,
        )
    return case


def request_with_files(count: int) -> Request:
    request = build.request()
    for number in range(count):
        build.document(request, f"Note {number}".encode())
    return request


def request_like(count: int) -> Request:
    """A request with so many cases and so many waiting requests like it, and so many set aside."""
    request = build.request()
    for _ in range(count):
        build.sentence(build.review())
        build.request()
        linking.set_aside(request, build.request(), "Another person", build.user())
    return request


def request_beside(count: int) -> tuple[str, str]:
    """A request, and a case like it that so many asked about and so many more may have."""
    request, review = build.request(), build.review()
    build.sentence(review)
    for number in range(count):
        linking.join_many([build.request()], review.case, build.user())
        cases.add_review(review.case, f"Other {number}", build.user())
        build.request()
    return request.reference, review.case.reference


def review_path(page: str = "") -> Callable[[int], str]:
    return lambda count: f"/casework/reviews/{full_review(count).id}{page}"


def case_path(page: str = "") -> Callable[[int], str]:
    return lambda count: f"/casework/cases/{full_review(count).case.reference}{page}"


def lettered(count: int) -> list[LetterDraft]:
    """A case with so many letters being written, to so many people, and as many to print."""
    review = build.review()
    by = people(count)
    drafts = []
    for number, person in enumerate(by):
        asked = build.request(requester_name=f"Person {number}", postal_address="1 High Street")
        cases.join_case(asked, review.case, person)
        kind = LetterKind.ACKNOWLEDGEMENT
        drafts.append(letters.draft(kind, person, case=review.case, request=asked))
        made = build.letter(review, kind)
        with saving():
            message = Message(
                once_key=f"letter:{number}",
                kind="letter",
                by_post=True,
                recipient="1 High Street",
                language="en",
                subject="Your request",
                body="It is here.",
                next_try_at=NOW,
                created_at=NOW,
                request_id=asked.id,
            )
            db.session.add(message)
            db.session.flush()
            db.session.add(
                Letter(
                    case_id=review.case.id,
                    request_id=asked.id,
                    message_id=message.id,
                    replaces_id=made.id,
                    kind=kind,
                    series=f"acknowledgement:request:{asked.id}",
                    version=1,
                    values={},
                    pdf=made.pdf,
                    sha256=made.sha256,
                    issued_at=NOW,
                    issued_by_id=person.id,
                )
            )
    return drafts


def nothing_but(fill: Callable[[int], object], path: str) -> Callable[[int], str]:
    def prepare(count: int) -> str:
        fill(count)
        return path

    return prepare


PAGES: dict[str, tuple[Role, Callable[[int], str], int]] = {
    "your work": (Role.CASEWORKER, nothing_but(my_reviews, "/casework/"), 25),
    "new requests": (Role.CASEWORKER, nothing_but(requests, "/casework/requests"), 6),
    "requests in cases": (
        Role.CASEWORKER,
        nothing_but(requests_in_cases, "/casework/requests?state=in_case"),
        7,
    ),
    "a request with files": (
        Role.CASEWORKER,
        lambda count: f"/casework/requests/{request_with_files(count).reference}",
        11,
    ),
    "a request like many others": (
        Role.CASEWORKER,
        lambda count: f"/casework/requests/{request_like(count).reference}",
        14,
    ),
    "a request beside a case": (
        Role.CASEWORKER,
        lambda count: "/casework/requests/{}/compare/{}".format(*request_beside(count)),
        14,
    ),
    "the requests that wait for a case": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{request_beside(count)[1]}/waiting",
        14,
    ),
    "a case": (Role.CASEWORKER, case_path(), 8),
    "a case's requests": (Role.CASEWORKER, case_path("/requests"), 7),
    "a case's offenders": (Role.CASEWORKER, case_path("/offenders"), 10),
    "a case's papers": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{with_papers(count).reference}/papers",
        9,
    ),
    "a case's timeline": (Role.CASEWORKER, case_path("/timeline"), 8),
    "a review": (Role.CASEWORKER, review_path(), 16),
    "a review, to a law officer": (Role.LAW_OFFICER, review_path(), 16),
    "its letters": (Role.CASEWORKER, review_path("/letters"), 17),
    "its application": (Role.CASEWORKER, review_path("/application"), 15),
    "its offender": (Role.CASEWORKER, review_path("/offender"), 15),
    "its submission": (
        Role.LAW_OFFICER,
        lambda count: f"/casework/reviews/{to_decide(count).id}/submission",
        20,
    ),
    "its decision": (
        Role.LAW_OFFICER,
        lambda count: f"/casework/reviews/{to_decide(count).id}/decision",
        20,
    ),
    "its court": (
        Role.CASEWORKER,
        lambda count: f"/casework/reviews/{at_court(count).id}/court",
        20,
    ),
    "its holder": (Role.CASEWORKER, review_path("/holder"), 16),
    "a new sentence": (Role.CASEWORKER, review_path("/sentences/new"), 15),
    "a case's notes and files": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{noted(count).reference}/notes",
        11,
    ),
    "facts to confirm": (Role.SUPERVISOR, review_path("/confirm"), 15),
    "an override": (Role.SUPERVISOR, review_path("/override"), 15),
    "who has been told": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{told(count).reference}/told",
        10,
    ),
    "who is away": (Role.SUPERVISOR, nothing_but(away, "/casework/absences"), 4),
    "work to reassign": (
        Role.SUPERVISOR,
        lambda count: f"/supervision/reassign?held_by={held_by_one(count).id}",
        8,
    ),
    "letters of a case": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{lettered(count)[0].case.reference}/letters",
        12,
    ),
    "a letter being written": (
        Role.CASEWORKER,
        lambda count: f"/casework/letter-drafts/{lettered(count)[0].id}",
        16,
    ),
    "another letter to choose": (
        Role.CASEWORKER,
        lambda count: f"/casework/cases/{lettered(count)[0].case.reference}/letters/new",
        10,
    ),
    "letters to print and post": (
        Role.CASEWORKER,
        nothing_but(lettered, "/casework/messages"),
        7,
    ),
    "people to tell": (Role.CASEWORKER, nothing_but(told, "/casework/people-to-tell"), 9),
    "the board": (Role.SUPERVISOR, nothing_but(reviews, "/supervision/board"), 9),
    "the board, filed": (
        Role.SUPERVISOR,
        nothing_but(lambda count: reviews(count, State.REFERRED), "/supervision/board"),
        9,
    ),
    "the board, no sentences": (
        Role.SUPERVISOR,
        nothing_but(lambda count: reviews(count, timed=False), "/supervision/board"),
        9,
    ),
    "one stage of the board": (
        Role.SUPERVISOR,
        nothing_but(
            lambda count: reviews(count, State.UNDER_CONSIDERATION),
            "/supervision/board?stage=under_consideration",
        ),
        8,
    ),
    "the board to print": (
        Role.SUPERVISOR,
        nothing_but(reviews, "/supervision/board/print"),
        7,
    ),
    "the board to take away": (
        Role.SUPERVISOR,
        nothing_but(reviews, "/supervision/board.csv"),
        10,
    ),
    "everything written": (
        Role.CASEWORKER,
        nothing_but(requests, "/casework/messages/all"),
        4,
    ),
    "moments that moved": (
        Role.SUPERVISOR,
        nothing_but(moved, "/supervision/redatings"),
        6,
    ),
    "exceptions": (
        Role.SUPERVISOR,
        nothing_but(unconfirmed, "/supervision/exceptions"),
        30,
    ),
    "the load ahead": (
        Role.SUPERVISOR,
        nothing_but(reviews, "/supervision/load"),
        5,
    ),
    "to confirm or sign": (
        Role.SUPERVISOR,
        nothing_but(unconfirmed, "/supervision/second-key?all=yes"),
        9,
    ),
    "to decide": (
        Role.LAW_OFFICER,
        nothing_but(lambda count: reviews(count, State.LAW_OFFICERS), "/casework/decisions"),
        5,
    ),
    "people": (Role.ADMINISTRATOR, nothing_but(people, "/admin/people"), 4),
    "the catalogue": (Role.ADMINISTRATOR, nothing_but(people, "/admin/catalogue"), 3),
    "a letter to everyone": (
        Role.CASEWORKER,
        lambda count: f"/casework/letter-batches/{sent_to(count).id}?still=yes",
        14,
    ),
    "a calendar": (
        Role.CASEWORKER,
        lambda count: f"/calendar/{held_calendar(count)}.ics",
        5,
    ),
    "an offence checked": (
        Role.CASEWORKER,
        nothing_but(people, "/casework/check?offence=robbery"),
        3,
    ),
}


def asked_of_the_database(client: CheckedClient, path: str) -> list[str]:
    client.get(path)  # what is loaded once in a process is loaded now
    with counted() as statements:
        client.get(path)
    return statements


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_asks_as_much_for_forty_rows_as_for_two(
    _database, application: Flask, signed_in, name: str
) -> None:
    role, prepare, most = PAGES[name]
    numbers = []
    for count in (FEW, MANY):
        db.session.remove()
        _database.empty()
        numbers.append(asked_of_the_database(signed_in(role), prepare(count)))
    few, many = numbers
    assert len(few) == len(many), "\n".join(["More for more rows:", *many])
    assert len(many) <= most, "\n".join([f"{len(many)} statements:", *many])
