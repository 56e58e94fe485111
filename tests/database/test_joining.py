"""Two cases about one proceeding, joined by a person: nothing lost, nobody told, a way back."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Channel,
    CourtSource,
    DocumentKind,
    EventKind,
    Fact,
    LetterKind,
    Message,
    PaperKind,
    RequestState,
    Restriction,
    RestrictionKind,
    Review,
    Telling,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.telling import Party
from ulss_tracker.scheme.workflow import Outcome, State, Step
from ulss_tracker.services import (
    attachments,
    board,
    carrying,
    cases,
    confirmations,
    editing,
    history,
    joining,
    letters,
    linking,
    my_work,
    notes,
    papers,
    progress,
    request_status,
    sealing,
    statistics,
    telling,
    withdrawing,
)
from ulss_tracker.services.letters import listing
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.papers import Known
from ulss_tracker.services.search import finding

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WHY = "The same court case number"
ASSAULT = "spec-soa56-14"


@pytest.fixture(autouse=True)
def _now(app: Flask, at: Callable[[datetime], None]) -> None:
    at(NOW)


@pytest.fixture
def remaining() -> Review:
    """The review of the case that remains."""
    made = build.review(offender_name="John Archer", requester_name="First")
    build.sentence(made)
    return made


@pytest.fixture
def closing(remaining: Review) -> Review:
    """The review of a case opened later about the same proceeding."""
    made = build.review(offender_name="Jon Archer", requester_name="Second")
    build.sentence(made)
    return made


def join(closing: Review, remaining: Review, by: Role = Role.CASEWORKER, why: str = WHY) -> None:
    joining.join(
        closing.case,
        remaining.case,
        {closing.id: remaining.id},
        why,
        build.user(by),
        version=editing.version_of(closing.case, remaining.case),
    )


def undo(closing: Review, by: Role = Role.CASEWORKER, why: str = "Two men") -> None:
    joining.undo(closing.case, why, build.user(by), version=closing.case.version)


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
    assert db.session.scalar(select(func.count(Telling.id))) == 0
    assert db.session.scalar(select(func.count(Message.id))) == messages


def test_the_old_reference_leads_to_the_case_that_remains(
    closing: Review, remaining: Review
) -> None:
    join(closing, remaining)
    assert finding.of_reference(closing.case.reference.lower()) is remaining.case
    assert joining.remaining_of(closing.case) is remaining.case
    third = build.review(offender_name="J Archer")
    build.sentence(third)
    join(remaining, third)
    assert joining.remaining_of(closing.case) is third.case
    assert finding.of_reference(closing.case.reference) is third.case
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
    papers.record(case, paper, Known(received_at=NOW), me, version=paper.version)
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
    assert [row.review for row in board.page().rows] == [remaining]
    mine = my_work.of(build.user())
    assert [row.review for row in mine.to_file] == [remaining]
    assert statistics.answer(statistics.Question(by="outcome", as_at=NOW)).offenders == 1
    another = build.request(offender_name="Jon Archer", requester_name="Third")
    assert [each.case for each in candidates.like(another) if each.case] == [remaining.case]


def test_people_to_tell_move_and_all_are_told_of_what_remains(
    closing: Review, remaining: Review
) -> None:
    telling.add_person(closing.case, Party.VICTIM, "Ann", "", build.user())
    by = build.user(Role.SUPERVISOR)
    progress.move(remaining, Step.WITHDRAW, by, version=remaining.version, note="No longer wanted")
    told = {row.person_key for row in telling.untold(remaining.case)}
    join(closing, remaining)
    more = {row.person_key for row in telling.untold(remaining.case)} - told
    assert {key.partition(":")[0] for key in more} == {"request", "person"}
    assert telling.untold(closing.case) == []


def test_a_withdrawn_request_moves_and_stays_withdrawn(closing: Review, remaining: Review) -> None:
    request = closing.case.requests[0]
    withdrawing.record(request, Channel.PHONE, "", build.user())
    join(closing, remaining)
    assert (request.state, request.case) == (RequestState.WITHDRAWN, remaining.case)


def test_whoever_asked_sees_how_far_the_case_that_remains_is(
    closing: Review, remaining: Review
) -> None:
    asked = closing.case.requests[0].reference
    by = build.user(Role.SUPERVISOR)
    progress.move(remaining, Step.WITHDRAW, by, version=remaining.version, note="No longer wanted")
    join(closing, remaining)
    status = request_status.look(asked)
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
    closing: Review, remaining: Review, at: Callable[[datetime], None]
) -> None:
    me = build.user()
    with nothing_kept(), pytest.raises(Refused):
        join(closing, remaining, why=" ")
    seen = editing.version_of(closing.case, remaining.case)
    at(datetime(2026, 3, 18, 11, tzinfo=UTC))
    cases.add_review(remaining.case, "Another", me)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        joining.join(
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
    version = editing.version_of(closing.case, remaining.case)
    with nothing_kept(), pytest.raises(Refused):
        joining.join(closing.case, remaining.case, {closing.id: third.id}, WHY, me, version=version)


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


def _submitted(review: Review) -> None:
    build.conviction(review.sentences[0])
    build.submit(review)


def _decided(review: Review) -> None:
    _submitted(review)
    build.decide(review)


def _ended(review: Review) -> None:
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="No longer wanted")


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
        (_ended, "or has ended"),
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


@pytest.mark.parametrize("done", [_submitted, _decided, _ended, _draft, _wanted])
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


# What is carried over.


def carried(closing: Review, remaining: Review, *, only: Callable[[str], bool] = bool) -> None:
    """Join with everything that is offered ticked, or `only` what its words say."""
    likely = {closing.id: remaining.id}
    offered = carrying.offered(closing.case, remaining.case, likely)
    joining.join(
        closing.case,
        remaining.case,
        likely,
        WHY,
        build.user(),
        version=editing.version_of(closing.case, remaining.case),
        carried=[each.id for each in offered if only(each.words)],
    )


def confirmer(email: str = "second@example.org") -> User:
    return build.user(email=email)


def confirm(review: Review, by: User) -> None:
    confirmations.confirm(
        review,
        list(Fact),
        source=CourtSource.COURT_LOG,
        source_reference="T1",
        by=by,
        version=review.version,
    )


@pytest.fixture
def full() -> Review:
    """A review with a sentence, an offence, an address and a paper, all of it confirmed."""
    made = build.review(offender_name="John Archer", requester_name="Second")
    build.conviction(build.sentence(made))
    me = build.user()
    known = cases.Offender(name="John Archer", born_on=date(1980, 5, 1), address="HMP Leeds")
    cases.change_offender(made, known, me, made.version)
    (paper,) = papers.ask(made.case, [PaperKind.INDICTMENT], [], me)
    papers.record(made.case, paper, Known(received_at=NOW), me, version=paper.version)
    confirm(made, confirmer())
    return made


@pytest.fixture
def bare(app: Flask) -> Review:
    """A review of which nothing but the name is recorded."""
    return build.review(offender_name="John Archer", requester_name="First")


def test_a_sentence_its_offences_and_what_was_confirmed_go_along(
    bare: Review, full: Review
) -> None:
    with events_left() as events:
        carried(full, bare)
    (sentence,) = bare.sentences
    (conviction,) = sentence.convictions
    assert (sentence.sentenced_on, sentence.text) == (
        full.sentences[0].sentenced_on,
        full.sentences[0].text,
    )
    assert conviction.offence_id == full.sentences[0].convictions[0].offence_id
    assert (bare.last_day_on, bare.verdict) == (full.last_day_on, full.verdict)
    assert bare.state is State.CHECKING
    assert (bare.offender_born_on, bare.offender_address) == (date(1980, 5, 1), "HMP Leeds")
    standing = confirmations.standing(bare)
    assert {each.confirmation.confirmed_by.email for each in standing if each.confirmation} == {
        "second@example.org"
    }
    assert all(each.confirmation for each in standing)
    assert bare.unconfirmed_since_at is None
    (paper,) = papers.of_case(bare.case)
    assert (paper.kind, paper.received_at) == (PaperKind.INDICTMENT, NOW)
    told = [each for each in events if each.kind is EventKind.CARRIED_OVER]
    assert [len(each.after["carried"]) for each in told] == [1, 6]
    assert full.sentences
    assert len(papers.of_case(full.case)) == 1


def test_undoing_takes_it_out_again(bare: Review, full: Review) -> None:
    carried(full, bare)
    with events_left() as events:
        undo(full)
    assert EventKind.CARRIED_BACK in kinds(events)
    db.session.expire_all()
    assert bare.sentences == []
    assert papers.of_case(bare.case) == []
    assert (bare.offender_born_on, bare.offender_address) == (None, "")
    assert (bare.last_day_on, bare.unconfirmed_since_at) == (None, None)
    assert len(full.sentences) == 1
    assert len(full.sentences[0].convictions) == 1
    assert all(each.confirmation for each in confirmations.standing(full))
    # The old word does not count for the same fact recorded by itself later.
    build.conviction(build.sentence(bare))
    dated, court, offence = confirmations.standing(bare)
    assert not (dated.confirmation or court.confirmation or offence.confirmation)
    carried(full, bare)
    assert all(each.confirmation for each in confirmations.standing(bare))


def test_what_is_not_ticked_stays_and_no_time_is_lost_by_it(bare: Review, full: Review) -> None:
    with nothing_kept(), pytest.raises(Refused, match="Carry the sentence over first"):
        join(full, bare)
    carried(full, bare, only=lambda words: "sentence of" in words)
    assert len(bare.sentences) == 1
    assert bare.offender_address == ""
    assert papers.of_case(bare.case) == []


def test_a_confirmation_counts_for_the_very_fact_alone(full: Review) -> None:
    other = build.review(offender_name="John Archer")
    build.conviction(build.sentence(other), ASSAULT)
    carried(full, other, only=lambda words: "offence of" not in words)
    dated, court, offence = confirmations.standing(other)
    assert dated.confirmation
    assert court.confirmation
    assert offence.confirmation is None
    assert other.unconfirmed_since_at is not None


def test_who_recorded_the_fact_there_is_no_second_person(full: Review) -> None:
    second = confirmer()
    other = build.review(offender_name="John Archer", by=second)
    build.conviction(build.sentence(other, by=second), by=second)
    carried(full, other)
    assert [each.confirmation for each in confirmations.standing(other)] == [None] * 3


def test_an_offence_of_a_day_that_has_others_is_offered_and_not_proposed(full: Review) -> None:
    other = build.review(offender_name="John Archer")
    build.conviction(build.sentence(other), ASSAULT)
    offered = carrying.offered(full.case, other.case, {full.id: other.id})
    (offence,) = [each for each in offered if each.id.startswith("conviction")]
    assert not offence.is_likely
    carried(full, other)
    assert len(other.sentences[0].convictions) == 2
    undo(full)
    db.session.expire_all()
    assert [each.offence_id for each in other.sentences[0].convictions] == [ASSAULT]


def test_a_sentence_of_another_day_that_would_move_the_last_day_is_not_offered(
    full: Review,
) -> None:
    other = build.review(offender_name="John Archer")
    build.sentence(other, sentenced_on=date(2026, 3, 10))
    offered = carrying.offered(full.case, other.case, {full.id: other.id})
    assert not [each for each in offered if each.id.startswith("sentence")]
    with nothing_kept(), pytest.raises(Refused, match="Put the wrong one right first"):
        carried(full, other)


def test_a_paper_still_wanted_has_come_and_is_wanted_again_when_undone(
    bare: Review, full: Review
) -> None:
    (wanted,) = papers.ask(bare.case, [PaperKind.INDICTMENT], [], build.user())
    carried(full, bare)
    assert wanted.received_at == NOW
    undo(full)
    db.session.expire_all()
    assert wanted.is_wanted


def test_the_protection_of_a_complainant_goes_with_the_offence(bare: Review, full: Review) -> None:
    build.conviction(full.sentences[0], ASSAULT)
    carried(full, bare)
    theirs = select(Restriction).where(Restriction.review_id == bare.id)
    assert [each.kind for each in db.session.scalars(theirs)] == [RestrictionKind.ANONYMITY]


def test_nothing_goes_to_a_review_that_is_closed(bare: Review, full: Review) -> None:
    _ended(bare)
    offered = carrying.offered(full.case, bare.case, {full.id: bare.id})
    assert {each.id.split("-")[0] for each in offered} == {"paper"}


# The way back.


def test_it_is_undone(closing: Review, remaining: Review) -> None:
    moved, first = closing.case.requests[0], remaining.case.requests[0]
    telling.add_person(closing.case, Party.VICTIM, "Ann", "", build.user())
    _ended(remaining)
    join(closing, remaining)
    notes.add(remaining.case, "They may be two men", build.user())
    undo(closing)
    assert (moved.case, first.case) == (closing.case, remaining.case)
    assert (closing.state, closing.outcome, closing.closed_at) == (State.CHECKING, None, None)
    assert not closing.case.is_void
    assert joining.of_case(closing.case) is None
    assert joining.joined_to(remaining.case) == []
    keys = {row.person_key for row in telling.untold(remaining.case)}
    assert keys == {f"request:{first.id}", "cps"}
    assert [row.review for row in board.page().rows] == [closing]
    assert finding.of_reference(closing.case.reference) is closing.case
    join(closing, remaining)
    assert closing.case.is_void


def test_what_was_done_since_keeps_it_joined(closing: Review, remaining: Review) -> None:
    join(closing, remaining)
    build.conviction(remaining.sentences[0])
    with nothing_kept(), pytest.raises(Refused, match="Something was done since"):
        undo(closing)


def test_a_request_taken_out_since_keeps_it_joined(closing: Review, remaining: Review) -> None:
    moved = closing.case.requests[0]
    join(closing, remaining)
    linking.take_out(moved, "Another sentence", build.user())
    with nothing_kept(), pytest.raises(Refused, match="Something was done since"):
        undo(closing)


def test_undoing_wants_a_joining_a_reason_and_the_case_as_it_was_seen(
    closing: Review, remaining: Review
) -> None:
    with nothing_kept(), pytest.raises(Refused, match="is not joined"):
        undo(closing)
    join(closing, remaining)
    with nothing_kept(), pytest.raises(Refused):
        undo(closing, why="")
    me = build.user()
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        joining.undo(closing.case, "Two men", me, version=closing.case.version - 1)
    build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(NotAllowed):
        undo(closing, Role.LAW_OFFICER)


def test_a_joined_case_is_not_reopened_as_work(closing: Review, remaining: Review) -> None:
    join(closing, remaining)
    by = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="undo that instead"):
        progress.move(closing, Step.REOPEN, by, version=closing.version, note="It was right")
    with nothing_kept(), pytest.raises(Refused):
        progress.move(closing, Step.UNDO_JOINING, by, version=closing.version, note="Past it")


# Sealing.


@pytest.fixture
def reader() -> Callable[[Role | None], None]:
    def read(role: Role | None) -> None:
        sealing.read_for(build.user(role) if role else None)

    yield read
    sealing.read_for(None)


def readable(case: Case) -> bool:
    db.session.expire_all()
    try:
        cases.get_case(case.reference)
    except NotFound:
        return False
    return True


def test_sealing_the_case_that_remains_seals_what_was_joined_to_it(
    closing: Review, remaining: Review, reader: Callable[[Role | None], None]
) -> None:
    join(closing, remaining)
    boss = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="Seal that one"):
        sealing.seal(closing.case, [], "A judge’s family", boss)
    sealing.seal(remaining.case, [], "A judge’s family", boss)
    one, other = closing.case, remaining.case
    reference = one.reference
    reader(Role.CASEWORKER)
    assert not readable(one)
    assert not readable(other)
    assert finding.of_reference(reference) is None
    reader(Role.SUPERVISOR)
    assert readable(one)
    assert [each.case.reference for each in joining.joined_to(other)] == [reference]
    sealing.name_reader(other, build.user(), boss)
    reader(Role.CASEWORKER)
    assert readable(one)
    sealing.remove_reader(other, build.user(), boss)
    assert not readable(one)
    sealing.unseal(other, "It is public now", boss)
    assert readable(one)
    assert readable(other)


def test_a_comparison_with_a_request_of_a_sealed_case_is_not_there(
    reader: Callable[[Role | None], None],
) -> None:
    """Whichever of the two it was that was set aside."""
    secret, plain = build.review().case.requests[0], build.request()
    linking.set_aside(secret, plain, "Another man", build.user())
    sealing.seal(secret.case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    reader(Role.CASEWORKER)
    db.session.expire_all()
    assert linking.asides(plain) == []
