"""Two cases about one proceeding, joined by a person: nothing lost, nobody told, when refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.merged import NOW, WHY, end, join
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    DocumentKind,
    EventKind,
    LetterKind,
    Message,
    Notification,
    PaperKind,
    RequestState,
    Restriction,
    RestrictionKind,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import cases, merging, notes
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import listing
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers, progress
from ulss_tracker.services.referral.papers import PaperInput
from ulss_tracker.services.requests import request_status, withdrawals
from ulss_tracker.services.search import query
from ulss_tracker.services.supervision import board, my_work, statistics

ASSAULT = "spec-soa56-14"


def test_the_requests_move_and_the_other_case_closes(closing: Review, remaining: Review) -> None:
    moved = closing.case.requests[0]
    messages = db.session.scalar(select(func.count(Message.id)))
    with events_left() as events:
        join(closing, remaining)
    assert moved.case is remaining.case
    assert moved.state is RequestState.IN_CASE
    assert (closing.state, closing.outcome) == (State.CLOSED, Outcome.JOINED)
    assert (remaining.state, remaining.outcome) == (State.CHECKING, None)
    assert kinds(events) == [
        EventKind.REQUEST_MOVED,
        EventKind.STAGE_CHANGED,
        EventKind.REVIEW_CLOSED,
        EventKind.CASE_JOINED,
        EventKind.CASE_TAKEN_IN,
    ]
    assert events[-1].case_id == remaining.case_id
    assert events[-1].after == {
        "case": closing.case.reference,
        "requests": [moved.reference],
        "reason": WHY,
    }
    assert db.session.scalar(select(func.count(Notification.id))) == 0
    assert db.session.scalar(select(func.count(Message.id))) == messages


def test_the_old_reference_leads_to_the_case_that_remains(
    closing: Review, remaining: Review
) -> None:
    join(closing, remaining)
    assert query.of_reference(closing.case.reference.lower()) is remaining.case
    assert merging.remaining_of(closing.case) is remaining.case
    third = build.review(offender_name="J Archer")
    build.sentence(third)
    join(remaining, third)
    assert merging.remaining_of(closing.case) is third.case
    assert query.of_reference(closing.case.reference) is third.case
    assert len(third.case.requests) == 3


def test_nothing_is_lost(closing: Review, remaining: Review) -> None:
    case, me = closing.case, build.user()
    notes.add(case, "Rang the court", me)
    attachments.add(
        case, name="a.txt", content=b"Remarks", kind=DocumentKind.OTHER, description="A", by=me
    )
    document = build.document(case.requests[0])
    letter = build.letter(closing, LetterKind.ACKNOWLEDGEMENT)
    (paper,) = papers.ask(case, [PaperKind.INDICTMENT], [], me)
    papers.record(case, paper, PaperInput(received_at=NOW), me, version=paper.version)
    join(closing, remaining)
    db.session.expire_all()
    case = cases.get_case(case.reference)
    assert [note.after["note"] for note in notes.page(case).rows] == ["Rang the court"]
    assert attachments.count(case) == 1
    assert attachments.page(remaining.case).rows == [document]
    assert listing.issued(case).rows == [letter]
    assert papers.of_case(case) == [paper]
    assert EventKind.REQUEST_JOINED in {event.kind for event in history.of_case(case)}


def test_the_case_that_closed_is_in_no_list_or_figure(closing: Review, remaining: Review) -> None:
    join(closing, remaining)
    assert [row.review_id for row in board.page().rows] == [remaining.id]
    mine = my_work.of(build.user())
    assert [row.review for row in mine.to_file] == [remaining]
    assert statistics.answer(statistics.Question(by="outcome", as_at=NOW)).offenders == 1
    another = build.request(offender_name="Jon Archer", requester_name="Third")
    assert [each.case for each in candidates.like(another) if each.case] == [remaining.case]


def test_people_to_tell_move_and_all_are_told_of_what_remains(
    closing: Review, remaining: Review
) -> None:
    notifying.add_person(closing.case, Party.VICTIM, "Ann", "", build.user())
    by = build.user(Role.SUPERVISOR)
    progress.move(remaining, Step.WITHDRAW, by, version=remaining.version, note="No longer wanted")
    told = {row.person_key for row in notifying.untold(remaining.case)}
    join(closing, remaining)
    more = {row.person_key for row in notifying.untold(remaining.case)} - told
    assert {key.partition(":")[0] for key in more} == {"request", "person"}
    assert notifying.untold(closing.case) == []


def test_a_withdrawn_request_moves_and_stays_withdrawn(closing: Review, remaining: Review) -> None:
    request = closing.case.requests[0]
    withdrawals.record(request, Channel.PHONE, "", build.user())
    join(closing, remaining)
    assert (request.state, request.case) == (RequestState.WITHDRAWN, remaining.case)


def test_whoever_asked_sees_how_far_the_case_that_remains_is(
    closing: Review, remaining: Review
) -> None:
    asked = closing.case.requests[0].reference
    by = build.user(Role.SUPERVISOR)
    progress.move(remaining, Step.WITHDRAW, by, version=remaining.version, note="No longer wanted")
    join(closing, remaining)
    status = request_status.status_of(asked)
    assert status and status.progress is request_status.Progress.DECIDED


def test_what_protects_somebody_protects_them_in_what_remains(
    closing: Review, remaining: Review
) -> None:
    build.conviction(closing.sentences[0], ASSAULT)
    theirs = select(Restriction).where(Restriction.review_id == remaining.id)
    assert db.session.scalars(theirs).all() == []
    join(closing, remaining)
    (carried,) = db.session.scalars(theirs).all()
    assert (carried.kind, carried.is_automatic) == (RestrictionKind.ANONYMITY, True)


# Who, and on what.


@pytest.mark.parametrize("role", [Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR])
def test_only_those_who_work_cases(closing: Review, remaining: Review, role: Role) -> None:
    build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        join(closing, remaining, role)


def test_with_a_reason_and_as_both_were_seen(
    closing: Review, remaining: Review, at: SetClock
) -> None:
    me = build.user()
    with nothing_kept(), pytest.raises(Refused):
        join(closing, remaining, why=" ")
    seen = preconditions.version_of(closing.case, remaining.case)
    at(datetime(2026, 3, 18, 11, tzinfo=UTC))
    cases.add_review(remaining.case, "Another", me)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        merging.merge(
            closing.case, remaining.case, {closing.id: remaining.id}, WHY, me, version=seen
        )


def test_a_case_is_not_joined_to_itself_nor_to_a_closed_one(
    closing: Review, remaining: Review
) -> None:
    with nothing_kept(), pytest.raises(Refused, match="the same case"):
        join(remaining, remaining)
    join(closing, remaining)
    third = build.review()
    for one, other in ((third, closing), (closing, third)):
        with nothing_kept(), pytest.raises(Refused, match="is closed already"):
            join(one, other)


def test_an_offender_whom_the_other_case_does_not_have_stops_it(
    closing: Review, remaining: Review
) -> None:
    cases.add_review(closing.case, "Mary Cooper", build.user())
    with nothing_kept(), pytest.raises(Refused, match="Mary Cooper is"):
        join(closing, remaining)


def test_an_offender_of_a_third_case_is_no_answer(closing: Review, remaining: Review) -> None:
    third = build.review()
    me = build.user()
    version = preconditions.version_of(closing.case, remaining.case)
    with nothing_kept(), pytest.raises(Refused):
        merging.merge(
            closing.case, remaining.case, {closing.id: third.id}, WHY, me, version=version
        )


@pytest.mark.parametrize(
    ("day", "way"),
    [
        (date(2026, 3, 10), "Put the wrong one right first"),
        (None, "Carry the sentence over first"),
    ],
)
def test_no_time_is_lost(closing: Review, day: date | None, way: str) -> None:
    other = build.review(offender_name="John Archer")
    if day:
        build.sentence(other, sentenced_on=day)
    with nothing_kept(), pytest.raises(Refused, match=way):
        join(closing, other)


def test_a_case_without_a_sentence_may_close(remaining: Review) -> None:
    other = build.review(offender_name="John Archer")
    join(other, remaining)
    assert other.case.is_void


@transaction()
def _submitted(review: Review) -> None:
    build.conviction(review.sentences[0])
    build.submit(review)


def _decided(review: Review) -> None:
    _submitted(review)
    build.decide(review)


def _sealed(review: Review) -> None:
    sealing.seal(review.case, [], "A judge’s family", build.user(Role.SUPERVISOR))


def _draft(review: Review) -> None:
    letters.draft(LetterKind.CPS_PAPERS, build.user(), case=review.case, review=review)


def _wanted(review: Review) -> None:
    papers.ask(review.case, [PaperKind.INDICTMENT], [], build.user())


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (_submitted, "the law officers were sent papers"),
        (_decided, "a law officer has decided"),
        (end, "or has ended"),
        (_sealed, "is sealed"),
        (_draft, "Issue it or discard it first"),
        (_wanted, "nobody would chase them"),
    ],
)
def test_what_is_not_safe_is_refused_with_why(
    closing: Review, remaining: Review, done: Callable[[Review], None], said: str
) -> None:
    done(closing)
    with nothing_kept(), pytest.raises(Refused, match=said):
        join(closing, remaining)


@pytest.mark.parametrize("done", [_submitted, _decided, end, _draft, _wanted])
def test_the_case_that_remains_may_be_far_on(
    closing: Review, remaining: Review, done: Callable[[Review], None]
) -> None:
    done(remaining)
    join(closing, remaining)
    assert closing.case.is_void


def test_with_work_in_both_neither_closes(closing: Review, remaining: Review) -> None:
    _submitted(closing)
    _decided(remaining)
    for one, other in ((closing, remaining), (remaining, closing)):
        with nothing_kept(), pytest.raises(Refused):
            join(one, other)
