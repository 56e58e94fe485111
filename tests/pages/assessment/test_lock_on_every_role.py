"""Every act that the two-person lock holds, asked for by every role without it: nothing happens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.roles import each_role
from tests.support.tokens import token_of
from ulss_tracker import clock
from ulss_tracker.models import (
    DecisionChoice,
    EventKind,
    FilingKind,
    LetterDraft,
    LetterKind,
    LockOpening,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, State
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import filings, lock_openings

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
FILE_BY = datetime(2026, 3, 30, 16, tzinfo=UTC)
TEN_TO_FIVE = FILE_BY - timedelta(minutes=10)


def shut(review: Review) -> Review:
    """The review with another offence, which nobody has verified."""
    build.conviction(review.sentences[0], "io-murder")
    return review


@transaction()
def held_acts() -> list[tuple[str, dict[str, str], int]]:
    """Each act by its address, what is sent there, and the id of the review that it is about."""
    begun = build.eligible_review(sentenced_on=PASSED_ON)
    with_officers = shut(build.review_to_decide(sentenced_on=PASSED_ON, offender_name="Decide"))
    to_file = shut(build.review_to_file(sentenced_on=PASSED_ON, offender_name="File"))
    build.letter(to_file)
    outside = build.review(sentenced_on=PASSED_ON, offender_name="Outside")
    build.conviction(build.sentence(outside, sentenced_on=PASSED_ON), "no-oapa-47")
    old = build.eligible_review(sentenced_on=date(2024, 3, 4), offender_name="Late")
    words = {"facts": "He robbed", "advice": "Refer", "addressed_to": LawOfficer.ATTORNEY_GENERAL}
    decided = {
        "choice": DecisionChoice.REFER.value,
        "reasons": "Too short",
        "seen": with_officers.submissions[-1].sha256,
    }
    arrived = {"at-day": "18", "at-month": "3", "at-year": "2026", "at-time": "09:50"}
    acts = [
        ("submission/new", words, begun),
        ("submission/new", words, with_officers),
        ("decision", decided, with_officers),
        ("decision/record", decided, with_officers),
        ("arrivals/filing", arrived | {"method": "By email", "late_reason": "Late"}, to_file),
        ("steps/close_not_in_scheme", {"note": "Outside"}, outside),
        ("steps/close_out_of_time", {"note": "Late"}, old),
    ]
    return [(address, sent, review.id) for address, sent, review in acts]


@pytest.mark.parametrize("role", each_role(Role.CASEWORKER))
def test_nothing_that_wants_a_second_person_is_done_without_one(
    prepared, signed_in, role: Role
) -> None:
    held = prepared("held acts", held_acts)
    acts = [(address, sent, db.session.get_one(Review, number)) for address, sent, number in held]
    by = build.user(role)
    if role.sees_named_cases_only:
        for case in {review.case for _, _, review in acts}:
            sealing.instruct(case, by, build.user())
    client = signed_in(role)
    token = token_of(client)
    for address, fields, review in acts:
        before = (review.state, review.outcome, review.filed_at, len(review.letters))
        sent = {**fields, "csrf_token": token, "version": str(review.version)}
        answer = client.open(f"/casework/reviews/{review.id}/{address}", method="POST", data=sent)
        assert answer.status_code in {200, 403, 409}, (address, answer.status_code)
        if answer.status_code != 403:
            assert "verified by a second person" in answer.get_data(as_text=True), address
        db.session.rollback()
        after = (review.state, review.outcome, review.filed_at, len(review.letters))
        assert (after, review.decision is None) == (before, review.state is not State.TO_FILE)


@transaction()
def court_documents() -> list[int]:
    """The ids of drafts of both, of a review with an offence that nobody has verified."""
    review = shut(build.review_to_file(sentenced_on=PASSED_ON))
    kinds = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
    return [letters.draft(kind, build.user(), review=review).id for kind in kinds]


@pytest.mark.parametrize("role", each_role(Role.CASEWORKER))
def test_no_court_document_is_issued_by_any_role(prepared, signed_in, role: Role) -> None:
    drafts = [
        db.session.get_one(LetterDraft, number)
        for number in prepared("court documents", court_documents)
    ]
    review = drafts[0].review
    assert review
    if role.sees_named_cases_only:
        sealing.instruct(review.case, build.user(role), build.user())
    client = signed_in(role)
    token = token_of(client)
    for draft in drafts:
        data = {"csrf_token": token, "version": str(draft.version)}
        answer = client.open(f"/casework/letter-drafts/{draft.id}/issue", method="POST", data=data)
        assert answer.status_code in {200, 403}
        if answer.status_code == 200:
            assert "verified by a second person" in answer.get_data(as_text=True)
        db.session.rollback()
        assert review.letters == []


def _on_duty() -> User:
    by = build.user(email="duty@example.org", name="On Duty")
    build.on_duty(by, weeks=2)
    return by


def _opened(by: User, moment: datetime) -> LockOpening:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with clock.set_to(moment):
        return lock_openings.open_lock(review, "Nobody answers", by, version=review.version)


def _filed() -> LockOpening:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    shut(review)
    with clock.set_to(TEN_TO_FIVE):
        filings.record_filing(
            review,
            FilingKind.FILING,
            at=TEN_TO_FIVE,
            method="By email",
            by=build.user(),
            version=review.version,
            late_reason="Nobody answers",
        )
    return review.lock_openings[-1]


WAYS = {
    "a supervisor on the last day": lambda: _opened(
        build.user(Role.SUPERVISOR, email="opens@example.org", name="Opens It"),
        FILE_BY - timedelta(hours=20),
    ),
    "whoever is on duty": lambda: _opened(_on_duty(), FILE_BY - timedelta(hours=20)),
    "a caseworker in the last two hours": lambda: _opened(build.user(), TEN_TO_FIVE),
    "a filing without it": _filed,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_round_the_lock_is_history_and_is_reviewed(signed_in, at, way: str) -> None:
    opening = WAYS[way]()
    events = [each.kind for each in history.of_case(opening.review.case)]
    assert {EventKind.LOCK_OPENED, EventKind.FILED_UNVERIFIED} & set(events)
    at(FILE_BY + timedelta(hours=17))
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/supervision/openings")
    assert page.rows[1][-1] == "Nobody answers"
    supervisor.get(f"/supervision/openings/{opening.id}")
    page = supervisor.submit("Save", was_right="yes")
    assert "No opening waits to be reviewed." in page.text
    events = [each.kind for each in history.of_case(opening.review.case)]
    assert EventKind.LOCK_OPENING_REVIEWED in events


def test_at_ten_to_five_with_no_supervisor_a_case_goes_to_court_by_its_pages(signed_in, at) -> None:
    """A caseworker, the law officer, and a colleague who checks the application: nobody else."""
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(TEN_TO_FIVE)
    caseworker: CheckedClient = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/reviews/{review.id}/lock")
    caseworker.submit("Open the lock", reason="The court’s office is shut")
    caseworker.get(f"/casework/reviews/{review.id}/submission/new")
    caseworker.submit(
        "Send to the law officers", facts="He robbed", advice="Refer", recommendation="refer"
    )
    officer: CheckedClient = signed_in(Role.LAW_OFFICER)
    officer.get(f"/casework/reviews/{review.id}/decision")
    officer.submit("Record my decision", choice=DecisionChoice.REFER.value, reasons="Too short")
    db.session.rollback()
    build.letter(review)
    caseworker.get(f"/casework/reviews/{review.id}/arrivals/filing")
    typed = {"at-day": "30", "at-month": "3", "at-year": "2026", "at-time": "16:50"}
    page = caseworker.submit("Save", **typed, method="By email", late_reason="Asked for at four")
    assert "The clock has stopped" in page.text
    db.session.rollback()
    assert review.filed_at == TEN_TO_FIVE < FILE_BY
    assert review.filings[-1].late_reason == "Asked for at four"
    assert [each.reason for each in review.lock_openings] == ["The court’s office is shut"]
