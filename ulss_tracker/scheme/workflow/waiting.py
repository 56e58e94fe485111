"""Who or what a review or a request waits for, in a few words: what a supervisor asks of a row."""

from pathlib import Path

from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.table import read_table
from ulss_tracker.scheme.workflow.stages import State

_TABLE = read_table(Path(__file__).parents[1] / "data" / "stage_words.toml").row("waits_for")
_WORDS = {State(name): _TABLE.text(name) for name in _TABLE.names()}


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


def request_waits_for(*, is_looked_at: bool, has_file_by: bool, is_held: bool) -> str:
    """The next thing to do about a request in no case. Somebody must look at it first of all.

    `has_file_by`: a day of sentence is known, from which a moment follows. `is_held`: it is held
    for a person to look at.
    """
    if not is_looked_at:
        return "Us: a first look"
    if not has_file_by:
        return "Us: the day of sentence"
    return "Us: to be released or closed" if is_held else "Us: to be put in a case"
