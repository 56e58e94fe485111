"""The audit of reading: who opened a restricted record, and who searched for what.

A page that is read writes nothing while it is read. A service that opens a restricted record notes
it (`note_opening`); once the page is made, `access_records.py` records it. A page that cannot be
recorded is not shown.
"""

import secrets
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import (
    AuditEntry,
    AuditKind,
    Case,
    Document,
    InboundMessage,
    Request,
    Review,
    SearchWords,
    SecurityKind,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import record_hashes, users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    Column,
    Filter,
    FilterKind,
    Place,
    Table,
    days,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.protection.access_filter import reading_as_office

_ENTRIES: Any = AuditEntry.__table__
_KEEPING = insert(_ENTRIES).returning(*_ENTRIES.columns)
_KEEPING_WORDS = insert(SearchWords)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read on a page: a restricted record, or what somebody else searched for."""

    kind: AuditKind
    case_id: int | None = None
    request_id: int | None = None
    why: str = ""
    words: str = ""
    found: int | None = None
    document_id: int | None = None


_noted: ContextVar[tuple[Reading, ...]] = ContextVar("readings", default=())


def note_opening(record: Case | Review | Request) -> None:
    """Note that a record was opened, and why where anything restricts it; each once for a page."""
    _note_view(record)
    flags = restriction_flags.of(record)
    if not flags:
        return
    why = " ".join(flag.kind.value for flag in flags)
    if isinstance(record, Request):
        _note(Reading(AuditKind.OPENED, record.case_id, record.id, why))
    else:
        case_id = record.id if isinstance(record, Case) else record.case_id
        _note(Reading(AuditKind.OPENED, case_id, None, why))


def _note_view(record: Case | Review | Request) -> None:
    if isinstance(record, Request):
        security_log.note_view("request", record.id)
    else:
        security_log.note_view("case", record.id if isinstance(record, Case) else record.case_id)


def of_file(kind: AuditKind, document: Document) -> Reading:
    """The reading of a file: of the request it came with, or the case it was put on.

    Of one that waits with its message, of the request that the message is about.
    """
    request = document.request
    if request is None and document.message_id is not None:
        about = select(Request).join(InboundMessage, InboundMessage.request_id == Request.id)
        request = db.session.scalar(about.where(InboundMessage.id == document.message_id))
    case_id = request.case_id if request else document.case_id
    return Reading(kind, case_id, request.id if request else None, document_id=document.id)


def note_file(document: Document) -> None:
    """Note that a file is read, whether or not anything restricts its case."""
    security_log.note_view("file", document.id)
    _note(of_file(AuditKind.OPENED_FILE, document))


def has_opened_file(document: Document, reader: User, *, since: datetime) -> bool:
    """Whether it is recorded that the person opened the file since then."""
    query = select(AuditEntry.id).where(
        AuditEntry.by_id == reader.id,
        AuditEntry.at >= since,
        AuditEntry.document_id == document.id,
        AuditEntry.kind == AuditKind.OPENED_FILE,
    )
    return db.session.scalar(query.limit(1)) is not None


def note_search(entry: AuditEntry, count: int, by: User) -> None:
    """Note that a person looks at what somebody else searched for: they have searched for it too.

    Looking at one's own search again, a page further on or narrowed, is the same search.
    """
    if entry.by_id != by.id:
        _note(Reading(AuditKind.SEARCHED, words=entry.searched, found=count))


def note_export(rows: int) -> None:
    """Note that a list of so many rows is taken out of the tracker as a file."""
    security_log.note(SecurityKind.EXPORTED, detail=str(rows))
    _note(Reading(AuditKind.EXPORTED, found=rows))


def keep_export(rows: int, *, by: User, page: str) -> None:
    """Record at once that a list is taken out of the tracker, where no page is read."""
    keep_readings((Reading(AuditKind.EXPORTED, found=rows),), by_id=by.id, page=page)
    with security_log.of_command(page, by):
        security_log.note(SecurityKind.EXPORTED, detail=str(rows))


def readings() -> tuple[Reading, ...]:
    """Return the readings noted since they were last forgotten."""
    return _noted.get()


def forget_readings() -> None:
    """Begin another page, on which nothing has been read."""
    _noted.set(())


def keep_readings(
    noted: tuple[Reading, ...], *, by_id: int, page: str, at: datetime | None = None
) -> None:
    """Record that a person read these on `page`, an endpoint, at this moment; now, without one."""
    with transaction():
        db.session.add_all(
            AuditEntry(
                kind=reading.kind,
                at=at or clock.now(),
                by_id=by_id,
                case_id=reading.case_id,
                request_id=reading.request_id,
                page=page,
                why=reading.why,
                search_words=SearchWords(words=reading.words) if reading.words else None,
                found=reading.found,
                document_id=reading.document_id,
            )
            for reading in noted
        )


def keep_search(words: str, count: int, by: User, hits: Sequence[Any] | None = None) -> str:
    """Record a search, how much it found and the first of it; the key of its words in addresses."""
    key = secrets.token_urlsafe(12)
    entry = {
        "kind": AuditKind.SEARCHED,
        "at": clock.now(),
        "by_id": by.id,
        "key": key,
        "found": count,
        "hits": hits,
    }
    with transaction():
        connection = db.session.connection()
        rows = connection.execute(_KEEPING, entry).mappings().all()
        connection.execute(_KEEPING_WORDS, {"audit_id": rows[0]["id"], "words": words})
        record_hashes.add_rows(AuditEntry, rows)
    return key


def search_of(key: str) -> AuditEntry:
    """The search that `key` stands for. Raises `NotFound`, also once its words are forgotten.

    A search is of no case, and counsel's own is theirs to read; what it found is another question.
    """
    with reading_as_office():
        entry = db.session.scalar(select(AuditEntry).where(AuditEntry.key == key))
    if entry is None:
        raise NotFound("There is no such search. Search again.")
    if not entry.searched:
        raise NotFound("This search was made more than 90 days ago. Search again.")
    return entry


def _of_case(reference: str) -> ColumnElement[bool]:
    return AuditEntry.case_id.in_(select(Case.id).where(Case.reference == reference.upper()))


TABLE = Table(
    title="Audit of reading",
    columns=(
        Column("at", "When", order=Ordering("at", AuditEntry.at)),
        Column("by", "Who", lambda row: row.by.name),
        Column("kind", "What"),
        Column("details", "Details"),
    ),
    filters=(
        Filter("record", "Record", kind=FilterKind.KEPT),
        Filter("kind", "What", AuditEntry.kind, AuditKind, "Everything"),
        Filter("by", "Who", AuditEntry.by_id, users.names, "Everybody", int),
        Filter("reference", "Case reference", _of_case, kind=FilterKind.WORDS),
        *days(AuditEntry.at, ("from_on", "On or after"), ("to_on", "On or before")),
    ),
    default="-at",
    heads="by",
)


def entries(filters: Mapping[str, Any], reader: User, **place: Unpack[Place]) -> Rows[AuditEntry]:
    """A page of the audit, newest first unless asked. Raises `NotAllowed`.

    Entries about a sealed case are there only for those named on it, like the case itself.
    """
    require(reader, Permission.SEE_AUDIT)
    query = select(AuditEntry).options(
        joinedload(AuditEntry.by), joinedload(AuditEntry.case), joinedload(AuditEntry.request)
    )
    return TABLE.rows(query, filters, **place)


def _note(reading: Reading) -> None:
    if reading not in _noted.get():
        _noted.set((*_noted.get(), reading))
