"""Taking a message in: kept whole, once, and a new request made of it before anybody has looked.

The message, the request, its files, its clock, its acknowledgement and its alarm are one
transaction: after a crash all of it is there or nothing is, and the message comes again. What
cannot be read is kept and waits for a person.
"""

import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters.mailbox import file_words, reading
from ulss_tracker.adapters.mailbox.message import Fault, MailMessage
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    InboundMessage,
    InboundPart,
    InboundState,
    Request,
    db,
    inserting,
)
from ulss_tracker.services.core import record_hashes
from ulss_tracker.services.core.redirects import remaining_of
from ulss_tracker.services.core.unit_of_work import DatabaseRefused, transaction
from ulss_tracker.services.correspondence import as_request, bounces, enclosures, thread
from ulss_tracker.services.correspondence.kinds import UNWANTED, MailKind
from ulss_tracker.services.correspondence.proposal import Proposal, propose
from ulss_tracker.services.correspondence.references import is_of_case
from ulss_tracker.services.matching import named_cases

_HELD = "It went to many through a list, or a program sent it: a person says whether it is one"
_log = logging.getLogger(__name__)
_PART = 2 * 1024 * 1024
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """A message as it is kept. `is_new` is False when it had been taken before."""

    message: InboundMessage
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A message, read; the proposal is None where it could not be."""

    mail: MailMessage
    proposal: Proposal | None
    faults: tuple[str, ...]


def take(
    content: bytes, *, received_at: datetime | None = None, mail: MailMessage | None = None
) -> TakenMessage:
    """Take one message, as its bytes came. The same message again changes nothing.

    `received_at`: when a server of the office had it; else the message's own word for that, never
    later than now. `mail`: what was read of the bytes, where that is known. A caller should have
    committed what it has begun: it takes seconds.
    """
    mail = mail or reading.read(content)
    once_key = _once_key(content, mail)
    if (before := _taken_before(once_key)) is not None:
        return TakenMessage(before, is_new=False)
    now = clock.now()
    at = min(received_at or _server_time(mail) or now, now)
    try:
        return _keep(content, once_key, _read(mail), at)
    except (DatabaseRefused, ValueError, OverflowError):
        _log.exception("A message could not be kept as it was read: it is kept unread")
    return _keep(content, once_key, _Read(MailMessage(), None, (Fault.NOT_READ,)), at)


def _keep(content: bytes, once_key: str, read: _Read, at: datetime) -> TakenMessage:
    mail = read.mail
    with ExitStack() as stack:
        files, refused = enclosures.receive(mail, stack) if _is_of_person(read) else ([], {})
        with transaction():
            message = _add(content, once_key, read, at, refused)
            if message is None:
                found = _taken_before(once_key)
                assert found is not None  # noqa: S101  # nosec B101 - what stopped us adding it
                return TakenMessage(found, is_new=False)
            _keep_whole(message, content)
            if read.proposal is not None:
                message.request_id = _request_id(read.proposal, mail, at, refused)
                bounces.mark(mail)
                made = message.request_id if _is_request(read) else None
                enclosures.put_with(message, files, made)
                if _is_request(read):
                    message.proposal = message.proposal | {"made_request": True}
    return TakenMessage(message, is_new=True)


def read_proposal(mail: MailMessage) -> Proposal:
    """The reading of a message beside our own messages and cases. It takes seconds."""
    sent, files = thread.sent_log(mail), file_words.read(mail)
    return propose(mail, sent, files, named_cases.find)


def whole(message: InboundMessage) -> bytes:
    """The bytes of a message as it came. Raises `Refused` where they are no longer those."""
    parts = db.session.scalars(
        select(InboundPart.content)
        .where(InboundPart.message_id == message.id)
        .order_by(InboundPart.number)
    )
    content = b"".join(parts)
    if hashlib.sha256(content).hexdigest() != message.sha256:
        raise Refused("This message is not as it was stored, so it is not shown.")
    return content


def _once_key(content: bytes, mail: MailMessage) -> str:
    """The key of a message: its Message-ID and what it says, whichever way it was carried.

    The way stands in the headers; of a message without a Message-ID all of it counts.
    """
    if not mail.message_id:
        return hashlib.sha256(content).hexdigest()
    normal = content.replace(b"\r\n", b"\n")
    said = hashlib.sha256(mail.message_id.encode("utf-8", "replace") + b"\0")
    said.update(f"{mail.sender.email}\0{mail.subject}\0".encode("utf-8", "replace"))
    said.update(normal.partition(b"\n\n")[2])
    return said.hexdigest()


def _taken_before(once_key: str) -> InboundMessage | None:
    return db.session.scalar(select(InboundMessage).where(InboundMessage.once_key == once_key))


def _read(mail: MailMessage) -> _Read:
    """Read a message. Whatever goes wrong with one message, it is kept, shown and said."""
    faults = tuple(fault.value for fault in mail.faults)
    if not mail.headers and not mail.text:
        return _Read(mail, None, faults)
    try:
        proposal = read_proposal(mail)
    except Exception:
        _log.exception("A message could not be read: it is kept and waits for a person")
        return _Read(mail, None, (*faults, Fault.NOT_READ))
    return _Read(mail, proposal, faults)


def _is_of_person(read: _Read) -> bool:
    return read.proposal is not None and read.proposal.kind not in UNWANTED


def _is_request(read: _Read) -> bool:
    return read.proposal is not None and read.proposal.kind is MailKind.NEW_REQUEST


def _add(
    content: bytes, once_key: str, read: _Read, at: datetime, refused: Mapping[int, str]
) -> InboundMessage | None:
    """The message, added; None where another worker added it at the same moment."""
    mail, proposal = read.mail, read.proposal
    is_filed = proposal is not None and proposal.is_sure and proposal.kind in _FILED_ALONE
    values = {
        "once_key": once_key,
        "message_id": mail.message_id[:500],
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "received_at": at,
        "taken_at": clock.now(),
        "sent_at": mail.sent_at,
        "sender_name": mail.sender.name,
        "sender_email": mail.sender.email,
        "subject": mail.subject,
        "words": mail.text,
        "kind": proposal.kind.value if proposal else "",
        "state": InboundState.FILED if is_filed else InboundState.WAITING,
        "faults": list(read.faults),
        "proposal": as_request.as_record(proposal, mail, refused) if proposal else {},
        "thread_id": thread.first_of(mail),
    }
    adding = inserting(InboundMessage).on_conflict_do_nothing().returning(InboundMessage)
    message: InboundMessage | None = db.session.scalars(adding, [values]).one_or_none()
    if message is not None:
        record_hashes.add(message)
    return message


# What may be filed before anybody looks, where it is sure: undone by a person in one press. A
# bounce is sure too, but somebody must find another way to whoever did not get our message.
_FILED_ALONE = UNWANTED - {MailKind.BOUNCE}


def _keep_whole(message: InboundMessage, content: bytes) -> None:
    for number, part in enumerate(_parts(content)):
        row = InboundPart(message_id=message.id, number=number, content=part)
        db.session.add(row)
        db.session.flush()
        db.session.expunge(row)


def _parts(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _PART):
        yield content[start : start + _PART]


def _request_id(
    proposal: Proposal, mail: MailMessage, at: datetime, refused: Collection[int]
) -> int | None:
    """The request that the message is: a new one, made now; else the one whose reference it has.

    One that went to many, or that a program sent, is held: its clock runs, and a person looks.
    """
    if proposal.kind is not MailKind.NEW_REQUEST:
        request = request_named(proposal.reference)
        return request.id if request else None
    why_held = _HELD if mail.is_of_list or mail.is_auto_submitted else ""
    return as_request.receive(
        proposal, mail, at, quarantine_reason=why_held, places_not_taken=refused
    )


def request_named(reference: str) -> Request | None:
    """The request with a reference; of a case the first that asked, so that it stands with it."""
    if not is_of_case(reference):
        query = select(Request).where(Request.reference == reference)
        return db.session.scalar(query) if reference else None
    case = db.session.scalar(select(Case).where(Case.reference == reference))
    if case is None:
        return None
    query = select(Request).where(Request.case_id == remaining_of(case).id).order_by(Request.id)
    return db.session.scalar(query.limit(1))


def _server_time(mail: MailMessage) -> datetime | None:
    """When the last server that had it says it came: the first of its Received headers."""
    stamp = mail.header("received").rpartition(";")[2]
    try:
        found = parsedate_to_datetime(stamp)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo and found.year >= _FIRST_YEAR else None
