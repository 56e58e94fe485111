"""Moments that moved: each before and after, for a supervisor to sign.

A date of sentence is corrected, a bank holiday is proclaimed, the law changes: the review's moments
move with it at once, and a person must look at what that does to the work. The history keeps what
was believed at each moment; the row here is what waits to be signed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, EventKind, Redating, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services import history, paging
from ulss_tracker.services.paging import Ordering, Rows
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

ORDERINGS = (Ordering("moved", Redating.at),)


def note(
    review: Review, was_last_day_on: date | None, was_file_by_at: datetime | None, by: User | None
) -> None:
    """Keep that a review's moments moved, in the caller's transaction; nothing when they did not.

    The first moments a review gets are no move. Nor is anything of one that is filed, or has
    ended, or came with the old register: there is nothing left to file.
    """
    if was_last_day_on is None or was_file_by_at is None:
        return
    if (was_last_day_on, was_file_by_at) == (review.last_day_on, review.file_by_at):
        return
    if review.is_historical or review.outcome is not None or review.is_filed:
        return
    db.session.add(
        Redating(
            review=review,
            at=clock.now(),
            changed_by_id=by.id if by else None,
            was_last_day_on=was_last_day_on,
            was_file_by_at=was_file_by_at,
            last_day_on=review.last_day_on,
            file_by_at=review.file_by_at,
        )
    )


def to_sign(
    *, by: Ordering = ORDERINGS[0], descending: bool = False, after: str | None = None
) -> Rows[Redating]:
    """A page of the moves that nobody has signed, the oldest first."""
    query = (
        select(Redating)
        .where(Redating.signed_at.is_(None))
        .options(
            joinedload(Redating.review).joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Redating.changed_by),
        )
    )
    return paging.rows(query, by, descending=descending, after=after)


def count_to_sign() -> int:
    """How many moves nobody has signed."""
    return (
        db.session.scalar(select(func.count(Redating.id)).where(Redating.signed_at.is_(None))) or 0
    )


def get(redating_id: int) -> Redating:
    """The move with this id. Raises `NotFound`."""
    found = db.session.get(Redating, redating_id)
    if found is None or found.review is None:
        raise NotFound("There is no such move")
    return found


def why_not_sign(redating: Redating, user: User) -> str:
    """Why this person cannot sign for the move, in words; empty when they can."""
    if redating.signed_at is not None:
        return "Somebody has signed this already"
    if redating.changed_by_id == user.id:
        return "You made this change: another supervisor must sign it"
    return ""


def sign(moves: Sequence[Redating], by: User) -> None:
    """Sign that a person has seen these moves and what they do to the work.

    Raises `NotAllowed` to whoever made one of the changes, and `Refused` when one is signed.
    """
    require(by, Permission.OVERRIDE_ASSESSMENT)
    for each in moves:
        if each.changed_by_id == by.id:
            raise NotAllowed(why_not_sign(each, by))
        if why_not := why_not_sign(each, by):
            raise Refused(why_not)
    with saving():
        for each in moves:
            each.signed_at, each.signed_by_id = clock.now(), by.id
            history.record(
                EventKind.REDATING_SIGNED,
                by=by,
                review=each.review,
                before={"last_day_on": each.was_last_day_on, "file_by_at": each.was_file_by_at},
                after={"last_day_on": each.last_day_on, "file_by_at": each.file_by_at},
            )
