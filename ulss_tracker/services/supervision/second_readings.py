"""Each month a random sample of "no" answers is read again, by somebody who had no part in them.

A "no" is an ending of the scheme: not in it, or out of time. A wrong one is the worst fault there
is, and nobody complains of what they were never told. The sample is drawn once, for the month that
is over.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Unpack

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import (
    Case,
    Event,
    EventKind,
    Review,
    ReviewVersion,
    SecondReading,
    SecondView,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import month_words
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import audit
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.search.narrowing import by_words

NO = (Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME)
ONE_IN = 10
FEWEST = 5
"""One in ten is read, and of few at least five or all there are: the office's own practice."""
_TO_READ = "to_read"
_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month's sample: how many were drawn, how many are read, and of how many the view is."""

    month: str
    drawn: int
    read: int
    agrees: int
    disagrees: int

    @property
    def cannot_say(self) -> int:
        """How many of those read a lawyer must check."""
        return self.read - self.agrees - self.disagrees

    @property
    def rate(self) -> int | None:
        """The rate of agreement in whole per cent, rounded down; None while nothing is read."""
        return self.agrees * 100 // self.read if self.read else None


def _months() -> list[tuple[str, str]]:
    return [(each.month, month_words(each.month)) for each in months()]


TABLE = Table(
    title="Answers to read again",
    columns=(
        Column("case", "Case", order=Ordering("drawn", SecondReading.id)),
        Column("outcome", "Answer"),
        Column("month", "Sample of", lambda row: month_words(row.month)),
        Column("view", "View", lambda row: row.view or "To be read"),
        Column("read", "Read", order=Ordering("read", SecondReading.read_at)),
    ),
    filters=(
        by_words(review=SecondReading.review_id),
        Filter("month", "Sample of", SecondReading.month, _months, "Any month"),
        Filter(
            "which",
            "Read",
            lambda which: SecondReading.read_at.is_(None) == (which == _TO_READ),
            [(_TO_READ, "To be read"), ("read", "Read")],
            "Read or not",
        ),
    ),
    default="-drawn",
)


def draw(chance: random.Random | None = None) -> int:
    """Draw the sample of the last month, if it is not drawn; how many are to be read."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    month = f"{last:%Y-%m}"
    with reading_as_office(), transaction():
        drawn = select(SecondReading.id).where(SecondReading.month == month).limit(1)
        if db.session.scalar(drawn) is not None:
            return 0
        said = _said_no(last.replace(day=1), last)
        number = min(len(said), max(FEWEST, -(-len(said) // ONE_IN)))
        for review_id, outcome in (chance or random.SystemRandom()).sample(said, number):
            db.session.add(
                SecondReading(
                    review_id=review_id, month=month, outcome=outcome, drawn_at=clock.now()
                )
            )
    return number


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[SecondReading]:
    """A page of what is to be read or was, of one month or all."""
    query = select(SecondReading).options(
        joinedload(SecondReading.review).joinedload(Review.case).selectinload(Case.restrictions),
        joinedload(SecondReading.reader),
    )
    return TABLE.rows(query, filters, **place)


def months() -> Sequence[Month]:
    """The last months that were drawn, the newest first, each with its rate of agreement."""

    def of_view(view: SecondView) -> ColumnElement[int]:
        return func.count().filter(SecondReading.view == view)

    query = (
        select(
            SecondReading.month,
            func.count(),
            func.count(SecondReading.read_at),
            of_view(SecondView.AGREES),
            of_view(SecondView.DISAGREES),
        )
        .group_by(SecondReading.month)
        .order_by(SecondReading.month.desc())
        .limit(_MONTHS_SHOWN)
    )
    with reading_as_office():  # a total names nobody
        return [Month(*row) for row in db.session.execute(query)]


def get(reading_id: int) -> SecondReading:
    """Return the reading with this id, with its review. Raises `NotFound`."""
    query = (
        select(SecondReading)
        .where(SecondReading.id == reading_id)
        .options(
            joinedload(SecondReading.review)
            .joinedload(Review.case)
            .selectinload(Case.restrictions),
            joinedload(SecondReading.reader),
        )
    )
    reading = existing(db.session.scalar(query), "There is no such second reading")
    audit.note_opening(reading.review)
    return reading


def why_not_read(reading: SecondReading, user: User) -> str:
    """Why this person cannot be its second reader, in words; empty when they can."""
    if reading.read_at is not None:
        return "It has been read"
    part = select(Event.id).where(Event.case_id == reading.review.case_id, Event.by_id == user.id)
    if db.session.scalar(part.limit(1)) is not None:
        return "You worked on this case: somebody who had no part in it reads it"
    return ""


def record(
    reading: SecondReading, view: SecondView, reason: str, by: User, *, version: int
) -> None:
    """Record what the second reader thinks. It changes nothing of the review itself.

    Raises `NotAllowed` for somebody who had a part in the case, `Refused` when it has been read
    and for a doubt without its reason, and `ChangedMeanwhile`.
    """
    require(by, Permission.WORK_CASES)
    check_version(reading, version)
    if why_not := why_not_read(reading, by):
        raise (Refused if reading.read_at else NotAllowed)(why_not)
    if view.is_doubt and not reason.strip():
        raise Refused("Enter what is wrong, or what a lawyer must check")
    with transaction():
        reading.view, reading.reason = view, reason.strip()
        reading.reader_id, reading.read_at = by.id, clock.now()
        history.record(
            EventKind.SECOND_READING_DONE,
            by,
            reading.review,
            month=reading.month,
            outcome=reading.outcome,
            view=view,
            reason=reading.reason,
        )


def _said_no(first: date, last: date) -> list[tuple[int, Outcome]]:
    """The reviews that ended with a "no" between two days and still say so."""
    query = (
        select(ReviewVersion.review_id, ReviewVersion.outcome)
        .where(
            ReviewVersion.to_at.is_(None),
            ReviewVersion.outcome.in_(NO),
            ReviewVersion.is_historical.is_(False),
            ReviewVersion.ended_on >= first,
            ReviewVersion.ended_on <= last,
        )
        .order_by(ReviewVersion.review_id)
    )
    return [(number, outcome) for number, outcome in db.session.execute(query) if outcome]
