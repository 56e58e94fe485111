"""The stages of a review: what is written here by hand is allowed, and everything else refused."""

from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest

from tests.support.tables import column, optional, rows, several
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import VOID, Actor, Outcome, State, Step, state_words
from ulss_tracker.scheme.workflow.workflow import Rule

# Which step may be taken at a state, by whom, where it leads, and how the review ends if it does.
LINES = rows(__file__, "workflow.allowed", State, Step, several, State, optional(Outcome))
ALLOWED = {
    (state, step, Actor(actor)): (target, outcome)
    for state, step, actors, target, outcome in LINES
    for actor in actors
}
EVERYTHING = list(product(State, Step, Actor))


def test_the_hand_written_list_is_read_whole() -> None:
    assert len(LINES) == 62
    assert len(ALLOWED) == 108
    assert len(EVERYTHING) == 10 * 31 * 6


def test_what_is_allowed_leads_where_it_should(subtests: pytest.Subtests) -> None:
    for state, step, actor in ALLOWED:
        with subtests.test(state=state, step=step, actor=actor):
            rule = workflow.rule_for(state, step, actor)
            assert rule is not None
            assert (rule.leads_to(state), rule.outcome) == ALLOWED[state, step, actor]


def test_everything_else_is_refused() -> None:
    refused = [each for each in EVERYTHING if each not in ALLOWED]
    assert len(refused) == len(EVERYTHING) - len(ALLOWED)
    for state, step, actor in refused:
        assert workflow.rule_for(state, step, actor) is None, (state, step, actor)


def test_the_steps_offered_are_the_steps_allowed(subtests: pytest.Subtests) -> None:
    for state, actor in product(State, Actor):
        with subtests.test(state=state, actor=actor):
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


def test_nothing_but_reopening_and_undoing_leaves_a_closed_review() -> None:
    leaving = [
        (rule.step, actor)
        for rule in workflow.TABLE
        if State.CLOSED in rule.sources
        for actor in rule.actors
    ]
    assert leaving == [
        (Step.REOPEN, Actor.SUPERVISOR),
        (Step.REOPEN_AT_COURT, Actor.SUPERVISOR),
        *((Step.BRING_BACK, actor) for actor in rule_of(Step.BRING_BACK).actors),
        *((Step.UNDO_JOINING, actor) for actor in rule_of(Step.UNDO_JOINING).actors),
    ]
    assert {rule.step for rule in workflow.TABLE if rule.needs_reason} == {
        Step.WITHDRAW,
        Step.REOPEN,
        Step.REOPEN_AT_COURT,
        Step.BRING_BACK,
        Step.UNDO_OPENING,
        Step.JOIN_TO_CASE,
        Step.UNDO_JOINING,
    }


def rule_of(step: Step) -> Rule:
    """The one line of the table for this step."""
    (found,) = [rule for rule in workflow.TABLE if rule.step is step]
    return found


_BY_THE_OFFICE = {Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME, Outcome.WITHDRAWN}


def test_what_was_no_work_is_not_reopened_as_work(subtests: pytest.Subtests) -> None:
    for outcome in Outcome:
        for step, opens in (
            (Step.REOPEN, outcome not in VOID),
            (Step.UNDO_JOINING, outcome is Outcome.JOINED),
            (Step.BRING_BACK, outcome in _BY_THE_OFFICE),
        ):
            with subtests.test(outcome=outcome, step=step):
                wanting = rule_of(step).guard(Position(outcome=outcome))
                assert (wanting == "") is opens


def test_a_review_ends_with_an_outcome_and_only_then_has_one() -> None:
    for rule in workflow.TABLE:
        if rule.outcome in VOID:
            assert rule.target is State.CLOSED, rule.step
        else:
            assert (rule.outcome is not None) == (rule.target is State.TO_TELL), rule.step
    assert {rule.outcome for rule in workflow.TABLE if rule.outcome} == set(Outcome)


def test_only_a_law_officer_decides_and_decides_nothing_else() -> None:
    deciding = {
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
        Step.RETURN_FOR_WORK,
        Step.PASS_TO_OTHER,
    }
    for officers in (Actor.LAW_OFFICER, Actor.PRIVATE_OFFICE):
        assert {step for _, step, actor in ALLOWED if actor is officers} == deciding
    assert {actor for _, step, actor in ALLOWED if step in deciding} == {
        Actor.LAW_OFFICER,
        Actor.PRIVATE_OFFICE,
    }


