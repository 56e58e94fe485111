"""Which cases are joined, and to which: what an old reference leads to."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Joining, db


def of_case(case: Case) -> Joining | None:
    """How this case was joined to another, while that stands.

    None too where the other case is sealed from the person reading.
    """
    query = standing().where(Joining.case_id == case.id)
    return db.session.scalar(query)


def joined_to(case: Case) -> list[Joining]:
    """The cases that were joined to this one, the first first."""
    return list(db.session.scalars(standing().where(Joining.into_id == case.id)))


def remaining_of(case: Case) -> Case:
    """The case that an old reference leads to: itself, or the one it was joined to in the end."""
    while (joining := of_case(case)) is not None:
        case = joining.into
    return case


def standing() -> Select[Joining]:
    """The joinings that stand, with both cases as they are shown."""
    return (
        select(Joining)
        .where(Joining.undone_at.is_(None))
        .options(
            joinedload(Joining.by),
            joinedload(Joining.case).selectinload(Case.reviews),
            joinedload(Joining.into).selectinload(Case.reviews),
        )
        .order_by(Joining.id)
    )
