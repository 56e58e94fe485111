"""The law officer's decision: refer or not, personal, with reasons (CJA 1988 s.36(1))."""

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Decision, DecisionChoice, EventKind, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow import Step
from ulss_tracker.services import history, progress
from ulss_tracker.services.editing import check_version
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

_STEPS = {
    DecisionChoice.REFER: Step.DECIDE_TO_REFER,
    DecisionChoice.DO_NOT_REFER: Step.DECIDE_NOT_TO_REFER,
}


def decide(
    review: Review, choice: DecisionChoice, reasons: str, by: User, *, version: int
) -> Decision:
    """Record the law officer's own decision and move the review on.

    Raises `NotAllowed` for anyone else, and `Refused` without reasons.
    """
    require(by, Permission.DECIDE_REVIEW)
    check_version(review, version)
    if not reasons.strip():
        raise Refused("Enter the reasons for the decision")
    with saving():
        progress.take(review, _STEPS[choice], by)
        decision = Decision(
            review=review,
            choice=choice,
            reasons=reasons,
            decided_by_id=by.id,
            decided_at=clock.now(),
        )
        db.session.add(decision)
        history.record(
            EventKind.DECIDED,
            by=by,
            review=review,
            after={"choice": choice, "reasons": reasons},
        )
    return decision
