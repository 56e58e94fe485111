"""The letters of a case, to read: those being written, those issued, those to everyone at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Letter, LetterBatch, LetterDraft, LetterKind, db
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    Place,
    SizedPlace,
    Table,
)
from ulss_tracker.services.letters import drafts

_SHOW = Filter("show", "Show", kind=FilterKind.KEPT)
ISSUED = Table(
    title="Letters issued",
    columns=(
        Column("letter", "Letter"),
        Column("about", "About"),
        Column("issued", "Issued", order=Ordering("issued", Letter.id)),
        Column("document", "Document"),
    ),
    filters=(_SHOW, Filter("kind", "Letter", Letter.kind, LetterKind, "Any")),
    default="-issued",
)
BEGUN = Table(
    title="Letters being written",
    columns=(
        Column("draft", "Letter"),
        Column("about", "About"),
        Column("written", "Written", order=Ordering("begun", LetterDraft.id)),
        Column("status", "Status"),
    ),
    filters=(_SHOW, Filter("kind", "Letter", LetterDraft.kind, LetterKind, "Any")),
    default="begun",
)


def issued(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
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
    return ISSUED.rows(query, filters, **place)


def replaced(among: Collection[Letter]) -> set[int]:
    """The ids of those letters that a later version has replaced."""
    query = select(Letter.replaces_id).where(
        Letter.replaces_id.in_([letter.id for letter in among])
    )
    return {number for number in db.session.scalars(query) if number is not None}


def unfinished(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]
) -> Rows[LetterDraft]:
    """A page of the case's letters that nobody has finished, the oldest first."""
    return BEGUN.rows(drafts.with_people(drafts.of_case(case.id)), filters, **place)


def count_unfinished(case: Case) -> int:
    """How many letters of the case nobody has finished."""
    return db.session.scalars(
        drafts.of_case(case.id).with_only_columns(func.count(LetterDraft.id))
    ).one()


def batches(case: Case) -> Sequence[LetterBatch]:
    """The letters that went, or are going, to everyone who asked about the case, newest first."""
    query = (
        select(LetterBatch)
        .where(LetterBatch.case_id == case.id)
        .options(joinedload(LetterBatch.sample), joinedload(LetterBatch.started_by))
        .order_by(LetterBatch.id.desc())
    )
    return list(db.session.scalars(query))
