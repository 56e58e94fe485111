"""The next actions on a review: what a person may do now, in order, or what must be done first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Review, User
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.scheme.workflow.two_keys import Act
from ulss_tracker.services.assessment import overrides, verification
from ulss_tracker.services.referral import advice, lock_openings, progress
from ulss_tracker.services.referral.progress import Move

# Another step's page records these, or they follow of themselves.
_WITHIN_ANOTHER = frozenset(
    {
        Step.DECIDE_TO_REFER,
        Step.DECIDE_NOT_TO_REFER,
        Step.COMPLETE_REFERENCE,
        Step.RECORD_UNCHANGED,
        Step.RECORD_INCREASED,
    }
)
# While these cannot be taken they are no work in hand, so nothing is said of them.
_SILENT_UNTIL_POSSIBLE = frozenset({Step.RESUBMIT, Step.REOPEN_AT_COURT})
# The one thing to do now is the first of these that can be done; a certain ending comes first.
_DUE: Mapping[State, tuple[Step, ...]] = {
    State.RECEIVED: (Step.START_CHECKING,),
    State.CHECKING: (Step.REQUEST_PAPERS,),
    State.AWAITING_PAPERS: (Step.RECEIVE_PAPERS,),
    State.UNDER_CONSIDERATION: (
        Step.ASK_ADVICE,
        Step.RECEIVE_ADVICE,
        Step.RECEIVE_OPINION,
        Step.SEND_TO_LAW_OFFICERS,
    ),
    State.TO_FILE: (Step.FILE, Step.SERVE),
    State.REFERRED: (Step.LIST_HEARING,),
    State.AT_COURT: (Step.RECORD_LEAVE_REFUSED,),
    State.TO_TELL: (Step.CLOSE,),
}
_ENDINGS = (Step.CLOSE_NOT_IN_SCHEME, Step.CLOSE_OUT_OF_TIME)
# Something else is to be done first for these, and their page says what.
_LED_UP_TO = frozenset({Step.FILE, Step.SERVE, Step.CLOSE})
# From the first look until the application is filed: what the lock can be opened for.
_BEFORE_FILING = frozenset(
    {
        State.CHECKING,
        State.AWAITING_PAPERS,
        State.UNDER_CONSIDERATION,
        State.LAW_OFFICERS,
        State.TO_FILE,
    }
)


class Task(LabelledEnum):
    """Something to do about a review that is no step of the workflow by itself."""

    SIGN_OVERRIDE = "sign_override", "Approve or refuse the override"
    VERIFY_FACTS = "verify_facts", "Verify the facts against the court’s record"
    OPEN_LOCK = "open_lock", "Open the two-person lock, with a reason"
    DECIDE = "decide", "Decide this review"
    RECORD_DECISION = "record_decision", "Record a decision from a signed minute"
    WRITE_ADVICE = "write_advice", "Write advice"
    TAKE = "take", "Take this review"
    GIVE = "give", "Give this review to somebody"
    DECLARE_CONFLICT = "declare_conflict", "Declare a conflict of interest"


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a person may do about a review; `why_not` says what must be done first, if any."""

    what: Step | Task
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A review as one person finds it: all that the offers depend on, beside that person's role.

    `may_sign`: an override waits that this person did not make. `may_verify`: a fact waits that
    they did not record. `may_open`: the lock is shut, they may open it now, and something can still
    be filed for all that is certain. `may_advise`: advice can still count. `is_own`: they hold the
    review. `taken`: the steps of its history.
    """

    state: State
    position: Position
    has_sentence: bool = True
    may_sign: bool = False
    may_verify: bool = False
    may_open: bool = False
    may_advise: bool = False
    is_own: bool = False
    taken: Collection[Step] = ()

    @property
    def has_ended(self) -> bool:
        """Whether the review has its outcome."""
        return self.position.outcome is not None


@dataclass(frozen=True, slots=True)
class NextActions:
    """The offers by what they are for; `why_none` says whose turn it is when no step is theirs.

    Among the `steps` the decision comes first where it is due, then the workflow table's order.
    `now` is the one of all that the review waits for from this person, if one is.
    """

    checks: tuple[Offer, ...]
    steps: tuple[Offer, ...]
    assignment: tuple[Offer, ...]
    why_none: str = ""
    now: Step | Task | None = None


def of_review(review: Review, user: User, taken: Collection[Step] = ()) -> NextActions:
    """Work out what `user` may do next about this review, of which these steps were taken."""
    position = progress.position_of(review)
    return offered(
        Situation(
            state=review.state,
            position=position,
            has_sentence=bool(review.sentences),
            may_sign=not overrides.why_not_sign(review, user),
            may_verify=any(
                not standing.verification and not standing.why_not(user)
                for standing in verification.statuses(review)
            ),
            may_open=position.keys.may_be_opened
            and not position.is_out_of_time
            and position.lateness is None
            and not lock_openings.why_not_open(user, position.keys),
            may_advise=advice.may_be_given(review),
            is_own=review.assignee_id == user.id,
            taken=taken,
        ),
        user.role,
    )


def offered(found: Situation, role: Role) -> NextActions:
    """Work out what a person of this role may do next, from the facts alone."""
    moves = progress.moves_from(found.state, found.position, role)
    if may(role, Permission.WRITE_ADVICE):  # their step is taken with the advice itself
        moves, steps = (), _advice(found)
    else:
        steps = tuple(Offer(move.step, move.wanting) for move in moves if _is_shown(move))
    checks, steps = _checks(found, role), _decision(found, role) + steps
    return NextActions(
        checks=checks,
        steps=steps,
        assignment=_assignment(found, role),
        why_none=_why_nothing_is_due(found) if moves or steps else _why_none(found, role),
        now=_now(found, steps, checks),
    )


def _why_nothing_is_due(situation: Situation) -> str:
    """Whose turn it is where steps can be taken and the time may be over."""
    lateness = situation.position.lateness
    return lateness.next_step if lateness is not None else ""


def _now(
    situation: Situation, steps: tuple[Offer, ...], checks: tuple[Offer, ...]
) -> Step | Task | None:
    """Choose the one thing that the stage waits for; else a check, which may be what holds it."""
    if not situation.has_sentence:  # recording it comes first, and has its own button
        return None
    possible = {offer.what for offer in steps if not offer.why_not or offer.what in _LED_UP_TO}
    # Where the time may be over, papers are asked for once a lawyer has said that it is not.
    is_held = situation.position.lateness is not None
    by_stage = () if is_held else _DUE.get(situation.state, ())
    due: tuple[Step | Task, ...] = (*_ENDINGS, *Task, *by_stage)
    for each in due:
        if each in possible and not _is_past(each, situation.taken):
            return each
    return next((offer.what for offer in checks if not offer.why_not), None)


def _is_past(step: Step | Task, taken: Collection[Step]) -> bool:
    """Whether advice or an opinion is not waited for: it has come, or nobody was asked."""
    if step is Step.ASK_ADVICE:
        return Step.ASK_ADVICE in taken or Step.RECEIVE_ADVICE in taken
    if step is Step.RECEIVE_OPINION and Step.INSTRUCT_COUNSEL not in taken:
        return True
    return step in {Step.RECEIVE_ADVICE, Step.RECEIVE_OPINION} and step in taken


def _checks(found: Situation, role: Role) -> tuple[Offer, ...]:
    """The second person's work, until the review ends: an override to sign, facts to verify."""
    offers: list[Offer] = []
    if found.has_ended:
        return ()
    if found.may_sign and may(role, Permission.OVERRIDE_ASSESSMENT):
        offers.append(Offer(Task.SIGN_OVERRIDE))
    if may(role, Permission.VERIFY_FACTS):
        if found.may_verify:
            offers.append(Offer(Task.VERIFY_FACTS))
        elif not found.has_sentence:
            offers.append(Offer(Task.VERIFY_FACTS, "Record the sentence first"))
    if may(role, Permission.WORK_CASES) and found.may_open and found.state in _BEFORE_FILING:
        offers.append(Offer(Task.OPEN_LOCK))
    return tuple(offers)


