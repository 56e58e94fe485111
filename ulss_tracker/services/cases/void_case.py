"""Undoing a case that was opened by mistake: its request is new again, and the case ends for good.

Nobody is told anything, and the case is in no list, figure, export or suggestion. What was written
in it stays where it is, to be read. Once others rely on the case it can only be ended as work is.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Application,
    Case,
    CaseMerge,
    Decision,
    DraftState,
    Event,
    EventKind,
    Filing,
    Letter,
    LetterDraft,
    Notification,
    Paper,
    PersonToTell,
    RegisterRow,
    Request,
    RequestState,
    Review,
    Submission,
    User,
    db,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.stages import Actor, Step
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import progress

_END_IT = "So it is a case to end, not to undo."


def may_undo(case: Case, by: User) -> bool:
    """Whether it is this person's to say that the case was opened by mistake."""
    is_theirs = case.opened_by_id == by.id or by.role is Role.SUPERVISOR
    return may(by.role, Permission.WORK_CASES) and is_theirs


def is_early(case: Case) -> bool:
    """Whether no review of the case has gone further than the checking and the papers."""
    return all(
        workflow.rule_for(review.state, Step.UNDO_OPENING, Actor.CASEWORKER)
        for review in case.reviews
    )


def hindrances(case: Case) -> list[str]:
    """Why the case cannot be undone now, each with what would allow it; nothing when it can."""
    done = [*work_done(case), *_true(_begun(case))]
    return [*_in_the_way(case), *(f"{why} {_END_IT}" for why in done)]


def work_done(case: Case) -> list[str]:
    """List the work done for a decision or since, in words; it cannot be taken back."""
    reasons = [] if is_early(case) else ["A review has gone to the law officers, or has ended."]
    return reasons + _true(_decided(case))


def undo(case: Case, reason: str, by: User, *, version: int) -> None:
    """Undo the opening of the case: its request is back in the inbox, and the case ends.

    Raises `NotAllowed` to anybody but a supervisor and whoever opened it, and `Refused` without a
    reason or while something stands in the way.
    """
    require(by, Permission.WORK_CASES)
    if not may_undo(case, by):
        raise NotAllowed("Only a supervisor, or the person who opened the case, can undo it")
    check_entered(reason, "Enter how it came to be opened by mistake")
    check_version(case, version)
    with transaction():
        cases.lock_requests(case)
        cases.lock(case)
        if reasons := hindrances(case):
            raise Refused(" ".join(reasons))
        requests = _joined(case)
        for request in requests:
            duplicates.take_out(request, reason, by)
        case.changed_at = clock.now()
        for review in case.reviews:
            progress.take(review, Step.UNDO_OPENING, by, note=reason)
        history.record(
            EventKind.CASE_OPENED_BY_MISTAKE,
            by,
            case,
            requests=[request.reference for request in requests],
            reason=reason,
        )


def undoing_of(case: Case) -> Event | None:
    """The line of history that says who undid the case, when and why."""
    return history.latest(case, EventKind.CASE_OPENED_BY_MISTAKE)


def _joined(case: Case) -> list[Request]:
    return [request for request in case.requests if request.state is RequestState.IN_CASE]


def _in_the_way(case: Case) -> list[str]:
    """List the obstacles that a person can remove first."""
    reasons = []
    if case.is_void:
        reasons.append("It is closed already.")
    if len(_joined(case)) > 1:
        reasons.append(
            f"{len(_joined(case))} requests are in it. Take out those it was not opened from "
            "first: each is then new again."
        )
    if sealing.is_sealed(case):
        reasons.append(
            "It is sealed, and its request would be seen by the whole office. A supervisor named "
            "on it can open it to the office first."
        )
    unfinished = (DraftState.WRITING, DraftState.CHECKED)
    drafted = exists().where(LetterDraft.case_id == case.id, LetterDraft.state.in_(unfinished))
    if db.session.scalar(select(drafted)):
        reasons.append("A letter is being written. Discard it first.")
    return reasons


def _decided(case: Case) -> list[tuple[str, Any]]:
    reviews = select(Review.id).where(Review.case_id == case.id)
    return [
        ("The law officers were sent papers.", exists().where(Submission.review_id.in_(reviews))),
        (
            "A law officer has decided, or something was filed or served.",
            or_(
                exists().where(Decision.review_id.in_(reviews)),
                exists().where(Filing.review_id.in_(reviews)),
            ),
        ),
        ("An application is being written.", exists().where(Application.review_id.in_(reviews))),
        (
            "Somebody is to be told, or was told, what came of it.",
            exists().where(Notification.case_id == case.id, Notification.superseded_at.is_(None)),
        ),
        ("It came with the old register.", exists().where(RegisterRow.review_id.in_(reviews))),
    ]


def _begun(case: Case) -> list[tuple[str, Any]]:
    return [
        ("A letter was issued.", exists().where(Letter.case_id == case.id)),
        ("The CPS was asked for papers.", exists().where(Paper.case_id == case.id)),
        (
            "Somebody who did not ask is to be told of it.",
            exists().where(PersonToTell.case_id == case.id),
        ),
        ("Another case was joined to it.", exists().where(CaseMerge.into_id == case.id)),
    ]


def _true(conditions: Sequence[tuple[str, Any]]) -> list[str]:
    return [why for why, condition in conditions if db.session.scalar(select(condition))]
