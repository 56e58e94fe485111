"""Moving a review from stage to stage, as the workflow table allows and no other way."""

from dataclasses import dataclass, replace

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Case, EventKind, FilingKind, LetterKind, Review, User
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.time.time_words import listed, moment_words
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import VOID, Actor, Outcome, State, Step
from ulss_tracker.scheme.workflow.two_keys import Act
from ulss_tracker.scheme.workflow.workflow import Rule
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import assessing, two_keys
from ulss_tracker.services.core.preconditions import check_no_conflict, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import not_for
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders
from ulss_tracker.services.referral import late_requests

_ACTORS = {
    Role.CASEWORKER: Actor.CASEWORKER,
    Role.SUPERVISOR: Actor.SUPERVISOR,
    Role.LAW_OFFICER: Actor.LAW_OFFICER,
    Role.PRIVATE_OFFICE: Actor.PRIVATE_OFFICE,
    Role.LAWYER: Actor.LAWYER,
    Role.COUNSEL: Actor.COUNSEL,
}


_CANNOT_HAVE_IT = "Opened again, and whoever had it may not have it any more"


@dataclass(frozen=True, slots=True)
class Move:
    """A step a person could take now; `wanting` says what must be done first, or is empty.

    `is_locked`: it is only the two-person lock that is in its way.
    """

    rule: Rule
    wanting: str
    is_locked: bool = False

    @property
    def step(self) -> Step:
        return self.rule.step


def position_of(review: Review) -> Position:
    """The facts on which the workflow's guards depend, the two-person lock among them."""
    return replace(stage_of(review), keys=two_keys.of_review(review))


def stage_of(review: Review) -> Position:
    """The same as far as it says what is next; of the lock nothing is asked, so it counts as shut.

    A letter, a filing and a service count when they follow the latest decision: those that a
    reopened review has from an earlier decision do not.
    """
    decided_at = review.decision.decided_at if review.decision else None
    issued = {
        letter.kind for letter in review.letters if decided_at and letter.issued_at >= decided_at
    }
    arrived = {
        filing.kind for filing in review.filings if decided_at and filing.recorded_at >= decided_at
    }
    return replace(
        checked(review),
        has_application_issued=LetterKind.REFERRAL in issued,
        has_notice_issued=LetterKind.OFFENDER_NOTICE in issued,
        is_filed=FilingKind.FILING in arrived,
        is_served=FilingKind.SERVICE in arrived,
        untold=_untold(review),
        outcome=review.outcome,
    )


def checked(review: Review) -> Position:
    """The same as far as it says what is next while a review is checked, before any decision."""
    return Position(
        verdict=review.verdict,
        is_out_of_time=assessing.is_out_of_time(review),
        lateness=late_requests.lateness(review),
        has_file_by=review.file_by_at is not None,
    )


def _untold(review: Review) -> int:
    """How many people must still be told something of this review, once it has ended.

    Somebody who is to be told of several things is one person.
    """
    if review.state is not State.TO_TELL:
        return 0
    waiting = notifying.untold(review.case)
    return len({each.person_key for each in waiting if each.review_id == review.id})


def to_close(case: Case) -> list[Review]:
    """The case's reviews that have ended and of which everyone has been told: the rest is to close.

    One question to the database, however many reviews the case has.
    """
    waiting = {notification.review_id for notification in notifying.untold(case)}
    return [
        review
        for review in case.reviews
        if review.state is State.TO_TELL and review.id not in waiting
    ]


def moves_from(state: State, position: Position, role: Role) -> tuple[Move, ...]:
    """Every step a person of this role may take next from `state`, with what each wants."""
    actor = _ACTORS.get(role)
    if actor is None:
        return ()
    return tuple(
        _move(rule, position)
        for rule in workflow.steps_from(state, actor)
        if rule.step not in workflow.NEVER_NEXT and not workflow.is_done(rule.step, position)
    )


def find(review: Review, step: Step, by: User) -> Move:
    """The step as this person may take it now, with what it still wants.

    Raises `NotAllowed` when the step is not this person's to take, and `Refused` when nobody takes
    it from here: somebody may have taken it already.
    """
    actor = _ACTORS.get(by.role)
    rule = workflow.rule_for(review.state, step, actor) if actor else None
    if actor and rule:
        return _move(rule, position_of(review))
    raise _refused(review, step, by, actor)


def why_not_back(review: Review) -> str:
    """Why an ended review cannot stand again where it stood, by how it ended; empty when it can."""
    (rule,) = (rule for rule in workflow.TABLE if rule.step is Step.BRING_BACK)
    return rule.wanting(Position(outcome=review.outcome))


def why_not_issue(review: Review) -> str:
    """Why the two-person lock holds back a court document of this review; empty when it does not.

    No step of the table issues one, so it is asked here, by the same keys. Once the review has
    ended nothing more can be verified, and only the notice that it is withdrawn is still to come.
    """
    if review.outcome is not None:
        return ""
    return two_keys.of_review(review).wanting(Act.TOWARDS_COURT)


