"""Texts that people send back: STOP ends what is texted to that number, at once and for good."""

from datetime import datetime

from sqlalchemy import select

from ulss_tracker.models import Message, MessageState, SafeContact, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import outgoing
from ulss_tracker.services.messaging.compose import ONE_TIME_CODE
from ulss_tracker.services.messaging.safe_contacts import mobile_number

NEWS_TEXT = "news_text"
_STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "ATAL", "STOPIO"})
_STOPPED = "They answered STOP: no more texts. Reach them another way"


def obey() -> int:
    """Read what was texted back to GOV.UK Notify, and end the texts of whoever said STOP.

    Gives how many numbers were ended. Raises `ServerTrouble` when Notify does not answer.
    """
    if not office_details.current().sends_texts:
        return 0
    with outgoing.notify_mailer() as notify:
        received = notify.received_texts()
    return sum(
        _end(mobile_number(text.number), text.at) for text in received if _says_stop(text.words)
    )


def _says_stop(words: str) -> bool:
    first = words.strip().strip(".!“”\"'").upper().split()[:1]
    return bool(first) and first[0].strip(".,!") in _STOPS


def _end(number: str, at: datetime) -> bool:
    """End the texts to this number of all who agreed to them before they said STOP."""
    if not number:
        return False
    agreed = (
        select(SafeContact)
        .where(SafeContact.text_to == number, SafeContact.texts_from <= at)
        .with_for_update()
    )
    with transaction():
        ended = db.session.scalars(agreed).all()
        for safe_contact in ended:
            safe_contact.text_to = ""
            stop_texts(safe_contact.request_id, _STOPPED)
    return bool(ended)


def stop_texts(request_id: int, why: str) -> None:
    """Stop the texts about this request that have not gone; in the caller's transaction."""
    waiting = select(Message).where(
        Message.request_id == request_id,
        Message.kind.in_((NEWS_TEXT, ONE_TIME_CODE)),
        Message.by_text.is_(True),
        Message.state.in_((MessageState.WAITING, MessageState.FAILED, MessageState.HELD)),
    )
    for message in db.session.scalars(waiting.with_for_update()):
        message.state, message.last_error = MessageState.STOPPED, why
