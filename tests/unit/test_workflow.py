"""The stages of a review: what is written here by hand is allowed, and everything else refused."""

from dataclasses import fields
from itertools import product

import pytest

from ulss_tracker.scheme import workflow
from ulss_tracker.scheme.eligibility import Verdict
from ulss_tracker.scheme.workflow import Actor, Outcome, Position, Rule, State, Step

# state: step, who may take it, where it leads, how the review ends if it does.
ALLOWED_LINES = """
checking:         request_papers        caseworker, supervisor  papers_requested
checking:         send_to_law_officers  caseworker, supervisor  law_officers
checking:         close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
checking:         close_out_of_time     supervisor              closed  out_of_time
checking:         withdraw              supervisor              closed  withdrawn
papers_requested: receive_papers        caseworker, supervisor  papers_received
papers_requested: send_to_law_officers  caseworker, supervisor  law_officers
papers_requested: close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
papers_requested: close_out_of_time     supervisor              closed  out_of_time
papers_requested: withdraw              supervisor              closed  withdrawn
papers_received:  ask_advice            caseworker, supervisor  advice
papers_received:  instruct_counsel      caseworker, supervisor  counsel
papers_received:  send_to_law_officers  caseworker, supervisor  law_officers
papers_received:  close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
papers_received:  close_out_of_time     supervisor              closed  out_of_time
papers_received:  withdraw              supervisor              closed  withdrawn
advice:           instruct_counsel      caseworker, supervisor  counsel
advice:           send_to_law_officers  caseworker, supervisor  law_officers
advice:           close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
advice:           close_out_of_time     supervisor              closed  out_of_time
advice:           withdraw              supervisor              closed  withdrawn
counsel:          send_to_law_officers  caseworker, supervisor  law_officers
counsel:          close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
counsel:          close_out_of_time     supervisor              closed  out_of_time
counsel:          withdraw              supervisor              closed  withdrawn
law_officers:     return_for_work       law_officer             advice
law_officers:     decide_to_refer       law_officer             to_file
law_officers:     decide_not_to_refer   law_officer             closed  not_referred
law_officers:     close_not_in_scheme   caseworker, supervisor  closed  not_in_scheme
law_officers:     close_out_of_time     supervisor              closed  out_of_time
law_officers:     withdraw              supervisor              closed  withdrawn
to_file:          file                  caseworker, supervisor  filed
to_file:          close_out_of_time     supervisor              closed  out_of_time
to_file:          withdraw              supervisor              closed  withdrawn
filed:            serve                 caseworker, supervisor  served
filed:            withdraw              supervisor              closed  withdrawn
filed:            record_leave_refused  caseworker, supervisor  closed  leave_refused
filed:            record_unchanged      caseworker, supervisor  closed  unchanged
filed:            record_increased      caseworker, supervisor  closed  increased
served:           withdraw              supervisor              closed  withdrawn
served:           record_leave_refused  caseworker, supervisor  closed  leave_refused
served:           record_unchanged      caseworker, supervisor  closed  unchanged
served:           record_increased      caseworker, supervisor  closed  increased
closed:           reopen                supervisor              checking
"""


def _read(lines: str) -> dict[tuple[State, Step, Actor], tuple[State, Outcome | None]]:
    allowed = {}
    for line in lines.strip().splitlines():
        state, rest = line.split(":")
        step, *words = rest.replace(",", " ").split()
        actors = [word for word in words if word in set(Actor)]
        target, *outcome = words[len(actors) :]
        for actor in actors:
            allowed[State(state), Step(step), Actor(actor)] = (
                State(target),
                Outcome(outcome[0]) if outcome else None,
            )
    return allowed


ALLOWED = _read(ALLOWED_LINES)
EVERYTHING = list(product(State, Step, Actor))


def test_the_hand_written_list_is_read_whole() -> None:
    assert len(ALLOWED_LINES.strip().splitlines()) == 44
    assert len(ALLOWED) == 24 * 2 + 17 + 3  # both of the office; a supervisor; a law officer
    assert len(EVERYTHING) == 10 * 17 * 3


@pytest.mark.parametrize(("state", "step", "actor"), list(ALLOWED))
def test_what_is_allowed_leads_where_it_should(state: State, step: Step, actor: Actor) -> None:
    rule = workflow.rule_for(state, step, actor)
    assert rule is not None
    assert (rule.target, rule.outcome) == ALLOWED[state, step, actor]


