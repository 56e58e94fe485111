"""The rows that a drill reads a restored copy by: somebody of each role, and the newest records."""

from sqlalchemy import select

from ulss_tracker.models import Case, Request, Review, User, db
from ulss_tracker.permissions import Role

_NEWEST = 5


def one_of_each_role() -> dict[Role, User]:
    """One active member of staff of each role that somebody has."""
    people: dict[Role, User] = {}
    for user in db.session.scalars(select(User).where(User.is_active).order_by(User.id)):
        people.setdefault(user.role, user)
    return people


def newest_records() -> dict[str, list[str | int]]:
    """The newest cases and requests by reference and reviews by id, by what each is called."""
    found = {
        "case": select(Case.reference).order_by(Case.id.desc()),
        "review": select(Review.id).order_by(Review.id.desc()),
        "request": select(Request.reference).order_by(Request.id.desc()),
    }
    return {name: list(db.session.scalars(query.limit(_NEWEST))) for name, query in found.items()}
