"""One exception, and all of a kind: what the page of exceptions shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from ulss_tracker.models import Review, db
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows

Row = TypeVar("Row")

LIVING = (Review.outcome.is_(None), Review.is_historical.is_(False))
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_SOONEST = Ordering("file_by", Review.id, value=func.coalesce(Review.earliest_file_by_at, _FIRST))
TO_FILE = (*LIVING, Review.filed_at.is_(None), Review.state.not_in(AT_COURT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One exception: what it is about, and why. A review, a request or a draft is opened by it."""

    reference: str
    why: str
    name: str = ""
    file_by_at: datetime | None = None
    day_note: str = ""
    review_id: int | None = None
    request_reference: str = ""
    offence_id: str = ""
    draft_id: int | None = None
    complaint_reference: str = ""
    hold_id: int | None = None
    case_reference: str = ""
    rights_reference: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The exceptions of one kind. `count` may be more than the items shown.

    `after` is the key that the next page starts after, if there is one.
    """

    id: str
    title: str
    explanation: str
    items: Sequence[Item]
    count: int
    after: str | None = None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Found:
    """Some exceptions of a kind, how many there are in all, and the key of the next page."""

    items: Sequence[Item]
    count: int
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a kind are wanted, and which key they come after; None is from the first."""

    size: int
    after: str | None = None

    def first(
        self, rows: Sequence[Row], item: Callable[[Row], Item], count: int | None = None
    ) -> Found:
        """The first rows of a list that has pages of its own, of `count` in all."""
        items = [item(row) for row in rows[: self.size]]
        return Found(items, len(rows) if count is None else count)

    def of(
        self,
        rows: Sequence[Row],
        key: Callable[[Row], str],
        item: Callable[[Row], Item],
        *,
        descending: bool = False,
    ) -> Found:
        """A part of what was worked out one by one, and is all here in the order of its keys."""
        page = part_of(rows, key, self, descending=descending)
        return Found([item(row) for row in page.rows], len(rows), page.after)

    def read(
        self,
        query: Select[Row],
        by: Ordering,
        item: Callable[[Row], Item],
        *loaded: ExecutableOption,
    ) -> Found:
        """A part of what the database counts and orders; `loaded` is read with the part alone."""
        page = paging.rows(query.options(*loaded), by, after=self.after, size=self.size)
        count = db.session.scalar(query.with_only_columns(func.count(by.column.class_.id))) or 0
        return Found([item(row) for row in page.rows], count, page.after)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of exception, and what finds a part of it."""

    title: str
    explanation: str
    find: Callable[[Part], Found]

    def group(self, id: str, part: Part) -> Group:
        """A part of the exceptions of this kind."""
        found = self.find(part)
        return Group(id, self.title, self.explanation, found.items, found.count, found.after)


def kind(title: str, explanation: str) -> Callable[[Callable[[Part], Found]], Kind]:
    """Make the function below it, which finds the exceptions, the kind of that title."""
    return partial(Kind, title, explanation)


def of_reviews(
    where: Sequence[ColumnElement[bool]],
    why: Callable[[Review], str],
    part: Part,
    *loaded: ExecutableOption,
) -> Found:
    """A part of the reviews that `where` finds, by the safest moment; those without one first."""
    return part.read(
        select(Review).where(*where),
        _SOONEST,
        lambda review: item_of(review, why(review)),
        *map(joinedload, (Review.case, Review.assignee, Review.deadline)),
        *loaded,
    )


def item_of(review: Review, why: str) -> Item:
    """A review as an exception, with the safest moment to file."""
    return Item(
        reference=review.case.reference,
        name=review.offender_name,
        why=why,
        file_by_at=review.safest_at,
        day_note=review.day_note,
        review_id=review.id,
    )


def part_of(
    found: Sequence[Row], key: Callable[[Row], str], part: Part, *, descending: bool = False
) -> Rows[Row]:
    """A part of what was worked out one by one, and is all here in the order of its keys.

    A key and not a place, so that what was seen to meanwhile makes no other be passed over.
    """
    rest = [
        each
        for each in found
        if not part.after or (key(each) < part.after if descending else key(each) > part.after)
    ]
    has_more = len(rest) > part.size
    return Rows(rest[: part.size], key(rest[part.size - 1]) if has_more else None)


def key_of(moment: datetime | None, number: int) -> str:
    """The key of something that is ordered by a moment, and by its number where two are alike.

    What has no moment comes first.
    """
    words = moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else "-"
    return f"{words}_{number:010}"
