"""Delivery of what GOV.UK Notify took: asked until known, or forgotten there."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from ulss_tracker import clock
from ulss_tracker.adapters.mail import mail_errors
from ulss_tracker.adapters.mail.notify_delivery import Delivery
from ulss_tracker.models import Message, MessageState, db
from ulss_tracker.services import notifying
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import outgoing, queue

# GOV.UK Notify tries for three days, and forgets after seven.
WORTH_ASKING = timedelta(days=6)
SILENT = "GOV.UK Notify did not say within six days that it posted this. Look there before you do"
# A letter is printed the next working day: the longer it takes, the more seldom it is asked about.
LONGEST_BETWEEN = timedelta(hours=4)
CAME_BACK = "It came back: the address could not be reached"

_log = logging.getLogger("ulss_tracker.deliveries")


def learn(limit: int = 100) -> int:
    """Ask GOV.UK Notify what became of what it took; how many were learned of.

    One that did not arrive has failed: it is shown to a person, and whoever it was to tell is
    still to be told. A letter tells them once it is posted; one that is not is left to be posted by
    hand.
    """
    own = office_details.current()
    _leave_silent_letters_to_hand()
    if not own.NOTIFY_API_KEY:
        return 0
    learned = 0
    with outgoing.notify_mailer() as notify:
        for message_id, taken_as, postage in _on_their_way(limit):
            try:
                delivery, at = notify.delivery(taken_as)
            except mail_errors.ServerTrouble:
                break
            if delivery is not Delivery.ON_ITS_WAY or postage:
                learned += _learn(message_id, delivery, at)
    return learned


def record_came_back(message_id: int) -> bool:
    """Record that a mail server gave an email of ours back; False where that was known before.

    In the caller's transaction. It has failed: it is shown to a person, and whoever it was to tell
    is still to be told.
    """
    message = queue.locked(message_id)
    if message.state is not MessageState.SENT or message.by_post or message.by_text:
        return False
    message.state, message.came_back_at = MessageState.FAILED, clock.now()
    message.last_error = CAME_BACK
    notifying.message_came_back(message)
    return True


def _on_their_way(limit: int) -> list[tuple[int, str, str | None]]:
    """Messages that Notify took and of which nothing is known yet.

    In no order, so that many which stay on their way keep nobody from learning about the others.
    """
    query = (
        select(Message.id, Message.taken_as, Message.postage)
        .where(
            Message.state == MessageState.SENT,
            Message.delivered_at.is_(None),
            Message.taken_as != "",
            Message.sent_at > clock.now() - WORTH_ASKING,
            or_(Message.postage.is_(None), Message.next_try_at <= clock.now()),
        )
        .order_by(func.random())
        .limit(limit)
    )
    sent = [(number, name, postage) for number, name, postage in db.session.execute(query)]
    db.session.rollback()  # Notify takes its time: nothing is held meanwhile
    return sent


def _learn(message_id: int, delivery: Delivery, at: datetime | None) -> bool:
    now = clock.now()
    with transaction():
        message = queue.locked(message_id)
        if message.state is not MessageState.SENT or message.delivered_at is not None:
            return False
        if delivery is Delivery.ON_ITS_WAY:
            message.next_try_at = now + min(now - (message.sent_at or now), LONGEST_BETWEEN)
            return False
        if delivery not in {Delivery.DELIVERED, Delivery.POSTED}:
            _did_not_arrive(message, delivery)
        elif message.postage:
            message.delivered_at = min(at or now, now)
            notifying.message_sent(message)
        else:
            message.delivered_at = now
        return True


def _did_not_arrive(message: Message, delivery: Delivery) -> None:
    if message.postage:
        queue.leave_to_hand(message, delivery.label_of_letter)
    else:
        words = delivery.label_of_text if message.by_text else delivery.label
        message.state, message.last_error = MessageState.FAILED, words
        notifying.message_came_back(message)
    _log.warning("message %d: %s", message.id, delivery.value)


def _leave_silent_letters_to_hand() -> None:
    """Have a person look at letters of which Notify says nothing: nobody is told by them yet."""
    with transaction():
        silent = select(Message.id).where(
            Message.is_being_posted, Message.sent_at <= clock.now() - WORTH_ASKING
        )
        for message_id in db.session.scalars(silent).all():
            queue.leave_to_hand(queue.locked(message_id), SILENT)
