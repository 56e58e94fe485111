"""The two-person lock on real records: which acts it holds, and how it is opened and reviewed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    CourtSource,
    DecisionChoice,
    EventKind,
    Fact,
    Filing,
    FilingKind,
    LetterKind,
    LockOpening,
    Origin,
    Review,
    User,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.scheme.workflow.two_keys import Lock, Opener
from ulss_tracker.scheme.workflow.workflow import Outcome, State, Step
from ulss_tracker.services.assessment import two_keys, verification
from ulss_tracker.services.cases import cases, sentences
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.kinds import kind_of
from ulss_tracker.services.referral import decisions, filings, lock_openings, progress, submissions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
# Counted from it: the last day is Monday 30 March 2026, to file by 5pm in London.
FILE_BY = datetime(2026, 3, 30, 16, tzinfo=UTC)
WORKS = [role for role in Role if may(role, Permission.WORK_CASES)]
REASON = "The court’s office is shut, and the CPS does not answer."


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def submit(review: Review, by: User) -> None:
    submissions.submit(review, build.WORDS, LawOfficer.ATTORNEY_GENERAL, by, version=review.version)


def unlock(review: Review, by: User | None = None, reason: str = REASON) -> LockOpening:
    return lock_openings.open_lock(review, reason, by or build.user(), version=review.version)


def lose_a_key(review: Review) -> Review:
    """The review as it is after its court was corrected: nobody has verified the new one."""
    cases.change_court(
        review.case,
        court_id="bristol" if review.case.court_id == "leeds" else "leeds",
        court_text="Bristol" if review.case.court_id == "leeds" else "Leeds",
        number="",
        by=build.user(),
        version=review.case.version,
    )
    return review


def file(review: Review, at: datetime, by: User | None = None, why: str = "") -> Filing:
    return filings.record_filing(
        review,
        FilingKind.FILING,
        at=at,
        method="By email",
        by=by or build.user(),
        version=review.version,
        late_reason=why,
    )


# Refused without a second person, on every role.


@pytest.mark.parametrize("role", WORKS)
def test_nothing_is_sent_to_the_law_officers_that_nobody_verified(role: Role) -> None:
    review, by = build.eligible_review(sentenced_on=PASSED_ON), build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="must first be verified by a second person"):
        submit(review, by)
    build.verify(review)
    submit(review, by)
    lose_a_key(review)
    with nothing_kept(), pytest.raises(Refused, match=r"^Court must first be verified"):
        submit(review, by)


@pytest.mark.parametrize("choice", list(DecisionChoice))
def test_a_law_officer_decides_nothing_that_is_no_longer_verified(choice: DecisionChoice) -> None:
    review = lose_a_key(build.review_to_decide(sentenced_on=PASSED_ON))
    build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        build.decide(review, choice)
    build.verify(review)
    build.decide(review, choice)
    assert review.decision is not None


def test_the_private_office_records_no_decision_on_it_either() -> None:
    review = lose_a_key(build.review_to_decide(sentenced_on=PASSED_ON))
    officer, office = build.user(Role.LAW_OFFICER), build.user(Role.PRIVATE_OFFICE)
    said = {
        "officer": officer,
        "at": NOW,
        "minute": decisions.Minute("minute.txt", b"Refer."),
        "by": office,
        "seen_sha256": review.submissions[-1].sha256,
    }
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        decisions.record(
            review, DecisionChoice.REFER, "As the minute says", version=review.version, **said
        )
    build.verify(review)
    decisions.record(
        review, DecisionChoice.REFER, "As the minute says", version=review.version, **said
    )


@pytest.mark.parametrize("kind", [each for each in LetterKind if kind_of(each).is_court_document])
def test_no_court_document_is_issued_on_it(kind: LetterKind) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    file(review, NOW)
    assert kind_of(kind).blocked(review) == ""
    lose_a_key(review)
    assert kind_of(kind).blocked(review) == "Court must first be verified by a second person"


@pytest.mark.parametrize("kind", [LetterKind.SUBMISSION, LetterKind.ACKNOWLEDGEMENT])
def test_other_letters_do_not_wait_for_it(kind: LetterKind) -> None:
    assert kind_of(kind).blocked(lose_a_key(build.review_to_file(sentenced_on=PASSED_ON))) == ""


@pytest.mark.parametrize("role", WORKS)
def test_nothing_is_filed_on_it_before_the_last_two_hours(role: Role) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    lose_a_key(review)
    by = build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        file(review, NOW, by, "It was near the end")


@pytest.mark.parametrize("role", WORKS)
def test_no_review_ends_as_not_in_the_scheme_on_it_not_even_opened(role: Role, at) -> None:
    review = build.review(sentenced_on=PASSED_ON)
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON), "no-oapa-47")
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    by = build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="Nothing runs out while an ending waits"):
        progress.move(review, Step.CLOSE_NOT_IN_SCHEME, by, version=review.version)
    build.verify(review)
    progress.move(review, Step.CLOSE_NOT_IN_SCHEME, by, version=review.version)
    assert review.outcome is Outcome.NOT_IN_SCHEME


def test_no_review_ends_as_out_of_time_on_it() -> None:
    review = build.eligible_review(sentenced_on=date(2024, 3, 4))
    by = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="Nothing runs out while an ending waits"):
        progress.move(review, Step.CLOSE_OUT_OF_TIME, by, version=review.version)


def test_a_withdrawal_waits_for_nobody() -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="She asked us to stop")
    assert review.outcome is Outcome.WITHDRAWN


def _new_date(review: Review) -> None:
    [sentence] = review.sentences
    passed = sentences.SentenceInput(
        sentenced_on=PASSED_ON + timedelta(days=1),
        order_kind=sentence.order_kind,
        text=sentence.text,
    )
    sentences.change_sentence(review, sentence, passed, build.user(), review.version)


def _new_offence(review: Review) -> None:
    build.conviction(review.sentences[0], "io-murder")


def _second_sentence(review: Review) -> None:
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON + timedelta(days=3)))


@pytest.mark.parametrize("change", [_new_date, _new_offence, _second_sentence, lose_a_key])
def test_whatever_is_changed_shuts_it_again(change: Callable[[Review], object]) -> None:
    review = build.verify(build.eligible_review(sentenced_on=PASSED_ON))
    assert two_keys.of_review(review).lock is Lock.VERIFIED
    change(review)
    assert two_keys.of_review(review).lock is Lock.SHUT
    assert review.unconfirmed_since_at == NOW


@pytest.mark.parametrize("origin", [Origin.DEMO, Origin.IMPORTED])
def test_what_was_imported_or_invented_is_outside_and_says_so(origin: Origin) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with transaction():
        review.origin = origin
    assert two_keys.of_review(review).lock is Lock.OUTSIDE
    assert origin.outside_words.startswith("This record was")
    submit(review, build.user())
    assert review.state is State.LAW_OFFICERS


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
    unlock(review)
    with nothing_kept(), pytest.raises(Refused, match="not shut"):
        unlock(review)
    lose_a_key(review)
    assert two_keys.of_review(review).lock is Lock.SHUT
    with nothing_kept(), pytest.raises(Refused, match="must first be verified"):
        submit(review, by)
    unlock(review, reason="The court was mistyped")
    submit(review, by)


def test_one_fact_verified_meanwhile_leaves_it_open(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    verification.confirm(
        review,
        [Fact.COURT],
        source=CourtSource.CPS,
        source_reference="",
        by=build.user(Role.SUPERVISOR),
        version=review.version,
    )
    assert two_keys.of_review(review).lock is Lock.OPENED


def test_no_opening_moves_a_day(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    before = (review.last_day_on, review.file_by_at, review.earliest_file_by_at)
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    assert (review.last_day_on, review.file_by_at, review.earliest_file_by_at) == before


def test_what_is_reopened_from_the_start_is_shut_again(at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="She asked")
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


def opened_by(by: User, at: Callable[[datetime], None]) -> LockOpening:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(FILE_BY - timedelta(hours=1))
    return unlock(review, by)


def judge(opening: LockOpening, by: User, *, was_right: bool = True, note: str = "") -> None:
    lock_openings.review_opening(
        opening, was_right=was_right, note=note, by=by, version=opening.version
    )


def test_a_supervisor_reviews_it_once(at) -> None:
    opening, supervisor = opened_by(build.user(), at), build.user(Role.SUPERVISOR)
    assert lock_openings.count_to_review() == 1
    assert lock_openings.count_to_review(due_by=date(2026, 3, 30)) == 0
    assert lock_openings.count_to_review(due_by=date(2026, 3, 31)) == 1
    with events_left() as events:
        judge(opening, supervisor, note="The log says so")
    assert kinds(events) == [EventKind.LOCK_OPENING_REVIEWED]
    assert (opening.was_right, opening.reviewed_by) == (True, supervisor)
    assert lock_openings.count_to_review() == 0
    assert two_keys.of_review(opening.review).lock is Lock.OPENED
    with nothing_kept(), pytest.raises(Refused, match="reviewed already"):
        judge(opening, supervisor)


def test_one_that_was_not_right_is_shut_again_and_says_why(at) -> None:
    opening, supervisor = opened_by(build.user(), at), build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="Enter why"):
        judge(opening, supervisor, was_right=False)
    judge(opening, supervisor, was_right=False, note="The log could be read")
    assert two_keys.of_review(opening.review).lock is Lock.SHUT


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
