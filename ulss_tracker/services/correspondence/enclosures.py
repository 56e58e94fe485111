"""Files that came with a message: received by the gate, and put with the papers of a request."""

from collections.abc import Sequence
from contextlib import ExitStack

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import Refused
from ulss_tracker.models import Document, InboundMessage, db
from ulss_tracker.services.files import documents, receiving
from ulss_tracker.services.files.receiving import Received

MOST = 50
"""Files of one message; the rest are named as not taken."""

Enclosure = tuple[str, Received]
"""A file's own name, and the file."""


def receive(mail: MailMessage, stack: ExitStack) -> tuple[list[Enclosure], list[str]]:
    """The files of a message through the gate, and the names of those it does not take, and why.

    They are closed with `stack`. It takes seconds: call it outside a transaction.
    """
    taken: list[Enclosure] = []
    refused: list[str] = []
    for number, file in enumerate(mail.all_files()):
        try:
            if number >= MOST:
                raise Refused("There are too many files.")
            taken.append((file.name, stack.enter_context(receiving.receive(file.content))))
        except Refused as refusal:
            refused.append(f"{file.name}: {refusal}")
    return taken, refused


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
