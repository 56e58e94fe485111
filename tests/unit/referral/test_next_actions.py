"""Actions each role is offered next in each stage, and why not: written out again by hand."""

from dataclasses import replace

import pytest

from tests.support.tables import rows, several
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock, Opener
from ulss_tracker.services.referral.next_actions import NextActions, Offer, Situation, Task, offered

ENDED = frozenset({State.TO_TELL, State.CLOSED})
VERIFIED = Keys(Lock.VERIFIED)
WORKS = (Role.CASEWORKER, Role.SUPERVISOR)
VERIFIES = (*WORKS, Role.LAWYER)
ADVISES = (Role.LAWYER, Role.COUNSEL)
SENTENCE_FIRST = "Record the sentence and its offences first, so that the scheme can be checked"


# Where nothing is wanting. Whoever is not named is offered no step.
OFFERED: dict[tuple[State, Role], list[Step | Task]] = {
    (state, role): [Step(word) if word in set(Step) else Task(word) for word in words]
    for state, role, words in rows(__file__, "next_actions.offered", State, Role, several)
}


def in_order(state: State) -> Position:
    """Nothing is wanting, and nothing has been filed or served yet."""
    return Position(
        verdict=Verdict.IN_SCHEME,
        has_file_by=True,
        has_application_issued=True,
        has_notice_issued=True,
        keys=VERIFIED,
        outcome=Outcome.UNCHANGED if state in ENDED else None,
    )


def at(state: State, role: Role, position: Position) -> NextActions:
    may_advise = (state, Role.LAWYER) in OFFERED
    return offered(Situation(state=state, position=position, may_advise=may_advise), role)


def why_not(state: State, role: Role, position: Position) -> dict[Step | Task, str]:
    return {each.what: each.why_not for each in at(state, role, position).steps}


