"""The letters of a case, to read: those being written, those issued, those to everyone at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Letter, LetterBatch, LetterDraft, LetterKind, db
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.letters.drafts import UNFINISHED

ISSUED = (Ordering("issued", Letter.id),)
BEGUN = (Ordering("begun", LetterDraft.id),)


def issued(
    case: Case,
    by: Ordering = ISSUED[0],
    *,
    descending: bool = True,
    after: str | None = None,
    kind: LetterKind | None = None,
) -> Rows[Letter]:
    """A page of the letters issued in the case, newest first, without their documents."""
    query = (
        select(Letter)
        .where(Letter.case_id == case.id)
        .options(
            joinedload(Letter.issued_by),
            joinedload(Letter.review),
            joinedload(Letter.request),
        )
    )
    if kind is not None:
        query = query.where(Letter.kind == kind)
    return paging.rows(query, by, descending=descending, after=after)


def replaced(among: Collection[Letter]) -> set[int]:
    """The ids of those letters that a later version has replaced."""
    query = select(Letter.replaces_id).where(
        Letter.replaces_id.in_([letter.id for letter in among])
    )
    return {number for number in db.session.scalars(query) if number is not None}


def unfinished(
    case: Case,
    by: Ordering = BEGUN[0],
    *,
    descending: bool = False,
    after: str | None = None,
    kind: LetterKind | None = None,
    size: int = paging.PAGE,
) -> Rows[LetterDraft]:
    """A page of the case's letters that nobody has finished, the oldest first."""
    query = (
        select(LetterDraft)
        .where(LetterDraft.case_id == case.id, LetterDraft.state.in_(UNFINISHED))
        .options(
            joinedload(LetterDraft.review),
            joinedload(LetterDraft.request),
            joinedload(LetterDraft.written_by),
            joinedload(LetterDraft.checked_by),
        )
    )
    if kind is not None:
        query = query.where(LetterDraft.kind == kind)
    return paging.rows(query, by, descending=descending, after=after, size=size)


def count_unfinished(case: Case) -> int:
    """How many letters of the case nobody has finished."""
    query = select(func.count(LetterDraft.id)).where(
        LetterDraft.case_id == case.id, LetterDraft.state.in_(UNFINISHED)
    )
    return db.session.scalar(query) or 0


def batches(case: Case) -> Sequence[LetterBatch]:
    """The letters that went, or are going, to everyone who asked about the case, newest first."""
    query = (
        select(LetterBatch)
        .where(LetterBatch.case_id == case.id)
        .options(joinedload(LetterBatch.sample), joinedload(LetterBatch.started_by))
        .order_by(LetterBatch.id.desc())
    )
    return list(db.session.scalars(query))
