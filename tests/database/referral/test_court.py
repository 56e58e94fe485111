"""At the Court of Appeal: each thing recorded as it happened, and nothing before its time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.support import build
from tests.support.referred import filed_and_served
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import EventKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.referral import court, progress
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
TODAY = date(2026, 3, 18)


def listed() -> Review:
    review = filed_and_served()
    hearing(review, date(2026, 5, 6))
    return review


def hearing(review: Review, on: date, by: Role = Role.CASEWORKER):
    listed = HearingInput(on=on, at=time(10, 30), court="Court 4", constitution="Lady Justice A")
    return court.list_hearing(review, listed, build.user(by), version=review.version)


def decide(review: Review, outcome: Outcome, **more: object):
    decided = CourtDecisionInput(**({"on": TODAY, "outcome": outcome} | more))
    return court.record_decision(review, decided, build.user(), version=review.version)


def test_the_answer_is_due_ten_business_days_after_service() -> None:
    limit = court.answer_by(filed_and_served())
    assert limit is not None
    assert limit.last_day_on == date(2026, 4, 1)
    assert court.answer_by(build.review_to_file(offender_name="Not Served")) is None


def test_a_respondents_notice_is_recorded_even_late_and_moves_nothing() -> None:
    review, by = filed_and_served(), build.user()

    def record(on: date, words: str = ""):
        return court.record_respondents_notice(review, on, words, by, version=review.version)

    with events_left() as events:
        made = record(TODAY, "Asks to attend")
    assert (review.state, made.served_on) == (State.REFERRED, TODAY)
    assert kinds(events) == [EventKind.STAGE_CHANGED, EventKind.RESPONDENTS_NOTICE_RECORDED]
    with nothing_kept(), pytest.raises(Refused, match="today or in the past"):
        record(TODAY + timedelta(days=1))


def test_a_hearing_takes_the_review_to_court_and_people_are_to_be_told_of_it() -> None:
    review = filed_and_served()
    hearing(review, date(2026, 5, 6))
    assert review.state is State.AT_COURT
    waiting = [each.about.value for each in notifying.untold(review.case)]
    assert "hearing" in waiting
    hearing(review, date(2026, 5, 13))
    assert [each.heard_on.day for each in review.hearings] == [6, 13]


@pytest.mark.parametrize("hour", [time(10, 30), None])
def test_a_hearing_has_its_time_or_is_known_to_have_none_yet(hour: time | None) -> None:
    review = filed_and_served()
    listed = HearingInput(on=date(2026, 5, 6), at=hour, court="Court 4")
    with events_left() as events:
        made = court.list_hearing(review, listed, build.user(), version=review.version)
    assert (made.time_of_day, made.is_time_awaited) == (hour, hour is None)
    listing = next(each for each in events if each.kind is EventKind.HEARING_LISTED)
    assert listing.after["time_of_day"] == ("10:30" if hour else "not given by the court yet")


def test_nothing_is_listed_before_the_sentence_is_referred_nor_by_who_works_no_cases() -> None:
    review, referred = build.review_to_file(), filed_and_served()
    with nothing_kept(), pytest.raises(Refused, match="“To be filed and served”"):
        hearing(review, TODAY)
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            hearing(referred, TODAY, role)


@pytest.mark.parametrize("outcome", court.OUTCOMES)
def test_what_the_court_decided_is_the_outcome(outcome: Outcome) -> None:
    review = listed()
    made = decide(review, outcome, revised_sentence="7 years", citation="[2026] EWCA Crim 1")
    assert (review.state, review.outcome) == (State.TO_TELL, outcome)
    assert review.outcome_note == "[2026] EWCA Crim 1"
    assert made.is_leave_granted == (outcome is not Outcome.LEAVE_REFUSED)


def test_leave_may_be_refused_before_a_hearing_but_nothing_else_decided() -> None:
    review = filed_and_served()
    with nothing_kept(), pytest.raises(Refused, match="“Referred”"):
        decide(review, Outcome.UNCHANGED)
    decide(review, Outcome.LEAVE_REFUSED)
    assert review.outcome is Outcome.LEAVE_REFUSED


def test_the_supreme_court_window_begins_with_the_decision_and_a_wrong_one_is_put_right() -> None:
    """Filings and services still stand; only the court's decision is recorded again."""
    review, supervisor = listed(), build.user(Role.SUPERVISOR)
    assert court.supreme_court_by(review) is None
    decide(review, Outcome.UNCHANGED)
    limit = court.supreme_court_by(review)
    assert limit is not None
    assert limit.last_day_on == date(2026, 3, 31)
    step, why = Step.REOPEN_AT_COURT, "The wrong case was read"
    progress.move(review, step, supervisor, version=review.version, note=why)
    assert (review.state, review.outcome, review.filed_at) == (State.AT_COURT, None, NOW)
    with nothing_kept(), pytest.raises(Refused, match="as the court increased it"):
        decide(review, Outcome.INCREASED)
    decide(review, Outcome.INCREASED, revised_sentence="7 years")
    assert review.outcome is Outcome.INCREASED


def test_nothing_happens_at_the_court_before_the_application_was_filed() -> None:
    review, by, early = listed(), build.user(), TODAY - timedelta(days=1)
    refused = pytest.raises(court.BeforeFiling, match="was filed, Wednesday 18 March 2026")
    with nothing_kept(), refused:
        court.record_respondents_notice(review, early, "", by, version=review.version)
    with nothing_kept(), refused:
        hearing(review, early)
    with nothing_kept(), refused:
        decide(review, Outcome.UNCHANGED, on=early)
    decide(review, Outcome.UNCHANGED, on=TODAY)
    assert review.outcome is Outcome.UNCHANGED
