"""Two cases about one proceeding, joined by a person: nothing lost, nobody told, when refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.merged import (
    NOW,
    WHY,
    decided,
    drafted,
    join,
    papers_wanted,
    sealed,
    submitted,
)
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
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases, merging, notes
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.files import attachments
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import listing
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.referral import papers
from ulss_tracker.services.referral.papers import PaperInput
from ulss_tracker.services.requests import request_status, withdrawals
from ulss_tracker.services.search import query
from ulss_tracker.services.supervision import board, statistics
from ulss_tracker.services.waiting import my_work

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
    assert [row.record for row in my_work.page(build.user()).rows] == [remaining]
    assert statistics.answer(statistics.Question(by="outcome", as_at=NOW)).offenders == 1
    another = build.request(offender_name="Jon Archer", requester_name="Third")
    assert [each.case for each in candidates.like(another) if each.case] == [remaining.case]


def test_people_to_tell_move_and_all_are_told_and_see_how_far_what_remains_is(
    closing: Review, remaining: Review
) -> None:
    notifying.add_person(closing.case, Party.VICTIM, "Ann", "", build.user())
    moved = closing.case.requests[0].reference
    build.withdraw(remaining)
    told = {row.person_key for row in notifying.untold(remaining.case)}
    join(closing, remaining)
    more = {row.person_key for row in notifying.untold(remaining.case)} - told
    assert {key.partition(":")[0] for key in more} == {"request", "person"}
    assert notifying.untold(closing.case) == []
    status = request_status.status_of(moved)
    assert status and status.progress is request_status.Progress.DECIDED


def test_a_withdrawn_request_moves_and_stays_withdrawn(closing: Review, remaining: Review) -> None:
    request = closing.case.requests[0]
    withdrawals.record(request, Channel.PHONE, "", build.user())
    join(closing, remaining)
    assert (request.state, request.case) == (RequestState.WITHDRAWN, remaining.case)


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
        join(closing, remaining, version=seen)


def test_not_to_itself_nor_a_closed_one_nor_with_offenders_that_it_does_not_have(
    closing: Review, remaining: Review
) -> None:
    third, other = build.review(), build.review()
    cases.add_review(other.case, "Mary Cooper", build.user())
    with nothing_kept(), pytest.raises(Refused, match="the same case"):
        join(remaining, remaining)
    with nothing_kept(), pytest.raises(Refused):
        join(closing, remaining, into=third)
    with nothing_kept(), pytest.raises(Refused, match="Mary Cooper is"):
        join(other, remaining)
    join(closing, remaining)
    for one, other in ((third, closing), (closing, third)):
        with nothing_kept(), pytest.raises(Refused, match="is closed already"):
            join(one, other)


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


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (submitted, "the law officers were sent papers"),
        (decided, "a law officer has decided"),
        (build.withdraw, "or has ended"),
        (sealed, "is sealed"),
        (drafted, "Issue it or discard it first"),
        (papers_wanted, "nobody would chase them"),
    ],
)
def test_what_is_not_safe_is_refused_with_why(
    closing: Review, remaining: Review, done: Callable[[Review], None], said: str
) -> None:
    done(closing)
    with nothing_kept(), pytest.raises(Refused, match=said):
        join(closing, remaining)


@pytest.mark.parametrize("done", [submitted, decided, build.withdraw, drafted, papers_wanted])
def test_the_case_that_remains_may_be_far_on(
    closing: Review, remaining: Review, done: Callable[[Review], None]
) -> None:
    done(remaining)
    join(closing, remaining)
    assert closing.case.is_void


def test_with_work_in_both_neither_closes(closing: Review, remaining: Review) -> None:
    submitted(closing)
    decided(remaining)
    for one, other in ((closing, remaining), (remaining, closing)):
        with nothing_kept(), pytest.raises(Refused):
            join(one, other)
