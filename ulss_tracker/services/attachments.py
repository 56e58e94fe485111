"""Files the office itself puts on a case: held to the same checks as those the public brings."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Document, DocumentKind, EventKind, Request, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services import documents, history
from ulss_tracker.services.file_names import safe_name
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a case: the office's own, and those that came with its requests."""

    added: Sequence[Document]
    with_requests: Sequence[Document]


def of_case(case: Case) -> Files:
    """Every file of the case, the newest first, without what is in them."""
    requests = select(Request.id).where(Request.case_id == case.id)
    newest = select(Document).order_by(Document.id.desc()).limit(MOST_SHOWN)
    added = newest.where(Document.case_id == case.id).options(joinedload(Document.added_by))
    brought = newest.where(Document.request_id.in_(requests)).options(joinedload(Document.request))
    return Files(list(db.session.scalars(added)), list(db.session.scalars(brought)))


def add(
    case: Case, *, name: str, content: bytes, kind: DocumentKind, description: str, by: User
) -> Document:
    """Put a file on a case, with what it is; the same file twice is kept once.

    Raises `Refused` for what `documents.check` refuses, and without a description. Checking can
    take seconds and happens before the database is touched.
    """
    if not (kind is DocumentKind.MINUTE and may(by.role, Permission.RECORD_DECISION)):
        require(by, Permission.WORK_CASES)
    if not description.strip():
        raise Refused("Enter what the file is")
    checked = documents.check(content)
    sha256 = hashlib.sha256(checked.content).hexdigest()
    with saving():
        # Held against the same file coming twice at once.
        db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
        same = select(Document).where(Document.case_id == case.id, Document.sha256 == sha256)
        kept = db.session.scalar(same.limit(1))
        if kept is not None:
            return kept
        document = Document(
            case_id=case.id,
            name=safe_name(name, checked.kind.endings),
            kind=kind,
            description=description,
            media_type=checked.kind.media_type,
            size=len(checked.content),
            sha256=sha256,
            content=checked.content,
            scan_state=checked.scan_state,
            added_at=clock.now(),
            added_by_id=by.id,
        )
        db.session.add(document)
        history.record(
            EventKind.DOCUMENT_ADDED,
            by=by,
            case=case,
            after={"name": document.name, "kind": kind, "description": description},
        )
    return document
