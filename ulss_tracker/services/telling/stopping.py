"""Stopping what has not gone yet, when those it was to tell are not to be told it any more."""

from collections.abc import Iterable

from sqlalchemy import select

from ulss_tracker.models import Message, MessageState, Telling, db

_NOT_GONE = (MessageState.WAITING, MessageState.FAILED)


def stop_messages(tellings: Iterable[Telling]) -> None:
    """Stop the emails and letters that were to tell these, where they have not gone.

    In the caller's transaction. One that a worker is handing over at this moment goes.
    """
    numbers = {telling.message_id for telling in tellings} - {None}
    if not numbers:
        return
    unsent = select(Message).where(Message.id.in_(numbers), Message.state.in_(_NOT_GONE))
    for message in db.session.scalars(unsent.order_by(Message.id).with_for_update()):
        message.state, message.code = MessageState.STOPPED, ""
        message.last_error = "What it says no longer holds, or they are not to be told"
