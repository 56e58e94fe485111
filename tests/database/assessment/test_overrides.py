"""A supervisor's own answer over the rules', and the second signature where it may close."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Assessment, EventKind, Review, User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.assessment import assessing, overrides
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)
REASON = "The indictment was amended to common assault."


def second_supervisor() -> User:
    return build.user(Role.SUPERVISOR, email="second@example.org", name="Second Supervisor")


def override(
    review: Review,
    verdict: Verdict = Verdict.MUST_CHECK,
    reason: str = REASON,
    role: Role = Role.SUPERVISOR,
    version: int | None = None,
    time_verdict: TimeVerdict | None = None,
) -> Assessment:
    seen = review.version if version is None else version
    return overrides.override(
        review, verdict, reason, build.user(role), version=seen, time_verdict=time_verdict
    )


def sign(review: Review, by: User | None = None, *, agrees: bool = True, note: str = "") -> None:
    overrides.sign(review, agrees, note, by or second_supervisor(), version=review.version)


# An answer that closes nothing counts at once.


def test_a_supervisor_may_answer_otherwise_with_a_reason() -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    before = review.last_day_on, review.file_by_at, review.earliest_file_by_at
    with events_left() as events:
        made = override(review)
    assert review.verdict is Verdict.MUST_CHECK
    assert review.assessment is made
    assert review.override_to_sign is None
    assert (made.overrides, made.override_reason, made.made_by) == (
        True,
        "The indictment was amended to common assault.",
        build.user(Role.SUPERVISOR),
    )
    assert made.tests == review.assessments[-2].tests  # what the rules said is still to be read
    assert kinds(events) == [EventKind.ASSESSMENT_OVERRIDDEN]
    assert events[0].after == {
        "verdict": "needs_review",
        "time_verdict": None,
        "reason": "The indictment was amended to common assault.",
    }
    assert (review.last_day_on, review.file_by_at, review.earliest_file_by_at) == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_nobody_else_may_nor_sign(role: Role) -> None:
    review, other = build.eligible_review(), build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        override(review, role=role)
    override(review, Verdict.NOT_IN_SCHEME)
    with nothing_kept(), pytest.raises(NotAllowed):
        sign(review, other)


def test_new_facts_have_the_rules_asked_again_over_an_override_of_what_they_are_now(at) -> None:
    review = build.eligible_review()
    seen = review.version
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "io-murder")
    build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        override(review, version=seen)
    override(review)
    build.conviction(review.sentences[0], "io-robbery")
    assert review.verdict is Verdict.IN_SCHEME
    assert not review.assessment.overrides


def test_not_without_a_reason_before_the_rules_were_asked_or_once_it_is_closed() -> None:
    review, unasked = build.eligible_review(), build.review()
    build.user(Role.SUPERVISOR)
    for reason in ("", "  ", "\n\t"):
        with nothing_kept(), pytest.raises(Refused, match="Enter the reason"):
            override(review, reason=reason)
    with nothing_kept(), pytest.raises(Refused, match="no assessment to override"):
        override(unasked)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        override(review)


# An answer that may close the review counts once two have given it.


CLOSING = [
    (Verdict.NOT_IN_SCHEME, None),
    (Verdict.IN_SCHEME, TimeVerdict.OUT_OF_TIME),
]


def stands(review: Review) -> tuple[Verdict | None, bool]:
    """Return what a guard of the workflow would see."""
    position = progress.position_of(review)
    return position.verdict, position.is_out_of_time


@pytest.mark.parametrize(("verdict", "time_verdict"), CLOSING)
def test_one_supervisor_alone_closes_nothing(
    verdict: Verdict, time_verdict: TimeVerdict | None
) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    rules_said = review.assessment
    made = override(review, verdict, time_verdict=time_verdict)
    assert stands(review) == (Verdict.IN_SCHEME, False)
    assert review.assessment is rules_said
    assert review.override_to_sign is made
    step = Step.CLOSE_OUT_OF_TIME if time_verdict else Step.CLOSE_NOT_IN_SCHEME
    for closer in (build.user(Role.SUPERVISOR), second_supervisor()):
        wanting = progress.find(review, step, closer).wanting
        assert "sign" in wanting  # it says what would allow it
        with nothing_kept(), pytest.raises(Refused, match=re.escape(wanting)):
            progress.take(review, step, closer)
    assert (review.state, review.outcome) == (State.CHECKING, None)


@pytest.mark.parametrize(("verdict", "time_verdict"), CLOSING)
def test_a_second_signature_lets_it_count(
    verdict: Verdict, time_verdict: TimeVerdict | None
) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    before = review.last_day_on, review.file_by_at
    made = override(review, verdict, time_verdict=time_verdict)
    with events_left() as events:
        sign(review, note="I read the order.")
    assert stands(review) == (verdict, time_verdict is TimeVerdict.OUT_OF_TIME)
    assert review.assessment is made
    assert review.override_to_sign is None
    assert made.signature is not None
    assert (made.signature.signed_by, made.signature.signed_at) == (second_supervisor(), NOW)
    assert kinds(events) == [EventKind.OVERRIDE_SIGNED]
    assert events[0].after == {
        "verdict": verdict.value,
        "time_verdict": time_verdict and time_verdict.value,
        "agrees": True,
        "note": "I read the order.",
    }
    assert (review.last_day_on, review.file_by_at) == before
    step = Step.CLOSE_OUT_OF_TIME if time_verdict else Step.CLOSE_NOT_IN_SCHEME
    build.verify(review)
    progress.move(review, step, build.user(Role.SUPERVISOR), version=review.version)
    assert review.outcome is not None


def test_who_does_not_agree_says_why_and_the_rules_answer_stands() -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    rules_said = review.assessment
    override(review, Verdict.NOT_IN_SCHEME)
    second_supervisor()
    with nothing_kept(), pytest.raises(Refused, match="why you do not agree"):
        sign(review, agrees=False, note=" ")
    sign(review, agrees=False, note="The order says section 18.")
    assert stands(review) == (Verdict.IN_SCHEME, False)
    assert review.assessment is rules_said
    assert progress.find(review, Step.CLOSE_NOT_IN_SCHEME, second_supervisor()).wanting
    with nothing_kept(), pytest.raises(Refused, match="No override waits"):
        sign(review)


def test_neither_their_own_override_nor_one_of_what_has_changed_since_is_signed(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    override(review, Verdict.NOT_IN_SCHEME)
    with nothing_kept(), pytest.raises(NotAllowed, match="another supervisor must sign"):
        sign(review, build.user(Role.SUPERVISOR))
    seen = review.version
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "io-murder")
    second = second_supervisor()
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        overrides.sign(review, True, "", second, version=seen)
    with nothing_kept(), pytest.raises(Refused, match="No override waits"):
        sign(review)
    assert not assessing.is_out_of_time(review)
