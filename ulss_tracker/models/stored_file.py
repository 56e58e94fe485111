"""The bytes of files, in parts that are read and written one at a time, each file with its hash."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Derived, Evidence, Passing


class FileRole(StrEnum):
    """The part that a stored file is of a document."""

    ORIGINAL = "original"
    SAFE = "safe"
    PAGE = "page"


class FileState(LabelledEnum):
    """How far a file has come through the gate, and whether it can be looked at."""

    WAITING = "waiting", "Being checked"
    TO_MAKE = "to_make", "A safe copy is being made"
    READY = "ready", "Ready to look at"
    LOCKED = "locked", "Locked: no safe copy can be made here"
    ENCRYPTED = "encrypted", "Protected with a password"
    UNREADABLE = "unreadable", "Could not be opened"
    NOT_TAKEN = "not_taken", "Not a format the office takes"
    INFECTED = "infected", "A virus was found"


class StoredFile(Numbered, Evidence, goes=True, left_out={"words": "made again from the file"}):
    """One file of a document: as it came, its safe copy, or the picture of a page.

    `words` are those of a page: (text, left, top, width, height) in thousandths of it.
    """

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("document_id", "role", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    role: Mapped[FileRole] = mapped_column(Choice(FileRole))
    number: Mapped[int] = mapped_column(server_default=text("0"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    words: Mapped[list[Any] | None] = mapped_column(deferred=True)


class StoredPart(Derived):
    """A part of a stored file's bytes, in their order: here, or an object of the object store."""

    __tablename__ = "stored_part"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    object_key: Mapped[str | None] = mapped_column(String(64), index=True)


class UploadCount(Passing):
    """How many files, and of how many bytes, came from one sender in one hour.

    `sender` is a hash: of a network address with a secret, or of a draft's key.
    """

    __tablename__ = "upload_count"

    sender: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    files: Mapped[int]
    megabytes: Mapped[int]
