"""The list of what waits for one person (by assignment_rules.py), the soonest to file first."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, Review, User, Wait, WaitKind, db
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.services.core.paging import Rows
from ulss_tracker.services.waiting import assignment_rules, deadlines

MOST = 50
"""So many are shown beside other work, and the rest is counted: `page` has them all."""
PAGE = 50
_PLAIN = "%Y-%m-%dT%H:%M:%S.%fZ"
_MOST_DIGITS = 9
_act_by_at = func.min(Deadline.act_by_at)
ASKED_OF_ONE = (WaitKind.VERIFY, WaitKind.CHECK_LETTER)
"""Checks that were asked of one person, and that whoever else may act can take from them."""


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One thing that waits, by when it presses, and how long that is; None where nothing runs."""

    wait: Wait
    deadline: Deadline | None
    left: TimeLeft | None


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
    own_query = _in_order(user, is_own).add_columns(func.count().over().label("count_of_all"))
    is_of_another = and_(assignment_rules.waits_for_another(is_own), Wait.kind.in_(ASKED_OF_ONE))
    own, of_others = (
        db.session.execute(query.limit(most)).all()
        for query in (own_query, _in_order(user, is_of_another))
    )
    read = _read([each.id for each in (*own, *of_others)])
    count = own[0].count_of_all if own else 0
    shown, shown_of_others = (
        [read[row.id] for row in rows if row.id in read] for rows in (own, of_others)
    )
    return WaitList(shown, count, shown_of_others, to_come(user))


def page(user: User, after: str | None = None) -> Rows[WaitRow]:
    """A page of what waits for this person now; an unreadable key gives the first."""
    query = _in_order(user, assignment_rules.waits_for(user.id))
    with suppress(ValueError):
        query = query.having(_is_after(after or ""))
    found = db.session.execute(query.limit(PAGE + 1)).all()
    read = _read([row[0] for row in found[:PAGE]])
    rows = [read[row[0]] for row in found[:PAGE] if row[0] in read]
    return Rows(rows, _key(*found[PAGE - 1]) if len(found) > PAGE else None)


def given(rows: Sequence[WaitRow]) -> list[int]:
    """The ids of those that were given to a person, and that nobody has accepted yet."""
    waits = [row.wait for row in rows]
    return [
        wait.id
        for wait in waits
        if wait.kind.is_given and wait.for_id is not None and wait.taken_by_id is None
    ]


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


def _in_order(user: User, which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The ids of these with what orders them: the soonest to file, then without a moment."""
    return (
        deadlines.joined(select(Wait.id, _act_by_at.label("act_by_at"), Wait.since_at))
        .join(User, User.id == user.id)
        .where(which)
        .group_by(Wait.id)  # it may have several: its review's, its request's, its case's reviews'
        .order_by(_act_by_at.asc().nulls_last(), Wait.since_at, Wait.id)
    )


def _is_after(key: str) -> ColumnElement[bool]:
    """Whether it comes after the last of the page with this key. Raises `ValueError`."""
    act_by, since, number = key.split("~")
    since_at, last = _moment(since), int(number[:_MOST_DIGITS])
    is_next = or_(Wait.since_at > since_at, and_(Wait.since_at == since_at, Wait.id > last))
    if not act_by:
        return and_(_act_by_at.is_(None), is_next)
    at = _moment(act_by)
    return or_(_act_by_at > at, _act_by_at.is_(None), and_(_act_by_at == at, is_next))


def _moment(words: str) -> datetime:
    return datetime.strptime(words, _PLAIN).replace(tzinfo=UTC)


def _key(number: int, act_by_at: datetime | None, since_at: datetime) -> str:
    """The key of the page that begins after this one."""
    return f"{_plain(act_by_at) if act_by_at else ''}~{_plain(since_at)}~{number}"


def _plain(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_PLAIN)


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
    running, now = deadlines.of_waits(waits), clock.now()
    return {
        wait.id: WaitRow(wait, due, time_left(now, due.act_by_at) if due else None)
        for wait in waits
        for due in [running.get(wait.id)]
    }
