"""The job that reads what the files of cases state, so that no page waits for it."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from ulss_tracker.models import Document, db
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.papers.reading import read_paper
from ulss_tracker.services.core.unit_of_work import transaction

PAGE_END = "\f"
"""The mark between the words of two pages of a file."""

_AT_ONCE = 10  # files in one run
_MOST_PAGES = 60
"""Pages that are read for facts: remarks, indictments and extracts are shorter."""


def read_waiting() -> int:
    """Read the files of cases and requests that nobody has read yet; how many were."""
    is_of_office = or_(Document.case_id.is_not(None), Document.request_id.is_not(None))
    query = select(Document.id, Document.words).order_by(Document.id.desc()).limit(_AT_ONCE)
    query = query.where(Document.reading.is_(None), Document.words != "", is_of_office)
    files = [(row.id, row.words) for row in db.session.execute(query)]
    db.session.rollback()  # reading takes seconds: nothing is held meanwhile
    for document_id, words in files:
        _keep(document_id, words, read(words))
    return len(files)


def read(words: str) -> dict[str, Any]:
    """The facts that the words of a file state, as plain values."""
    pages = words.split(PAGE_END)[:_MOST_PAGES]
    return read_paper(pages, load_catalogue()).as_plain()


def _keep(document_id: int, words: str, reading: dict[str, Any]) -> None:
    """Keep the reading, unless other words have come meanwhile."""
    with transaction():
        query = select(Document).where(Document.id == document_id).options(undefer(Document.words))
        document = db.session.scalar(query)
        if document is not None and document.words == words:
            document.reading = reading
