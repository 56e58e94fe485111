"""Our own messages that a message answers, by the names under which they were handed over."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.models import Case, InboundMessage, Message, Request, db
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
    found = {outgoing.name_of(message): message for message in _ours(named, addresses)}
    references: dict[tuple[str, int | None], str] = {}
    for model, key in ((Request, "request_id"), (Case, "case_id")):
        numbers = {getattr(message, key) for message in found.values()} - {None}
        query = select(model.id, model.reference).where(model.id.in_(numbers))
        rows = db.session.execute(query) if numbers else ()
        references |= {(key, number): reference for number, reference in rows}
    known = {
        name: references.get(("request_id", message.request_id))
        or references.get(("case_id", message.case_id))
        for name, message in found.items()
    }
    return {name: reference for name, reference in known.items() if reference}


def first_of(mail: MailMessage) -> int | None:
    """The first message of the conversation that goes on here, by its id; None where none does.

    It goes on where a message answers a reply of ours that went to its sender.
    """
    replies = [
        message.answers_id
        for message in _ours({mail.in_reply_to, *mail.references}, {mail.sender.email})
        if message.answers_id is not None
    ]
    if not replies:
        return None
    answered = aliased(InboundMessage)
    query = select(answered.id, answered.thread_id).where(answered.id == replies[0])
    number, first = db.session.execute(query).one()
    return first or number


def returned(mail: MailMessage) -> list[Message]:
    """The messages of ours that a delivery report brings back, of addresses that failed."""
    if mail.report is None:
        return []
    return list(_ours({mail.report.returned_message_id}, set(mail.report.failed)))


def _ours(named: Collection[str], addresses: Collection[str]) -> Iterator[Message]:
    """The messages of ours with these names that went to these addresses, the newest first."""
    own = f"@{office_details.current().mail_domain}>"
    wanted = {one for one in named if one.endswith(own)}
    if not wanted:
        return
    query = (
        select(Message)
        .where(Message.recipient.in_([one for one in addresses if one]))
        .order_by(Message.id.desc())
        .limit(_MOST)
    )
    for message in db.session.scalars(query):
        if outgoing.name_of(message) in wanted:
            yield message