def _move(rule: Rule, position: Position) -> Move:
    wanting = rule.wanting(position)
    return Move(rule, wanting, is_locked=bool(wanting) and not rule.guard(position))


def _refused(review: Review, step: Step, by: User, actor: Actor | None) -> NotAllowed | Refused:
    """Why a step that is not in the table is refused, and whose it is or where it may be taken."""
    rules = [rule for rule in workflow.TABLE if rule.step is step]
    takers = {actor for rule in rules for actor in rule.actors}
    if actor not in takers:
        return not_for(by, [role for role, actor in _ACTORS.items() if actor in takers])
    sources = {state for rule in rules if actor in rule.actors for state in rule.sources}
    where = [f"“{state.label}”" for state in State if state in sources]
    return Refused(
        f"This cannot be done now: the review is at “{review.state.label}”{_moved_there(review)}. "
        f"It can be done at {listed(where, 'or')}"
    )


def _moved_there(review: Review) -> str:
    """Who moved a review to where it stands, and when: news to somebody who is refused a step."""
    moved = (
        event
        for event in history.of_case(review.case)  # the newest first
        if event.kind is EventKind.STAGE_CHANGED and event.review_id == review.id
    )
    last = next(moved, None)
    if last is None or last.by is None:
        return ""
    return f", moved there by {last.by.name} at {moment_words(last.at)}"


def move(review: Review, step: Step, by: User, *, version: int, note: str = "") -> None:
    """Take a step that is no more than a step; see `take` for those recorded with more."""
    if step in workflow.RECORDED_ELSEWHERE:
        raise Refused("This step is recorded on its own page")
    if may(by.role, Permission.WRITE_ADVICE) and find(review, step, by):
        raise Refused("Write the advice itself: the step is taken with it")
    check_version(review, version)
    take(review, step, by, note=note)


def take(
    review: Review, step: Step, by: User, *, note: str = "", back_to: State | None = None
) -> None:
    """Take `step`: state, outcome and history change together or not at all.

    `back_to` is the stage at which what is brought back stood before it ended.

    Raises `NotAllowed` when the step is not this person's to take, and `Refused` when nobody
    takes it from here, its condition is not met, or it wants a reason and has none.
    """
    check_no_conflict(review.case, by)
    found = find(review, step, by)
    if found.wanting:
        raise Refused(found.wanting)
    rule = found.rule
    if rule.needs_reason and not note.strip():
        raise Refused("Enter the reason")
    with transaction():
        before = review.state
        review.state = back_to or rule.leads_to(before)
        review.changed_at = clock.now()
        history.record(
            EventKind.STAGE_CHANGED,
            by,
            review,
            before={"state": before},
            step=step,
            state=review.state,
            note=note,
        )
        if rule.outcome in VOID:
            _void(review, rule.outcome, note, by)
        elif rule.outcome is not None:
            _end(review, rule.outcome, note, by)
        elif review.state is State.CLOSED:
            _close(review, by)
        elif review.outcome is not None:
            _reopen(review, step, by)


def _end(review: Review, outcome: Outcome, note: str, by: User) -> None:
    """The review has its outcome; people must still be told of it."""
    review.outcome, review.outcome_note, review.outcome_at = outcome, note, clock.now()
    history.record(EventKind.OUTCOME_REACHED, by, review, outcome=outcome, note=note)
    notifying.plan_for_outcome(review, by)


def _void(review: Review, outcome: Outcome, note: str, by: User) -> None:
    """The review was no work of its own: it is closed at once, and nobody is told anything."""
    review.outcome, review.outcome_note = outcome, note
    review.outcome_at = review.closed_at = clock.now()
    history.record(EventKind.REVIEW_CLOSED, by, review, outcome=outcome, note=note)
    notifying.supersede(review, by)


def _close(review: Review, by: User) -> None:
    """Everyone has been told: nothing is left to do."""
    review.closed_at = clock.now()
    history.record(
        EventKind.REVIEW_CLOSED, by, review, outcome=review.outcome, note=review.outcome_note
    )


def _reopen(review: Review, step: Step, by: User) -> None:
    """Open again. From the start, what was filed no longer counts: a new decision is to come.

    What is brought back stands as it did: of the referral people hear as they would have.
    """
    review.outcome, review.outcome_note = None, ""
    review.outcome_at = review.closed_at = None
    if review.assignee is not None and holders.why_not(review.case, review.assignee):
        holders.give(review, by, by, _CANNOT_HAVE_IT)
    if step is Step.REOPEN:
        review.filed_at = None
        for opening in review.lock_openings:
            opening.ended_at = opening.ended_at or clock.now()
    notifying.supersede(review, by, About.OUTCOME if step is Step.BRING_BACK else None)
