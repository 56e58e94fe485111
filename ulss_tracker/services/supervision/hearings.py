"""The hearings to come in the Court of Appeal, by day, of every open review."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Unpack

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, CaseReader, Hearing, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Place, Table

TABLE = Table(
    title="Hearings",
    columns=(
        Column("offender", "Offender"),
        Column("time", "Time"),
        Column("court", "Court", lambda row: row.hearing.court),
        Column("judges", "Judges", lambda row: row.hearing.constitution or "Not named yet"),
        Column("counsel", "Counsel", lambda row: row.counsel or "None named here"),
        Column("assignee", "Assigned to"),
    ),
    orders=(Ordering("day", Hearing.heard_on),),
    default="day",
)


@dataclass(frozen=True, slots=True)
class ListedHearing:
    """A hearing, and the names of counsel to whom its case is open."""

    hearing: Hearing
    counsel: str


def is_to_come() -> ColumnElement[bool]:
    """Whether a hearing is still to be held: the last that an open review was given."""
    last = select(func.max(Hearing.id)).group_by(Hearing.review_id)
    return and_(
        Hearing.id.in_(last),
        Hearing.heard_on >= clock.today(),
        Hearing.review.has(and_(Review.outcome.is_(None), Review.is_historical.is_(False))),
    )


def to_come(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[ListedHearing]:
    """A page of the hearings to come, the first day first."""
    review = joinedload(Hearing.review)
    query = (
        select(Hearing)
        .where(is_to_come())
        .options(
            review.joinedload(Review.case).selectinload(Case.restrictions),
            review.joinedload(Review.assignee),
        )
    )
    page = TABLE.rows(query, filters, **place)
    counsel = _counsel({hearing.review.case_id for hearing in page.rows})
    rows = [
        ListedHearing(hearing, ", ".join(counsel.get(hearing.review.case_id, [])))
        for hearing in page.rows
    ]
    return Rows(rows, page.after)


def _counsel(cases: set[int]) -> dict[int, list[str]]:
    """The names of counsel by the case that they are named on."""
    query = (
        select(CaseReader.case_id, User.name)
        .join(CaseReader.user)
        .where(CaseReader.case_id.in_(cases), User.role == Role.COUNSEL)
        .order_by(User.name)
    )
    names: dict[int, list[str]] = {}
    for case_id, name in db.session.execute(query):
        names.setdefault(case_id, []).append(name)
    return names
