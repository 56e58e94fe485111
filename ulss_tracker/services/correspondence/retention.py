"""Deleting what is not a request, once it was kept long enough: a job.

What is about a request is kept with it. Of the rest the row stays, with its kind, its times and the
hash by which it is known again, and nothing that anybody wrote.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased, undefer

from ulss_tracker import clock
from ulss_tracker.models import (
    Document,
    InboundMessage,
    InboundPart,
    InboundState,
    Message,
    MessageState,
    db,
)
from ulss_tracker.scheme.law.retention import rule
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence.kinds import UNWANTED
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.protection import holds

MOST_AT_ONCE = 200
_UNSENT = (MessageState.WAITING, MessageState.SENDING)


def forget_old() -> int:
    """Delete what old messages said that are about no request; of how many.

    One that waits for a person is never deleted, nor one with an answer of ours on its way, nor one
    whose conversation goes on, nor one that names a person under a legal hold. Nothing is deleted
    within a day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    with transaction():
        numbers = list(islice(_old(clock.now(), is_locked=True), MOST_AT_ONCE))
        if numbers:
            _forget(numbers)
    return len(numbers)


def count_due(by: datetime) -> int:
    """How many messages will have been kept long enough by a moment."""
    return sum(1 for _ in _old(by))


def _old(by: datetime, *, is_locked: bool = False) -> Iterator[int]:
    """The ids of the messages to delete by a moment, the first received first."""
    query = (
        select(InboundMessage)
        .options(undefer(InboundMessage.words))
        .where(
            InboundMessage.request_id.is_(None),
            InboundMessage.state != InboundState.WAITING,
            InboundMessage.forgotten_at.is_(None),
            _is_old(by),
            ~_goes_on(by),
        )
        .order_by(InboundMessage.id)
    )
    among = holds.in_force()
    messages = db.session.scalars(query.with_for_update(skip_locked=True) if is_locked else query)
    return (message.id for message in messages if not holds.of(message, among))


def _is_old(by: datetime) -> ColumnElement[bool]:
    is_unwanted = InboundMessage.kind.in_([kind.value for kind in UNWANTED])
    return or_(
        and_(is_unwanted, InboundMessage.received_at < rule("unwanted_message").begin(by)),
        InboundMessage.received_at < rule("message").begin(by),
    )


def _goes_on(by: datetime) -> ColumnElement[bool]:
    """Whether a younger message goes on with the conversation, or an answer of ours has yet to go.

    A conversation that became a request's is kept as long as that.
    """
    later = aliased(InboundMessage)
    in_thread = or_(
        later.thread_id == InboundMessage.id,
        later.thread_id == InboundMessage.thread_id,
        later.id == InboundMessage.thread_id,
    )
    is_live = or_(later.received_at >= rule("message").begin(by), later.request_id.is_not(None))
    return or_(
        exists().where(in_thread, later.id != InboundMessage.id, is_live),
        exists().where(Message.answers_id == InboundMessage.id, Message.state.in_(_UNSENT)),
    )


def _forget(numbers: list[int]) -> None:
    is_of_none = Document.request_id.is_(None) & Document.case_id.is_(None)
    db.session.execute(delete(Document).where(Document.message_id.in_(numbers), is_of_none))
    db.session.execute(delete(InboundPart).where(InboundPart.message_id.in_(numbers)))
    db.session.execute(
        update(InboundMessage)
        .where(InboundMessage.id.in_(numbers))
        .values(
            message_id="",
            sender_name="",
            sender_email="",
            subject="",
            words="",
            proposal={},
            forgotten_at=clock.now(),
        )
    )
    db.session.execute(
        update(Message)
        .where(Message.answers_id.in_(numbers), Message.request_id.is_(None))
        .values(recipient="", subject="", body="", thread="")
    )
