"""Superseding notifications: people no longer to be told of an outcome, a referral or a hearing."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    Notification,
    NotificationState,
    PersonToTell,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.notifying.cancellation import stop_messages


def supersede(
    review: Review | Request, by: User | None, about: About | None = None, detail: str | None = None
) -> None:
    """Supersede what was planned about a review that is reopened; what was told stays told.

    All of it, or what is `about` one thing, or one `detail` of it. The same people can then be told
    of the next outcome.
    """
    notifications = [
        notification
        for notification in in_force(review, about)
        if detail is None or notification.detail == detail
    ]
    with transaction():
        supersede_all(notifications, review, by)


def forget(case: Case, requests: Sequence[Request], people: Sequence[PersonToTell] = ()) -> None:
    """Supersede what these were to be told of a case that they leave; in the caller's transaction.

    Raises `Refused` where one of them has been told: that cannot be taken back.
    """
    theirs = or_(
        Notification.request_id.in_([request.id for request in requests]),
        Notification.person_id.in_([person.id for person in people]),
    )
    planned = select(Notification).where(
        Notification.case_id == case.id, Notification.superseded_at.is_(None), theirs
    )
    notifications = list(db.session.scalars(planned))
    if any(notification.state is NotificationState.TOLD for notification in notifications):
        raise Refused(
            "This requester has been told what became of the case, so the request stays in it. "
            "Log a new request if they meant another sentence."
        )
    _end(notifications)


def narrow(request: Request, by: User) -> None:
    """Supersede what a requester was to be told of reviews that they do not ask about.

    What they were told stays. In the caller's transaction. Raises `NotAllowed` where a victim or a
    bereaved family would not be told what they were to be: that is a supervisor's to decide.
    """
    if request.case is None:
        return
    others = [review.id for review in request.case.reviews if not request.is_about(review)]
    planned = select(Notification).where(
        Notification.request_id == request.id,
        Notification.review_id.in_(others),
        Notification.superseded_at.is_(None),
        Notification.state != NotificationState.TOLD,
    )
    notifications = list(db.session.scalars(planned))
    is_first = any(
        each.party.is_first and each.state is NotificationState.TO_TELL for each in notifications
    )
    if is_first and not may(by.role, Permission.EXEMPT_FROM_NOTIFICATION):
        raise NotAllowed(
            "They are a victim or a bereaved family, still to be told of an offender who is "
            "not ticked. Only a supervisor can decide that they did not ask about them."
        )
    _end(notifications)


def in_force(record: Review | Request, about: About | None = None) -> list[Notification]:
    """List the notifications of a review, or of a request in no case, that are not superseded."""
    if isinstance(record, Review):
        is_of_it = Notification.review_id == record.id
    else:
        is_of_it = and_(Notification.request_id == record.id, Notification.review_id.is_(None))
    query = select(Notification).where(is_of_it, Notification.superseded_at.is_(None))
    if about is not None:
        query = query.where(Notification.about == about)
    return list(db.session.scalars(query))


def supersede_all(
    notifications: list[Notification], record: Review | Request, by: User | None
) -> None:
    """Supersede these notifications of a record, with an event for each thing they are about."""
    for about in {notification.about for notification in notifications}:
        history.record(
            EventKind.NOTIFICATION_SUPERSEDED,
            by,
            record,
            about=about,
            people=sum(notification.about is about for notification in notifications),
        )
    _end(notifications)
    db.session.flush()


def _end(notifications: list[Notification]) -> None:
    """Have them hold no longer; what was to tell those who have not been told does not go."""
    stop_messages(
        notification
        for notification in notifications
        if notification.state is not NotificationState.TOLD
    )
    now = clock.now()
    for notification in notifications:
        notification.superseded_at = now
