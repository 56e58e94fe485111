"""The conditions of steps: each says what would allow the step, or nothing when it is met."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.scheme.workflow.two_keys import Keys


class Lateness(LabelledEnum):
    """The turn, where the time is over unless a limit that nobody confirmed gives longer."""

    TO_ANSWER = "to_answer", "Answer “out of time” whoever no longer limit may help"
    FOR_LAWYER = "for_lawyer", "A lawyer must say whether a longer limit gives time"
    ANSWERED = (
        "answered",
        "Nothing is left to do, unless somebody asks whom a longer limit may help",
    )

    @property
    def next_step(self) -> str:
        """Give the next thing to do, in a sentence."""
        return self.label


@dataclass(frozen=True, slots=True)
class Position:
    """The facts of a review on which a step may depend.

    `is_filed` and `is_served` are of the latest decision, as the two letters are. `untold` is how
    many people must still be told the outcome. `outcome` is how the review ended, if it has. `keys`
    is the two-person lock: shut, unless something is said of it. `lateness` is whose turn it is
    where the time may be over.
    """

    verdict: Verdict | None = None
    is_out_of_time: bool = False
    lateness: Lateness | None = None
    has_file_by: bool = False
    has_application_issued: bool = False
    has_notice_issued: bool = False
    is_filed: bool = False
    is_served: bool = False
    untold: int = 0
    outcome: Outcome | None = None
    keys: Keys = field(default_factory=Keys)


Guard = Callable[[Position], str]
"""A condition on a step: empty when met, else a sentence saying what would allow the step."""


COURTS_OWN = frozenset({Outcome.LEAVE_REFUSED, Outcome.UNCHANGED, Outcome.INCREASED})


def always(_position: Position) -> str:
    """Nothing is asked."""
    return ""


def may_be_in_scheme(position: Position) -> str:
    """The scheme was checked, and has not said no."""
    if position.verdict is None or not position.has_file_by:
        return "Record the sentence and its offences first, so that the scheme can be checked"
    if position.verdict is Verdict.NOT_IN_SCHEME:
        return "The latest assessment says this is not in the scheme"
    return ""


def not_in_scheme(position: Position) -> str:
    """The scheme has said no."""
    if position.verdict is Verdict.NOT_IN_SCHEME:
        return ""
    return (
        "The latest assessment does not say this is outside the scheme: a supervisor may override "
        "it, and another must sign that"
    )


def out_of_time(position: Position) -> str:
    """The time limit has certainly passed."""
    if position.is_out_of_time:
        return ""
    return (
        "The time limit has not certainly passed: a lawyer must check before it is called late, "
        "and two supervisors sign an override that says so"
    )


def may_file(position: Position) -> str:
    """The application is issued, and not filed yet."""
    if position.is_filed:
        return "Filing is recorded already"
    return "" if position.has_application_issued else "Issue the application first"


def may_serve(position: Position) -> str:
    """The notice to the offender is issued, and not served yet."""
    if position.is_served:
        return "Service is recorded already"
    return "" if position.has_notice_issued else "Issue the notice to the offender first"


def filed_and_served(position: Position) -> str:
    """The application reached the Registrar, and the notice the offender."""
    if not position.is_filed:
        return "Record when the application reached the Registrar first"
    if not position.is_served:
        return "Record when the notice reached the offender first"
    return ""


def everyone_told(position: Position) -> str:
    """Nobody is left who must be told the outcome."""
    if not position.untold:
        return ""
    people = "1 person has" if position.untold == 1 else f"{position.untold} people have"
    return f"{people} not been told the outcome: record that they were told first"


def was_work(position: Position) -> str:
    """It ended as work, not as a case opened by mistake or joined to another."""
    if position.outcome is Outcome.OPENED_BY_MISTAKE:
        return "The case was opened by mistake: open a case from the request instead"
    if position.outcome is Outcome.JOINED:
        return "The case was joined to another: undo that instead"
    return ""


def ended_by_the_office(position: Position) -> str:
    """The office itself ended it: neither a law officer nor the court did."""
    if position.outcome is Outcome.NOT_REFERRED:
        return (
            "A law officer decided this, and a decision is not taken back. A supervisor can reopen "
            "the review, for a new decision"
        )
    if position.outcome in COURTS_OWN:
        return (
            "The court decided this. If its decision was recorded wrongly, a supervisor can reopen "
            "the review at the court"
        )
    return was_work(position)


def was_joined(position: Position) -> str:
    """It ended because its case was joined to another."""
    return "" if position.outcome is Outcome.JOINED else "The case is not joined to another"
