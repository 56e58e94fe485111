"""The stages of a review: which step may be taken from where, by whom, and on what condition.

The table below is the whole of it. A step that is not in the table is refused. No step here, and
no role, can pause, extend or clear the 28 days (Criminal Justice Act 1988 Sch 3 para 1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ulss_tracker.scheme.eligibility import Verdict


class State(StrEnum):
    """Where a review is."""

    CHECKING = "checking"
    PAPERS_REQUESTED = "papers_requested"
    PAPERS_RECEIVED = "papers_received"
    ADVICE = "advice"
    COUNSEL = "counsel"
    LAW_OFFICERS = "law_officers"
    TO_FILE = "to_file"
    FILED = "filed"
    SERVED = "served"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The stage as screens show it."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.CHECKING: "Being checked",
    State.PAPERS_REQUESTED: "Papers requested",
    State.PAPERS_RECEIVED: "Papers received",
    State.ADVICE: "With a lawyer for advice",
    State.COUNSEL: "With counsel",
    State.LAW_OFFICERS: "With the law officers",
    State.TO_FILE: "To be filed",
    State.FILED: "Filed with the court",
    State.SERVED: "Served, waiting for the court",
    State.CLOSED: "Closed",
}


class Outcome(StrEnum):
    """How a review ended."""

    NOT_IN_SCHEME = "not_in_scheme"
    OUT_OF_TIME = "out_of_time"
    NOT_REFERRED = "not_referred"
    WITHDRAWN = "withdrawn"
    LEAVE_REFUSED = "leave_refused"
    UNCHANGED = "unchanged"
    INCREASED = "increased"

    @property
    def label(self) -> str:
        """The outcome as screens show it."""
        return {
            Outcome.NOT_IN_SCHEME: "Not in the scheme",
            Outcome.OUT_OF_TIME: "Out of time",
            Outcome.NOT_REFERRED: "Not referred",
            Outcome.WITHDRAWN: "Withdrawn",
            Outcome.LEAVE_REFUSED: "Leave refused",
            Outcome.UNCHANGED: "Sentence unchanged",
            Outcome.INCREASED: "Sentence increased",
        }[self]


class Step(StrEnum):
    """Something that moves a review on."""

    REQUEST_PAPERS = "request_papers"
    RECEIVE_PAPERS = "receive_papers"
    ASK_ADVICE = "ask_advice"
    INSTRUCT_COUNSEL = "instruct_counsel"
    SEND_TO_LAW_OFFICERS = "send_to_law_officers"
    RETURN_FOR_WORK = "return_for_work"
    DECIDE_TO_REFER = "decide_to_refer"
    DECIDE_NOT_TO_REFER = "decide_not_to_refer"
    FILE = "file"
    SERVE = "serve"
    CLOSE_NOT_IN_SCHEME = "close_not_in_scheme"
    CLOSE_OUT_OF_TIME = "close_out_of_time"
    WITHDRAW = "withdraw"
    RECORD_LEAVE_REFUSED = "record_leave_refused"
    RECORD_UNCHANGED = "record_unchanged"
    RECORD_INCREASED = "record_increased"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        """The step as a button says it."""
        return _STEP_LABELS[self]


_STEP_LABELS = {
    Step.REQUEST_PAPERS: "Record that papers were requested",
    Step.RECEIVE_PAPERS: "Record that papers have come",
    Step.ASK_ADVICE: "Send to a lawyer for advice",
    Step.INSTRUCT_COUNSEL: "Send to counsel",
    Step.SEND_TO_LAW_OFFICERS: "Send to the law officers",
    Step.RETURN_FOR_WORK: "Send back for more work",
    Step.DECIDE_TO_REFER: "Refer the sentence",
    Step.DECIDE_NOT_TO_REFER: "Do not refer the sentence",
    Step.FILE: "Record filing with the Registrar",
    Step.SERVE: "Record service on the offender",
    Step.CLOSE_NOT_IN_SCHEME: "Close: not in the scheme",
    Step.CLOSE_OUT_OF_TIME: "Close: out of time",
    Step.WITHDRAW: "Close: withdrawn",
    Step.RECORD_LEAVE_REFUSED: "Record that leave was refused",
    Step.RECORD_UNCHANGED: "Record that the sentence is unchanged",
    Step.RECORD_INCREASED: "Record that the sentence was increased",
    Step.REOPEN: "Reopen the review",
}


class Actor(StrEnum):
    """Who takes a step. The office's roles map onto these by name."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    LAW_OFFICER = "law_officer"


@dataclass(frozen=True, slots=True)
class Position:
    """The facts of a review on which a step may depend."""

    verdict: Verdict | None = None
    is_out_of_time: bool = False
    has_file_by: bool = False
    has_application_issued: bool = False
    has_notice_issued: bool = False


Guard = Callable[[Position], str]
"""A condition on a step: the empty string when met, else a sentence saying what is wanting."""


def _always(_position: Position) -> str:
    return ""


def _may_be_in_scheme(position: Position) -> str:
    if position.verdict is None or not position.has_file_by:
        return "Record the sentence and its offences first, so that the scheme can be checked"
    if position.verdict is Verdict.NOT_IN_SCHEME:
        return "The latest assessment says this is not in the scheme"
    return ""


