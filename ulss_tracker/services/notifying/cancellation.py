"""Stopping what has not gone yet, when those it was to tell are not to be told it any more."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from ulss_tracker.models import Message, MessageState, Notification, db

_NOT_GONE = (MessageState.WAITING, MessageState.SENDING, MessageState.FAILED)
_WHY = "What it says no longer holds, or they are not to be told"


def stop_messages(notifications: Iterable[Notification]) -> None:
    """Stop the emails and letters that were to tell these, where they have not gone.

    In the caller's transaction. One that a worker is handing over at this moment goes all the same,
    and the outbox then records that it went; but it is not tried again. A letter that GOV.UK Notify
    has is marked: only a person can cancel it there, and nobody posts it by hand after that.
    """
    numbers = {notification.message_id for notification in notifications} - {None}
    if not numbers:
        return
    not_gone = or_(Message.state.in_(_NOT_GONE), Message.is_being_posted)
    unsent = select(Message).where(Message.id.in_(numbers), not_gone)
    for message in db.session.scalars(unsent.order_by(Message.id).with_for_update()):
        if message.is_being_posted:
            message.last_error = f"{_WHY}. Cancel it in GOV.UK Notify"
            continue
        is_on_its_way = message.state is MessageState.SENDING
        message.state, message.code = MessageState.STOPPED, ""
        message.last_error = f"{_WHY}. It may have gone just before" if is_on_its_way else _WHY
