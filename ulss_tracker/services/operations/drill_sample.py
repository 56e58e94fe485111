"""The rows that a drill reads a restored copy by: somebody of each role, and the newest records."""

from sqlalchemy import select

from ulss_tracker.models import Case, Request, Review, User, db
from ulss_tracker.permissions import Role

_NEWEST = 5


def session_keys() -> dict[Role, str]:
    """The session key of one active member of staff of each role that somebody has."""
    keys: dict[Role, str] = {}
    for user in db.session.scalars(select(User).where(User.is_active).order_by(User.id)):
        keys.setdefault(user.role, user.session_key)
    return keys


def newest_records() -> dict[str, list[str | int]]:
    """The newest cases and requests by reference and reviews by id, by what each is called."""
    found = {
        "case": select(Case.reference).order_by(Case.id.desc()),
        "review": select(Review.id).order_by(Review.id.desc()),
        "request": select(Request.reference).order_by(Request.id.desc()),
    }
    return {name: list(db.session.scalars(query.limit(_NEWEST))) for name, query in found.items()}
