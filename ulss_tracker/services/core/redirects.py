"""Redirects from the reference of a merged case to the case that remains."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, CaseMerge, User, db


def of_case(case: Case) -> CaseMerge | None:
    """How this case was joined to another, while that stands.

    None too where the other case is sealed from the person reading.
    """
    query = current().where(CaseMerge.case_id == case.id)
    return db.session.scalar(query)


def merged_into(case: Case) -> Sequence[Row[str, str, datetime, str]]:
    """The cases that were joined to this one: `reference`, `by` whom, `at` and `reason`.

    The first first; without one that is sealed from the person reading.
    """
    query = (
        select(Case.reference, User.name.label("by"), CaseMerge.at, CaseMerge.reason)
        .join(CaseMerge.case)
        .join(CaseMerge.by)
        .where(CaseMerge.into_id == case.id, CaseMerge.undone_at.is_(None))
        .order_by(CaseMerge.id)
    )
    return db.session.execute(query).all()


def remaining_of(case: Case) -> Case:
    """The case that an old reference leads to: itself, or the one it was joined to in the end."""
    while (case_merge := of_case(case)) is not None:
        case = case_merge.into
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
