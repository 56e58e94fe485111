"""A file's pages without what is marked: the one way to hide words and areas of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.client import Mark, Redacted
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.models import FileRole, db
from ulss_tracker.services.files import storing


@contextmanager
def redacted(document_id: int, marks: Sequence[Mark]) -> Iterator[Redacted | None]:
    """The safe copy of a file as new pages, the marked places black; there until the block ends.

    None where there is no safe copy, it is too long, or what is marked can still be read. It takes
    seconds a page, and the database is let go. Raises `TooBusy` and `Tampered`.
    """
    stored = storing.find(document_id, FileRole.SAFE)
    kind = FileType.of(stored.media_type) if stored else None
    if stored is None or kind is None:
        yield None
        return
    file = storing.read(stored)
    db.session.rollback()
    with file, gate.redact(file, kind, marks) as made:
        yield made