def _not_in_scheme(position: Position) -> str:
    if position.verdict is Verdict.NOT_IN_SCHEME:
        return ""
    return "The latest assessment does not say this is outside the scheme"


def _out_of_time(position: Position) -> str:
    if position.is_out_of_time:
        return ""
    return "The time limit has not certainly passed: a lawyer must check before it is called late"


def _application_issued(position: Position) -> str:
    return "" if position.has_application_issued else "Issue the application first"


def _notice_issued(position: Position) -> str:
    return "" if position.has_notice_issued else "Issue the notice to the offender first"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: from these states, this step leads there, for these people."""

    sources: frozenset[State]
    step: Step
    target: State
    actors: frozenset[Actor]
    guard: Guard = _always
    outcome: Outcome | None = None


_OFFICE = frozenset({Actor.CASEWORKER, Actor.SUPERVISOR})
_SUPERVISOR = frozenset({Actor.SUPERVISOR})
_LAW_OFFICER = frozenset({Actor.LAW_OFFICER})
_PREPARING = frozenset(
    {
        State.CHECKING,
        State.PAPERS_REQUESTED,
        State.PAPERS_RECEIVED,
        State.ADVICE,
        State.COUNSEL,
    }
)
_UNDECIDED = _PREPARING | {State.LAW_OFFICERS}
AT_COURT = frozenset({State.FILED, State.SERVED})
"""The application has reached the Registrar: the time limit has been met."""


TABLE: tuple[Rule, ...] = (
    Rule(
        frozenset({State.CHECKING}),
        Step.REQUEST_PAPERS,
        State.PAPERS_REQUESTED,
        _OFFICE,
        _may_be_in_scheme,
    ),
    Rule(frozenset({State.PAPERS_REQUESTED}), Step.RECEIVE_PAPERS, State.PAPERS_RECEIVED, _OFFICE),
    Rule(frozenset({State.PAPERS_RECEIVED}), Step.ASK_ADVICE, State.ADVICE, _OFFICE),
    Rule(
        frozenset({State.PAPERS_RECEIVED, State.ADVICE}),
        Step.INSTRUCT_COUNSEL,
        State.COUNSEL,
        _OFFICE,
    ),
    # From any stage before the decision: when hours are left the law officers cannot wait.
    Rule(_PREPARING, Step.SEND_TO_LAW_OFFICERS, State.LAW_OFFICERS, _OFFICE, _may_be_in_scheme),
    Rule(frozenset({State.LAW_OFFICERS}), Step.RETURN_FOR_WORK, State.ADVICE, _LAW_OFFICER),
    Rule(frozenset({State.LAW_OFFICERS}), Step.DECIDE_TO_REFER, State.TO_FILE, _LAW_OFFICER),
    Rule(
        frozenset({State.LAW_OFFICERS}),
        Step.DECIDE_NOT_TO_REFER,
        State.CLOSED,
        _LAW_OFFICER,
        outcome=Outcome.NOT_REFERRED,
    ),
    Rule(frozenset({State.TO_FILE}), Step.FILE, State.FILED, _OFFICE, _application_issued),
    Rule(frozenset({State.FILED}), Step.SERVE, State.SERVED, _OFFICE, _notice_issued),
    Rule(
        _UNDECIDED,
        Step.CLOSE_NOT_IN_SCHEME,
        State.CLOSED,
        _OFFICE,
        _not_in_scheme,
        Outcome.NOT_IN_SCHEME,
    ),
    Rule(
        _UNDECIDED | {State.TO_FILE},
        Step.CLOSE_OUT_OF_TIME,
        State.CLOSED,
        _SUPERVISOR,
        _out_of_time,
        Outcome.OUT_OF_TIME,
    ),
    # CrimPR 41.5: an application may be withdrawn until the hearing.
    Rule(
        _UNDECIDED | {State.TO_FILE} | AT_COURT,
        Step.WITHDRAW,
        State.CLOSED,
        _SUPERVISOR,
        outcome=Outcome.WITHDRAWN,
    ),
    Rule(
        AT_COURT,
        Step.RECORD_LEAVE_REFUSED,
        State.CLOSED,
        _OFFICE,
        outcome=Outcome.LEAVE_REFUSED,
    ),
    Rule(AT_COURT, Step.RECORD_UNCHANGED, State.CLOSED, _OFFICE, outcome=Outcome.UNCHANGED),
    Rule(AT_COURT, Step.RECORD_INCREASED, State.CLOSED, _OFFICE, outcome=Outcome.INCREASED),
    Rule(frozenset({State.CLOSED}), Step.REOPEN, State.CHECKING, _SUPERVISOR),
)

# Steps that carry more than a press of a button: each has a page of its own.
RECORDED_ELSEWHERE = frozenset(
    {Step.DECIDE_TO_REFER, Step.DECIDE_NOT_TO_REFER, Step.FILE, Step.SERVE}
)


def rule_for(state: State, step: Step, actor: Actor) -> Rule | None:
    """The rule by which `actor` may take `step` from `state`, or None when there is none."""
    for rule in TABLE:
        if rule.step is step and state in rule.sources and actor in rule.actors:
            return rule
    return None


def steps_from(state: State, actor: Actor) -> tuple[Rule, ...]:
    """Every rule open to `actor` in `state`, in the table's order; guards are not asked."""
    return tuple(rule for rule in TABLE if state in rule.sources and actor in rule.actors)
