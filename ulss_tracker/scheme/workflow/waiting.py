"""The person or thing a review waits for, in a few words: what a supervisor asks of each row."""

from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.workflow import State

_WORDS = {
    State.AWAITING_PAPERS: "The CPS: papers",
    State.UNDER_CONSIDERATION: "Us: advice",
    State.LAW_OFFICERS: "Law officers: decision",
    State.REFERRED: "The court: a hearing",
    State.AT_COURT: "The court: its decision",
    State.TO_TELL: "Us: telling people",
    State.CLOSED: "Nothing",
}


def waits_for(
    state: State, verdict: Verdict | None, *, is_held: bool, has_file_by: bool, is_filed: bool
) -> str:
    """Who must do what next. Somebody to hold it, and a sentence to count from, come first."""
    if not is_held and state not in {State.TO_TELL, State.CLOSED}:
        return "Us: to be assigned"
    if state in {State.RECEIVED, State.CHECKING}:
        if not has_file_by:
            return "Us: the sentence"
        if verdict is None:
            return "Us: the offences"
        return "Us: checking the scheme"
    if state is State.TO_FILE:
        return "Us: service" if is_filed else "Us: filing"
    return _WORDS[state]
