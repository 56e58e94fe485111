"""Recording that somebody was told, that a try failed, or that neither was so after all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    EventKind,
    Means,
    Message,
    Notification,
    NotificationAttempt,
    NotificationState,
    User,
    db,
)
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked_rows, transaction
from ulss_tracker.services.notifying.base import event, may_record


def record_told(
    notification: Notification,
    means: Means,
    at: datetime,
    by: User | None,
    *,
    note: str = "",
    version: int | None = None,
) -> None:
    """Record that somebody has been told; `by` is None when the tracker's own message told them.

    Raises `Refused` for a time in the future or before there was anything to tell, and when they
    have been told already.
    """
    may_record(notification, by, version)
    _check_time(notification, at)
    if notification.state is NotificationState.TOLD:
        raise Refused("This is already recorded: they have been told")
    with transaction():
        _tell(notification, means, at, by, note)


def _tell(
    notification: Notification, means: Means, at: datetime, by: User | None, note: str
) -> None:
    notification.state, notification.reason = NotificationState.TOLD, ""
    notification.told_at, notification.means = at, means
    notification.told_by_id = by.id if by else None
    notification.note = note
    event(EventKind.TOLD, notification, by, means=means, at=at, note=note)


def record_attempt(
    notification: Notification, means: Means, at: datetime, by: User | None, *, note: str = ""
) -> None:
    """Record a try that did not reach them: they are still to be told.

    Raises `Refused` for a time in the future, and when they need no more tries.
    """
    may_record(notification, by, None)
    _check_time(notification, at)
    if notification.state is not NotificationState.TO_TELL:
        raise Refused(f"No more tries are needed: “{notification.state.label.lower()}” is recorded")
    with transaction():
        _try(notification, means, at, by, note)


def _try(
    notification: Notification, means: Means, at: datetime, by: User | None, note: str
) -> None:
    db.session.add(
        NotificationAttempt(
            notification=notification, at=at, means=means, note=note, by_id=by.id if by else None
        )
    )
    event(EventKind.NOTIFICATION_TRIED, notification, by, means=means, note=note)


def record_contact(
    notifications: Iterable[Notification],
    *,
    is_told: bool,
    means: Means,
    at: datetime,
    by: User,
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> None:
    """Record one call or letter that told, or failed to tell, one person of several things.

    All of it is kept or none. `versions` are those the person recording it was looking at, by the
    notification's id. Raises as `record_told` and `record_attempt` do.
    """
    seen = versions or {}
    with transaction():
        for notification in notifications:
            version = seen.get(notification.id)
            if is_told:
                record_told(notification, means, at, by, note=note, version=version)
            else:
                may_record(notification, by, version)
                record_attempt(notification, means, at, by, note=note)


def take_back(
    notification: Notification, reason: str, by: User, *, version: int | None = None
) -> None:
    """Record that somebody was not told after all: it was recorded by mistake.

    They are to be told. What had been recorded stays beside it as a try that did not reach them.
    Raises `Refused` without a reason, and when it is not recorded that they were told.
    """
    may_record(notification, by, version)
    check_entered(reason, "Enter what was wrong")
    if (
        notification.state is not NotificationState.TOLD
        or notification.means is None
        or notification.told_at is None
    ):
        raise Refused("It is not recorded that they were told")
    with transaction():
        note = f"Recorded by mistake as told: {reason.strip()}"
        if notification.note:
            note += f"\n\nWhat was noted: {notification.note}"
        means, at = notification.means, notification.told_at
        _untell(notification)
        notification.told_by_id, notification.note = None, ""
        _try(notification, means, at, by, note)


def carried_by(message: Message, notifications: Iterable[Notification]) -> None:
    """Link notifications to the message that makes them: it is sent, they are told.

    Called in the transaction that adds the message to the outbox.
    """
    db.session.flush()  # the message must have its id
    for notification in notifications:
        notification.message_id = message.id


def message_sent(message: Message) -> None:
    """Record that a message has gone: whoever it was to tell has been told.

    It has gone, whatever the clock says by now: nothing here may refuse, or it would go again.
    """
    means = Means.LETTER if message.by_post else Means.EMAIL
    for notification in _by_message(message, NotificationState.TO_TELL):
        _tell(
            notification,
            means,
            max(message.delivered_at or message.sent_at or clock.now(), notification.known_at),
            None,
            "",
        )


def message_failed(message: Message) -> None:
    """Record that a message was given up on: somebody must tell these people another way."""
    means = Means.LETTER if message.by_post else Means.EMAIL
    for notification in _by_message(message, NotificationState.TO_TELL):
        _try(notification, means, clock.now(), None, message.last_error)


def message_came_back(message: Message) -> None:
    """Record that a message which had gone did not arrive: its people are to be told after all.

    Not those whom somebody has told another way meanwhile.
    """
    for notification in _by_message(message, NotificationState.TOLD):
        if notification.told_by_id is None:
            _untell(notification)
            _try(notification, Means.EMAIL, clock.now(), None, message.last_error)


def _untell(notification: Notification) -> None:
    notification.state = NotificationState.TO_TELL
    notification.told_at = notification.means = None


def _by_message(message: Message, state: NotificationState) -> list[Notification]:
    """Those it tells, locked: a person recording a call at this instant waits, and then sees."""
    return locked_rows(
        Notification,
        Notification.message_id == message.id,
        Notification.state == state,
        Notification.superseded_at.is_(None),
    )


def _check_time(notification: Notification, at: datetime) -> None:
    if at > clock.now():
        raise Refused("The time must be now or in the past")
    # A screen knows whole minutes only.
    if at < notification.known_at.replace(second=0, microsecond=0):
        raise Refused("The time must be after there was something to tell them")
