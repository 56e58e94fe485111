"""The page of a case's file that has the words searched for, for records that were found."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from ulss_tracker.models import Document, db
from ulss_tracker.services.search.words import fold

_MOST_FILES = 50
_PAGE_END = "\f"  # as `services/files/paper_readings.py` joins the words of pages


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file, and the first of its pages with the words; None where its pages are not known."""

    document_id: int
    name: str
    page: int | None


def with_words(case_ids: Collection[int], words: str) -> dict[int, FilePage]:
    """The newest file of each case with every one of the words, and its page with most of them.

    The cases are those that the reader found, so that a sealed one has none here either.
    """
    sought = [word for word in fold(words) if len(word) > 1]
    if not case_ids or not sought:
        return {}
    query = select(Document.id, Document.case_id, Document.name, Document.words)
    query = query.where(Document.case_id.in_(case_ids)).order_by(Document.id).limit(_MOST_FILES)
    for word in sought:
        query = query.where(func.lower(Document.words).contains(word, autoescape=True))
    pages: dict[int, FilePage] = {}
    for row in db.session.execute(query):
        texts = row.words.casefold().split(_PAGE_END)
        found = [sum(word in text for word in sought) for text in texts]
        page = found.index(max(found)) + 1 if len(texts) > 1 else None
        pages[row.case_id] = FilePage(row.id, row.name, page)
    return pages