def test_everything_else_is_refused() -> None:
    refused = [each for each in EVERYTHING if each not in ALLOWED]
    assert len(refused) == len(EVERYTHING) - len(ALLOWED)
    for state, step, actor in refused:
        assert workflow.rule_for(state, step, actor) is None, (state, step, actor)


@pytest.mark.parametrize(("state", "actor"), list(product(State, Actor)))
def test_the_steps_offered_are_the_steps_allowed(state: State, actor: Actor) -> None:
    offered = [rule.step for rule in workflow.steps_from(state, actor)]
    assert len(offered) == len(set(offered))
    assert set(offered) == {step for s, step, a in ALLOWED if (s, a) == (state, actor)}


def test_no_step_is_in_the_table_twice_for_one_state_and_person() -> None:
    seen = [
        (state, rule.step, actor)
        for rule in workflow.TABLE
        for state in rule.sources
        for actor in rule.actors
    ]
    assert len(seen) == len(set(seen))
    assert {step for _, step, _ in seen} == set(Step)


def test_nothing_but_a_supervisors_reopening_leaves_a_closed_review() -> None:
    leaving = [
        (rule.step, actor)
        for rule in workflow.TABLE
        if State.CLOSED in rule.sources
        for actor in rule.actors
    ]
    assert leaving == [(Step.REOPEN, Actor.SUPERVISOR)]


def test_a_review_ends_with_an_outcome_and_only_then_has_one() -> None:
    for rule in workflow.TABLE:
        assert (rule.outcome is not None) == (rule.target is State.CLOSED), rule.step
    assert {rule.outcome for rule in workflow.TABLE if rule.outcome} == set(Outcome)


def test_only_a_law_officer_decides_and_decides_nothing_else() -> None:
    deciding = {Step.DECIDE_TO_REFER, Step.DECIDE_NOT_TO_REFER, Step.RETURN_FOR_WORK}
    assert {step for _, step, actor in ALLOWED if actor is Actor.LAW_OFFICER} == deciding
    assert {actor for _, step, actor in ALLOWED if step in deciding} == {Actor.LAW_OFFICER}


def test_nothing_is_filed_that_no_law_officer_decided_to_refer() -> None:
    """The only way into "to be filed" is the decision; the only way to "filed" is from there."""
    ways_in = {
        (s, step) for (s, step, _), (target, _) in ALLOWED.items() if target is State.TO_FILE
    }
    assert ways_in == {(State.LAW_OFFICERS, Step.DECIDE_TO_REFER)}
    ways_in = {(s, step) for (s, step, _), (target, _) in ALLOWED.items() if target is State.FILED}
    assert ways_in == {(State.TO_FILE, Step.FILE)}


def test_every_open_stage_can_be_reached_from_the_first() -> None:
    reached, waiting = {State.CHECKING}, [State.CHECKING]
    while waiting:
        here = waiting.pop()
        for (state, _, _), (target, _) in ALLOWED.items():
            if state is here and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == set(State)


# Guards: both sides of each.

IN_HAND = Position(verdict=Verdict.IN_SCHEME, has_file_by=True)
TO_SEND = (Step.REQUEST_PAPERS, Step.SEND_TO_LAW_OFFICERS)


def wanting(step: Step, position: Position, state: State = State.CHECKING) -> str:
    for actor in Actor:
        rule = workflow.rule_for(state, step, actor)
        if rule is not None:
            return rule.guard(position)
    raise AssertionError(f"nobody takes {step} from {state}")


@pytest.mark.parametrize("step", TO_SEND)
@pytest.mark.parametrize("verdict", [Verdict.IN_SCHEME, Verdict.MUST_CHECK])
def test_what_is_or_may_be_in_the_scheme_goes_on(step: Step, verdict: Verdict) -> None:
    assert wanting(step, Position(verdict=verdict, has_file_by=True)) == ""


@pytest.mark.parametrize("step", TO_SEND)
def test_what_is_not_in_the_scheme_goes_no_further(step: Step) -> None:
    position = Position(verdict=Verdict.NOT_IN_SCHEME, has_file_by=True)
    assert wanting(step, position) == "The latest assessment says this is not in the scheme"


