"""The stages of a review: which step may be taken from where, by whom, and on what condition.

The table below is the whole of it. A step that is not in the table is refused. No step here, and
no role, can pause, extend or clear the 28 days (Criminal Justice Act 1988 Sch 3 para 1).
"""

from dataclasses import dataclass

from ulss_tracker.scheme.workflow import guards
from ulss_tracker.scheme.workflow.guards import Guard, Position
from ulss_tracker.scheme.workflow.stages import Actor, Outcome, State, Step
from ulss_tracker.scheme.workflow.two_keys import Act


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: from these states, this step leads there, for these people.

    With no `target` the review stays where it is: something is recorded on the way. One that
    `returns` leads back to where the review stood before it ended, which whoever takes it says.
    """

    sources: frozenset[State]
    step: Step
    target: State | None
    actors: frozenset[Actor]
    guard: Guard = guards.always
    outcome: Outcome | None = None
    needs_reason: bool = False
    returns: bool = False

    def leads_to(self, state: State) -> State:
        """Where a review at `state` is after this step."""
        return self.target or state

    def wanting(self, position: Position) -> str:
        """Say what would allow the step: its own condition, then the two-person lock.

        Empty when nothing stands in its way.
        """
        return self.guard(position) or self.locked(position)

    def locked(self, position: Position) -> str:
        """Say what the two-person lock alone still wants; nothing where it does not hold."""
        act = TWO_KEYS.get(self.step)
        return position.keys.wanting(act) if act else ""


_OFFICE = frozenset({Actor.CASEWORKER, Actor.SUPERVISOR})
_SUPERVISOR = frozenset({Actor.SUPERVISOR})
# The private office acts for the law officers and records what they decided.
_LAW_OFFICERS = frozenset({Actor.LAW_OFFICER, Actor.PRIVATE_OFFICE})
_CHECKED = frozenset({State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION})
_BEGUN = _CHECKED | {State.RECEIVED}
_UNDECIDED = _BEGUN | {State.LAW_OFFICERS}
_ENDED = frozenset({State.TO_TELL, State.CLOSED})
AT_COURT = frozenset({State.REFERRED, State.AT_COURT})
"""The application was filed and served, and the court has not decided."""


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TABLE: tuple[Rule, ...] = (
    Rule(_from(State.RECEIVED), Step.START_CHECKING, State.CHECKING, _OFFICE),
    Rule(
        _from(State.CHECKING),
        Step.REQUEST_PAPERS,
        State.AWAITING_PAPERS,
        _OFFICE,
        guards.may_be_in_scheme,
    ),
    # Papers may come unasked, with the request; and enough may come before all has.
    Rule(
        _from(State.CHECKING, State.AWAITING_PAPERS),
        Step.RECEIVE_PAPERS,
        State.UNDER_CONSIDERATION,
        _OFFICE,
        guards.may_be_in_scheme,
    ),
    Rule(_from(State.UNDER_CONSIDERATION), Step.ASK_ADVICE, None, _OFFICE),
    Rule(_from(State.UNDER_CONSIDERATION), Step.RECEIVE_ADVICE, None, _OFFICE | {Actor.LAWYER}),
    Rule(_from(State.UNDER_CONSIDERATION), Step.INSTRUCT_COUNSEL, None, _OFFICE),
    Rule(_from(State.UNDER_CONSIDERATION), Step.RECEIVE_OPINION, None, _OFFICE | {Actor.COUNSEL}),
    # From any stage before the decision: when hours are left the law officers cannot wait.
    Rule(_CHECKED, Step.SEND_TO_LAW_OFFICERS, State.LAW_OFFICERS, _OFFICE, guards.may_be_in_scheme),
    Rule(_from(State.LAW_OFFICERS), Step.RESUBMIT, None, _OFFICE, guards.may_be_in_scheme),
    # A conflict or an absence: the Law Officers Act 1997 s.1 lets either act for the other.
    Rule(_from(State.LAW_OFFICERS), Step.PASS_TO_OTHER, None, _LAW_OFFICERS),
    Rule(_from(State.LAW_OFFICERS), Step.RETURN_FOR_WORK, State.UNDER_CONSIDERATION, _LAW_OFFICERS),
    Rule(_from(State.LAW_OFFICERS), Step.DECIDE_TO_REFER, State.TO_FILE, _LAW_OFFICERS),
    Rule(
        _from(State.LAW_OFFICERS),
        Step.DECIDE_NOT_TO_REFER,
        State.TO_TELL,
        _LAW_OFFICERS,
        outcome=Outcome.NOT_REFERRED,
    ),
    # CrimPR r.41.2(1): to the Registrar and to the offender. Filing alone meets the time limit.
    Rule(_from(State.TO_FILE), Step.FILE, None, _OFFICE, guards.may_file),
    Rule(_from(State.TO_FILE), Step.SERVE, None, _OFFICE, guards.may_serve),
    Rule(
        _from(State.TO_FILE),
        Step.COMPLETE_REFERENCE,
        State.REFERRED,
        _OFFICE,
        guards.filed_and_served,
    ),
    Rule(AT_COURT, Step.RECORD_RESPONDENTS_NOTICE, None, _OFFICE),
    Rule(AT_COURT, Step.LIST_HEARING, State.AT_COURT, _OFFICE),
    Rule(
        AT_COURT,
        Step.RECORD_LEAVE_REFUSED,
        State.TO_TELL,
        _OFFICE,
        outcome=Outcome.LEAVE_REFUSED,
    ),
    Rule(
        _from(State.AT_COURT),
        Step.RECORD_UNCHANGED,
        State.TO_TELL,
        _OFFICE,
        outcome=Outcome.UNCHANGED,
    ),
    Rule(
        _from(State.AT_COURT),
        Step.RECORD_INCREASED,
        State.TO_TELL,
        _OFFICE,
        outcome=Outcome.INCREASED,
    ),
    Rule(
        _UNDECIDED,
        Step.CLOSE_NOT_IN_SCHEME,
        State.TO_TELL,
        _OFFICE,
        guards.not_in_scheme,
        Outcome.NOT_IN_SCHEME,
    ),
    Rule(
        _UNDECIDED | {State.TO_FILE},
        Step.CLOSE_OUT_OF_TIME,
        State.TO_TELL,
        _SUPERVISOR,
        guards.out_of_time,
        Outcome.OUT_OF_TIME,
    ),
    # CrimPR r.41.5: an application may be withdrawn until the hearing.
    Rule(
        _UNDECIDED | {State.TO_FILE} | AT_COURT,
        Step.WITHDRAW,
        State.TO_TELL,
        _SUPERVISOR,
        outcome=Outcome.WITHDRAWN,
        needs_reason=True,
    ),
    Rule(_from(State.TO_TELL), Step.CLOSE, State.CLOSED, _OFFICE, guards.everyone_told),
    Rule(_ENDED, Step.REOPEN, State.CHECKING, _SUPERVISOR, guards.was_work, needs_reason=True),
    # The court's decision was recorded wrongly: what was filed and served still stands.
    Rule(
        _ENDED,
        Step.REOPEN_AT_COURT,
        State.AT_COURT,
        _SUPERVISOR,
        guards.filed_and_served,
        needs_reason=True,
    ),
    # It ended by mistake: two people say so, and it stands where it stood.
    Rule(
        _ENDED,
        Step.BRING_BACK,
        None,
        _OFFICE,
        guards.ended_by_the_office,
        needs_reason=True,
        returns=True,
    ),
    # No review of a sentence ends by these: nobody is told, since there is nothing to tell.
    Rule(
        _BEGUN,
        Step.UNDO_OPENING,
        State.CLOSED,
        _OFFICE,
        outcome=Outcome.OPENED_BY_MISTAKE,
        needs_reason=True,
    ),
    Rule(
        _BEGUN,
        Step.JOIN_TO_CASE,
        State.CLOSED,
        _OFFICE,
        outcome=Outcome.JOINED,
        needs_reason=True,
    ),
    Rule(
        _from(State.CLOSED),
        Step.UNDO_JOINING,
        State.CHECKING,
        _OFFICE,
        guards.was_joined,
        needs_reason=True,
    ),
)

TWO_KEYS: dict[Step, Act] = {
    Step.SEND_TO_LAW_OFFICERS: Act.TOWARDS_COURT,
    Step.RESUBMIT: Act.TOWARDS_COURT,
    Step.DECIDE_TO_REFER: Act.TOWARDS_COURT,
    Step.DECIDE_NOT_TO_REFER: Act.TOWARDS_COURT,
    Step.FILE: Act.FILING,
    Step.CLOSE_NOT_IN_SCHEME: Act.ENDING,
    Step.CLOSE_OUT_OF_TIME: Act.ENDING,
}
"""Steps that need date, court and offence verified. So does issuing a court document."""

# Steps that carry more than a press of a button: each is recorded with what it rests on.
RECORDED_ELSEWHERE = frozenset(
    {
        Step.SEND_TO_LAW_OFFICERS,
        Step.RESUBMIT,
        Step.PASS_TO_OTHER,
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
        Step.FILE,
        Step.SERVE,
        Step.COMPLETE_REFERENCE,
        Step.RECORD_RESPONDENTS_NOTICE,
        Step.LIST_HEARING,
        Step.RECORD_LEAVE_REFUSED,
        Step.RECORD_UNCHANGED,
        Step.RECORD_INCREASED,
        Step.BRING_BACK,
        Step.UNDO_OPENING,
        Step.JOIN_TO_CASE,
        Step.UNDO_JOINING,
    }
)

NEVER_NEXT = frozenset({Step.BRING_BACK, Step.UNDO_OPENING, Step.JOIN_TO_CASE, Step.UNDO_JOINING})
"""Steps that are no next step of one review: what is brought back is proposed at its line of
history, and the others every review of a case takes together."""


def is_done(step: Step, position: Position) -> bool:
    """Whether a step that leaves a review where it is has been taken once and for all."""
    return (step is Step.FILE and position.is_filed) or (step is Step.SERVE and position.is_served)


def rule_for(state: State, step: Step, actor: Actor) -> Rule | None:
    """The rule by which `actor` may take `step` from `state`, or None when there is none."""
    for rule in TABLE:
        if rule.step is step and state in rule.sources and actor in rule.actors:
            return rule
    return None


def steps_from(state: State, actor: Actor) -> tuple[Rule, ...]:
    """Every rule open to `actor` in `state`, in the table's order; guards are not asked."""
    return tuple(rule for rule in TABLE if state in rule.sources and actor in rule.actors)
