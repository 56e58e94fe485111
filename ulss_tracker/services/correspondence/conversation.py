"""Conversations: what people wrote to the mailbox and what we wrote to them, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, undefer

from ulss_tracker.models import Case, InboundMessage, Message, Request, db
from ulss_tracker.services.correspondence.references import is_of_case
from ulss_tracker.services.messaging import messages, outgoing

MOST = 100
"""Of each side, the newest: what is older stands in “Incoming” and in “Outgoing”."""

MOST_NAMES = 20
"""Message-IDs of a thread that a reply repeats: enough for every mail program to join it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a conversation: theirs or ours."""

    at: datetime
    theirs: InboundMessage | None = None
    ours: Message | None = None


def of_request(request: Request) -> list[Entry]:
    """The conversation about a request, the oldest first."""
    return _joined(_theirs(InboundMessage.request_id == request.id), messages.of_request(request))


def of_case(case: Case) -> list[Entry]:
    """The conversations with everybody who asked about a case, the oldest first."""
    query = select(Request.id).where(Request.case_id == case.id)
    return _joined(
        _theirs(InboundMessage.request_id.in_(query)), messages.to_requesters(case, MOST)
    )


def of_message(message: InboundMessage) -> list[Entry]:
    """The conversation in which a message stands: its request's, else its thread.

    What is about a case as a whole is no part of one requester's.
    """
    if message.request is not None and not is_of_case(str(message.proposal.get("reference", ""))):
        return of_request(message.request)
    first = message.thread_id or message.id
    in_thread = or_(InboundMessage.id == first, InboundMessage.thread_id == first)
    numbers = select(InboundMessage.id).where(in_thread)
    query = select(Message).where(Message.answers_id.in_(numbers)).order_by(Message.id).limit(MOST)
    return _joined(_theirs(in_thread), list(db.session.scalars(query)))


def names(entries: Sequence[Entry], answered: InboundMessage) -> list[str]:
    """The Message-IDs of a conversation, for the headers of a reply: the message answered last.

    None beyond plain letters: a header would carry them otherwise than they came.
    """
    found = [name for entry in entries if (name := _name(entry, answered)) and name.isascii()]
    own = answered.message_id
    last = [own] if own and own.isascii() else []
    return [*found[-MOST_NAMES:], *last]


def _name(entry: Entry, answered: InboundMessage) -> str:
    """The Message-ID of an email of a conversation; blank for letters, and for the one answered."""
    if entry.ours is not None:
        is_email = not entry.ours.by_post and not entry.ours.by_text
        return outgoing.name_of(entry.ours) if is_email else ""
    is_other = entry.theirs is not None and entry.theirs.id != answered.id
    return entry.theirs.message_id if entry.theirs is not None and is_other else ""


def _theirs(which: ColumnElement[bool]) -> list[InboundMessage]:
    query = (
        select(InboundMessage)
        .where(which)
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .limit(MOST)
        .options(undefer(InboundMessage.words), joinedload(InboundMessage.request))
    )
    return list(db.session.scalars(query))[::-1]


def _joined(theirs: Sequence[InboundMessage], ours: Sequence[Message]) -> list[Entry]:
    entries = [Entry(message.received_at, theirs=message) for message in theirs]
    entries += [Entry(message.sent_at or message.created_at, ours=message) for message in ours]
    return sorted(entries, key=lambda entry: entry.at)
