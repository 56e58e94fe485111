"""Advice on the merits: a lawyer's or counsel's to write, in their own words, and nobody else's.

The submission carries it as it was given. Where nobody has advised, whoever sends the submission
may write something in its place, so that no case is lost for want of a lawyer on the last day; the
pack then says that no lawyer or counsel wrote it, and the law officer decides knowing that.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Advice, EventKind, Review, User, db
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.core.preconditions import (
    check_may_work,
    check_no_conflict,
    check_open,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import progress

LONGEST = 50_000
"""The letters of one advice; the form holds to it too."""
_STEPS: Mapping[Role, Step] = {
    Role.LAWYER: Step.RECEIVE_ADVICE,
    Role.COUNSEL: Step.RECEIVE_OPINION,
}
_BEFORE_DECISION = frozenset(
    {State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION, State.LAW_OFFICERS}
)


def of_review(review: Review) -> list[Advice]:
    """Everything advised on the review, the oldest first, with who gave it, in one query."""
    query = (
        select(Advice)
        .where(Advice.review_id == review.id)
        .options(joinedload(Advice.given_by))
        .order_by(Advice.version)
    )
    return list(db.session.scalars(query))


def standing(review: Review) -> list[Advice]:
    """The latest of each person who advised: what the law officers are given."""
    latest = {advice.given_by_id: advice for advice in of_review(review)}
    return sorted(latest.values(), key=lambda advice: advice.version)


def may_be_given(review: Review) -> bool:
    """Whether advice on the review can still count: it is looked at, and nothing is decided."""
    return review.outcome is None and review.state in _BEFORE_DECISION


def give(review: Review, words: str, by: User, *, version: int) -> Advice:
    """Advise on the review; its step is taken where it waited for that.

    Raises `NotAllowed` but for a lawyer or counsel without a conflict, and `Refused` for no words,
    for more than 50,000 letters, and before the scheme is looked at or after the decision.
    """
    require(by, Permission.WRITE_ADVICE)
    check_version(review, version)
    check_open(review)
    check_no_conflict(review.case, by)
    text = words.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("Enter the advice")
    if len(text) > LONGEST:
        raise Refused(f"The advice has more than {LONGEST:,} letters")
    if not may_be_given(review):
        raise Refused(f"Advice cannot be given now: the review is at “{review.state.label}”")
    with transaction():
        given = Advice(
            review=review,
            version=len(of_review(review)) + 1,
            words=text,
            by_role=by.role,
            given_at=clock.now(),
            given_by_id=by.id,
        )
        review.changed_at = given.given_at
        db.session.add(given)
        said: dict[str, Any] = {"as": by.role.label, "version": given.version}
        history.record(EventKind.ADVICE_GIVEN, by, review, **said)
        if review.state is State.UNDER_CONSIDERATION:
            progress.take(review, _STEPS[by.role], by)
    return given


def instruct(review: Review, counsel: User | None, note: str, by: User, *, version: int) -> None:
    """Send the review to counsel, who is named on its case; None has no account here.

    The step is taken where the review is under consideration; naming counsel may come at any stage
    until the review ends. Raises `Refused` where that would be neither.
    """
    check_may_work(review, by, version)
    check_no_conflict(review.case, by)
    may_step = review.state is State.UNDER_CONSIDERATION
    if counsel is None and not may_step:
        raise Refused("Choose who is instructed")
    if counsel is not None:
        check_no_conflict(review.case, counsel)
    with transaction():
        if counsel is not None:
            sealing.instruct(review.case, counsel, by)
        if may_step:
            progress.take(review, Step.INSTRUCT_COUNSEL, by, note=note)


def frozen(review: Review) -> list[dict[str, Any]]:
    """The advice that stands as the pack keeps it: the words, whose they are and when."""
    return [
        {
            "words": advice.words,
            "by": advice.given_by.name,
            "as": advice.by_role.label,
            "at": advice.given_at,
        }
        for advice in standing(review)
    ]
