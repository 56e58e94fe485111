"""Stored files compared with their hashes: at each reading, and all of them in turn by a job."""

import logging

from sqlalchemy import or_, select

from ulss_tracker import clock
from ulss_tracker.models import Document, StoredFile, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import storing
from ulss_tracker.services.files.storing import Tampered

log = logging.getLogger("ulss_tracker.files")

_AT_ONCE = 20  # documents in one run, each with its copies and pages


def verify_some() -> int:
    """Compare the files that were compared longest ago; how many documents are not as stored."""
    query = (
        select(Document.id)
        .where(or_(Document.request_id.is_not(None), Document.case_id.is_not(None)))
        .order_by(Document.verified_at.asc().nulls_first(), Document.id)
        .limit(_AT_ONCE)
    )
    changed = 0
    for document_id in list(db.session.scalars(query)):
        is_whole = _is_as_stored(document_id)
        db.session.rollback()
        changed += not is_whole
        with transaction():
            document = db.session.get(Document, document_id)
            if document is not None:
                document.verified_at = clock.now()
                if is_whole:  # put back from a backup, say
                    document.tampered_at = None
        if not is_whole:
            report(document_id)
    return changed


def report(document_id: int) -> None:
    """Record that a stored file is not as it was stored: the watchdog tells of it."""
    log.error("document %s is not as it was stored", document_id)
    with transaction():
        document = db.session.get(Document, document_id)
        if document is not None and document.tampered_at is None:
            document.tampered_at = clock.now()


def _is_as_stored(document_id: int) -> bool:
    for stored in db.session.scalars(
        select(StoredFile).where(StoredFile.document_id == document_id).order_by(StoredFile.id)
    ).all():
        try:
            storing.read(stored).close()
        except Tampered:
            return False
    return True
