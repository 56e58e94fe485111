"""Redirects from the reference of a merged case to the case that remains."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, CaseMerge, db


def of_case(case: Case) -> CaseMerge | None:
    """How this case was joined to another, while that stands.

    None too where the other case is sealed from the person reading.
    """
    query = current().where(CaseMerge.case_id == case.id)
    return db.session.scalar(query)


def merged_into(case: Case) -> list[CaseMerge]:
    """The cases that were joined to this one, the first first."""
    return list(db.session.scalars(current().where(CaseMerge.into_id == case.id)))


def remaining_of(case: Case) -> Case:
    """The case that an old reference leads to: itself, or the one it was joined to in the end."""
    while (joining := of_case(case)) is not None:
        case = joining.into
    return case


def current() -> Select[CaseMerge]:
    """The joinings that stand, with both cases as they are shown."""
    return (
        select(CaseMerge)
        .where(CaseMerge.undone_at.is_(None))
        .options(
            joinedload(CaseMerge.by),
            joinedload(CaseMerge.case).selectinload(Case.reviews),
            joinedload(CaseMerge.into).selectinload(Case.reviews),
        )
        .order_by(CaseMerge.id)
    )
