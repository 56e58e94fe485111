"""Who is to be told that a signed change of the law alters their answer: whom its rehearsal named.

They stand on “People to tell” from when the change counts, and no longer once it is undone. Of an
undoing only those are told who had been told of what it undoes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    LawChange,
    LawFinding,
    LawRehearsal,
    LawStep,
    LawStepKind,
    Notification,
    NotificationState,
    Review,
    db,
)
from ulss_tracker.scheme.law.change import Change, standing
from ulss_tracker.scheme.law.law import current, of_the_files
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.services import notifying
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import rehearsing

_IS_OF_LAW = Notification.about == About.LAW, Notification.superseded_at.is_(None)


@dataclass(frozen=True, slots=True)
class Notice:
    """A change as somebody is told of it: by its title, how their answer was and how it is."""

    change: LawChange
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def sync() -> int:
    """Plan for each change in force who is to be told of it; withdraw what one undone had planned.

    Safe to run at any time, and twice. Gives how many records it planned or withdrew for.
    """
    in_force = [change.reference for change in _standing()]
    return _withdraw(in_force) + sum(_plan(reference) for reference in in_force)


def of(notifications: Sequence[Notification]) -> list[Notice]:
    """Find the change of the law that each of these is about, where one is."""
    notices = []
    for notification in notifications:
        if notification.about is not About.LAW:
            continue
        is_theirs = LawFinding.request_id == notification.request_id
        if notification.review_id is not None:
            is_theirs |= LawFinding.review_id == notification.review_id
        finding = db.session.scalar(_findings(notification.detail).where(is_theirs).limit(1))
        if finding is not None:
            notices.append(Notice(finding.rehearsal.change, finding.before, finding.after))
    return notices


def since(review: Review, moment: datetime) -> list[Notice]:
    """The changes signed since a moment that alter a review's answer and stand, the oldest first.

    One that was signed and undone since alters nothing.
    """
    if current() is of_the_files():  # nobody has ever signed one
        return []
    query = (
        select(LawChange)
        .join(LawChange.step)
        .where(LawStep.step == LawStepKind.SIGNED, LawStep.at > moment)
        .options(joinedload(LawChange.undoes).joinedload(LawChange.step))
        .order_by(LawStep.id)
    )
    in_force = {change.reference for change in _standing()}
    notices = []
    for change in db.session.scalars(query):
        undone = change.undoes.step if change.undoes else None
        if change.reference not in in_force or (undone and undone.at > moment):
            continue
        is_its = LawFinding.review_id == review.id
        finding = db.session.scalar(_findings(change.reference).where(is_its))
        if finding is not None:
            notices.append(Notice(change, finding.before, finding.after))
    return notices


def _standing() -> Sequence[Change]:
    """The signed changes that count by now and are not undone, undoings among them."""
    today = clock.today()
    return standing([one for one in law_in_force.signed() if one.decides_from_on <= today])


def _findings(reference: str) -> Select[LawFinding]:
    """Select the findings of the rehearsal on which a change was signed."""
    latest = select(func.max(LawRehearsal.id)).join(LawRehearsal.change)
    latest = latest.where(LawChange.reference == reference)
    return (
        select(LawFinding)
        .where(LawFinding.rehearsal_id == latest.scalar_subquery())
        .options(joinedload(LawFinding.rehearsal).joinedload(LawRehearsal.change))
        .order_by(LawFinding.id)
    )


def _withdraw(in_force: Sequence[str]) -> int:
    query = select(Notification).where(*_IS_OF_LAW, Notification.detail.not_in(in_force))
    undone = {(row.review or row.request, row.detail) for row in db.session.scalars(query)}
    for record, reference in undone:
        assert record is not None  # noqa: S101 - who is told of no review is a requester
        notifying.supersede(record, None, About.LAW, reference)
    return len(undone)


def _plan(reference: str) -> int:
    """Plan it for each record found whose people are not to be told of it yet."""
    is_planned = select(Notification.id).where(
        *_IS_OF_LAW,
        Notification.detail == reference,
        or_(
            Notification.review_id == LawFinding.review_id,
            Notification.request_id == LawFinding.request_id,
        ),
    )
    findings = db.session.scalars(
        _findings(reference).where(LawFinding.to_tell > 0, ~is_planned.exists())
    ).all()
    undone = [finding.rehearsal.change.undoes for finding in findings[:1]]
    had_been_told = _told_of(undone[0].reference) if undone and undone[0] else None
    return sum(_plan_of(finding, reference, had_been_told) for finding in findings)


def _plan_of(finding: LawFinding, reference: str, had_been_told: set[int] | None) -> bool:
    request, review = finding.request, finding.review
    if request is not None and request.case is not None:  # it has joined one since
        review = next(filter(request.is_about, request.case.reviews), None)
    record = review or request
    assert record is not None  # noqa: S101 - a finding is of either
    step = finding.rehearsal.change.step
    is_over = review is not None and review.outcome_at and step and review.outcome_at > step.at
    requests = [request] if request is not None else rehearsing.requests_of(record)
    if had_been_told is not None:
        requests = [request for request in requests if request.id in had_been_told]
    if is_over or not requests:
        return False
    notifying.plan_for_law(record, reference, requests)
    return True


def _told_of(reference: str) -> set[int]:
    """The requests whose people were told of a change, or may have been, by their ids."""
    query = select(Notification.request_id).where(
        Notification.about == About.LAW,
        Notification.detail == reference,
        Notification.state == NotificationState.TOLD,
    )
    return {number for number in db.session.scalars(query) if number is not None}
