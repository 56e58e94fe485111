"""Questions of the figures that people keep, ask again, and give to Parliament.

A saved report has its moment. Made again at that moment it gives the same figures, whatever was
corrected since (`as_at`); the figures of when it was kept stand beside, so that it can be seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import EventKind, SavedReport, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, FilterKind, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import reports
from ulss_tracker.services.supervision.dimensions import DIMENSIONS
from ulss_tracker.services.supervision.reports import Report
from ulss_tracker.services.supervision.statistics import Question

TABLE = Table(
    title="Saved reports",
    columns=(
        Column("name", "Report", order=Ordering("name", SavedReport.name)),
        Column("number", "Parliamentary number", lambda row: row.number or "None"),
        Column("by", "Divided by"),
        Column("as_at", "As at", order=Ordering("as_at", SavedReport.as_at)),
        Column("kept", "Saved", order=Ordering("kept", SavedReport.kept_at)),
        Column("deleted", "Deleted"),
    ),
    filters=(
        Filter(
            "by",
            "Divided by",
            SavedReport.divided_by,
            [(each.id, each.name) for each in DIMENSIONS.values()],
            "Anything",
        ),
        Filter("kept_by", "Kept by", SavedReport.kept_by_id, users.names, "Anybody", int),
        Filter(
            "number",
            "Parliamentary number",
            lambda number: func.lower(SavedReport.number) == number.lower(),
            kind=FilterKind.WORDS,
        ),
        Filter("deleted", "Those that were deleted", kind=FilterKind.TICK),
    ),
    default="-kept",
)


def keep(
    question: Question, name: str, by: User, *, number: str = "", words: str = ""
) -> SavedReport:
    """Save a report under a name, with the figures it gives now.

    Raises `Refused` without a name, and for a name that another saved report has.
    """
    require(by, Permission.SEE_STATISTICS)
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter a name for the report")
    if _is_taken(name):
        raise Refused("Another saved report has this name: choose another name")
    found = reports.answer(question)
    with transaction():
        report = SavedReport(
            name=name,
            number=" ".join(number.split()),
            words=words.strip(),
            divided_by=question.by,
            divided_across=question.across or None,
            after_hours_only=question.after_hours_only,
            received_from=question.received_from,
            received_to=question.received_to,
            with_old_register=question.with_old_register,
            as_at=question.as_at,
            definition=question.definition,
            figures=found.plain,
            kept_at=clock.now(),
            kept_by_id=by.id,
        )
        db.session.add(report)
        db.session.flush()
        history.record(EventKind.QUESTION_KEPT, by, **_said(report))
    return report


def get(question_id: int) -> SavedReport:
    """Return the saved report with this id, deleted or not. Raises `NotFound`."""
    return existing(db.session.get(SavedReport, question_id), "There is no such question")


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[SavedReport]:
    """List a page of the saved reports, or of those that were deleted instead."""
    is_there = SavedReport.deleted_at.is_(None)
    query = select(SavedReport).where(~is_there if filters.get("deleted") else is_there)
    query = query.options(joinedload(SavedReport.kept_by), joinedload(SavedReport.deleted_by))
    return TABLE.rows(query, filters, **place)


def question_of(kept: SavedReport, as_at: datetime | None = None) -> Question:
    """The question to ask again: at the moment it was kept with, unless another is given."""
    question = Question(
        by=kept.divided_by,
        as_at=kept.as_at,
        after_hours_only=kept.after_hours_only,
        received_from=kept.received_from,
        received_to=kept.received_to,
        with_old_register=kept.with_old_register,
        across=kept.divided_across or "",
    )
    return question if as_at is None else replace(question, as_at=as_at)


def is_askable(kept: SavedReport) -> bool:
    """Whether the tracker still divides the figures so; those it gave stay anyway."""
    return kept.divided_by in DIMENSIONS and (kept.divided_across or kept.divided_by) in DIMENSIONS


def differs(kept: SavedReport, found: Report) -> bool:
    """Whether an answer made again at the question's own moment is not what was answered then.

    It should never be, unless the definition has changed since. Of another moment it says nothing.
    """
    if found.question.as_at != kept.as_at:
        return False
    counts = len(kept.figures[-1]) - 2  # reports of before requests were counted have two
    is_same = _numbers(found.plain, counts) == _numbers(kept.figures, counts)
    return not is_same or found.question.definition != kept.definition


def why_not_delete(kept: SavedReport, user: User) -> str:
    """Why this person cannot delete the question, in words; empty when they can."""
    if kept.deleted_at is not None:
        return "This report is deleted already"
    if kept.kept_by_id != user.id and not may(user.role, Permission.OVERRIDE_ASSESSMENT):
        return "Only whoever kept it, or a supervisor, can delete it"
    return ""


def delete(kept: SavedReport, by: User, *, version: int) -> None:
    """Take the question out of the list; it and who did so stay on record.

    Raises `NotAllowed` to anybody but its keeper and supervisors, and `Refused` when it is deleted
    already.
    """
    require(by, Permission.SEE_STATISTICS)
    if why_not := why_not_delete(kept, by):
        raise (Refused if kept.deleted_at else NotAllowed)(why_not)
    check_version(kept, version)
    with transaction():
        kept.deleted_at, kept.deleted_by_id = clock.now(), by.id
        history.record(EventKind.QUESTION_DELETED, by, **_said(kept))


def table(kept: SavedReport, found: Report) -> Sheet:
    """The answer as a table, with the question it answers under its moment and definition."""
    sheet = reports.table(found)
    asked = f" {kept.number}" if kept.number else ""
    notes = [f"Question{asked}: {kept.name}"]
    if kept.words:
        notes.append(kept.words)
    if differs(kept, found):
        notes.append("Not what was answered when the report was saved: see the report’s page")
    return replace(sheet, notes=(*notes, *sheet.notes))


def _is_taken(name: str) -> bool:
    query = select(SavedReport.id).where(SavedReport.name == name, SavedReport.deleted_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def _numbers(figures: Sequence[Sequence[Any]], most: int) -> dict[Any, Any]:
    """Reduce figures to `most` counts each: no names of courts, which change, no empty rows."""
    *each, whole = figures
    found = {value: counts[:most] for value, _, *counts in each if any(counts[:most])}
    return found | {"All": whole[2 : 2 + most]}


def _said(report: SavedReport) -> Mapping[str, Any]:
    return {
        "question": report.id,
        "name": report.name,
        "number": report.number,
        "words": report.words,
        "asked": report.definition,
        "as_at": report.as_at,
    }
