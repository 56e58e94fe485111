"""Files that came with a message: received by the gate, and put with the papers of a request."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import Refused
from ulss_tracker.models import Document, FileState, InboundMessage, db
from ulss_tracker.services.files import documents, receiving
from ulss_tracker.services.files.receiving import Received
from ulss_tracker.services.messaging.compose import FilesNotOpened

MOST = 50
"""Files of one message; the rest are named as not taken."""

Enclosure = tuple[str, Received]
"""A file's own name, and the file."""
_NOT_OPENED = frozenset(
    {FileState.ENCRYPTED, FileState.UNREADABLE, FileState.NOT_TAKEN, FileState.INFECTED}
)
# What mail programs add by themselves: nobody is asked to send it again.
_OF_PROGRAMS = (".gif", ".p7s", ".asc", ".sig", ".ics", ".vcf", ".dat")


def receive(mail: MailMessage, stack: ExitStack) -> tuple[list[Enclosure], dict[int, str]]:
    """The files of a message through the gate; of those it does not take the name, and why.

    Each by its place among the files, from 1.

    They are closed with `stack`. It takes seconds: call it outside a transaction.
    """
    taken: list[Enclosure] = []
    refused: dict[int, str] = {}
    for place, file in enumerate(mail.all_files(), start=1):
        try:
            if place > MOST:
                raise Refused("There are too many files.")
            taken.append((file.name, stack.enter_context(receiving.receive(file.content))))
        except Refused as refusal:
            refused[place] = f"{file.name}: {refusal}"
    return taken, refused


def as_not_opened(names: Sequence[str], places: Iterable[int]) -> FilesNotOpened:
    """Name by place, to whoever sent files of these names, those that could not be opened.

    Nothing of what a mail program added, or of more files than are looked at.
    """
    told = (
        place
        for place in sorted(places)
        if place <= len(names[:MOST]) and not names[place - 1].lower().endswith(_OF_PROGRAMS)
    )
    return FilesNotOpened(tuple(told), len(names))


def not_opened(message: InboundMessage) -> FilesNotOpened:
    """The files of a message that were not taken, or that a job could not open since."""
    names = message.proposal.get("files", [])
    places = set(message.proposal.get("places_not_taken", []))
    taken = [place for place in range(1, len(names) + 1) if place not in places]
    files = of_message(message)
    if len(files) == len(taken):  # the same file twice is kept once: no place is sure
        places |= {
            place for place, file in zip(taken, files, strict=True) if file.state in _NOT_OPENED
        }
    return as_not_opened(names, places)


def of_message(message: InboundMessage) -> list[Document]:
    """The files that came with a message, as they can be looked at."""
    query = select(Document).where(Document.message_id == message.id).order_by(Document.id)
    return list(db.session.scalars(query))


def hand_over(message: InboundMessage) -> int:
    """Put the files that a message brought with its request, in the caller's transaction.

    How many its papers did not have.
    """
    kept = _kept(Document.request_id, message.request_id)
    waiting = [
        file
        for file in of_message(message)
        if file.request_id is None and (file.sha256, file.name) not in kept
    ]
    for file in waiting:
        file.request_id = message.request_id
    db.session.flush()
    return len(waiting)


def put_with(message: InboundMessage, files: Sequence[Enclosure], request_id: int | None) -> int:
    """Keep files of a message, in the caller's transaction; how many there were not yet.

    With a request they are among its papers, and of one in a case among those of the case. With
    none they are the message's alone, to be looked at until a person says what it is about.
    """
    owner = Document.request_id if request_id else Document.message_id
    kept = _kept(owner, request_id or message.id)
    added = 0
    for own_name, received in files:
        name = received.name(own_name)
        if (received.sha256, name) in kept:
            continue
        document = documents.of_received(received, name)
        document.request_id, document.message_id = request_id, message.id
        db.session.add(document)
        documents.store(document, received)
        kept.add((received.sha256, name))
        added += 1
    return added


def _kept(owner: InstrumentedAttribute[int | None], number: int | None) -> set[tuple[str, str]]:
    """The hash and the name of each file that a request or a message has."""
    query = select(Document.sha256, Document.name).where(owner == number)
    return {(sha256, name) for sha256, name in db.session.execute(query)}
