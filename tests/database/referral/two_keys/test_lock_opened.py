"""How the two-person lock is opened on the last day, and each opening reviewed."""

from datetime import date, timedelta

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.traces import events_left, kinds, nothing_kept
from tests.support.two_keys import (
    FILE_BY,
    PASSED_ON,
    REASON,
    WORKS,
    file,
    lose_a_key,
    submit,
    unlock,
)
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    EventKind,
    Fact,
    LockOpening,
    User,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.scheme.workflow.two_keys import Lock, Opener
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.referral import lock_openings, progress


# Opening it.
def test_before_the_last_24_hours_nobody_opens_it(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    supervisor = build.user(Role.SUPERVISOR)
    build.on_duty(weeks=2)
    assert review.file_by_at == FILE_BY
    at(FILE_BY - timedelta(hours=24, minutes=1))
    for by in (build.user(), supervisor):
        with nothing_kept(), pytest.raises(Refused, match="in the last 24 hours"):
            unlock(review, by)


def test_in_the_last_24_hours_a_supervisor_or_whoever_is_on_duty_opens_it(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    second = build.eligible_review(sentenced_on=PASSED_ON, offender_name="Another")
    on_duty = build.user(email="duty@example.org", name="On Duty")
    build.on_duty(on_duty, weeks=2)
    at(FILE_BY - timedelta(hours=24))
    caseworker = build.user()
    with nothing_kept(), pytest.raises(NotAllowed, match="a supervisor or the person on duty"):
        unlock(review, caseworker)
    with events_left() as events:
        opening = unlock(review, on_duty)
    assert kinds(events) == [EventKind.LOCK_OPENED]
    assert events[0].after == {
        "unverified": ["sentence_date", "court", "offence"],
        "opener": "duty",
        "reason": REASON,
    }
    assert (opening.opener, opening.opened_by) == (Opener.DUTY, on_duty)
    assert two_keys.of_review(review).lock is Lock.OPENED
    unlock(second, build.user(Role.SUPERVISOR))
    submit(review, caseworker)
    submit(second, caseworker)


@pytest.mark.parametrize("role", list(Role))
def test_in_the_last_two_hours_whoever_works_cases_opens_it_and_nobody_else(role: Role, at) -> None:
    review, by = build.eligible_review(sentenced_on=PASSED_ON), build.user(role)
    at(FILE_BY - timedelta(hours=2))
    if role in WORKS:
        assert unlock(review, by).opener is Opener.CASEWORKER
    else:
        with nothing_kept(), pytest.raises(NotAllowed):
            unlock(review, by)


def test_it_is_opened_with_a_reason_once_and_for_the_facts_as_they_are(at) -> None:
    review, by = build.eligible_review(sentenced_on=PASSED_ON), build.user()
    at(FILE_BY - timedelta(hours=1))
    with nothing_kept(), pytest.raises(Refused, match="Enter the reason"):
        unlock(review, reason="  ")
    days = (review.last_day_on, review.file_by_at, review.earliest_file_by_at)
    unlock(review)
    assert (review.last_day_on, review.file_by_at, review.earliest_file_by_at) == days
    with nothing_kept(), pytest.raises(Refused, match="not shut"):
        unlock(review)
    lose_a_key(review)
    assert two_keys.of_review(review).lock is Lock.SHUT
    with nothing_kept(), pytest.raises(Refused, match="must first be verified"):
        submit(review, by)
    unlock(review, reason="The court was mistyped")
    submit(review, by)


def test_one_fact_verified_leaves_it_open_and_reopened_from_the_start_it_is_shut(at) -> None:
    review, by = build.eligible_review(sentenced_on=PASSED_ON), build.user(Role.SUPERVISOR)
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    build.confirm(review, [Fact.COURT], by=by)
    assert two_keys.of_review(review).lock is Lock.OPENED
    build.withdraw(review)
    progress.move(review, Step.REOPEN, by, version=review.version, note="She did not")
    assert two_keys.of_review(review).lock is Lock.SHUT


# The last day.
def test_at_ten_to_five_on_the_last_day_with_no_supervisor_a_case_is_filed_in_time(at) -> None:
    """One caseworker recorded it; another is there to check the application; nobody on duty."""
    first = build.user()
    review = build.eligible_review(sentenced_on=PASSED_ON)
    officer = build.user(Role.LAW_OFFICER)
    at(FILE_BY - timedelta(minutes=10))
    with nothing_kept(), pytest.raises(Refused, match="whoever works on cases may open the lock"):
        submit(review, first)
    opening = unlock(review, first)
    submit(review, first)
    build.decide(review, by=officer)
    build.letter(review)
    filing = file(review, FILE_BY - timedelta(minutes=10), first, "Asked for at four o’clock")
    assert review.filed_at == FILE_BY - timedelta(minutes=10) < FILE_BY
    assert filing.late_reason == "Asked for at four o’clock"
    assert (opening.reason, opening.opened_by) == (REASON, first)
    assert opening.review_by_on == date(2026, 3, 31)
    assert review.lock_openings == [opening]


def test_in_the_last_two_hours_a_filing_is_recorded_though_the_lock_is_shut_and_seen(at) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    lose_a_key(review)
    at(FILE_BY - timedelta(minutes=10))
    with nothing_kept(), pytest.raises(Refused, match="enter why"):
        file(review, FILE_BY - timedelta(minutes=15))
    with events_left() as events:
        file(review, FILE_BY - timedelta(minutes=15), why="It would have been late")
    assert EventKind.FILED_UNVERIFIED in kinds(events)
    assert review.filed_at == FILE_BY - timedelta(minutes=15)
    [opening] = review.lock_openings
    assert (opening.was_filed_without, opening.unverified) == (True, ["court"])
    assert opening.reason == "It would have been late"
    assert [each.id for each in lock_openings.to_review().rows] == [opening.id]
    assert two_keys.of_review(review).lock is Lock.SHUT


def test_a_filing_is_recorded_as_it_happened_after_the_last_day_too(at) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    lose_a_key(review)
    at(FILE_BY + timedelta(days=1))
    file(review, FILE_BY - timedelta(minutes=5), why="Recorded the morning after")
    assert review.filed_at == FILE_BY - timedelta(minutes=5)


# The review of each opening.
def opened_by(by: User, at: SetClock) -> LockOpening:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(FILE_BY - timedelta(hours=1))
    return unlock(review, by)


def judge(opening: LockOpening, by: User, *, was_right: bool = True, note: str = "") -> None:
    lock_openings.review_opening(
        opening, was_right=was_right, note=note, by=by, version=opening.version
    )


@pytest.mark.parametrize("was_right", [True, False])
def test_a_supervisor_reviews_it_once_and_one_not_right_is_shut_again(
    at, *, was_right: bool
) -> None:
    opening, supervisor = opened_by(build.user(), at), build.user(Role.SUPERVISOR)
    assert lock_openings.count_to_review() == 1
    assert opening.review_by_on == date(2026, 3, 31)
    with nothing_kept(), pytest.raises(Refused, match="Enter why"):
        judge(opening, supervisor, was_right=False)
    with events_left() as events:
        judge(opening, supervisor, was_right=was_right, note="The log says so")
    assert kinds(events) == [EventKind.LOCK_OPENING_REVIEWED]
    assert (opening.was_right, opening.reviewed_by) == (was_right, supervisor)
    assert lock_openings.count_to_review() == 0
    lock = two_keys.of_review(opening.review).lock
    assert lock is (Lock.OPENED if was_right else Lock.SHUT)
    with nothing_kept(), pytest.raises(Refused, match="reviewed already"):
        judge(opening, supervisor)


def test_nobody_reviews_their_own(at) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    opening = opened_by(supervisor, at)
    with nothing_kept(), pytest.raises(NotAllowed, match="another supervisor"):
        judge(opening, supervisor)
    judge(opening, build.user(Role.SUPERVISOR, email="second@example.org"))
    assert opening.was_right


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_a_supervisor_reviews(role: Role, at) -> None:
    opening, by = opened_by(build.user(), at), build.user(role, email="other@example.org")
    with nothing_kept(), pytest.raises(NotAllowed):
        judge(opening, by)
