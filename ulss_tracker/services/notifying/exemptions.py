"""Recording that somebody is not to be told, and why; and that they are after all."""

from sqlalchemy import select

from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import EventKind, Notification, NotificationState, Request, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.notifying import WhyNot
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.notifying.base import event, may_record
from ulss_tracker.services.notifying.cancellation import stop_messages
from ulss_tracker.services.notifying.lists import of_person
from ulss_tracker.services.notifying.planning import WITHDREW


def exempt(
    notification: Notification,
    reason: str,
    by: User,
    *,
    why: WhyNot = WhyNot.OTHER,
    version: int | None = None,
) -> None:
    """Record that somebody is not to be told, and why.

    Their own wish, and their death, hold for all there is to tell them of this case, now and
    later. Any reason but their own wish not to tell a victim or a bereaved family is a
    supervisor's to give. Raises `NotAllowed`, and `Refused` without a reason or when they have
    been told.
    """
    may_record(notification, by, version)
    check_entered(reason, "Enter the reason for not telling them")
    if notification.state is NotificationState.TOLD:
        raise Refused("They have been told already")
    is_own_wish = why is WhyNot.OWN_WISH
    if (
        notification.party.is_first
        and not is_own_wish
        and not may(by.role, Permission.EXEMPT_FROM_NOTIFICATION)
    ):
        raise NotAllowed(
            "Only a supervisor can decide that a victim or a bereaved family is not told"
        )
    with transaction():
        one_of = notification.request or notification.person
        is_for_good = why.is_for_good and one_of is not None
        notifications = {notification, *of_person(notification)} if is_for_good else {notification}
        stop_messages(notifications)
        for related in sorted(notifications, key=lambda notification: notification.id):
            related.state, related.reason = NotificationState.NOT_TO_BE_TOLD, reason
            event(EventKind.NOTIFICATION_EXEMPTED, related, by, reason=reason)
        if is_for_good and one_of is not None:
            one_of.no_contact_reason = reason


def exempt_withdrawn(request: Request, by: User | None) -> None:
    """Somebody who withdraws need not be told what they were still to be told.

    It is kept with the reason, so that they can be told after all. In the caller's transaction.
    """
    query = select(Notification).where(
        Notification.request_id == request.id,
        Notification.state == NotificationState.TO_TELL,
        Notification.superseded_at.is_(None),
    )
    notifications = db.session.scalars(query).all()
    stop_messages(notifications)
    for notification in notifications:
        notification.state, notification.reason = NotificationState.NOT_TO_BE_TOLD, WITHDREW
        event(EventKind.NOTIFICATION_EXEMPTED, notification, by, reason=WITHDREW)


def reinstate_withdrawn(request: Request, by: User | None) -> None:
    """Somebody who did not withdraw after all is to be told what their withdrawal kept from them.

    In the caller's transaction.
    """
    query = select(Notification).where(
        Notification.request_id == request.id,
        Notification.state == NotificationState.NOT_TO_BE_TOLD,
        Notification.reason == WITHDREW,
        Notification.superseded_at.is_(None),
    )
    for notification in db.session.scalars(query).all():
        notification.state, notification.reason = NotificationState.TO_TELL, ""
        event(EventKind.NOTIFICATION_REINSTATED, notification, by)


def reinstate(notification: Notification, by: User, *, version: int | None = None) -> None:
    """Have somebody told after all: their wish changed, or a way to reach them was found."""
    may_record(notification, by, version)
    if notification.state is not NotificationState.NOT_TO_BE_TOLD:
        raise Refused(f"This is recorded as “{notification.state.label.lower()}”")
    with transaction():
        notification.state, notification.reason = NotificationState.TO_TELL, ""
        one_of = notification.request or notification.person
        if one_of is not None:
            one_of.no_contact_reason = ""
        event(EventKind.NOTIFICATION_REINSTATED, notification, by)