def _advice(situation: Situation) -> tuple[Offer, ...]:
    return (Offer(Task.WRITE_ADVICE),) if situation.may_advise else ()


def _decision(situation: Situation, role: Role) -> tuple[Offer, ...]:
    """The decision itself, or the record of one taken on paper: each role has one of them."""
    if situation.state is not State.LAW_OFFICERS:
        return ()
    why_not = situation.position.keys.wanting(Act.TOWARDS_COURT)
    if may(role, Permission.DECIDE_REVIEW):
        return (Offer(Task.DECIDE, why_not),)
    return (Offer(Task.RECORD_DECISION, why_not),) if may(role, Permission.RECORD_DECISION) else ()


def _is_shown(move: Move) -> bool:
    """Whether the step is work in hand. An ending that is not this review's is none."""
    if move.step in _WITHIN_ANOTHER:
        return False
    is_silent = move.rule.outcome is not None or move.step in _SILENT_UNTIL_POSSIBLE
    return not (move.wanting and is_silent and not move.is_locked)


def _assignment(situation: Situation, role: Role) -> tuple[Offer, ...]:
    """The assignee may change until the review ends."""
    if situation.has_ended or not may(role, Permission.DECLARE_CONFLICT):
        return ()
    if not may(role, Permission.WORK_CASES):
        return (Offer(Task.DECLARE_CONFLICT),)
    take = () if situation.is_own else (Offer(Task.TAKE),)
    return (*take, Offer(Task.GIVE), Offer(Task.DECLARE_CONFLICT))


def _why_none(situation: Situation, role: Role) -> str:
    """Whose turn it is, to somebody who may take no step and decides nothing themselves."""
    if situation.has_ended or may(role, Permission.DECIDE_REVIEW):
        return ""
    if situation.state is not State.LAW_OFFICERS:
        return "The next step is for whoever works on the case."
    return "The next step is the law officer’s."