def test_the_hand_written_table_is_read_whole() -> None:
    assert len(OFFERED) == 29
    assert {state for state, _ in OFFERED} == set(State)
    assert {role for _, role in OFFERED} == set(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_its_steps_and_no_other(role: Role) -> None:
    for state in State:
        steps = at(state, role, in_order(state)).steps
        assert [each.what for each in steps] == OFFERED.get((state, role), [])
        assert not any(each.why_not for each in steps)


@pytest.mark.parametrize("role", Role)
def test_who_has_no_step_and_decides_nothing_is_told_whose_turn_it_is(role: Role) -> None:
    for state in State:
        waits = state not in ENDED and role not in {*WORKS, Role.LAW_OFFICER}
        waits = waits and (state, role) not in OFFERED
        others = "for whoever works on the case"
        turn = "the law officer’s" if state is State.LAW_OFFICERS else others
        words = f"The next step is {turn}." if waits else ""
        assert at(state, role, in_order(state)).why_none == words


@pytest.mark.parametrize("role", WORKS)
@pytest.mark.parametrize(
    "state", [State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION]
)
def test_a_step_that_waits_for_the_scheme_says_so(state: State, role: Role) -> None:
    said = why_not(state, role, Position())
    assert said[Step.SEND_TO_LAW_OFFICERS] == SENTENCE_FIRST
    guarded = {Step.REQUEST_PAPERS, Step.RECEIVE_PAPERS, Step.SEND_TO_LAW_OFFICERS}
    assert {said[step] for step in guarded & set(said)} == {SENTENCE_FIRST}
    assert not any(said[step] for step in set(said) - guarded)


def test_a_new_version_is_not_spoken_of_while_it_cannot_be_sent() -> None:
    outside = Position(verdict=Verdict.NOT_IN_SCHEME, has_file_by=True, keys=VERIFIED)
    assert at(State.LAW_OFFICERS, Role.CASEWORKER, outside).steps == (
        Offer(Step.CLOSE_NOT_IN_SCHEME),
    )


@pytest.mark.parametrize("role", WORKS)
def test_an_ending_is_offered_only_where_it_is_the_reviews(role: Role) -> None:
    outside = Position(
        verdict=Verdict.NOT_IN_SCHEME, has_file_by=True, is_out_of_time=True, keys=VERIFIED
    )
    for state in (State.RECEIVED, State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION):
        said = why_not(state, role, outside)
        assert said[Step.CLOSE_NOT_IN_SCHEME] == ""
        assert (Step.CLOSE_OUT_OF_TIME in said) == (role is Role.SUPERVISOR)


@pytest.mark.parametrize("role", WORKS)
def test_filing_and_service_wait_for_their_letters_and_go_when_done(role: Role) -> None:
    said = why_not(State.TO_FILE, role, Position())
    assert said[Step.FILE] == "Issue the application first"
    assert said[Step.SERVE] == "Issue the notice to the offender first"
    filed = why_not(State.TO_FILE, role, Position(is_filed=True, has_notice_issued=True))
    assert (Step.FILE in filed, filed[Step.SERVE]) == (False, "")
    both = at(State.TO_FILE, role, Position(is_filed=True, is_served=True))
    assert not {Step.FILE, Step.SERVE, Step.COMPLETE_REFERENCE} & {each.what for each in both.steps}
    assert both.why_none == ""


@pytest.mark.parametrize("role", WORKS)
def test_a_review_is_not_closed_before_everybody_is_told(role: Role) -> None:
    said = why_not(State.TO_TELL, role, Position(untold=2, outcome=Outcome.INCREASED))
    assert said[Step.CLOSE].startswith("2 people have not been told")


def test_what_was_no_work_of_its_own_is_not_reopened() -> None:
    joined = Position(outcome=Outcome.JOINED)
    said = why_not(State.CLOSED, Role.SUPERVISOR, joined)
    assert said == {Step.REOPEN: "The case was joined to another: undo that instead"}


def test_the_court_is_gone_back_to_only_from_what_was_filed_and_served() -> None:
    done = Position(is_filed=True, is_served=True, outcome=Outcome.INCREASED)
    assert list(why_not(State.CLOSED, Role.SUPERVISOR, done)) == [Step.REOPEN, Step.REOPEN_AT_COURT]


# The one thing to do now.


def now(state: State, role: Role, position: Position, *taken: Step) -> Step | Task | None:
    found = Situation(
        state=state,
        position=position,
        may_verify=True,
        may_advise=role in ADVISES,
        taken=frozenset(taken),
    )
    return offered(found, role).now


def test_the_one_thing_to_do_now_is_what_the_stage_waits_for() -> None:
    due = {
        State.RECEIVED: Step.START_CHECKING,
        State.CHECKING: Step.REQUEST_PAPERS,
        State.AWAITING_PAPERS: Step.RECEIVE_PAPERS,
        State.UNDER_CONSIDERATION: Step.ASK_ADVICE,
        State.LAW_OFFICERS: Task.VERIFY_FACTS,  # the decision is not theirs
        State.TO_FILE: Step.FILE,
        State.REFERRED: Step.LIST_HEARING,
        State.AT_COURT: Step.RECORD_LEAVE_REFUSED,
        State.TO_TELL: Step.CLOSE,
        State.CLOSED: None,
    }
    assert {state: now(state, Role.CASEWORKER, in_order(state)) for state in State} == due
    there = in_order(State.LAW_OFFICERS)
    assert now(State.LAW_OFFICERS, Role.LAW_OFFICER, there) is Task.DECIDE
    assert now(State.LAW_OFFICERS, Role.PRIVATE_OFFICE, there) is Task.RECORD_DECISION
    assert now(State.CHECKING, Role.COUNSEL, in_order(State.CHECKING)) is Task.WRITE_ADVICE


def test_what_has_been_done_is_not_what_to_do_now() -> None:
    considered = State.UNDER_CONSIDERATION
    position = in_order(considered)
    for taken, due in (
        ((Step.ASK_ADVICE,), Step.RECEIVE_ADVICE),
        ((Step.RECEIVE_ADVICE,), Step.SEND_TO_LAW_OFFICERS),
        ((Step.RECEIVE_ADVICE, Step.INSTRUCT_COUNSEL), Step.RECEIVE_OPINION),
        (
            (Step.RECEIVE_ADVICE, Step.INSTRUCT_COUNSEL, Step.RECEIVE_OPINION),
            Step.SEND_TO_LAW_OFFICERS,
        ),
    ):
        assert now(considered, Role.CASEWORKER, position, *taken) is due
    locked = replace(position, keys=Keys())
    assert now(considered, Role.CASEWORKER, locked, Step.RECEIVE_ADVICE) is Task.VERIFY_FACTS
    filed = replace(position, is_filed=True, has_notice_issued=False)
    assert now(State.TO_FILE, Role.CASEWORKER, filed) is Step.SERVE
    outside = replace(position, verdict=Verdict.NOT_IN_SCHEME)
    assert now(considered, Role.SUPERVISOR, outside) is Step.CLOSE_NOT_IN_SCHEME
    unrecorded = Situation(state=State.RECEIVED, position=Position(), has_sentence=False)
    assert offered(unrecorded, Role.CASEWORKER).now is None


# The second person, and the assignee: the same in every stage.


@pytest.mark.parametrize("role", Role)
def test_facts_are_confirmed_and_overrides_signed_until_the_end(role: Role) -> None:
    for state in State:
        found = Situation(state=state, position=in_order(state), may_sign=True, may_verify=True)
        expected = [] if state in ENDED else [Task.SIGN_OVERRIDE] * (role is Role.SUPERVISOR)
        expected += [Task.VERIFY_FACTS] * (role in VERIFIES and state not in ENDED)
        checks = offered(found, role).checks
        assert [each.what for each in checks] == expected
        assert not any(each.why_not for each in checks)


@pytest.mark.parametrize("role", Role)
def test_without_a_sentence_there_is_nothing_to_verify_yet(role: Role) -> None:
    for state in State:
        found = Situation(state=state, position=in_order(state), has_sentence=False)
        waits = role in VERIFIES and state not in ENDED
        expected = (Offer(Task.VERIFY_FACTS, "Record the sentence first"),) if waits else ()
        assert offered(found, role).checks == expected


@pytest.mark.parametrize("role", Role)
def test_a_review_is_taken_or_given_until_it_ends(role: Role) -> None:
    for state in State:
        may_give = role in WORKS and state not in ENDED
        for is_own in (False, True):
            found = Situation(state=state, position=in_order(state), is_own=is_own)
            expected = ([] if is_own else [Task.TAKE]) + [Task.GIVE, Task.DECLARE_CONFLICT]
            given = [each.what for each in offered(found, role).assignment]
            if role in ADVISES and state not in ENDED:
                assert given == [Task.DECLARE_CONFLICT]
            else:
                assert given == (expected if may_give else [])


# The two-person lock.


@pytest.mark.parametrize("role", Role)
def test_the_lock_says_what_it_holds_to_everybody_whose_step_it_is(role: Role) -> None:
    """Also an ending, of which nothing is said while it is not the review's."""
    shut = {"outcome": None, "keys": Keys()}
    outside = Position(
        verdict=Verdict.NOT_IN_SCHEME, has_file_by=True, is_out_of_time=True, keys=Keys()
    )
    held = {
        step
        for state in State
        for position in (replace(in_order(state), **shut), outside)
        for step, why in why_not(state, role, position).items()
        if "verified by a second person" in why
    }
    works = {Step.SEND_TO_LAW_OFFICERS, Step.RESUBMIT, Step.FILE, Step.CLOSE_NOT_IN_SCHEME}
    assert held == {
        Role.CASEWORKER: works,
        Role.SUPERVISOR: works | {Step.CLOSE_OUT_OF_TIME},
        Role.LAW_OFFICER: {Task.DECIDE},
        Role.PRIVATE_OFFICE: {Task.RECORD_DECISION},
    }.get(role, set())


@pytest.mark.parametrize("role", Role)
def test_the_lock_is_offered_to_be_opened_from_the_first_look_to_the_filing(role: Role) -> None:
    position = Position(keys=Keys(opener=Opener.CASEWORKER))
    offering = {
        state
        for state in State
        if Offer(Task.OPEN_LOCK)
        in offered(Situation(state=state, position=position, may_open=True), role).checks
    }
    before_filing = set(State) - ENDED - {State.RECEIVED, State.REFERRED, State.AT_COURT}
    assert offering == (before_filing if role in WORKS else set())
