"""Opening the two-person lock as the end comes near; and the review of each opening afterwards.

Nobody is held up for want of a colleague, and nothing is opened that a supervisor does not look at
the next working day. No opening moves a day, and none lets a review end.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Unpack

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import Case, EventKind, LockOpening, Review, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.workflow.two_keys import Keys, Opener
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_may_work, check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.people import rota
from ulss_tracker.services.search.narrowing import by_words

TABLE = Table(
    title="Openings to review",
    columns=(
        Column("review_by", "Review by", order=Ordering("review_by", LockOpening.review_by_on)),
        Column("offender", "Offender"),
        Column("facts", "Not verified then"),
        Column("opened", "Opened", order=Ordering("opened", LockOpening.opened_at)),
        Column("by", "By", lambda row: row.opened_by.name),
        Column("reason", "Reason"),
    ),
    filters=(by_words(review=LockOpening.review_id),),
    default="review_by",
    heads="offender",
)


def why_not_open(by: User, keys: Keys) -> str:
    """Why `by` cannot open the lock of the review with these keys now; empty when they can."""
    if not keys.is_shut:
        return "The lock is not shut: nothing has to be opened"
    if keys.opener is Opener.NOBODY:
        return (
            "The lock can be opened in the last 24 hours before the moment to file by. Until then "
            "a second person verifies the facts"
        )
    if keys.opener is Opener.DUTY and not _is_supervisor_or_on_duty(by):
        return "Until the last two hours a supervisor or the person on duty opens the lock"
    return ""


def open_lock(review: Review, reason: str, by: User, *, version: int) -> LockOpening:
    """Open the lock of this review for the facts as they are now recorded, with a reason.

    Raises `NotAllowed` to those who do not work cases, and until the last two hours to all but a
    supervisor and those on duty; `Refused` earlier than 24 hours before the moment to file by, when
    it is not shut, once the review has ended, and without a reason.
    """
    check_may_work(review, by, version)
    keys = two_keys.of_review(review)
    if why_not := why_not_open(by, keys):
        raise (NotAllowed if keys.may_be_opened else Refused)(why_not)
    check_entered(reason, "Enter the reason: why nobody can verify the facts in time")
    with transaction():
        opening = _keep(review, keys, reason.strip(), by)
        history.record(
            EventKind.LOCK_OPENED,
            by,
            review,
            unverified=opening.unverified,
            opener=keys.opener,
            reason=opening.reason,
        )
    return opening


def note_filed(review: Review, keys: Keys, reason: str, by: User) -> LockOpening:
    """Keep that the application was filed although the lock was shut: it too is reviewed.

    In the caller's transaction.
    """
    opening = _keep(review, keys, reason, by, was_filed_without=True)
    history.record(
        EventKind.FILED_UNVERIFIED, by, review, unverified=opening.unverified, reason=reason
    )
    return opening


def get(opening_id: int) -> LockOpening:
    """The opening with this id. Raises `NotFound`, as for one whose case is sealed."""
    query = _with_review(select(LockOpening).where(LockOpening.id == opening_id))
    return existing(db.session.scalar(query), "There is no such opening")


def to_review(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[LockOpening]:
    """A page of the openings no supervisor has looked at yet, the first due first."""
    return TABLE.rows(_with_review(_to_review()), filters, **place)


def count_to_review() -> int:
    """How many openings wait to be reviewed."""
    query = _to_review().with_only_columns(func.count(LockOpening.id))
    return db.session.scalars(query).one()


def why_not_review(opening: LockOpening, by: User) -> str:
    """Why `by` cannot review this opening, in words; empty when they can."""
    if opening.reviewed_at is not None:
        return "This opening is reviewed already"
    if opening.opened_by_id == by.id:
        return "You opened this lock: another supervisor must review it"
    return ""


def review_opening(
    opening: LockOpening, *, was_right: bool, note: str, by: User, version: int
) -> None:
    """A supervisor's word on an opening. One that was not right opens nothing any more.

    Raises `NotAllowed` to whoever opened it and to all but supervisors, and `Refused` when it was
    reviewed already, or was not right and nothing says why.
    """
    require(by, Permission.REVIEW_OPENINGS)
    check_version(opening, version)
    if why_not := why_not_review(opening, by):
        raise (Refused if opening.reviewed_at else NotAllowed)(why_not)
    if not was_right and not note.strip():
        raise Refused("Enter why it was not right")
    with transaction():
        now = opening.reviewed_at = clock.now()
        opening.reviewed_by_id = by.id
        opening.was_right = was_right
        opening.review_note = note.strip()
        if not was_right and opening.ended_at is None:
            opening.ended_at = opening.review.changed_at = now
        history.record(
            EventKind.LOCK_OPENING_REVIEWED,
            by,
            opening.review,
            was_right=was_right,
            note=opening.review_note,
            ended=opening.ended_at is not None,
        )


def _is_supervisor_or_on_duty(by: User) -> bool:
    if may(by.role, Permission.REVIEW_OPENINGS):
        return True
    return any(user.id == by.id for user in rota.on_duty(clock.now()))


def _keep(
    review: Review, keys: Keys, reason: str, by: User, *, was_filed_without: bool = False
) -> LockOpening:
    now = review.changed_at = clock.now()
    shut_by = two_keys.unverified(review)
    opening = LockOpening(
        review=review,
        opener=keys.opener,
        was_filed_without=was_filed_without,
        unverified=[standing.fact.value for standing in shut_by],
        seen_values={standing.fact.value: standing.values for standing in shut_by},
        reason=reason,
        file_by_at=review.earliest_file_by_at or review.file_by_at,
        opened_at=now,
        opened_by_id=by.id,
        review_by_on=_next_working_day(clock.day_of(now)),
    )
    db.session.add(opening)
    return opening


def _next_working_day(day: date) -> date:
    try:
        return working_days().add(day, 1)
    except CalendarUnknown:
        return day + timedelta(days=1)


def _to_review() -> Select[LockOpening]:
    return (
        select(LockOpening)
        .join(Review, Review.id == LockOpening.review_id)
        .where(LockOpening.reviewed_at.is_(None))
    )


def _with_review(query: Select[LockOpening]) -> Select[LockOpening]:
    return query.options(
        joinedload(LockOpening.review).joinedload(Review.case).selectinload(Case.restrictions),
        joinedload(LockOpening.opened_by),
        joinedload(LockOpening.reviewed_by),
    )
