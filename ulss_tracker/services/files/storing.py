"""The bytes of files, in parts, each reading held to its hash.

They are written to the database, with whatever they came with or not at all; `moving` takes them to
the object store where files are kept there.
"""

import hashlib
import tempfile
from typing import IO

from sqlalchemy import select

from ulss_tracker.errors import Refused
from ulss_tracker.models import Document, FileRole, StoredFile, StoredPart, db
from ulss_tracker.services.core import file_objects

PART = 2 * 1024 * 1024
"""Bytes of a part: what a worker holds of a file at once."""


class Tampered(Refused):
    """A stored file is not as it was stored: its bytes do not have the hash that was kept."""

    def __init__(self, document_id: int) -> None:
        self.document_id = document_id
        super().__init__(
            "This file is not as it was stored, so it is not shown. The people who run the tracker "
            "have been told. Ask whoever sent it for another copy."
        )


def on_disk(content: bytes | IO[bytes]) -> IO[bytes]:
    """A file on disk of these bytes; one that is on disk already is that one."""
    if not isinstance(content, bytes):
        return content
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever takes it
    file.write(content)
    return file


def measure(file: IO[bytes]) -> tuple[int, str]:
    """The size of a file in bytes, and its SHA-256."""
    file.seek(0)
    sha256 = hashlib.sha256()
    size = 0
    while part := file.read(PART):
        sha256.update(part)
        size += len(part)
    return size, sha256.hexdigest()


def write(
    document: Document,
    role: FileRole,
    file: IO[bytes],
    media_type: str,
    *,
    number: int = 0,
    **more: object,
) -> StoredFile:
    """Store a file of the document, in the transaction there is; `more` are other columns of it."""
    size, sha256 = measure(file)
    stored = StoredFile(
        document_id=document.id,
        role=role,
        number=number,
        media_type=media_type,
        size=size,
        sha256=sha256,
        **more,
    )
    db.session.add(stored)
    db.session.flush()
    file.seek(0)
    place = 0
    while content := file.read(PART):
        part = StoredPart(file_id=stored.id, number=place, content=content)
        db.session.add(part)
        db.session.flush()
        db.session.expunge(part)
        place += 1
    return stored


def find(document_id: int, role: FileRole, number: int = 0) -> StoredFile | None:
    """The stored file of a document, without its bytes."""
    return db.session.scalar(
        select(StoredFile).where(
            StoredFile.document_id == document_id,
            StoredFile.role == role,
            StoredFile.number == number,
        )
    )


def read(stored: StoredFile) -> IO[bytes]:
    """The stored file, on disk, once its hash has been compared.

    Raises `Tampered`, and `ServiceFault` where the object store does not answer.
    """
    file = on_disk(b"")
    sha256 = hashlib.sha256()
    query = select(StoredPart.number, StoredPart.object_key).where(StoredPart.file_id == stored.id)
    try:
        for number, object_key in db.session.execute(query.order_by(StoredPart.number)).all():
            content = file_objects.get(object_key) if object_key else _here(stored.id, number)
            sha256.update(content)
            file.write(content)
        if sha256.hexdigest() != stored.sha256:
            raise file_objects.Damaged
    except BaseException as error:
        file.close()
        if isinstance(error, file_objects.Damaged):
            raise Tampered(stored.document_id) from error
        raise
    file.seek(0)
    return file


def _here(file_id: int, number: int) -> bytes:
    part = (StoredPart.file_id == file_id, StoredPart.number == number)
    return db.session.scalars(select(StoredPart.content).where(*part)).one()
