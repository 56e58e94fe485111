"""Our own messages that a message answers, by the names under which they were handed over."""

from sqlalchemy import select

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.models import Message, Request, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence.references import SentLog
from ulss_tracker.services.messaging import outgoing

_MOST = 200


def sent_log(mail: MailMessage) -> SentLog:
    """The reference of each message of ours that this one answers or returns.

    Looked for among what went to its sender, or to the addresses that a report says failed: nobody
    else had the name of our message.
    """
    named = {mail.in_reply_to, *mail.references}
    addresses = {mail.sender.email}
    if mail.report is not None:
        named.add(mail.report.returned_message_id)
        addresses.update(mail.report.failed)
    ours = f"@{office_details.current().mail_domain}>"
    named = {one for one in named if one.endswith(ours)}
    if not named:
        return {}
    query = (
        select(Message, Request.reference)
        .join(Request, Request.id == Message.request_id)
        .where(Message.recipient.in_([one for one in addresses if one]))
        .order_by(Message.id.desc())
        .limit(_MOST)
    )
    names = (
        (outgoing.name_of(message), reference) for message, reference in db.session.execute(query)
    )
    return {name: reference for name, reference in names if name in named}
