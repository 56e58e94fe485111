"""Things that wait for one person (by assignment_rules.py): if it is theirs, what is to come."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import User, Wait, db
from ulss_tracker.services.waiting import assignment_rules

MOST = 50
"""So many of what is to come are shown, and so many are answered at once."""


def to_come(user: User) -> list[Wait]:
    """Everything for this person on a later day: calls, and what requesters are to send."""
    query = (
        select(Wait)
        .where(Wait.for_id == user.id, Wait.ended_at.is_(None), Wait.from_at > clock.now())
        .options(joinedload(Wait.case), joinedload(Wait.request))
        .order_by(Wait.from_at, Wait.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def may_take(wait: Wait, user: User) -> bool:
    """Whether it is this person's to do: theirs, or anyone's of their role who is not barred."""
    query = select(Wait.id).join(User, User.id == user.id)
    query = query.where(Wait.id == wait.id, assignment_rules.is_theirs(user.id))
    return db.session.scalar(query) is not None
