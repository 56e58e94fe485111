"""One exception, and all of a kind: what the page of exceptions shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import Assessment, Review, db
from ulss_tracker.scheme.workflow import AT_COURT

LIVING = (Review.outcome.is_(None), Review.is_historical.is_(False))
TO_FILE = (*LIVING, Review.filed_at.is_(None), Review.state.not_in(AT_COURT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One exception: what it is about, and why. A review, a request or a draft is opened by it."""

    reference: str
    why: str
    name: str = ""
    file_by_at: datetime | None = None
    review_id: int | None = None
    request_reference: str = ""
    offence_id: str = ""
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All exceptions of one kind. `count` may be more than the items shown."""

    id: str
    title: str
    explanation: str
    items: Sequence[Item]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


def of_reviews(
    id: str,
    title: str,
    explanation: str,
    where: Sequence[ColumnElement[bool]],
    why: Callable[[Review], str],
    shown: int,
    *,
    with_assessments: bool = False,
) -> Group:
    """The reviews that `where` finds, the soonest to be filed first."""
    query = select(Review).where(*where).options(joinedload(Review.case))
    if with_assessments:
        query = query.options(
            selectinload(Review.assessments).selectinload(Assessment.signature),
        )
    query = query.order_by(Review.file_by_at.asc().nulls_first(), Review.id).limit(shown)
    items = [item_of(review, why(review)) for review in db.session.scalars(query)]
    count = db.session.scalar(select(func.count(Review.id)).where(*where)) or 0
    return Group(id, title, explanation, items, count)


def item_of(review: Review, why: str) -> Item:
    """A review as an exception."""
    return Item(
        reference=review.case.reference,
        name=review.offender_name,
        why=why,
        file_by_at=review.file_by_at,
        review_id=review.id,
    )
