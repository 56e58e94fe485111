"""Cases and reviews: opening, joining, adding offenders, and nobody overwritten."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, TrackerError
from ulss_tracker.models import Case, EventKind, Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
ARABIC = "عبد الرحمن " * 18 + "اب"


@transaction()
def closed_review() -> Review:
    review = build.eligible_review()
    supervisor = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, supervisor, version=review.version, note="Asked to stop")
    return review


# Opening a case.


def test_a_case_is_opened_from_a_request_with_a_review_of_its_offender() -> None:
    request, caseworker = build.request(), build.user()
    with events_left() as events:
        review = cases.open_case(request, caseworker)
    case = cases.get_case("ULS-2026-0001")
    assert review.case is case
    assert (case.court_id, case.court_text) == ("leeds", "Leeds Crown Court")
    assert (case.opened_at, case.opened_by_id) == (NOW, caseworker.id)
    assert (review.offender_name, review.state) == ("John Archer", State.RECEIVED)
    assert review.assignee is caseworker
    assert (request.state, request.case) == (RequestState.IN_CASE, case)
    assert kinds(events) == [
        EventKind.CASE_OPENED,
        EventKind.REQUEST_JOINED,
        EventKind.REVIEW_OPENED,
    ]
    assert {(event.by, event.at, event.case_id) for event in events} == {(caseworker, NOW, case.id)}


def test_nothing_is_known_of_the_time_limit_before_a_sentence_is_recorded() -> None:
    """The requester's word is not the court record's."""
    review = build.review(sentenced_on=date(2026, 3, 2))
    assert (review.last_day_on, review.file_by_at, review.verdict) == (None, None, None)


def test_an_offender_whose_name_nobody_gave_is_not_a_blank() -> None:
    assert build.review(offender_name="").offender_name == "Name not known"


@pytest.mark.parametrize("name", [ARABIC, "Séamus O'Neill", "Prŷs", "Ann 🌻 Example", "x" * 200])
def test_a_name_is_kept_to_the_letter(name: str) -> None:
    assert len(name) <= 200
    review = build.review(offender_name=name)
    db.session.expire_all()
    assert review.offender_name == name


@pytest.mark.parametrize("state", [state for state in RequestState if state != "new"])
def test_a_request_that_is_not_new_opens_and_joins_no_case(state: RequestState) -> None:
    case, request, caseworker = build.review().case, build.request(), build.user()
    with transaction():
        request.state = state
    with nothing_kept(), pytest.raises(Refused, match=f"it is {state.label.lower()}"):
        cases.open_case(request, caseworker)
    with nothing_kept(), pytest.raises(Refused):
        cases.join_case(request, case, caseworker)


def test_two_people_opening_a_case_from_one_request_make_one_case(
    app: Flask, database_kind: str
) -> None:
    reference, caseworker = build.request().reference, build.user().id
    db.session.rollback()
    # On SQLite a writer waits for the other at once; on PostgreSQL both come to have read it.
    both_have_read = Barrier(2 if database_kind == "postgresql" else 1, timeout=60)
    refused: list[TrackerError] = []

    def open_it() -> None:
        with app.app_context():
            request = db.session.scalar(select(Request).where(Request.reference == reference))
            by = db.session.get(type(build.user()), caseworker)
            assert request is not None
            assert by is not None
            both_have_read.wait()
            try:
                cases.open_case(request, by)
            except TrackerError as error:
                refused.append(error)

    threads = [Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(error) for error in refused] == [Refused]
    assert db.session.scalar(select(func.count(Case.id))) == 1
    assert db.session.scalar(select(func.count(Review.id))) == 1


# Joining.


def test_many_requests_join_one_case() -> None:
    review = build.review()
    others = [build.request(requester_name=f"Person {number}") for number in range(3)]
    for other in others:
        with events_left() as events:
            cases.join_case(other, review.case, build.user())
        assert kinds(events) == [EventKind.REQUEST_JOINED]
        assert events[0].request_id == other.id
    assert len(cases.get_case(review.case.reference).requests) == 4
    assert db.session.scalar(select(func.count(Review.id))) == 1


# More offenders.


def test_each_offender_of_a_case_has_a_review_of_their_own() -> None:
    first, supervisor = build.eligible_review(), build.user(Role.SUPERVISOR)
    before = first.case.version
    with events_left() as events:
        second = cases.add_review(first.case, "Ann O'Neill", supervisor)
    assert kinds(events) == [EventKind.REVIEW_OPENED]
    assert events[0].after == {"offender_name": "Ann O'Neill"}
    assert (second.assignee, second.state, second.verdict) == (supervisor, State.RECEIVED, None)
    assert first.verdict is Verdict.IN_SCHEME  # what is known of one says nothing of another
    assert [r.offender_name for r in cases.get_case(first.case.reference).reviews] == [
        "John Archer",
        "Ann O'Neill",
    ]
    assert first.case.version >= before


def test_adding_an_offender_changes_the_case_that_others_see(at) -> None:
    case = build.review().case
    before = case.version
    at(NOW.replace(hour=11))
    cases.add_review(case, "Ann O'Neill", build.user())
    assert case.version > before


# Changing what is recorded.

CORRECTED = cases.Offender(
    name="Jon Archer", born_on=date(1990, 2, 28), address="HMP Leeds\n2 Gloucester Terrace"
)


def test_a_corrected_offender_is_kept_with_what_was_said_before() -> None:
    review = build.review()
    with events_left() as events:
        cases.change_offender(review, CORRECTED, build.user(), review.version)
    assert kinds(events) == [EventKind.OFFENDER_CHANGED]
    assert events[0].before == {
        "offender_name": "John Archer",
        "offender_born_on": None,
        "offender_address": "",
    }
    assert events[0].after == {
        "offender_name": "Jon Archer",
        "offender_born_on": "1990-02-28",
        "offender_address": "HMP Leeds\n2 Gloucester Terrace",
    }


def test_a_change_of_an_older_version_is_refused_and_keeps_the_newer() -> None:
    review, caseworker = build.review(), build.user()
    seen = review.version
    theirs = cases.Offender(name="Their correction", born_on=None, address="")
    cases.change_offender(review, theirs, build.user(Role.SUPERVISOR), seen)
    for version in (seen, 0, -1, 999):
        with nothing_kept(), pytest.raises(ChangedMeanwhile):
            cases.change_offender(review, CORRECTED, caseworker, version)
    assert review.offender_name == "Their correction"


@pytest.mark.parametrize("role", NOT_CASEWORK)
def test_only_those_who_work_cases_open_join_add_to_or_change_one(role: Role) -> None:
    review, request, other = build.review(), build.request(), build.user(role)
    for act in (
        lambda: cases.open_case(request, other),
        lambda: cases.join_case(request, review.case, other),
        lambda: cases.add_review(review.case, "Ann O'Neill", other),
        lambda: cases.change_offender(review, CORRECTED, other, review.version),
    ):
        with nothing_kept(), pytest.raises(NotAllowed):
            act()


def change_court(case: Case, court_id: str | None, text: str, version: int | None = None) -> None:
    cases.change_court(
        case,
        court_id=court_id,
        court_text=text,
        number="T20267001",
        by=build.user(),
        version=case.version if version is None else version,
    )


def test_a_changed_court_has_every_open_review_of_the_case_asked_again() -> None:
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    build.conviction(build.sentence(second))
    third = cases.add_review(first.case, "No sentence yet", build.user())
    with events_left() as events:
        change_court(first.case, None, "Basingstoke Magistrates’ Court")
    assert kinds(events) == [EventKind.CASE_CHANGED, EventKind.ASSESSED, EventKind.ASSESSED]
    assert events[0].before == {
        "court": "Leeds Crown Court",
        "court_id": "leeds",
        "court_case_number": "",
    }
    assert events[0].after == {
        "court": "Basingstoke Magistrates’ Court",
        "court_id": None,
        "court_case_number": "T20267001",
    }
    assert first.verdict is second.verdict is Verdict.NOT_IN_SCHEME
    assert third.verdict is None


def test_a_changed_court_leaves_closed_reviews_as_they_were() -> None:
    review = closed_review()
    assessments = len(review.assessments)
    cases.add_review(review.case, "Ann O'Neill", build.user())
    change_court(review.case, None, "Basingstoke Magistrates’ Court")
    assert (review.verdict, len(review.assessments)) == (Verdict.IN_SCHEME, assessments)


def test_a_closed_review_keeps_its_offender_and_the_court_of_its_case() -> None:
    review = closed_review()
    with nothing_kept(), pytest.raises(Refused, match="Every review of this case is closed"):
        change_court(review.case, None, "Basingstoke Magistrates’ Court")
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        cases.change_offender(review, CORRECTED, build.user(), review.version)


def test_another_case_number_has_nothing_asked_again() -> None:
    review = build.eligible_review()
    with events_left() as events:
        change_court(review.case, review.case.court_id, review.case.court_text)
    assert kinds(events) == [EventKind.CASE_CHANGED]


def test_a_court_nobody_knows_is_kept_in_words_and_must_be_checked() -> None:
    review = build.eligible_review()
    change_court(review.case, None, "HHJ Martin Levett")
    assert (review.case.court_id, review.case.court_text) == (None, "HHJ Martin Levett")
    assert review.verdict is Verdict.MUST_CHECK


def test_two_people_changing_the_court_are_told() -> None:
    case = build.review().case
    seen = case.version
    change_court(case, "bristol", "Bristol", seen)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        change_court(case, "cardiff", "Cardiff", seen)


# What is not there.


@pytest.mark.parametrize("number", [0, -1, 999, 2**31 - 1])
def test_a_review_that_is_not_there_is_not_found(number: int) -> None:
    with pytest.raises(NotFound):
        cases.get_review(number)


def test_a_case_that_is_not_there_is_not_found(subtests: pytest.Subtests) -> None:
    build.review()
    for reference in ["", "ULS-2026-0002", "uls-2026-0001", "%", "x" * 500]:
        with subtests.test(reference=reference), pytest.raises(NotFound):
            cases.get_case(reference)
