"""The lists of the old register: its files, the queries about one, and the log of corrections."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import (
    CorrectedFact,
    Correction,
    RegisterDoubt,
    RegisterFile,
    RegisterState,
    Review,
)
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.register import sheet

_NOT_RESOLVED = "open"
FILES = Table(
    title="Imported registers",
    columns=(
        Column("brought", "Uploaded", order=Ordering("brought", RegisterFile.id)),
        Column("by", "By"),
        Column("rows", "Rows", order=Ordering("rows", RegisterFile.rows)),
        Column("state", "Import"),
        Column("unresolved", "Unresolved queries"),
    ),
    filters=(Filter("state", "Import", RegisterFile.state, RegisterState, "Imported or not"),),
    default="-brought",
)
QUERIES = Table(
    title="Queries",
    columns=(
        Column("row", "Row", order=Ordering("row", RegisterDoubt.row_number)),
        Column("reference", "Reference", lambda query: query.reference or "None"),
        Column("column", "Column", lambda query: sheet.Column(query.column_name).heading),
        Column("read", "Read", lambda query: query.read or "Empty"),
        Column("proposed", "Proposed"),
        Column("query", "Query"),
    ),
    filters=(
        Filter(
            "which",
            "Resolved or not",
            lambda which: RegisterDoubt.settled_at.is_(None) == (which == _NOT_RESOLVED),
            [(_NOT_RESOLVED, "Not resolved"), ("settled", "Resolved")],
            "All",
        ),
        Filter("column", "Column", RegisterDoubt.column_name, sheet.Column, "All"),
    ),
    default="row",
)
CORRECTIONS = Table(
    title="Corrections",
    columns=(
        Column("at", "When", order=Ordering("at", Correction.at)),
        Column("case", "Case"),
        Column("fact", "Fact"),
        Column("before", "It was", lambda correction: correction.before or "Empty"),
        Column("after", "It is"),
        Column("why", "Why"),
        Column("by", "By", lambda correction: correction.by.name),
    ),
    filters=(
        Filter("fact", "Fact", Correction.fact, CorrectedFact, "Any fact"),
        Filter("by_id", "Corrected by", Correction.by_id, users.names, "Anybody", int),
    ),
    default="-at",
)


def files(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[RegisterFile]:
    """List a page of the uploaded registers, newest first, without what is in them."""
    query = select(RegisterFile).options(joinedload(RegisterFile.brought_by))
    return FILES.rows(query, filters, **place)


def queries(
    file: RegisterFile, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[RegisterDoubt]:
    """List a page of the file's queries in the order of its rows."""
    query = select(RegisterDoubt).where(RegisterDoubt.file_id == file.id)
    return QUERIES.rows(query, filters, **place)


def corrections(
    filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Correction]:
    """A page of the log of corrections, newest first."""
    query = select(Correction).options(
        joinedload(Correction.review).joinedload(Review.case), joinedload(Correction.by)
    )
    return CORRECTIONS.rows(query, filters, **place)
