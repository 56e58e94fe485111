"""Files people bring with a request: received by the gate, kept as they came, listed by name."""

from pathlib import PurePosixPath
from typing import IO

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters.gate.file_types import Unwanted
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Document, Draft, FileRole, FileState, User, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import receiving, storing
from ulss_tracker.services.files.receiving import N_, Received

MOST_FILES = 5
TOO_MANY = N_("You can add up to 5 files. Remove one before you add another.")
# What somebody who sent a file is told of it, and what to do next.
SENTENCES_OF = {
    FileState.WAITING: N_("We are still checking this file. You can go on meanwhile."),
    FileState.ENCRYPTED: receiving.UNWANTED[Unwanted.ENCRYPTED],
    FileState.UNREADABLE: receiving.UNWANTED[Unwanted.UNREADABLE],
    FileState.NOT_TAKEN: receiving.UNWANTED[Unwanted.UNKNOWN],
    FileState.INFECTED: N_(
        "A virus was found in this file, so nobody will open it. Remove it and choose another."
    ),
}
SENTENCES = (TOO_MANY, *receiving.SENTENCES, *SENTENCES_OF.values())


def keep(
    *, draft: Draft, name: str, content: bytes | IO[bytes], by: User | None = None
) -> Document:
    """Keep a file with an unfinished request.

    `name` is the file's own name as sent, `content` the file on disk, `by` who of the office added
    it. The same file twice under
    one name is kept once; under two names both are listed. Raises `Refused` with one of
    `SENTENCES`. A caller should have committed what it has begun: it takes seconds.
    """
    received = receiving.receive(content)
    own_name = received.name(name)
    with received, transaction():
        db.session.execute(select(Draft.key).where(Draft.key == draft.key).with_for_update())
        db.session.expire(draft, ["documents"])
        for kept in draft.documents:
            if (kept.sha256, kept.name) == (received.sha256, own_name):
                return kept
        if len(draft.documents) >= MOST_FILES:
            raise Refused(TOO_MANY)
        document = of_received(received, own_name)
        document.added_by_id = by.id if by else None
        draft.documents.append(document)
        store(document, received)
    return document


def of_received(received: Received, name: str) -> Document:
    """Make the record of a received file, which is not stored yet."""
    return Document(
        name=name,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        scan_state=received.scan_state,
        state=received.state,
        findings=[finding.value for finding in received.findings],
        added_at=clock.now(),
    )


def store(document: Document, received: Received) -> None:
    """Store the bytes of a new document as they came."""
    db.session.flush()
    storing.write(document, FileRole.ORIGINAL, received.file, received.media_type)


def remove(draft: Draft, document_id: int) -> None:
    """Take a file away from an unfinished request. Raises `NotFound` when it is not that one's."""
    with transaction():
        db.session.expire(draft, ["documents"])
        for document in draft.documents:
            if document.id == document_id:
                draft.documents.remove(document)
                return
        raise NotFound("There is no such file")


def download_name(document: Document, ending: str = "") -> str:
    """The name a download is given: what it is and its ending, and nothing about a person."""
    own = ending or PurePosixPath(document.name).suffix.lower()
    kind = document.kind.value.replace("_", "-") if document.kind else "document"
    return f"{kind}-{document.id}{own}"
