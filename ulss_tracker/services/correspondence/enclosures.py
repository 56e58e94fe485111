"""Files that came with a message: received by the gate, and put with the papers of a request."""

from collections.abc import Sequence
from contextlib import ExitStack

from sqlalchemy import select

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import Refused
from ulss_tracker.models import Document, db
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


def put_with(request_id: int, files: Sequence[Enclosure]) -> int:
    """Put files with a request, in the caller's transaction; how many it did not have yet.

    Those of a request in a case are among the papers of the case.
    """
    query = select(Document.sha256, Document.name).where(Document.request_id == request_id)
    kept = {(sha256, name) for sha256, name in db.session.execute(query)}
    added = 0
    for own_name, received in files:
        name = received.name(own_name)
        if (received.sha256, name) in kept:
            continue
        document = documents.of_received(received, name)
        document.request_id = request_id
        db.session.add(document)
        documents.store(document, received)
        kept.add((received.sha256, name))
        added += 1
    return added
