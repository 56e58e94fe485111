"""Moving a review on: each step is kept whole with its history, or refused and nothing kept."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, LetterKind, Means, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.stages import Actor, Outcome, State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)
LONG_AGO = date(2024, 3, 4)
PRESSED = [step for step in Step if step not in workflow.RECORDED_ELSEWHERE]


def put_at(review: Review, state: State) -> Review:
    """The review as if it had come to `state`, whichever way."""
    with transaction():
        review.state = state
        review.outcome = Outcome.WITHDRAWN if state in {State.TO_TELL, State.CLOSED} else None
    return review


def move(review: Review, step: Step, role: Role = Role.CASEWORKER, note: str = "") -> None:
    progress.move(review, step, build.user(role), version=review.version, note=note)


# What a step keeps.


def test_a_step_is_kept_with_its_line_of_history() -> None:
    review = build.eligible_review()
    with events_left() as events:
        move(review, Step.REQUEST_PAPERS, note="Asked CPS Yorkshire")
    assert review.state is State.AWAITING_PAPERS
    assert kinds(events) == [EventKind.STAGE_CHANGED]
    assert events[0].before == {"state": "checking"}
    assert events[0].after == {
        "step": "request_papers",
        "state": "awaiting_papers",
        "note": "Asked CPS Yorkshire",
    }
    assert (events[0].by, events[0].review_id) == (build.user(), review.id)


def test_the_whole_way_to_the_law_officers() -> None:
    review = build.eligible_review()
    for step, state in (
        (Step.REQUEST_PAPERS, State.AWAITING_PAPERS),
        (Step.RECEIVE_PAPERS, State.UNDER_CONSIDERATION),
        (Step.ASK_ADVICE, State.UNDER_CONSIDERATION),
        (Step.RECEIVE_ADVICE, State.UNDER_CONSIDERATION),
        (Step.INSTRUCT_COUNSEL, State.UNDER_CONSIDERATION),
        (Step.RECEIVE_OPINION, State.UNDER_CONSIDERATION),
    ):
        move(review, step)
        assert review.state is state
    build.submit(review)
    assert review.state is State.LAW_OFFICERS
    move(review, Step.RETURN_FOR_WORK, Role.LAW_OFFICER, "Is the plea right?")
    assert review.state is State.UNDER_CONSIDERATION


@pytest.mark.parametrize("step", [Step.RECORD_INCREASED, Step.RECORD_UNCHANGED])
def test_the_end_is_kept_with_its_outcome(step: Step) -> None:
    review = put_at(build.eligible_review(), State.AT_COURT)
    with events_left() as events:
        progress.take(review, step, build.user(), note="[2026] EWCA Crim 1")
    rule = workflow.rule_for(State.AT_COURT, step, Actor.CASEWORKER)
    assert rule is not None
    assert (review.state, review.outcome) == (State.TO_TELL, rule.outcome)
    assert (review.outcome_note, review.outcome_at) == ("[2026] EWCA Crim 1", NOW)
    assert review.closed_at is None
    assert kinds(events) == [
        EventKind.STAGE_CHANGED,
        EventKind.OUTCOME_REACHED,
        EventKind.NOTIFICATION_PLANNED,
    ]
    assert events[1].after == {"outcome": rule.outcome, "note": "[2026] EWCA Crim 1"}


def test_a_review_is_closed_when_everyone_has_been_told() -> None:
    review = build.eligible_review()
    build.withdraw(review)
    caseworker = build.user()
    waiting = notifying.untold(review.case)
    with nothing_kept(), pytest.raises(Refused, match=f"{len(waiting)} people have not been told"):
        progress.move(review, Step.CLOSE, caseworker, version=review.version)
    for each in waiting:
        notifying.record_told(each, Means.PHONE, NOW, caseworker)
    with events_left() as events:
        move(review, Step.CLOSE)
    assert (review.state, review.outcome) == (State.CLOSED, Outcome.WITHDRAWN)
    assert (review.outcome_at, review.closed_at) == (NOW, NOW)
    assert kinds(events) == [EventKind.STAGE_CHANGED, EventKind.REVIEW_CLOSED]
    assert events[1].after == {"outcome": "withdrawn", "note": "She asked us to stop"}


def test_a_reopened_review_is_open_again_and_its_history_stays() -> None:
    review, supervisor = build.eligible_review(), build.user(Role.SUPERVISOR)

    def refused_without_a_reason(step: Step) -> None:
        for reason in ("", "  "):
            with nothing_kept(), pytest.raises(Refused, match="Enter the reason"):
                progress.move(review, step, supervisor, version=review.version, note=reason)

    refused_without_a_reason(Step.WITHDRAW)
    build.withdraw(review)
    refused_without_a_reason(Step.REOPEN)
    with transaction():
        review.filed_at = NOW
    with events_left() as events:
        move(review, Step.REOPEN, Role.SUPERVISOR, "A second victim has written")
    assert (review.state, review.outcome) == (State.CHECKING, None)
    assert (review.outcome_note, review.outcome_at, review.closed_at) == ("", None, None)
    assert review.filed_at is None
    assert kinds(events) == [EventKind.STAGE_CHANGED, EventKind.NOTIFICATION_SUPERSEDED]


@pytest.mark.slow
def test_no_step_moves_the_time_limit() -> None:
    """Whatever the stage, the days run: CJA 1988 Sch 3 para 1 lets nobody extend them."""
    review = build.eligible_review(sentenced_on=PASSED_ON)
    supervisor, officer = build.user(Role.SUPERVISOR), build.user(Role.LAW_OFFICER)
    dates = review.last_day_on, review.file_by_at, review.earliest_file_by_at
    taken = 0
    for state, step in product(State, PRESSED):
        for by in (supervisor, officer):
            put_at(review, state)
            try:
                progress.move(review, step, by, version=review.version, note="Why")
            except (NotAllowed, Refused):
                continue
            taken += 1
            assert (review.last_day_on, review.file_by_at, review.earliest_file_by_at) == dates
    assert taken > 15


# Refusals.


@pytest.mark.slow
def test_every_step_that_is_not_in_the_table_is_refused_and_keeps_nothing() -> None:
    """Each state and step, as each role; what the table allows may still want something first."""
    review = build.eligible_review()
    people = {role: build.user(role) for role in Role}
    refused = 0
    for state, step, role in product(State, PRESSED, Role):
        actor = progress._ACTORS.get(role)
        if actor and workflow.rule_for(state, step, actor):
            continue
        put_at(review, state)
        version = review.version
        with pytest.raises(Refused if actor in _takers(step) else NotAllowed) as said:
            progress.move(review, step, people[role], version=version)
        assert _allows(str(said.value), step, actor)
        assert (review.state, review.version) == (state, version)
        refused += 1
    assert refused > 400


def _takers(step: Step) -> set[Actor]:
    return {actor for rule in workflow.TABLE if rule.step is step for actor in rule.actors}


def _allows(said: str, step: Step, actor: Actor | None) -> bool:
    """Whether a refusal names everybody whose step it is, or every stage it may be taken at."""
    rules = [rule for rule in workflow.TABLE if rule.step is step]
    takers = _takers(step)
    if actor in takers:
        stages = {state for rule in rules if actor in rule.actors for state in rule.sources}
        return all(f"“{state.label}”" in said.partition("can be done at")[2] for state in stages)
    return all(each.value.replace("_", " ") in said.partition("it is for")[2] for each in takers)


def test_a_step_taken_already_or_from_what_has_changed_since_is_refused() -> None:
    review, caseworker = build.eligible_review(), build.user()
    seen = review.version
    move(review, Step.REQUEST_PAPERS)
    with nothing_kept(), pytest.raises(Refused, match="the review is at “Awaiting papers”"):
        progress.move(review, Step.REQUEST_PAPERS, caseworker, version=review.version)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        progress.move(review, Step.RECEIVE_PAPERS, caseworker, version=seen)


def test_a_step_with_a_page_of_its_own_is_not_just_pressed(subtests: pytest.Subtests) -> None:
    review = build.review_to_decide()
    officer = build.user(Role.LAW_OFFICER)
    for step in sorted(workflow.RECORDED_ELSEWHERE):
        refused = pytest.raises(Refused, match="on its own page")
        with subtests.test(step=step), nothing_kept(), refused:
            progress.move(review, step, officer, version=review.version)


# Conditions.


def test_what_is_not_in_the_scheme_may_be_closed_and_goes_no_further() -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-oapa-47")
    build.verify(review)
    caseworker = build.user()
    with nothing_kept(), pytest.raises(Refused, match="not in the scheme"):
        build.submit(review, by=caseworker)
    move(review, Step.CLOSE_NOT_IN_SCHEME)
    assert review.outcome is Outcome.NOT_IN_SCHEME


@pytest.mark.parametrize("offence_id", ["io-robbery", "no-burglary"])
def test_what_is_or_may_be_in_the_scheme_is_not_closed_as_outside_it(offence_id: str) -> None:
    review, caseworker = build.review(), build.user()
    build.conviction(build.sentence(review), offence_id)
    assert review.verdict is not Verdict.NOT_IN_SCHEME
    with nothing_kept(), pytest.raises(Refused, match="does not say this is outside"):
        progress.move(review, Step.CLOSE_NOT_IN_SCHEME, caseworker, version=review.version)


def test_only_what_is_certainly_late_is_closed_as_late(at) -> None:
    late = build.verify(build.eligible_review(sentenced_on=LONG_AGO))
    move(late, Step.CLOSE_OUT_OF_TIME, Role.SUPERVISOR)
    assert late.outcome is Outcome.OUT_OF_TIME
    supervisor = build.user(Role.SUPERVISOR)
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with nothing_kept(), pytest.raises(Refused, match="not certainly passed"):
        progress.move(review, Step.CLOSE_OUT_OF_TIME, supervisor, version=review.version)
    # Until the words of the 2026 Act are confirmed, six months may be theirs: rule T26.
    at(datetime(2026, 3, 31, 9, tzinfo=UTC))
    with nothing_kept(), pytest.raises(Refused, match="a lawyer must check"):
        progress.move(review, Step.CLOSE_OUT_OF_TIME, supervisor, version=review.version)


# What is offered.


@transaction()
def offered(review: Review, role: Role) -> dict[Step, str]:
    moves = progress.moves_from(review.state, progress.position_of(review), role)
    return {each.step: each.wanting for each in moves}


def test_each_step_is_offered_with_what_it_still_wants() -> None:
    review = build.review()
    wanting = offered(review, Role.CASEWORKER)
    assert set(wanting) == {
        Step.START_CHECKING,
        Step.CLOSE_NOT_IN_SCHEME,
    }
    assert wanting[Step.CLOSE_NOT_IN_SCHEME]
    move(review, Step.START_CHECKING)
    wanting = offered(review, Role.CASEWORKER)
    assert set(wanting) == {
        Step.REQUEST_PAPERS,
        Step.RECEIVE_PAPERS,
        Step.SEND_TO_LAW_OFFICERS,
        Step.CLOSE_NOT_IN_SCHEME,
    }
    assert all(wanting.values())
    build.conviction(build.sentence(review))
    wanting = offered(review, Role.CASEWORKER)
    assert wanting[Step.REQUEST_PAPERS] == ""
    assert "verified by a second person" in wanting[Step.SEND_TO_LAW_OFFICERS]
    build.verify(review)
    assert offered(review, Role.CASEWORKER)[Step.SEND_TO_LAW_OFFICERS] == ""


def test_an_administrator_is_offered_nothing_and_a_law_officer_only_what_waits_for_them() -> None:
    review = build.eligible_review()
    assert offered(review, Role.ADMINISTRATOR) == {}
    assert offered(review, Role.LAW_OFFICER) == {}
    assert set(offered(build.review_to_decide(), Role.LAW_OFFICER)) == {
        Step.PASS_TO_OTHER,
        Step.RETURN_FOR_WORK,
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
    }


def test_filing_wants_the_application_of_this_decision_and_not_of_an_earlier_one(at) -> None:
    review = build.review_to_file()
    supervisor = build.user(Role.SUPERVISOR)
    assert offered(review, Role.CASEWORKER)[Step.FILE] == "Issue the application first"
    build.letter(review, LetterKind.REFERRAL)
    assert offered(review, Role.CASEWORKER)[Step.FILE] == ""

    build.withdraw(review)
    at(NOW + timedelta(hours=1))
    progress.move(review, Step.REOPEN, supervisor, version=review.version, note="Fresh papers came")
    build.submit(review, by=supervisor)
    build.decide(review, reasons="On fresh papers.")
    assert offered(review, Role.CASEWORKER)[Step.FILE] == "Issue the application first"
    build.letter(review, LetterKind.REFERRAL)
    assert offered(review, Role.CASEWORKER)[Step.FILE] == ""
