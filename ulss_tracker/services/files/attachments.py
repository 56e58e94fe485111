"""Files the office itself puts on a case: held to the same checks as those the public brings."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import IO, Any, Unpack

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.adapters.mailbox import reading
from ulss_tracker.adapters.mailbox.message import Attachment
from ulss_tracker.errors import Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Document, DocumentKind, EventKind, Request, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.papers.paper import ReadKind
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, SizedPlace, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import documents, receiving
from ulss_tracker.services.files.receiving import Received
from ulss_tracker.services.history import history


class Origin(LabelledEnum):
    """How a file came to a case."""

    OFFICE = "office", "Added by the office"
    REQUEST = "request", "Brought by those who asked"


_MOST_PAPERS = 30

TABLE = Table(
    title="Files of the case",
    columns=(
        Column("file", "File", classes="app-list__words app-list__file"),
        Column("kind", "What it is"),
        Column("added", "Added", order=Ordering("added", Document.id)),
    ),
    filters=(
        Filter("origin", "Where from", choices=Origin, blank="Anywhere"),
        Filter("kind", "What it is", Document.kind, DocumentKind, "Anything"),
    ),
    default="-added",
)


def page(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]
) -> Rows[Document]:
    """A page of the files of a case, the newest first, without what is in them."""
    query = _of_case(case, filters.get("origin"))
    query = query.options(
        joinedload(Document.added_by), joinedload(Document.request), undefer(Document.reading)
    )
    return TABLE.rows(query, filters, **place)


def kind_words(document: Document) -> str:
    """The kind of a file that the office put on a case, in words; where nobody said it, as read."""
    if document.kind:
        return document.kind.label
    if not document.reading:
        return "Not read yet"
    return f"{ReadKind(document.reading['kind']).label}, as read"


def count(case: Case) -> int:
    """How many files the case has."""
    counted = _of_case(case).with_only_columns(func.count(Document.id))
    return db.session.scalars(counted).one()


def choices(case: Case) -> list[tuple[int, str]]:
    """The files of a case by their ids, each with its name and what it is; the newest first."""
    query = _of_case(case).with_only_columns(Document.id, Document.name, Document.description)
    rows = db.session.execute(query.order_by(Document.id.desc()))
    return [(number, f"{name}: {what}" if what else name) for number, name, what in rows]


def with_readings(case: Case) -> Sequence[Document]:
    """The newest files of a case, with what they state; as many as papers could be among."""
    query = _of_case(case).options(undefer(Document.reading)).order_by(Document.id.desc())
    query = query.where(Document.kind.is_distinct_from(DocumentKind.REDACTED))
    return db.session.scalars(query.limit(_MOST_PAPERS)).all()


def is_of_case(case: Case, document_id: int | None) -> bool:
    """Whether this is a file of the case, or of a request that is in it now."""
    query = _of_case(case).where(Document.id == document_id)
    return db.session.scalar(query.with_only_columns(Document.id)) is not None


def _of_case(case: Case, origin: Origin | None = None) -> Select[Document]:
    """The office's own files, and those that came with the requests that are in the case now."""
    added = Document.case_id == case.id
    requests = select(Request.id).where(Request.case_id == case.id)
    brought = Document.request_id.in_(requests)
    where = {Origin.OFFICE: added, Origin.REQUEST: brought, None: or_(added, brought)}
    return select(Document).where(where[origin])


def add(
    case: Case,
    *,
    name: str,
    content: bytes | IO[bytes] | Received,
    kind: DocumentKind | None,
    description: str,
    by: User,
) -> Document:
    """Put a file on a case, with what it is; the same file twice under one name is kept once.

    Raises `Refused` for what `receiving.receive` refuses, and without a description. Receiving can
    take seconds: whoever adds a file within a transaction receives it first.
    """
    if not (kind is DocumentKind.MINUTE and may(by.role, Permission.RECORD_DECISION)):
        require(by, Permission.WORK_CASES)
    check_entered(description, "Enter what the file is")
    received = content if isinstance(content, Received) else receiving.receive(content)
    own_name = received.name(name)
    with received, transaction():
        # Locked against the same file coming twice at once.
        db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
        same = select(Document).where(
            Document.case_id == case.id,
            Document.sha256 == received.sha256,
            Document.name == own_name,
        )
        stored = db.session.scalar(same.limit(1))
        if stored is not None:
            return stored
        document = documents.of_received(received, own_name)
        document.case_id = case.id
        document.kind = kind
        document.description = description
        document.added_by_id = by.id
        db.session.add(document)
        documents.store(document, received)
        history.record(
            EventKind.DOCUMENT_ADDED,
            by,
            case,
            name=document.name,
            kind=kind,
            description=description,
        )
    return document


def add_with_parts(
    case: Case,
    content: IO[bytes],
    *,
    name: str,
    kind: DocumentKind | None,
    description: str,
    by: User,
) -> list[Document]:
    """Put a file on a case, and beside a message, kept as it came, each file that came with it.

    A file without a `kind` is what it is read as; without a `description` it is called by its
    name. What came with a message and the office does not take stays within it alone. Raises as
    `add` does.
    """
    received = receiving.receive(content)
    came_with: Sequence[Attachment] = ()
    if received.kind in {FileType.EMAIL, FileType.OUTLOOK}:
        received.file.seek(0)
        came_with = tuple(reading.read(received.file.read()).all_files())
    called = description or PurePath(name).stem
    whole = add(case, name=name, content=received, kind=kind, description=called, by=by)
    parts = []
    for part in came_with:
        with suppress(Refused):
            about = f"{PurePath(part.name).stem}, with {called}"[:300]
            added = add(
                case, name=part.name, content=part.content, kind=kind, description=about, by=by
            )
            parts.append(added)
    return [whole, *parts]
