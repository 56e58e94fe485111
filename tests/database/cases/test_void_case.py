"""A case opened by mistake is undone: the request is new again, and nobody is told anything."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.merged import decided, drafted, papers_wanted, sealed, submitted
from tests.support.register import register, row
from tests.support.sentences import correct
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    DocumentKind,
    EventKind,
    LetterKind,
    Message,
    NameKey,
    Notification,
    PaperKind,
    RequestState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.services.cases import cases, duplicates, notes, void_case
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments
from ulss_tracker.services.history import history
from ulss_tracker.services.matching import candidates, indexing
from ulss_tracker.services.referral import applications, papers, progress
from ulss_tracker.services.register import importing
from ulss_tracker.services.requests import request_status, withdrawals
from ulss_tracker.services.search import query
from ulss_tracker.services.supervision import board, figure_rows, statistics
from ulss_tracker.services.waiting import my_work
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
WHY = "The office already had this case"


@pytest.fixture
@transaction()
def review() -> Review:
    made = build.review(offender_name="John Archer")
    build.conviction(build.sentence(made))
    return made


def undo(review: Review, by: Role = Role.CASEWORKER, why: str = WHY) -> None:
    void_case.undo(review.case, why, build.user(by), version=review.case.version)


def test_the_request_is_new_again_and_the_case_is_closed_with_nobody_told(review: Review) -> None:
    request = review.case.requests[0]
    messages = db.session.scalar(select(func.count(Message.id)))
    with events_left() as events:
        undo(review)
    assert (request.state, request.case_id) == (RequestState.NEW, None)
    assert (review.state, review.outcome) == (State.CLOSED, Outcome.OPENED_BY_MISTAKE)
    assert (review.outcome_note, review.closed_at) == (WHY, NOW)
    assert review.case.is_void
    assert kinds(events) == [
        EventKind.REQUEST_TAKEN_OUT,
        EventKind.STAGE_CHANGED,
        EventKind.REVIEW_CLOSED,
        EventKind.CASE_OPENED_BY_MISTAKE,
    ]
    assert events[-1].after == {"requests": [request.reference], "reason": WHY}
    assert db.session.scalar(select(func.count(Notification.id))) == 0
    assert db.session.scalar(select(func.count(Message.id))) == messages
    status = request_status.status_of(request.reference)
    assert status and status.progress is request_status.Progress.RECEIVED


def test_it_is_in_no_list_figure_export_or_suggestion(review: Review) -> None:
    case, me = review.case, build.user()
    correct(review.sentences[0], sentenced_on=date(2026, 3, 9))
    asked = statistics.Question(by="outcome", as_at=NOW)
    before = (board.summary(), statistics.answer(asked).offenders, deadline_changes.count_to_sign())
    assert before[1:] == (1, 1)
    undo(review)
    (row,) = board.page().rows  # the request waits again
    assert row.is_request
    assert my_work.page(me, Why.REVIEW).rows == []
    assert statistics.answer(asked).offenders == 0
    assert figure_rows.rows_behind(asked, Outcome.OPENED_BY_MISTAKE.value).rows == []
    assert deadline_changes.count_to_sign() == 0
    assert deadline_changes.to_sign().rows == []
    assert build.case_update() == []
    assert case.reference not in [row.reference for row in board.every({})]
    found = query.page(query.find("John Archer")).records
    assert not [each for each in found if isinstance(each, Review)]
    another = build.request(offender_name="John Archer", requester_name="Somebody Else")
    assert not [each for each in candidates.like(another) if each.case]
    indexing.keep_missing()
    keys = select(func.count(NameKey.id)).where(NameKey.review_id == review.id)
    assert db.session.scalar(keys) == 1  # the one that says its keys are kept


def test_its_history_notes_and_files_are_still_to_be_read(review: Review) -> None:
    case, me = review.case, build.user()
    notes.add(case, "Rang the court", me)
    attachments.add(
        case, name="a.txt", content=b"Remarks", kind=DocumentKind.OTHER, description="A", by=me
    )
    undo(review)
    db.session.expire_all()
    found = cases.get_case(case.reference)
    assert query.of_reference(case.reference) is found
    assert [note.after["note"] for note in notes.page(found).rows] == ["Rang the court"]
    assert attachments.count(found) == 1
    undone = void_case.undoing_of(found)
    assert undone and undone.by is me
    assert {EventKind.CASE_OPENED, EventKind.REQUEST_JOINED} <= {
        each.kind for each in history.of_case(found)
    }


def test_an_earlier_figure_still_has_it(review: Review, at: SetClock) -> None:
    at(datetime(2026, 3, 19, 10, tzinfo=UTC))
    undo(review)
    figures = [
        statistics.answer(statistics.Question(by="outcome", as_at=moment)).offenders
        for moment in (NOW, datetime(2026, 3, 19, 11, tzinfo=UTC))
    ]
    assert figures == [1, 0]


# Who.


def test_a_supervisor_or_whoever_opened_it_and_nobody_else_with_a_reason(review: Review) -> None:
    case, me = review.case, build.user()
    other = build.user(email="other@example.org", name="Other Caseworker")
    roles = (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR)
    for by in (other, *(build.user(role) for role in roles)):
        with nothing_kept(), pytest.raises(NotAllowed):
            void_case.undo(case, WHY, by, version=case.version)
    with nothing_kept(), pytest.raises(Refused):
        undo(review, why="  ")
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        void_case.undo(case, WHY, me, version=case.version + 1)
    request = case.requests[0]
    undo(review, Role.SUPERVISOR)
    assert case.is_void
    again = cases.open_case(request, me)
    assert again.case.reference != case.reference
    assert again.outcome is None


# What stands in the way.


def _letter(review: Review) -> None:
    build.letter(review)


def _another_request(review: Review) -> None:
    cases.join_case(build.request(), review.case, build.user())


def _application(review: Review) -> None:
    prepared = applications.Prepared(facts="He robbed a shop")
    applications.prepare(review, prepared, build.user(), version=review.version)


def _person(review: Review) -> None:
    notifying.add_person(review.case, Party.VICTIM, "Ann", "", build.user())


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (_letter, "A letter was issued"),
        (drafted, "Discard it first"),
        (_another_request, "Take out those it was not opened from first"),
        (submitted, "The law officers were sent papers"),
        (decided, "A law officer has decided"),
        (_application, "An application is being written"),
        (papers_wanted, "The CPS was asked for papers"),
        (_person, "Somebody who did not ask is to be told"),
        (sealed, "can open it to the office first"),
        (build.withdraw, "or has ended"),
    ],
)
def test_refused_with_why_and_what_would_allow_it(
    review: Review, work: Callable[[Review], None], said: str
) -> None:
    work(review)
    with nothing_kept(), pytest.raises(Refused, match=said):
        undo(review)


def test_a_case_of_the_old_register_is_not_undone(app: Flask) -> None:
    by = build.user(Role.SUPERVISOR)
    importing.import_file(importing.bring(register(row()), by), by)
    review = db.session.scalars(select(Review)).one()
    with nothing_kept(), pytest.raises(Refused):
        void_case.undo(review.case, WHY, by, version=review.case.version)


def test_a_request_that_was_withdrawn_stays_so(review: Review) -> None:
    request = review.case.requests[0]
    withdrawals.record(request, Channel.PHONE, "", build.user())
    undo(review)
    assert (request.state, request.case) == (RequestState.WITHDRAWN, review.case)
    another = build.request(offender_name="John Archer", requester_name="Somebody Else")
    assert candidates.like(another) == []


# Nothing more is done in it.


def test_nothing_more_is_done_in_it(review: Review) -> None:
    undo(review)
    case, me, other = review.case, build.user(), build.request()
    boss = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="opened by mistake"):
        build.sentence(review)
    for act in (
        lambda: cases.join_case(other, case, me),
        lambda: duplicates.join_many([other], case, me),
        lambda: cases.add_review(case, "Another", me),
        lambda: notifying.add_person(case, Party.VICTIM, "Ann", "", me),
        lambda: papers.ask(case, [PaperKind.INDICTMENT], [], me),
        lambda: letters.draft(LetterKind.CPS_PAPERS, me, case=case, review=review),
        lambda: undo(review),
        lambda: progress.move(
            review, Step.REOPEN, boss, version=review.version, note="It was right"
        ),
        lambda: progress.move(
            review, Step.UNDO_OPENING, boss, version=review.version, note="Again"
        ),
    ):
        with nothing_kept(), pytest.raises(Refused):
            act()
