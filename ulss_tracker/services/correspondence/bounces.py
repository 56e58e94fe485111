"""Delivery reports: which of our messages came back, and from which address."""

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.models import EventKind, Request, db
from ulss_tracker.services.correspondence import thread
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import delivery


def mark(mail: MailMessage) -> int:
    """Mark the messages that a report brings back, in the caller's transaction; how many are new.

    A report is believed only where it names a message of ours and an address to which that went:
    nobody else knows the name.
    """
    marked = 0
    for message in thread.returned(mail):
        if not delivery.record_came_back(message.id):
            continue
        marked += 1
        if message.request_id is not None:
            request = db.session.get_one(Request, message.request_id)
            history.record(EventKind.MESSAGE_CAME_BACK, None, request.case, request)
    return marked