@pytest.mark.parametrize("step", TO_SEND)
@pytest.mark.parametrize(
    "position", [Position(), Position(has_file_by=True), Position(verdict=Verdict.IN_SCHEME)]
)
def test_nothing_goes_on_before_the_sentence_is_recorded(step: Step, position: Position) -> None:
    assert wanting(step, position).startswith("Record the sentence and its offences first")


def test_late_or_not_makes_no_difference_to_sending_on() -> None:
    """A lawyer may know better than the rules: lateness never locks the law officers out."""
    late = Position(verdict=Verdict.IN_SCHEME, has_file_by=True, is_out_of_time=True)
    assert wanting(Step.SEND_TO_LAW_OFFICERS, late) == ""


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_a_certain_no_closes_as_not_in_the_scheme(verdict: Verdict) -> None:
    met = wanting(Step.CLOSE_NOT_IN_SCHEME, Position(verdict=verdict, has_file_by=True)) == ""
    assert met == (verdict is Verdict.NOT_IN_SCHEME)


def test_nothing_assessed_is_not_a_no() -> None:
    assert wanting(Step.CLOSE_NOT_IN_SCHEME, Position()) != ""


@pytest.mark.parametrize("state", [State.CHECKING, State.LAW_OFFICERS, State.TO_FILE])
def test_only_certain_lateness_closes_as_out_of_time(state: State) -> None:
    assert wanting(Step.CLOSE_OUT_OF_TIME, Position(is_out_of_time=True), state) == ""
    assert "not certainly passed" in wanting(Step.CLOSE_OUT_OF_TIME, IN_HAND, state)


def test_filing_follows_the_application() -> None:
    assert wanting(Step.FILE, IN_HAND, State.TO_FILE) == "Issue the application first"
    noticed = Position(has_notice_issued=True)
    assert wanting(Step.FILE, noticed, State.TO_FILE) == "Issue the application first"
    assert wanting(Step.FILE, Position(has_application_issued=True), State.TO_FILE) == ""


def test_service_follows_the_notice() -> None:
    applied = Position(has_application_issued=True)
    assert wanting(Step.SERVE, applied, State.FILED) == "Issue the notice to the offender first"
    assert wanting(Step.SERVE, Position(has_notice_issued=True), State.FILED) == ""


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.LAW_OFFICERS, Step.DECIDE_TO_REFER),
        (State.LAW_OFFICERS, Step.DECIDE_NOT_TO_REFER),
        (State.LAW_OFFICERS, Step.RETURN_FOR_WORK),
        (State.PAPERS_REQUESTED, Step.RECEIVE_PAPERS),
        (State.PAPERS_RECEIVED, Step.ASK_ADVICE),
        (State.ADVICE, Step.INSTRUCT_COUNSEL),
        (State.TO_FILE, Step.WITHDRAW),
        (State.FILED, Step.RECORD_LEAVE_REFUSED),
        (State.SERVED, Step.RECORD_UNCHANGED),
        (State.SERVED, Step.RECORD_INCREASED),
        (State.CLOSED, Step.REOPEN),
    ],
)
def test_other_steps_ask_for_nothing(state: State, step: Step) -> None:
    assert wanting(step, Position(), state) == ""


# The clock.


def test_a_step_has_no_date_to_change() -> None:
    """The table can move a review; it has nothing with which to move a day."""
    names = {field.name for field in fields(Rule)}
    assert names == {"sources", "step", "target", "actors", "guard", "outcome"}
    assert not any("_on" in name or "_at" in name for name in names)


@pytest.mark.parametrize("word", ["pause", "hold", "extend", "suspend", "stop", "clear", "stay"])
def test_no_stage_step_or_outcome_pauses_the_clock(word: str) -> None:
    named = [*State, *Step, *Outcome]
    assert not [each for each in named if word in each.value.split("_")]


def test_steps_with_a_page_of_their_own_are_known() -> None:
    assert {
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
        Step.FILE,
        Step.SERVE,
    } == workflow.RECORDED_ELSEWHERE


@pytest.mark.parametrize("named", [*State, *Step, *Outcome])
def test_everything_has_words(named: State | Step | Outcome) -> None:
    assert named.label[0].isupper()
    assert "_" not in named.label
