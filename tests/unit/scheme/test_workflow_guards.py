"""Guards of each step of a review: both sides of every one."""

from dataclasses import replace

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import Actor, State, Step
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock

IN_HAND = Position(verdict=Verdict.IN_SCHEME, has_file_by=True)
TO_SEND = (Step.REQUEST_PAPERS, Step.RECEIVE_PAPERS, Step.SEND_TO_LAW_OFFICERS)


def wanting(step: Step, position: Position, state: State = State.CHECKING) -> str:
    """What `step` wants beside the two-person lock, which has its own tests."""
    position = replace(position, keys=Keys(Lock.VERIFIED))
    for actor in Actor:
        rule = workflow.rule_for(state, step, actor)
        if rule is not None:
            return rule.wanting(position)
    raise AssertionError(f"nobody takes {step} from {state}")


@from_table
def test_what_each_step_wants(
    state: State,
    steps: list[Step],
    facts: list[str],
    verdict: Verdict | None,
    untold: int,
    wants: str,
) -> None:
    position = Position(verdict=verdict, untold=untold, **dict.fromkeys(facts, True))
    assert [wanting(step, position, state) for step in steps] == [wants] * len(steps)


@pytest.mark.parametrize("step", TO_SEND)
@pytest.mark.parametrize(
    "position", [Position(), Position(has_file_by=True), Position(verdict=Verdict.IN_SCHEME)]
)
def test_nothing_goes_on_before_the_sentence_is_recorded(step: Step, position: Position) -> None:
    assert wanting(step, position).startswith("Record the sentence and its offences first")


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
