"""Moments that moved, and answers that the law changed: each before and after, to be signed.

A date of sentence is corrected, a bank holiday is proclaimed, the law changes: the review's moments
move with it at once, and a person must look at what that does to the work. New law may leave the
moments and change the rules' answer alone, which may be somebody's only chance: that is signed for
too. The history keeps what was believed at each moment; the row here is what waits to be signed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, DeadlineChange, EventKind, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, FilterKind, Place, Table
from ulss_tracker.services.core.unit_of_work import locked_rows, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.search.narrowing import by_words

THE_TRACKER = 0
"""Stands for the tracker itself, where the id of whoever changed something is asked for."""
SOONEST_TO_FILE = Ordering("file_by", DeadlineChange.file_by_at)


def _is_changed_by(number: int) -> ColumnElement[bool]:
    return DeadlineChange.changed_by_id == (None if number == THE_TRACKER else number)


def _people() -> list[tuple[int, str]]:
    return [(THE_TRACKER, "The tracker: the law or a holiday changed"), *users.names()]


TABLE = Table(
    title="Moments and answers that changed",
    columns=(
        Column("sign", "Sign"),
        Column("offender", "Offender"),
        Column("was", "It was"),
        Column("now", "It is", order=SOONEST_TO_FILE),
        Column("at", "Changed", order=Ordering("moved", DeadlineChange.at)),
        Column("by", "Changed by"),
    ),
    filters=(
        by_words(review=DeadlineChange.review_id),
        Filter(
            "is_sooner",
            "Only those that leave less time",
            lambda _: DeadlineChange.file_by_at < DeadlineChange.was_file_by_at,
            kind=FilterKind.TICK,
        ),
        Filter("changed_by", "Changed by", _is_changed_by, _people, "Anybody", int),
    ),
    default="moved",
    heads="offender",
)
_CHANGES = ("last_day_on", "file_by_at", "verdict")
_TO_SIGN = (
    DeadlineChange.signed_at.is_(None),
    ~exists().where(Review.id == DeadlineChange.review_id, Review.outcome.in_(VOID)),
)


def note(
    review: Review,
    was_last_day_on: date | None,
    was_file_by_at: datetime | None,
    by: User | None,
    *,
    was_verdict: Verdict | None = None,
) -> None:
    """Keep that a review's moments or answer changed, in the caller's transaction.

    The first moments a review gets are no move, nor are those of one that is filed: there is
    nothing left to file. A person who corrects a fact means its answer to change, so an answer is
    kept only where the tracker asked by itself, the law having changed (`by` is None). Nothing is
    kept of a review that has ended or came with the old register.
    """
    if review.is_historical or review.outcome is not None:
        return
    is_first = was_last_day_on is None or was_file_by_at is None
    is_other = (was_last_day_on, was_file_by_at) != (review.last_day_on, review.file_by_at)
    has_moved = is_other and not is_first and not review.is_filed
    is_answered = by is None and was_verdict is not None and was_verdict is not review.verdict
    if not has_moved and not is_answered:
        return
    db.session.add(
        DeadlineChange(
            review=review,
            at=clock.now(),
            changed_by_id=by.id if by else None,
            was_last_day_on=was_last_day_on,
            was_file_by_at=was_file_by_at,
            was_verdict=was_verdict or review.verdict,
            last_day_on=review.last_day_on,
            file_by_at=review.file_by_at,
            verdict=review.verdict,
        )
    )


def to_sign(
    filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[DeadlineChange]:
    """A page of the moves that nobody has signed, the oldest first."""
    query = (
        select(DeadlineChange)
        .where(*_TO_SIGN)
        .options(
            joinedload(DeadlineChange.review)
            .joinedload(Review.case)
            .selectinload(Case.restrictions),
            joinedload(DeadlineChange.changed_by),
        )
    )
    return TABLE.rows(query, filters, **place)


def count_to_sign() -> int:
    """How many moves nobody has signed."""
    return db.session.scalar(select(func.count(DeadlineChange.id)).where(*_TO_SIGN)) or 0


def get(change_id: int) -> DeadlineChange:
    """The move with this id. Raises `NotFound`."""
    change = db.session.get(DeadlineChange, change_id)
    if change is None or change.review is None:
        raise NotFound("There is no such move")
    return change


def why_not_sign(change: DeadlineChange, user: User) -> str:
    """Why this person cannot sign for the move, in words; empty when they can."""
    if change.signed_at is not None:
        return "Somebody has signed this already"
    if change.changed_by_id == user.id:
        return "You made this change: another supervisor must sign it"
    return ""


def sign(moves: Sequence[DeadlineChange], by: User) -> int:
    """Sign that a person has seen these moves and what they do to the work; say how many.

    What somebody else signed meanwhile is left to them. Raises `NotAllowed` to whoever made one of
    the changes, and `Refused` when nothing is left to sign.
    """
    require(by, Permission.OVERRIDE_ASSESSMENT)
    with transaction():
        is_one = DeadlineChange.id.in_([change.id for change in moves])
        waiting = locked_rows(DeadlineChange, is_one, *_TO_SIGN)
        if not waiting:
            raise Refused("Somebody has signed for these changes already")
        for deadline_change in waiting:
            if why_not := why_not_sign(deadline_change, by):
                raise NotAllowed(why_not)
            deadline_change.signed_at, deadline_change.signed_by_id = clock.now(), by.id
            history.record(
                EventKind.REDATING_SIGNED,
                by,
                deadline_change.review,
                before={name: getattr(deadline_change, f"was_{name}") for name in _CHANGES},
                **history.values_of(deadline_change, *_CHANGES),
            )
    return len(waiting)
