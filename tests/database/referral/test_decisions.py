"""The law officer's decision: personal, with reasons, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Decision, DecisionChoice, EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
REASONS = "Having read the papers I consider this sentence unduly lenient. O'Neill <b>applies</b>."


def decide(
    review: Review,
    choice: DecisionChoice = DecisionChoice.REFER,
    reasons: str = REASONS,
    role: Role = Role.LAW_OFFICER,
    version: int | None = None,
) -> Decision:
    seen = review.version if version is None else version
    return build.decide(review, choice, reasons, by=build.user(role), version=seen)


def test_a_decision_to_refer_is_kept_with_its_reasons_and_whose_it_is() -> None:
    review, officer = build.review_to_decide(), build.user(Role.LAW_OFFICER)
    with events_left() as events:
        decision = decide(review)
    assert (review.state, review.outcome) == (State.TO_FILE, None)
    assert review.decision is decision
    assert (decision.choice, decision.reasons) == (DecisionChoice.REFER, REASONS)
    assert (decision.decided_by, decision.decided_at) == (officer, NOW)
    assert kinds(events) == [EventKind.STAGE_CHANGED, EventKind.DECIDED]
    submission = review.submissions[0]
    assert decision.submission is submission
    assert events[1].after == {
        "choice": "refer",
        "reasons": REASONS,
        "law_officer": "attorney_general",
        "submission": 1,
        "sha256": submission.sha256,
        "recorded_by": "",
    }
    assert {event.by for event in events} == {officer}


def test_a_decision_not_to_refer_ends_the_review_and_another_comes_beside_it() -> None:
    review, supervisor = build.review_to_decide(), build.user(Role.SUPERVISOR)
    with events_left() as events:
        first = decide(review, DecisionChoice.DO_NOT_REFER)
    assert (review.state, review.outcome) == (State.TO_TELL, Outcome.NOT_REFERRED)
    assert (review.outcome_at, review.closed_at) == (NOW, None)
    assert kinds(events) == [
        EventKind.STAGE_CHANGED,
        EventKind.OUTCOME_REACHED,
        EventKind.NOTIFICATION_PLANNED,
        EventKind.DECIDED,
    ]
    progress.move(review, Step.REOPEN, supervisor, version=review.version, note="Fresh evidence")
    build.submit(review)
    second = decide(review)
    assert review.decision is second
    assert db.session.scalar(select(func.count(Decision.id))) == 2
    assert first.choice is DecisionChoice.DO_NOT_REFER


def test_nobody_but_a_law_officer_decides(subtests: pytest.Subtests) -> None:
    review = build.review_to_decide()
    for choice in DecisionChoice:
        for role in [role for role in Role if role is not Role.LAW_OFFICER]:
            with subtests.test(choice=choice, role=role):
                build.user(role)
                with nothing_kept(), pytest.raises(NotAllowed):
                    decide(review, choice, role=role)


def test_not_before_it_is_with_the_law_officers_without_reasons_changed_since_or_twice(at) -> None:
    early, review = build.eligible_review(), build.review_to_decide()
    build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(Refused, match="the review is at “Checking the scheme”"):
        decide(early)
    for reasons in ("", "   ", "\n"):
        with nothing_kept(), pytest.raises(Refused, match="Enter the reasons"):
            decide(review, reasons=reasons)
    seen = review.version
    at(NOW + timedelta(minutes=1))
    build.renamed(review)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):  # not the version that they read
        decide(review, version=seen)
    decide(review)
    with nothing_kept(), pytest.raises(Refused):
        decide(review, DecisionChoice.DO_NOT_REFER)


def test_each_offender_is_decided_on_their_own() -> None:
    """Thirteen cases of the office's register had different outcomes for different offenders."""
    first = build.review_to_decide()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    build.conviction(build.sentence(second))
    build.submit(second)
    decide(first)
    decide(second, DecisionChoice.DO_NOT_REFER)
    assert (first.state, second.state) == (State.TO_FILE, State.TO_TELL)
