"""The list of what waits for one person (by assignment_rules.py), the soonest to file first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, Review, User, Wait, WaitKind, db
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.waiting import assignment_rules, deadlines

MOST = 50
"""So many are shown beside other work, and the rest is counted: `page` has them all."""
PAGE = 50
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ASKED_OF_ONE = (WaitKind.VERIFY, WaitKind.CHECK_LETTER)
"""Checks that were asked of one person, and that whoever else may act can take from them."""


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One thing that waits, and by when it presses; None where nothing runs."""

    wait: Wait
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class WaitList:
    """Things that wait for one person, the soonest first: `count` of them in all.

    `of_others` are the checks asked of one other person, which they may do as well; `to_come` is
    what begins to wait on a later day.
    """

    rows: Sequence[WaitRow]
    count: int
    of_others: Sequence[WaitRow]
    to_come: Sequence[Wait]

    @property
    def more(self) -> int:
        """How many are not drawn."""
        return self.count - len(self.rows)


def of(user: User, most: int | None = None) -> WaitList:
    """The first of each that waits for this person now: `MOST`, unless it is said how many."""
    most = most or MOST
    is_own = assignment_rules.waits_for(user.id)
    is_of_another = and_(assignment_rules.waits_for_another(is_own), Wait.kind.in_(ASKED_OF_ONE))
    own, of_others = (_first(user, which, most) for which in (is_own, is_of_another))
    read = _read([row.id for row in (*own, *of_others)])
    count = own[0].count_of_all if own else 0
    shown, shown_of_others = (
        [read[row.id] for row in rows if row.id in read] for rows in (own, of_others)
    )
    return WaitList(shown, count, shown_of_others, to_come(user))


def _first(user: User, which: ColumnElement[bool], most: int) -> Sequence[Any]:
    query, by = _in_order(user, which)
    query = query.add_columns(func.count().over().label("count_of_all"))
    return db.session.execute(paging.page_query(query, by, size=most)).all()[:most]


def page(user: User, after: str | None = None) -> Rows[WaitRow]:
    """A page of what waits for this person now; an unreadable key gives the first."""
    query, by = _in_order(user, assignment_rules.waits_for(user.id))
    result = paging.rows(query, by, after=after, size=PAGE)
    read = _read([row.id for row in result.rows])
    return Rows([read[row.id] for row in result.rows if row.id in read], result.after)


def to_answer(rows: Sequence[WaitRow]) -> list[int]:
    """The ids of those that were given to a person, and that nobody has accepted yet."""
    return [row.wait.id for row in rows if row.wait.awaits_answer]


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


def _in_order(user: User, which: ColumnElement[bool]) -> tuple[Select[*tuple[Any, ...]], Ordering]:
    """The ids of these with what orders them: the soonest to file, then without a moment."""
    # It may have several deadlines: its review's, its request's, its case's reviews'.
    soonest = (
        deadlines.joined(select(Wait.id, func.min(Deadline.act_by_at).label("act_by_at")))
        .join(User, User.id == user.id)
        .where(which)
        .group_by(Wait.id)
        .subquery()
    )
    act_by_at = func.coalesce(soonest.c.act_by_at, _NEVER)
    query = select(Wait.id).select_from(Wait).join(soonest, soonest.c.id == Wait.id)
    return query, Ordering("pressing", Wait.since_at, value=act_by_at)


def _read(numbers: Sequence[int]) -> dict[int, WaitRow]:
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
    running = deadlines.of_waits(waits)
    return {wait.id: WaitRow(wait, running.get(wait.id)) for wait in waits}
