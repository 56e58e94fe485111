"""The board: open reviews in the order in which they must be filed, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Review, User, db
from ulss_tracker.scheme.deadline import TimeLeft, time_left
from ulss_tracker.scheme.workflow import AT_COURT, State
from ulss_tracker.services import paging

PAGE = 50
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))


@dataclass(frozen=True, slots=True)
class Row:
    """One review on the board, and how long is left to file."""

    review: Review
    left: TimeLeft


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key that the next page starts after, if there is one."""

    rows: Sequence[Row]
    after: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """How the open reviews stand, in six numbers. Those at court have been filed."""

    to_file: int
    at_court: int
    passed: int
    within_three_days: int
    no_sentence: int
    with_law_officers: int


def page(
    *,
    after: str | None = None,
    holder: User | None = None,
    states: Collection[State] = (),
    filed: bool | None = False,
) -> Page:
    """A page of open reviews with a sentence, soonest first; `after` is the last page's key.

    `holder` and `states` narrow the list. `filed` chooses between those still to be filed and
    those that are; None shows both. An unreadable key gives the first page.
    """
    query = _narrowed(holder).where(Review.file_by_at.is_not(None))
    if states:
        query = query.where(Review.state.in_(states))
    if filed is not None:
        query = query.where(_IS_FILED if filed else ~_IS_FILED)
    key = paging.read(after)
    if key is not None:
        later = and_(Review.file_by_at == key.at, Review.id > key.number)
        query = query.where(or_(Review.file_by_at > key.at, later))
    query = query.order_by(Review.file_by_at, Review.id).limit(PAGE + 1)
    reviews = list(db.session.scalars(query))
    now = clock.now()
    rows = [
        Row(review, time_left(now, review.file_by_at))
        for review in reviews[:PAGE]
        if review.file_by_at is not None
    ]
    last = rows[-1].review if len(reviews) > PAGE else None
    return Page(rows, paging.key(last.file_by_at, last.id) if last and last.file_by_at else None)


def without_sentence(*, holder: User | None = None) -> list[Review]:
    """Open reviews with no sentence recorded, oldest first: nobody can say how long they have.

    All of them, and not a page: one that nobody sees is one that runs out of time unseen.
    """
    query = _narrowed(holder).where(Review.file_by_at.is_(None))
    return list(db.session.scalars(query.order_by(Review.id)))


def summary() -> Summary:
    """Count the open reviews by how pressing they are."""
    now = clock.now()
    soon = now + timedelta(days=3)
    file_by = Review.file_by_at
    counts = db.session.execute(
        select(
            func.count(Review.id).filter(~_IS_FILED),
            func.count(Review.id).filter(_IS_FILED),
            func.count(Review.id).filter(~_IS_FILED, file_by < now),
            func.count(Review.id).filter(~_IS_FILED, file_by.between(now, soon)),
            func.count(Review.id).filter(file_by.is_(None)),
            func.count(Review.id).filter(Review.state == State.LAW_OFFICERS),
        ).where(Review.outcome.is_(None))
    ).one()
    return Summary(*counts)


def _narrowed(holder: User | None) -> Select[Review]:
    """Open reviews, with what a row shows of each."""
    query = select(Review).where(Review.outcome.is_(None))
    if holder is not None:
        query = query.where(Review.holder_id == holder.id)
    return query.options(
        joinedload(Review.case).selectinload(Case.restrictions), joinedload(Review.holder)
    )
