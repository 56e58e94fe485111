"""“Out of time” to whom no limit can help, while the review stays open for the others."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build, refusing
from tests.support.traces import nothing_kept
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    CourtSource,
    Fact,
    LetterKind,
    RequestState,
    Review,
    User,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.guards import Lateness
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.desk import refusal_preview, refusals
from ulss_tracker.services.desk.refusals import CourtRecord
from ulss_tracker.services.letters import batch_run
from ulss_tracker.services.referral import advice, late_requests, milestones, next_actions
from ulss_tracker.services.requests import triage
from ulss_tracker.services.supervision import work_rows

NOW = datetime(2026, 11, 30, 14, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 9, 1)
RECORD = CourtRecord(facts=list(Fact), source=CourtSource.SEALED_ORDER, reference="Order 7")
MAY_BE_HELPED = (
    RequesterRole.VICTIM,
    RequesterRole.BEREAVED_FAMILY,
    RequesterRole.ON_BEHALF,
    RequesterRole.OTHER,
)


def late(standing: RequesterRole = RequesterRole.PUBLIC) -> Review:
    return build.eligible_review(sentenced_on=PASSED_ON, standing=standing)


def second() -> User:
    return build.user(email="second@example.org", name="Sam Second")


def prepared(review: Review) -> Review:
    refusing.prepare(review)
    return review


def release(review: Review, record: CourtRecord | None = RECORD, by: User | None = None) -> None:
    refusals.release(refusing.chosen(review, court_record=record), by or second()).only()


def for_lawyers(review: Review) -> list[Wait]:
    db.session.commit()
    asked = db.session.query(Wait).filter_by(kind=WaitKind.CHECK_TIME, review_id=review.id)
    return [each for each in asked if each.ended_at is None]


def test_two_people_answer_the_request_and_the_review_stays_open() -> None:
    review = prepared(late())
    assert refusal_preview.ending_of(review) is refusal_preview.LATE_REQUESTS
    with nothing_kept(), pytest.raises(Refused):
        release(review, by=build.user())
    release(review)
    (asked,) = review.case.requests
    assert asked.state is RequestState.CLOSED
    assert (review.outcome, review.state) == (None, State.CHECKING)
    assert [each.kind for each in review.letters] == [LetterKind.OUT_OF_TIME]
    assert [each.request_id for each in notifying.of_case(review.case)] == [asked.id]
    assert late_requests.lateness(review) is Lateness.ANSWERED
    assert refusal_preview.ending_of(review) is None


def test_the_letter_denies_nobody_what_the_act_may_give_and_nothing_is_planned() -> None:
    review = late()
    assert milestones.of_review(review) == ()
    (letter,) = refusal_preview.as_they_would_be(review)
    text = letters.text_of(letters.to_html(letter.values))
    assert "The time to act on your request has ended" in text
    assert "ask anyway. A new law may help, and we cannot promise that it will" in text
    assert "power to extend" not in text
    request = build.request(standing=RequesterRole.PUBLIC, sentenced_on=PASSED_ON)  # in no case
    assert triage.is_no(request, triage.assess_request(request))


def test_with_every_fact_verified_one_person_alone_still_answers_nobody() -> None:
    review = prepared(build.verify(late()))
    with nothing_kept(), pytest.raises(Refused, match="second person"):
        release(review, None, build.user())
    assert [each.kind for each in db.session.query(Wait) if each.ended_at is None] == [
        WaitKind.CHECK_LETTER
    ]
    release(review, None)
    assert review.case.requests[0].state is RequestState.CLOSED


@pytest.mark.parametrize("standing", MAY_BE_HELPED)
def test_whoever_a_longer_limit_may_help_is_a_lawyers_to_answer(standing: RequesterRole) -> None:
    review = late(standing)
    assert refusal_preview.ending_of(review) is None
    with nothing_kept(), pytest.raises(Refused, match="lawyer"):
        refusing.prepare(review)
    assert not triage.is_no(review.case.requests[0], triage.assess_request(review.case.requests[0]))
    (wait,) = for_lawyers(review)
    assert wait.words == "By 10am on Tuesday 1 December 2026"
    for role in (Role.CASEWORKER, Role.SUPERVISOR):  # of whom one may open the two-person lock
        found = next_actions.of_review(review, build.user(role))
        offers = {each.what for each in found.checks}
        assert found.now is not Step.REQUEST_PAPERS
        assert next_actions.Task.OPEN_LOCK not in offers


def test_once_a_lawyer_has_advised_the_work_goes_on() -> None:
    review = late(RequesterRole.VICTIM)
    lawyer = build.user(Role.LAWYER)
    advice.give(review, "The six months run: go on.", lawyer, version=review.version)
    assert for_lawyers(review) == []
    assert late_requests.lateness(review) is None
    assert work_rows.next_step_of(review).endswith("sk the CPS for the papers")


def test_a_later_victim_has_a_lawyer_and_a_request_taken_up_again_is_in_its_case() -> None:
    review = prepared(late())
    release(review)
    (answered,) = review.case.requests
    victim = build.request(
        standing=RequesterRole.VICTIM, sentenced_on=PASSED_ON, email="v@example.org"
    )
    cases.join_case(victim, review.case, build.user())
    assert late_requests.lateness(review) is Lateness.FOR_LAWYER
    assert len(for_lawyers(review)) == 1
    duplicates.reopen(answered, "It was a victim after all", build.user())
    assert answered.state is RequestState.IN_CASE


def test_of_several_only_those_that_nothing_can_help_have_the_letter() -> None:
    review = late()
    victim = build.request(
        standing=RequesterRole.VICTIM, sentenced_on=PASSED_ON, email="v@example.org"
    )
    other = build.request(standing=RequesterRole.MP, sentenced_on=PASSED_ON, email="mp@example.org")
    for each in (victim, other):
        cases.join_case(each, review.case, build.user())
    prepared(review)
    release(review)
    batch_run.run_waiting()
    db.session.expire_all()
    had = {each.request_id for each in review.letters if each.kind is LetterKind.OUT_OF_TIME}
    assert had == {each.id for each in review.case.requests} - {victim.id}
    assert victim.state is RequestState.IN_CASE


def test_another_offender_who_is_in_time_keeps_the_request_open() -> None:
    review = late()
    build.sentence(cases.add_review(review.case, "Ann Later", build.user()))
    prepared(review)
    release(review)
    assert review.case.requests[0].state is RequestState.IN_CASE
    assert refusal_preview.ending_of(review) is None
