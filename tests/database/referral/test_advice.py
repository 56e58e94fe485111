"""Advice: who may write it, that nobody else's words stand for it, and what the pack says of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.on_list import waits_of
from tests.support.reading import reading_for
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, Message, MessageState, Review, User, WaitKind, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services.cases import conflicts
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.referral import advice, milestones, progress, submissions
from ulss_tracker.services.supervision import work_rows
from ulss_tracker.services.waiting import assignment_rules, my_work
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
WORDS = "The starting point was below the range. Refer it."


@transaction()
def considered(*steps: Step) -> Review:
    """A verified review under consideration, with these steps taken since."""
    review = build.verify(build.eligible_review())
    for step in (Step.RECEIVE_PAPERS, *steps):
        progress.move(review, step, build.user(), version=review.version)
    return review


def give(review: Review, by: User, words: str = WORDS) -> None:
    advice.give(review, words, by, version=review.version)


def send(review: Review, words: submissions.Words = build.WORDS) -> dict[str, object]:
    made = submissions.submit(
        review, words, LawOfficer.ATTORNEY_GENERAL, build.user(), version=review.version
    )
    return made.pack


def kinds(person: User) -> list[WaitKind]:
    return [wait.kind for wait in waits_of(person)]


@pytest.mark.parametrize("role", [role for role in Role if not may(role, Permission.WRITE_ADVICE)])
def test_nobody_but_a_lawyer_or_counsel_writes_advice(role: Role) -> None:
    review = considered()
    with pytest.raises(NotAllowed, match="a lawyer or counsel"):
        give(review, build.user(role))
    assert advice.of_review(review) == []


def test_a_lawyers_advice_is_kept_takes_its_step_and_is_history() -> None:
    review = considered(Step.ASK_ADVICE)
    assert work_rows.next_step_of(review).startswith("Get the advice")
    give(review, build.user(Role.LAWYER))
    assert work_rows.next_step_of(review) == "Send to the law officers"
    review.assignee = build.user()
    (row,) = my_work.page(build.user(), Why.REVIEW).rows
    assert row.review is not None
    assert row.review.next_step == "Send to the law officers"
    (given,) = advice.of_review(review)
    assert (given.words, given.given_by, given.version) == (WORDS, build.user(Role.LAWYER), 1)
    events = history.of_case(review.case)
    assert [each.kind for each in events[:2]] == [EventKind.STAGE_CHANGED, EventKind.ADVICE_GIVEN]
    assert events[0].after["step"] == Step.RECEIVE_ADVICE
    plan = milestones.of_review(review)
    assert Milestone.ADVICE in {
        each.milestone for each in plan if each.standing is MilestoneStatus.DONE
    }


def test_advice_is_refused_when_blank_too_long_stale_too_late_or_of_one_in_conflict() -> None:
    review, lawyer = considered(Step.ASK_ADVICE), build.user(Role.LAWYER)
    with pytest.raises(Refused, match="Write the advice itself"):  # the step alone is not it
        progress.move(review, Step.RECEIVE_ADVICE, lawyer, version=review.version)
    with pytest.raises(Refused, match="Enter the advice"):
        give(review, lawyer, " ")
    with pytest.raises(Refused, match="50,000"):
        give(review, lawyer, "x" * 50_001)
    with pytest.raises(ChangedMeanwhile):
        advice.give(review, WORDS, lawyer, version=review.version - 1)
    decided = build.review_to_file()
    with pytest.raises(Refused, match="cannot be given now"):
        give(decided, lawyer)
    case, why = review.case, "I was at school with him"
    conflicts.declare(case, why, lawyer, passed_to=None, version=case.version)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        give(review, lawyer)


def test_the_pack_carries_each_persons_latest_advice_and_nobody_elses_words() -> None:
    review, lawyer, counsel = considered(), build.user(Role.LAWYER), build.user(Role.COUNSEL)
    sealing.instruct(review.case, counsel, build.user())
    give(review, lawyer, "First thoughts")
    give(review, counsel, "Counsel agrees")
    give(review, lawyer, "Second thoughts")
    pack = send(review)
    advised = pack["advised"]
    assert isinstance(advised, list)
    assert [(each["words"], each["by"], each["as"]) for each in advised] == [
        ("Counsel agrees", counsel.name, "Counsel"),
        ("Second thoughts", lawyer.name, "Lawyer"),
    ]
    assert pack["advice"] == ""


def test_a_submission_needs_words_of_advice_where_none_was_given() -> None:
    without = replace(build.WORDS, advice="")
    pack = send(considered())
    assert (pack["advised"], pack["advice"]) == ([], build.WORDS.advice)
    review = considered()
    with pytest.raises(Refused, match="advice"):
        send(review, without)
    give(review, build.user(Role.LAWYER))
    send(review, without)
    assert review.state is State.LAW_OFFICERS


def test_advice_that_is_asked_for_waits_for_the_lawyers_until_it_is_given() -> None:
    lawyer, counsel = build.user(Role.LAWYER), build.user(Role.COUNSEL)
    review = considered()
    sealing.instruct(review.case, counsel, build.user())
    progress.move(review, Step.ASK_ADVICE, build.user(), version=review.version)
    assert (kinds(lawyer), kinds(counsel)) == ([WaitKind.ADVISE], [])
    give(review, lawyer)
    assert kinds(lawyer) == []


def test_counsel_who_is_instructed_finds_it_in_their_list_and_nobody_else_does() -> None:
    lawyer, counsel = build.user(Role.LAWYER), build.user(Role.COUNSEL)
    other = build.user(Role.COUNSEL, email="other@example.org", name="Other Counsel")
    review, without_account = considered(), considered()
    advice.instruct(review, counsel, "Is it arguable?", build.user(), version=review.version)
    assert (kinds(counsel), kinds(other), kinds(lawyer)) == ([WaitKind.ADVISE], [], [])
    found = access_filter.by_session_key(counsel.session_key, assignment_rules.COUNT)
    assert found is not None
    assert found.waits == 1
    give(review, counsel)
    assert kinds(counsel) == []
    # Counsel without an account is instructed by the step alone.
    advice.instruct(without_account, None, "", build.user(), version=without_account.version)
    assert sealing.counsel_of(without_account.case) == []
    step = history.of_case(without_account.case)[0].after["step"]
    assert step == Step.INSTRUCT_COUNSEL


def test_a_lawyer_verifies_what_others_recorded() -> None:
    review = build.eligible_review()
    lawyer = build.user(Role.LAWYER)
    assert kinds(lawyer) == [WaitKind.VERIFY]
    build.verify_by(review, lawyer)
    assert kinds(lawyer) == []
    assert review.unconfirmed_since_at is None


def test_what_counsel_does_stops_and_sends_emails_that_they_may_not_read() -> None:
    """An email that tells somebody is of no case, and so is hidden from counsel."""
    review, counsel = considered(), build.user(Role.COUNSEL)
    advice.instruct(review, counsel, "", build.user(), version=review.version)
    (told,) = db.session.scalars(select(Message).where(Message.recipient == counsel.email))
    assert told.state is MessageState.WAITING
    with reading_for(counsel):
        give(review, counsel)
    assert told.state is MessageState.STOPPED
