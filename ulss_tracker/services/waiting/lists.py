"""The list of what waits for one person (whose.py says what does), the soonest to file first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, Review, User, Wait, WaitKind, db
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.services.waiting import whose

MOST = 50
"""More than these are counted and not drawn: their time is further off."""
ASKED_OF_ONE = (WaitKind.VERIFY, WaitKind.CHECK_LETTER)
"""Checks that were asked of one person, and that whoever else may act can take from them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits, by when it presses, and how long that is; None where nothing runs."""

    wait: Wait
    deadline: Deadline | None
    left: TimeLeft | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things that wait for one person, the soonest first: `count` of them in all.

    `of_others` are the checks asked of one other person, which they may do as well; `to_come` is
    what begins to wait on a later day.
    """

    rows: Sequence[Row]
    count: int
    of_others: Sequence[Row]
    to_come: Sequence[Wait]

    @property
    def given(self) -> list[int]:
        """The ids of what was given to them, or to whom they stand in for, to be accepted."""
        waits = [each.wait for each in self.rows]
        return [
            each.id
            for each in waits
            if each.kind.is_given and each.for_id is not None and each.taken_by_id is None
        ]

    @property
    def more(self) -> int:
        """How many are not drawn."""
        return self.count - len(self.rows)


def of(user: User) -> Waiting:
    """Everything that waits for this person now."""
    asked_of_one = and_(whose.waits_for_another(user), Wait.kind.in_(ASKED_OF_ONE))
    own, count = _soonest(whose.waits_for(user))
    of_others, _ = _soonest(asked_of_one)
    read = _read([*own, *of_others])
    rows = [read[each] for each in own if each in read]
    return Waiting(rows, count, [read[each] for each in of_others if each in read], to_come(user))


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
    query = select(Wait.id).where(Wait.id == wait.id, whose.is_theirs(user))
    return db.session.scalar(query) is not None


def _soonest(which: ColumnElement[bool]) -> tuple[list[int], int]:
    """The ids of the first of these, and how many there are.

    The soonest to file first, those without a moment last.
    """
    query = (
        select(Wait.id, func.count().over())
        .outerjoin(
            Deadline,
            and_(
                or_(Deadline.review_id == Wait.review_id, Deadline.request_id == Wait.request_id),
                Deadline.ended_at.is_(None),
            ),
        )
        .where(which)
        .group_by(Wait.id)  # it may have two: its review's and its request's
        .order_by(func.min(Deadline.act_by_at).asc().nulls_last(), Wait.since_at, Wait.id)
        .limit(MOST)
    )
    found = db.session.execute(query).all()
    return [number for number, _ in found], found[0][1] if found else 0


def _read(numbers: Sequence[int]) -> dict[int, Row]:
    """These with all that a row shows, by their ids."""
    if not numbers:
        return {}
    query = (
        select(Wait)
        .where(Wait.id.in_(numbers))
        .options(
            joinedload(Wait.case).selectinload(Case.restrictions),
            joinedload(Wait.review).joinedload(Review.case),
            joinedload(Wait.request),
            joinedload(Wait.for_person),
            joinedload(Wait.by),
            joinedload(Wait.taken_by),
        )
    )
    waits = db.session.scalars(query).all()
    deadlines, now = _deadlines(waits), clock.now()
    return {
        wait.id: Row(wait, due, time_left(now, due.act_by_at) if due else None)
        for wait in waits
        for due in [deadlines.get(wait.id)]
    }


def _deadlines(waits: Sequence[Wait]) -> dict[int, Deadline]:
    """The running deadline of each that has one, by its id: its review's or its request's."""
    query = (
        select(Deadline)
        .where(
            or_(
                Deadline.review_id.in_({each.review_id for each in waits}),
                Deadline.request_id.in_({each.request_id for each in waits}),
            ),
            Deadline.ended_at.is_(None),
        )
        .order_by(Deadline.act_by_at.desc())
    )
    running = db.session.scalars(query).all()
    of_review: dict[int | None, Deadline] = {e.review_id: e for e in running if e.review_id}
    of_request: dict[int | None, Deadline] = {e.request_id: e for e in running if e.request_id}
    found = {}
    for wait in waits:
        either = (of_review.get(wait.review_id), of_request.get(wait.request_id))
        if of_either := [each for each in either if each]:
            found[wait.id] = min(of_either, key=lambda each: each.act_by_at)
    return found
