"""The frame of every record about a notification: whether it may be made, and its event."""

from typing import Any

from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, Notification, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.notifying.lists import who


def may_record(notification: Notification, by: User | None, version: int | None) -> None:
    """Raise unless `by` may record this now; None is the tracker itself.

    Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` when it holds no longer.
    """
    if by is not None:
        require(by, Permission.WORK_CASES)
    if version is not None:
        check_version(notification, version)
    if notification.superseded_at is not None:
        raise Refused("This holds no longer: there is nothing to tell them of it any more")


def event(kind: EventKind, notification: Notification, by: User | None, **more: Any) -> None:
    """Add the line of history, which says what they are to the case and names nobody."""
    history.record(
        kind,
        by,
        notification.review,
        notification.request,
        about=notification.about,
        who=who(notification),
        **more,
    )
