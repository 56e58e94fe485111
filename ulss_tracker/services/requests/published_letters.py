"""Letters to somebody who asked, as they read them on the status page.

The letters' side publishes them (services/letters/publishing.py); nothing here reaches a letter.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from ulss_tracker.models import Letter, LetterKind, PublishedLetter, Request, db


@dataclass(frozen=True, slots=True)
class TheLetter:
    """One letter in the list of them."""

    id: int
    kind: LetterKind
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ReadLetter(TheLetter):
    """A letter with its words: HTML in which every value was escaped when it was made."""

    language: str
    text: str


def of_request(request: Request) -> tuple[TheLetter, ...]:
    """The letters that answer this request, the newest first; of each, its last version."""
    query = _of(request, PublishedLetter.letter_id, PublishedLetter.kind)
    query = query.add_columns(PublishedLetter.published_at)
    query = query.order_by(PublishedLetter.letter_id.desc())
    return tuple(TheLetter(*row) for row in db.session.execute(query))


def read(request: Request, letter_id: int) -> ReadLetter | None:
    """One of the letters that `of_request` lists, or None."""
    query = _of(request, PublishedLetter).where(PublishedLetter.letter_id == letter_id)
    row = db.session.scalar(query)
    if row is None:
        return None
    return ReadLetter(row.letter_id, row.kind, row.published_at, row.language, row.text)


def _of(request: Request, *columns: Any) -> Select[*tuple[Any, ...]]:
    newer = aliased(Letter)
    return select(*columns).where(
        PublishedLetter.request_id == request.id,
        ~exists().where(newer.replaces_id == PublishedLetter.letter_id),
    )
