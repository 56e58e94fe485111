"""What was changed or ended by mistake is brought back from history by two people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support import history as tamper_evidence
from tests.support.sentences import correct
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Channel,
    Deadline,
    DecisionChoice,
    Event,
    EventKind,
    FilingKind,
    LetterKind,
    Means,
    Plea,
    ProposalEnd,
    RequestState,
    Reversal,
    Review,
    User,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import conflicts, convictions, reversals, sentences
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.operations import history_check
from ulss_tracker.services.referral import filings, progress
from ulss_tracker.services.requests import who_asked, withdrawals
from ulss_tracker.services.requests.who_asked import WhoAsked

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
WHY = "The wrong case was open on the screen"


@pytest.fixture
def review() -> Review:
    return build.eligible_review(offender_name="John Archer")


def supervisor() -> User:
    return build.user(Role.SUPERVISOR)


def newest(kind: EventKind) -> Event:
    query = select(Event).where(Event.kind == kind).order_by(Event.id.desc())
    return db.session.scalars(query.limit(1)).one()


def propose(kind: EventKind, by: User | None = None) -> Reversal:
    """A proposal about the newest line of this kind."""
    line = newest(kind)
    case = db.session.get_one(Case, line.case_id)
    version = preconditions.version_of(case, *case.reviews)
    return reversals.propose(case, line.id, WHY, by or supervisor(), version=version)


def bring_back(kind: EventKind) -> list[EventKind]:
    """Bring back what the newest line of this kind changed; the kinds of event it left."""
    proposal = propose(kind)
    with events_left() as left:
        reversals.approve(proposal, build.user())
    assert left[0].kind is EventKind.REVERSAL_APPROVED
    assert left[0].after["reason"] == WHY
    assert proposal.ended_as is ProposalEnd.APPROVED
    return kinds(left[1:])


def limits_of(review: Review) -> set[datetime]:
    """The moments that run for the review, as its rows of deadlines have them."""
    query = select(Deadline.act_by_at).where(Deadline.review_id == review.id)
    return set(db.session.scalars(query.where(Deadline.ended_at.is_(None))))


def test_facts_stand_again_word_for_word_and_their_limits_follow(review: Review) -> None:
    sentence, caseworker = review.sentences[0], build.user()
    last_day_on, court_id = review.last_day_on, review.case.court_id
    limits = limits_of(review)

    build.renamed(review)
    assert bring_back(EventKind.OFFENDER_CHANGED) == [EventKind.OFFENDER_CHANGED]
    assert (review.offender_name, review.offender_address) == ("John Archer", "")

    text, number = review.case.court_text, review.case.court_case_number
    build.change_court(review.case, None, "Elsewhere", "T1", cps_reference="01AB1234526")
    bring_back(EventKind.CASE_CHANGED)
    assert review.case.cps_reference is None
    assert (review.case.court_id, review.case.court_text) == (court_id, text)
    assert review.case.court_case_number == number

    correct(sentence, sentenced_on=sentence.sentenced_on + timedelta(days=3), text="30 years")
    assert review.last_day_on != last_day_on
    assert EventKind.ASSESSED in bring_back(EventKind.SENTENCE_CHANGED)
    assert (sentence.text, sentence.judge) == ("3 years' imprisonment", "HHJ Test")
    assert review.last_day_on == last_day_on
    assert limits_of(review) == limits

    (request,) = review.case.requests
    who_asked.correct(
        request, WhoAsked(RequesterRole.PUBLIC, True, "CPS", date(2026, 3, 12)), caseworker
    )
    bring_back(EventKind.WHO_ASKED_CHANGED)
    assert who_asked.of_request(request) == WhoAsked(RequesterRole.VICTIM)

    withdrawals.record(request, Channel.PHONE, "", caseworker)
    assert bring_back(EventKind.REQUEST_WITHDRAWN) == [EventKind.WITHDRAWAL_UNDONE]
    assert (request.state, request.case) == (RequestState.IN_CASE, review.case)


def test_what_was_removed_is_there_again_with_all_that_decides(review: Review) -> None:
    sentence, caseworker = review.sentences[0], build.user()
    build.conviction(sentence, None, text="Affray of a kind", plea=Plea.GUILTY_PLEA)
    offences = [convictions.conviction_values(each) for each in sentence.convictions]
    verdict, last_day_on = review.verdict, review.last_day_on

    conviction = sentence.convictions[-1]
    convictions.change_conviction(
        review, conviction, None, date(2026, 3, 1), caseworker, review.version
    )
    bring_back(EventKind.CONVICTION_CHANGED)
    assert (conviction.plea, conviction.convicted_on) == (Plea.GUILTY_PLEA, None)

    convictions.remove_conviction(review, conviction, caseworker, review.version)
    bring_back(EventKind.CONVICTION_REMOVED)
    sentences.remove_sentence(review, review.sentences[0], caseworker, review.version)
    assert review.last_day_on is None
    assert EventKind.SENTENCE_RECORDED in bring_back(EventKind.SENTENCE_REMOVED)

    (again,) = review.sentences
    assert [convictions.conviction_values(each) for each in again.convictions] == offences
    assert again.convictions[-1].text == "Affray of a kind"
    assert (review.verdict, review.last_day_on) == (verdict, last_day_on)


def test_a_review_ended_by_mistake_stands_where_it_stood() -> None:
    review = build.review_to_file()
    build.letter(review)
    filings.record_filing(
        review, FilingKind.FILING, at=NOW, method="Email", by=supervisor(), version=review.version
    )
    told_of_the_referral = len(notifying.untold(review.case))
    build.withdraw(review)
    assert (review.state, review.outcome) == (State.TO_TELL, Outcome.WITHDRAWN)

    left = bring_back(EventKind.OUTCOME_REACHED)
    assert left == [EventKind.STAGE_CHANGED, EventKind.NOTIFICATION_SUPERSEDED]
    assert (review.state, review.outcome, review.outcome_at) == (State.TO_FILE, None, None)
    assert review.filed_at == NOW
    assert review.decision is not None
    assert len(notifying.untold(review.case)) == told_of_the_referral


def test_it_waits_for_a_second_person_and_the_history_stays_whole(
    app: Flask, review: Review, tmp_path
) -> None:
    tamper_evidence.configure(app, tmp_path)
    lines = db.session.scalars(select(Event.id)).all()
    build.renamed(review)
    proposal = propose(EventKind.OFFENDER_CHANGED)
    query = select(Wait).where(Wait.kind == WaitKind.APPROVE_REVERSAL)
    wait = db.session.scalars(query).one()
    assert (wait.subject_id, [bar.person_id for bar in wait.bars]) == (
        proposal.id,
        [supervisor().id],
    )
    assert list(reversals.waiting(review.case)) == [proposal]

    with nothing_kept(), pytest.raises(NotAllowed, match="another person must approve it"):
        reversals.approve(proposal, supervisor())
    with nothing_kept(), pytest.raises(NotAllowed, match="withdraw it instead"):
        reversals.refuse(proposal, "No", supervisor())
    with nothing_kept(), pytest.raises(NotAllowed, match="Only whoever proposed"):
        reversals.withdraw(proposal, build.user())
    with nothing_kept(), pytest.raises(Refused, match="Enter why"):
        reversals.refuse(proposal, " ", build.user())
    with nothing_kept(), pytest.raises(Refused, match="proposed already"):
        propose(EventKind.OFFENDER_CHANGED)

    reversals.refuse(proposal, "It is the right name", build.user())
    assert newest(EventKind.REVERSAL_REFUSED).after["note"] == "It is the right name"
    assert wait.ended_at is not None
    for act in (
        lambda: reversals.approve(proposal, build.user()),
        lambda: reversals.withdraw(proposal, supervisor()),
    ):
        with nothing_kept(), pytest.raises(Refused, match="already"):
            act()
    reversals.withdraw(propose(EventKind.OFFENDER_CHANGED), supervisor())
    assert review.offender_name == "Jon Archer"
    assert set(lines) < set(db.session.scalars(select(Event.id)))
    report = history_check.check()
    assert not report.faults, report.words


def test_who_may_not_propose_or_approve(review: Review) -> None:
    build.renamed(review)
    for role in set(Role) - {Role.SUPERVISOR}:
        by = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            propose(EventKind.OFFENDER_CHANGED, by)
    proposal = propose(EventKind.OFFENDER_CHANGED)
    for role in set(Role) - {Role.SUPERVISOR, Role.CASEWORKER}:
        by = build.user(role)
        for act in (reversals.approve, lambda it, who: reversals.refuse(it, "No", who)):
            with nothing_kept(), pytest.raises(NotAllowed):
                act(proposal, by)
    related = build.user(email="related@example.org", name="A Relative")
    case = review.case
    conflicts.declare(case, "I know the family", related, passed_to=None, version=case.version)
    with nothing_kept(), pytest.raises(NotAllowed, match="conflict of interest"):
        reversals.approve(proposal, related)


def test_what_changed_meanwhile_is_not_overwritten(review: Review) -> None:
    line = build.renamed(review)
    seen, by = preconditions.version_of(review.case, review), supervisor()
    build.renamed(review, "Third Name")
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        reversals.propose(review.case, line.id, WHY, by, version=seen)
    with nothing_kept(), pytest.raises(Refused, match="Enter how it came"):
        reversals.propose(review.case, line.id, " ", by, version=seen)
    proposal = propose(EventKind.OFFENDER_CHANGED)
    build.renamed(review, "Fourth Name")
    with nothing_kept(), pytest.raises(ChangedMeanwhile, match="changed since it was proposed"):
        reversals.approve(proposal, build.user())
    assert review.offender_name == "Fourth Name"

    sentence, day = review.sentences[0], review.sentences[0].sentenced_on
    for text in ("4 years", "5 years"):
        correct(sentence, sentenced_on=day, text=text)
    first, _ = db.session.scalars(
        select(Event.id).where(Event.kind == EventKind.SENTENCE_CHANGED).order_by(Event.id)
    )
    assert "changed again" in reversals.prospect(review.case, first).why_not


def test_what_cannot_be_brought_back_says_why(review: Review) -> None:
    def why_not() -> str:
        with nothing_kept(), pytest.raises(Refused) as refused:
            propose(EventKind.OUTCOME_REACHED)
        return str(refused.value)

    build.renamed(review)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="This review is closed"):
        propose(EventKind.OFFENDER_CHANGED)
    proposal = propose(EventKind.OUTCOME_REACHED)
    told, *_ = notifying.untold(review.case)
    notifying.record_told(told, Means.PHONE, NOW, build.user())
    with nothing_kept(), pytest.raises(Refused, match="has been told how it ended"):
        reversals.approve(proposal, build.user())
    progress.move(review, Step.REOPEN, supervisor(), version=review.version, note="Again")
    first = newest(EventKind.OUTCOME_REACHED).id
    assert "open" in why_not()
    build.withdraw(review)
    assert "ended again" in reversals.prospect(review.case, first).why_not

    decided = build.review_to_decide(offender_name="Ann Decided")
    build.decide(decided, DecisionChoice.DO_NOT_REFER)
    assert "A law officer decided this" in why_not()
    for outcome, words in ((Outcome.INCREASED, "The court decided"), (Outcome.JOINED, "joined")):
        decided.outcome = outcome
        db.session.commit()
        assert words in why_not()


def test_once_a_letter_has_gone_its_review_is_reopened_instead() -> None:
    review = build.review_to_file()
    build.withdraw(review)
    letter = {"letter": LetterKind.NOT_REFERRED, "version": 1, "sha256": ""}
    with transaction():
        history.record(EventKind.LETTER_ISSUED, build.user(), review, **letter)
    with nothing_kept(), pytest.raises(Refused, match="A letter has been issued since it ended"):
        propose(EventKind.OUTCOME_REACHED)


def test_only_lines_of_the_case_that_changed_something_are_brought_back(review: Review) -> None:
    other = build.renamed(build.review(offender_name="Somebody Else"))
    opened = newest(EventKind.REVIEW_OPENED)
    for case, line in ((review.case, other), (db.session.get_one(Case, opened.case_id), opened)):
        with pytest.raises(NotFound):
            reversals.prospect(case, line.id)
