"""The hash of each record, and the checkpoints that chain them (ADR 0018)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.table_class import Derived, Evidence

IS_UNCHAINED = "checkpoint IS NULL"


class RecordHash(Numbered, Derived):
    """The salted hash of one state of a row, written in the transaction that wrote it.

    The newest is that of the row as it is, or says that the tracker took it away. `second_id` is
    the second number of a key of two. `checkpoint` is the number of the checkpoint that
    chained it, empty for the seconds until one does. Nothing else of it ever changes, but that the
    `salt` is emptied where the record was lawfully erased: the hash then tells nothing of it.
    """

    __tablename__ = "record_hash"
    __table_args__ = (index_where(IS_UNCHAINED, "ix_record_hash_unchained", "id"),)

    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    second_id: Mapped[int | None]
    case_id: Mapped[int | None]
    salt: Mapped[str | None] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64))
    checkpoint: Mapped[int | None]


class Checkpoint(Derived):
    """A link of the chain: all the hashes that were new, and the checkpoint before.

    `previous_sha256` is that one's hash, and of the first a random number that names the chain.
    `signature` (Ed25519, base64) is empty where no key was set.
    """

    __tablename__ = "checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    records: Mapped[int]
    records_sha256: Mapped[str] = mapped_column(String(64))
    cases_sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(100), default="")


class CaseCheckpoint(Derived):
    """A link of one case's own chain: its hashes in a checkpoint, and its link before.

    `records` counts the case's hashes so far.
    """

    __tablename__ = "case_checkpoint"
    __table_args__ = (Index(None, "checkpoint"),)

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checkpoint: Mapped[int] = mapped_column(ForeignKey("checkpoint.number"), primary_key=True)
    records: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class CheckpointTimestamp(Derived):
    """A time stamp (RFC 3161) that an authority outside gave of a checkpoint's hash."""

    __tablename__ = "checkpoint_timestamp"

    checkpoint: Mapped[int] = mapped_column(ForeignKey("checkpoint.number"), primary_key=True)
    stamped_at: Mapped[datetime]
    token: Mapped[bytes] = mapped_column(LargeBinary)


class HistoryCheck(Numbered, Evidence, dated_by="ended_at"):
    """One verification of the whole history: how much was read, and the first fault found."""

    __tablename__ = "history_check"

    ended_at: Mapped[datetime]
    seconds: Mapped[int]
    records: Mapped[int]
    checkpoint: Mapped[int | None]
    faults: Mapped[int]
    first_fault: Mapped[str] = mapped_column(Text, default="")