def test_nothing_is_filed_that_no_law_officer_decided_to_refer() -> None:
    """The only way into "to be filed" is the decision; only from there is anything filed."""
    assert ways_into(State.TO_FILE) == {(State.LAW_OFFICERS, Step.DECIDE_TO_REFER)}
    assert ways_into(State.REFERRED) == {(State.TO_FILE, Step.COMPLETE_REFERENCE)}
    assert {state for state, step, _ in ALLOWED if step in (Step.FILE, Step.SERVE)} == {
        State.TO_FILE
    }


def test_nothing_is_closed_but_by_way_of_telling() -> None:
    """Save what was no work of its own, before anything came of it: there is nothing to tell."""
    early = (State.RECEIVED, State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION)
    assert ways_into(State.CLOSED) == {(State.TO_TELL, Step.CLOSE)} | {
        (state, step) for state in early for step in (Step.UNDO_OPENING, Step.JOIN_TO_CASE)
    }


def ways_into(state: State) -> set[tuple[State, Step]]:
    """Each step that brings a review to `state` from another."""
    return {(s, step) for (s, step, _), (to, _) in ALLOWED.items() if to is state is not s}


def test_every_open_stage_can_be_reached_from_the_first() -> None:
    reached, waiting = {State.RECEIVED}, [State.RECEIVED]
    while waiting:
        here = waiting.pop()
        for (state, _, _), (target, _) in ALLOWED.items():
            if state is here and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == set(State)


# The clock.


def test_a_step_has_no_date_to_change() -> None:
    """The table can move a review; it has nothing with which to move a day."""
    names = {field.name for field in fields(Rule)}
    assert names == set(column(__file__, "workflow.fields_of_a_rule"))
    assert not any("_on" in name or "_at" in name for name in names)


@pytest.mark.parametrize("word", ["pause", "hold", "extend", "suspend", "stop", "clear", "stay"])
def test_no_stage_step_or_outcome_pauses_the_clock(word: str) -> None:
    named = [*State, *Step, *Outcome]
    assert not [each for each in named if word in each.value.split("_")]


def test_steps_with_a_page_of_their_own_are_known() -> None:
    assert {
        Step.SEND_TO_LAW_OFFICERS,
        Step.RESUBMIT,
        Step.PASS_TO_OTHER,
        Step.RECORD_RESPONDENTS_NOTICE,
        Step.LIST_HEARING,
        Step.RECORD_LEAVE_REFUSED,
        Step.RECORD_UNCHANGED,
        Step.RECORD_INCREASED,
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
        Step.FILE,
        Step.SERVE,
        Step.COMPLETE_REFERENCE,
        Step.BRING_BACK,
        Step.UNDO_OPENING,
        Step.JOIN_TO_CASE,
        Step.UNDO_JOINING,
    } == workflow.RECORDED_ELSEWHERE


def test_history_is_read_in_words_that_stages_no_longer_have() -> None:
    assert state_words("papers_requested") == "Papers requested"
    assert state_words("law_officers") == State.LAW_OFFICERS.label
    with pytest.raises(ValueError, match="lost"):
        state_words("lost")


def test_everything_has_words(subtests: pytest.Subtests) -> None:
    for named in [*State, *Step, *Outcome]:
        with subtests.test(named=named):
            assert named.label[0].isupper()
            assert "_" not in named.label


def test_the_documents_table_is_the_codes() -> None:
    written = (Path(__file__).parents[3] / "docs" / "workflow.md").read_text()
    for rule in workflow.TABLE:
        came_from = ", ".join(state.label for state in State if state in rule.sources)
        to = rule.target.label if rule.target else "where it stood" if rule.returns else "stays"
        who = ", ".join(sorted(actor.value.replace("_", " ") for actor in rule.actors))
        assert f"| {rule.step.label} | {came_from} | {to} | {who} |\n" in written, rule.step
    assert written.count("\n| ") == 1 + len(workflow.TABLE)
