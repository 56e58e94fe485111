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
    assert wanting(Step.SERVE, applied, State.TO_FILE) == "Issue the notice to the offender first"
    assert wanting(Step.SERVE, Position(has_notice_issued=True), State.TO_FILE) == ""


def test_neither_is_recorded_twice() -> None:
    both = Position(
        has_application_issued=True, has_notice_issued=True, is_filed=True, is_served=True
    )
    assert wanting(Step.FILE, both, State.TO_FILE) == "Filing is recorded already"
    assert wanting(Step.SERVE, both, State.TO_FILE) == "Service is recorded already"


@pytest.mark.parametrize(
    ("position", "wants"),
    [
        (Position(), "Record when the application reached the Registrar first"),
        (Position(is_served=True), "Record when the application reached the Registrar first"),
        (Position(is_filed=True), "Record when the notice reached the offender first"),
        (Position(is_filed=True, is_served=True), ""),
    ],
)
def test_nothing_is_referred_without_filing_and_service(position: Position, wants: str) -> None:
    assert wanting(Step.COMPLETE_REFERENCE, position, State.TO_FILE) == wants
    assert wanting(Step.REOPEN_AT_COURT, position, State.CLOSED) == wants


@pytest.mark.parametrize(
    ("untold", "wants"),
    [
        (0, ""),
        (1, "1 person has not been told the outcome: record that they were told first"),
        (3, "3 people have not been told the outcome: record that they were told first"),
    ],
)
def test_nothing_is_closed_while_somebody_has_not_been_told(untold: int, wants: str) -> None:
    assert wanting(Step.CLOSE, Position(untold=untold), State.TO_TELL) == wants


@from_table
def test_other_steps_ask_for_nothing(state: State, step: Step) -> None:
    assert wanting(step, Position(), state) == ""
