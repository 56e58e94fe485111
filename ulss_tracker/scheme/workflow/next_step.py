"""The next thing to do about a review, in plain words: one sentence, always."""

from pathlib import Path

from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.table import read_table
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import State

_TABLE = read_table(Path(__file__).parents[1] / "data" / "stage_words.toml").row("next_step")
_WORDS = {State(name): _TABLE.text(name) for name in _TABLE.names()}


_ADVISED = "Send to the law officers"


def next_step(
    state: State, position: Position, *, is_unverified: bool = False, is_advised: bool = False
) -> str:
    """The next thing to be done, by the stage and the facts the workflow's guards ask about.

    `is_unverified`: a fact that the two-person lock asks for is not verified. `is_advised`: the
    advice is in.
    """
    is_to_be_sent = is_advised and state is State.UNDER_CONSIDERATION
    words = _ADVISED if is_to_be_sent else _next_step(state, position)
    if is_unverified and _is_held(state, position):
        return f"Have a second person verify the facts. Then: {words[:1].lower()}{words[1:]}"
    return words


def _is_held(state: State, position: Position) -> bool:
    """Whether the next thing is one that the lock holds: before it, only what leads there."""
    if state in {State.RECEIVED, State.CHECKING}:
        return position.is_out_of_time or position.verdict is Verdict.NOT_IN_SCHEME
    is_to_file = state is State.TO_FILE and not position.is_filed
    return is_to_file or state in {State.UNDER_CONSIDERATION, State.LAW_OFFICERS}


def _next_step(state: State, position: Position) -> str:
    if state in {State.RECEIVED, State.CHECKING}:
        return _checking(position)
    if state is State.TO_FILE:
        return _filing(position)
    if state is State.TO_TELL:
        return _notification(position)
    return _WORDS[state]


def _checking(position: Position) -> str:
    if not position.has_file_by:
        return "Record the sentence: until then nobody is sure how long is left"
    if position.verdict is None:
        return "Record the offences, so that the scheme can be checked"
    if position.is_out_of_time:
        return "Ask a supervisor to end it: out of time"
    if position.verdict is Verdict.NOT_IN_SCHEME:
        return "End it: not in the scheme"
    if position.lateness is not None:
        return position.lateness.next_step
    if position.verdict is Verdict.MUST_CHECK:
        return "Answer what the scheme still asks, and ask the CPS for the papers"
    return "Ask the CPS for the papers"


def _filing(position: Position) -> str:
    if not position.has_application_issued:
        return "Write and issue the application"
    if not position.is_filed:
        return "File the application with the Registrar"
    if not position.has_notice_issued:
        return "Issue the notice to the offender"
    return "Serve the notice on the offender"


def _notification(position: Position) -> str:
    if not position.untold:
        return "Close it: everybody has been told"
    people = "person" if position.untold == 1 else "people"
    return f"Tell {position.untold} {people} the outcome"
