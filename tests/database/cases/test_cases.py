"""Cases and reviews: opening, joining, adding offenders, and nobody overwritten."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.at_once import at_once
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, EventKind, Request, RequestState, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
ARABIC = "عبد الرحمن " * 18 + "اب"
MAGISTRATES = "Basingstoke Magistrates’ Court"


@transaction()
def closed_review() -> Review:
    review = build.eligible_review()
    build.withdraw(review)
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
    """The requester's word is not the court record's; a name nobody gave is not a blank."""
    review = build.review(sentenced_on=date(2026, 3, 2), offender_name="")
    assert (review.last_day_on, review.file_by_at, review.verdict) == (None, None, None)
    assert review.offender_name == "Name not known"


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


def test_two_people_opening_a_case_from_one_request_make_one_case(app: Flask) -> None:
    reference, caseworker = build.request().reference, build.user().id

    def open_it(wait: Callable[[], object]) -> None:
        request = db.session.scalars(select(Request).where(Request.reference == reference)).one()
        by = db.session.get_one(User, caseworker)
        wait()
        cases.open_case(request, by)

    assert [type(error) for error in at_once(app, open_it, open_it)] == [Refused]
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


def test_each_offender_of_a_case_has_a_review_of_their_own(at) -> None:
    first, supervisor = build.eligible_review(), build.user(Role.SUPERVISOR)
    before = first.case.version
    at(NOW.replace(hour=11))
    with events_left() as events:
        second = cases.add_review(first.case, "Ann O'Neill", supervisor)
    assert kinds(events) == [EventKind.REVIEW_OPENED]
    assert events[0].after == {"offender_name": "Ann O'Neill"}
    assert (second.assignee, second.state, second.verdict) == (supervisor, State.RECEIVED, None)
    assert first.verdict is Verdict.IN_SCHEME  # what is known of one says nothing of another
    names = [review.offender_name for review in cases.get_case(first.case.reference).reviews]
    assert names == ["John Archer", "Ann O'Neill"]
    assert first.case.version > before  # the case that others see has changed


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


def test_a_changed_court_has_every_open_review_of_the_case_asked_again() -> None:
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    build.conviction(build.sentence(second))
    third = cases.add_review(first.case, "No sentence yet", build.user())
    with events_left() as events:
        build.change_court(first.case, None, MAGISTRATES, "T20267001")
    assert kinds(events) == [EventKind.CASE_CHANGED, EventKind.ASSESSED, EventKind.ASSESSED]
    was = ("Leeds Crown Court", "leeds", "")
    keys = ("court", "court_id", "court_case_number")
    assert tuple(events[0].before[key] for key in keys) == was
    assert tuple(events[0].after[key] for key in keys) == (MAGISTRATES, None, "T20267001")
    assert first.verdict is second.verdict is Verdict.NOT_IN_SCHEME
    assert third.verdict is None


def test_a_closed_review_keeps_its_offender_and_its_answer_and_the_court_of_its_case() -> None:
    review = closed_review()
    assessments = len(review.assessments)
    with nothing_kept(), pytest.raises(Refused, match="Every review of this case is closed"):
        build.change_court(review.case, None, MAGISTRATES)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        cases.change_offender(review, CORRECTED, build.user(), review.version)
    cases.add_review(review.case, "Ann O'Neill", build.user())
    build.change_court(review.case, None, MAGISTRATES)
    assert (review.verdict, len(review.assessments)) == (Verdict.IN_SCHEME, assessments)


def test_another_case_number_has_nothing_asked_again_and_a_court_nobody_knows_has() -> None:
    review = build.eligible_review()
    case, seen = review.case, review.case.version
    with events_left() as events:
        build.change_court(case, case.court_id, case.court_text, "T20267001")
    assert kinds(events) == [EventKind.CASE_CHANGED]
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        build.change_court(case, "cardiff", version=seen)
    build.change_court(case, None, "HHJ Martin Levett")
    assert (case.court_id, case.court_text) == (None, "HHJ Martin Levett")
    assert review.verdict is Verdict.MUST_CHECK


# What is not there.


def test_what_is_not_there_is_not_found(subtests: pytest.Subtests) -> None:
    build.review()
    for number in [0, -1, 999, 2**31 - 1]:
        with subtests.test(number=number), pytest.raises(NotFound):
            cases.get_review(number)
    for reference in ["", "ULS-2026-0002", "uls-2026-0001", "%", "x" * 500]:
        with subtests.test(reference=reference), pytest.raises(NotFound):
            cases.get_case(reference)
