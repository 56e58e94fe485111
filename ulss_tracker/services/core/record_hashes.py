"""The hash of each record that counts, written in the record's own transaction (ADR 0018).

The session is listened to, as in changed_records.py: just before it commits, one INSERT writes the
hashes of all that was written. What is written past the session is given to `add` or `add_rows`.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, event, insert
from sqlalchemy import inspect as look_into
from sqlalchemy.orm import Session, SessionTransaction

from ulss_tracker.models import (
    Assessment,
    AuditEntry,
    Correction,
    CourtDecision,
    Decision,
    Document,
    Event,
    Hearing,
    LawChange,
    LawRecord,
    LawStep,
    Letter,
    NotificationAttempt,
    OverrideSignature,
    PaperChase,
    RecordHash,
    RegisterRow,
    Request,
    RespondentsNotice,
    Review,
    SecurityEvent,
    StoredFile,
    Submission,
    SubmissionPass,
    User,
    Verification,
    db,
)
from ulss_tracker.services.core import canonical
from ulss_tracker.services.core import changed_records as _  # noqa: F401 - listens first

NEVER_CHANGE: tuple[Any, ...] = (
    Event,
    Decision,
    Letter,
    Assessment,
    AuditEntry,
    Correction,
    CourtDecision,
    Hearing,
    LawChange,
    LawRecord,
    LawStep,
    OverrideSignature,
    PaperChase,
    RegisterRow,
    RespondentsNotice,
    SecurityEvent,
    Submission,
    SubmissionPass,
    NotificationAttempt,
    Verification,
)
"""The tables whose rows never change: each row has one hash."""

MAY_CHANGE: tuple[Any, ...] = (Review, Request, User, Document, StoredFile)
"""The tables whose rows are hashed again whenever they change (of documents, see `counted`)."""

HASHED: tuple[Any, ...] = NEVER_CHANGE + MAY_CHANGE
_ALL, _CHANGING = frozenset(HASHED), frozenset(MAY_CHANGE)
_ADDING = insert(RecordHash)
_TO_HASH, _HASHED = "records to hash", "hashes to write"


def add(*records: Any) -> None:
    """Hash these records as they will be committed: for what the session does not see change."""
    _waiting(db.session()).update((id(record), record) for record in records)


def add_rows(model: Any, rows: Iterable[Any]) -> None:
    """Hash rows (mappings by attribute) that are inserted past the session, with their ids."""
    table = model.__tablename__
    hashes = db.session().info.setdefault(_HASHED, [])
    for row in rows:
        content = canonical.of_values(model, row)
        hashes.append(of(table, row["id"], row.get("case_id"), content))


def of(table: str, row_id: int, case_id: int | None, content: bytes) -> dict[str, Any]:
    """A row of `RecordHash` for a record with these canonical bytes, with a salt of its own."""
    salt = secrets.token_hex(16)
    return {
        "table_name": table,
        "row_id": row_id,
        "case_id": case_id,
        "salt": salt,
        "sha256": canonical.sha256(salt, content),
    }


def counted(table: Table) -> list[ColumnElement[bool]]:
    """The rows of a table that have a hash: of documents, those that a request or a case has."""
    if table.name != Document.__tablename__:
        return []
    return [table.c.request_id.is_not(None) | table.c.case_id.is_not(None)]


def write(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write these hashes, in the caller's transaction."""
    if rows:
        db.session.connection().execute(_ADDING, list(rows))


def _waiting(session: Session) -> dict[int, Any]:
    waiting: dict[int, Any] = session.info.setdefault(_TO_HASH, {})
    return waiting


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: object) -> None:
    for record in session.new:
        if type(record) in _ALL:
            _waiting(session)[id(record)] = record
    for record in session.dirty:
        if type(record) in _CHANGING and canonical.has_changed(record):
            _waiting(session)[id(record)] = record


@event.listens_for(Session, "before_commit")  # after the subscribers of changed_records
def _write_all(session: Session) -> None:
    """Write the hashes of what was written; a record that a savepoint undid has none."""
    if session.in_nested_transaction():
        return
    session.flush()
    waiting = session.info.pop(_TO_HASH, {})
    rows = session.info.pop(_HASHED, [])
    # In the order of the records: the session gives those that changed in any order.
    for record in sorted(waiting.values(), key=_place):
        if look_into(record).persistent and _is_counted(record):
            content = canonical.of_record(record)
            rows.append(of(record.__tablename__, record.id, _case_of(session, record), content))
    if rows:
        session.connection().execute(_ADDING, rows)


def _place(record: Any) -> tuple[str, int]:
    """Where a record stands among those of one transaction; one that is undone has no id."""
    return record.__tablename__, record.id or 0


def _is_counted(record: Any) -> bool:
    """The same as `counted`, of a record."""
    if not isinstance(record, Document):
        return True
    return record.request_id is not None or record.case_id is not None


def _case_of(session: Session, record: Any) -> int | None:
    """The case that a record belongs to, where it says so or its review is at hand."""
    if (case_id := getattr(record, "case_id", None)) is not None:
        return int(case_id)
    if (review_id := getattr(record, "review_id", None)) is None:
        return None
    review = session.identity_map.get(session.identity_key(Review, review_id))
    return review.__dict__.get("case_id") if review is not None else None


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_TO_HASH, None)
        session.info.pop(_HASHED, None)
