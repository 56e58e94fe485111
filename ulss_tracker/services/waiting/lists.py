"""The list of what waits for one person: counted on every page, ordered by the moment to file.

It has what is for them and for those they stand in for, what they have taken, and what anyone of
their role may do and nobody has taken. What they made themselves is for somebody else to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Absence,
    Case,
    Deadline,
    InboundMessage,
    InboundState,
    Request,
    Review,
    User,
    Wait,
    WaitBar,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.services.protection import access_filter

_ASKED = Request.__table__.alias()
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
    me = select(User.id).where(User.id == user.id)
    mine = _mine(_stood_in_for(me), user.role, user)
    rows = _rows(select(Wait).where(mine).limit(MOST))
    count = len(rows)
    if count == MOST:
        count = db.session.scalar(select(func.count(Wait.id)).where(mine)) or 0
    others = and_(
        _running(),
        Wait.kind.in_(ASKED_OF_ONE),
        Wait.for_id.is_not(None),
        Wait.for_id != user.id,
        Wait.taken_by_id.is_(None),
        _is_permitted(user.role, user),
        ~_is_barred(Wait, user.id),
        ~mine,
    )
    of_others = _rows(select(Wait).where(others).limit(MOST))
    return Waiting(rows, count, of_others, to_come(user))


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
    me = select(User.id).where(User.id == user.id)
    stood = _stood_in_for(me)
    is_theirs = or_(
        Wait.for_id.in_(select(stood.c.id)),
        and_(_is_permitted(user.role, user), ~_is_barred(Wait, user.id)),
    )
    return db.session.scalar(select(Wait.id).where(Wait.id == wait.id, is_theirs)) is not None


def _rows(query: Select[Any]) -> list[Row]:
    """These with all that a row shows, the soonest to file first, those without a moment last."""
    query = (
        query.add_columns(Deadline)
        .outerjoin(
            Deadline,
            and_(
                or_(Deadline.review_id == Wait.review_id, Deadline.request_id == Wait.request_id),
                Deadline.ended_at.is_(None),
            ),
        )
        .options(
            joinedload(Wait.case).selectinload(Case.restrictions),
            joinedload(Wait.review).joinedload(Review.case),
            joinedload(Wait.request),
            joinedload(Wait.for_person),
            joinedload(Wait.by),
            joinedload(Wait.taken_by),
        )
        .order_by(Deadline.act_by_at.asc().nulls_last(), Wait.since_at, Wait.id)
    )
    now = clock.now()
    found: dict[int, Row] = {}
    for wait, deadline in db.session.execute(query):
        left = time_left(now, deadline.act_by_at) if deadline else None
        found.setdefault(wait.id, Row(wait, deadline, left))
    return list(found.values())


def _mine(stood: CTE, role: Role, user: User) -> ColumnElement[bool]:
    own = select(stood.c.id)
    return _waits_for(own, _is_permitted(role, user), user.id)


def _waits_for(own: Select[Any], is_permitted: ColumnElement[bool], me: Any) -> ColumnElement[bool]:
    named = and_(Wait.for_id.in_(own), or_(Wait.taken_by_id.is_(None), Wait.taken_by_id.in_(own)))
    stays = Wait.kind.in_([_written(each) for each in WaitKind if each.stays_with_all])
    anyones = and_(
        Wait.for_id.is_(None),
        is_permitted,
        or_(Wait.taken_by_id.is_(None), stays),
        ~_is_barred(Wait, me),
    )
    return and_(_running(), or_(named, anyones, Wait.taken_by_id == me))


def _running() -> ColumnElement[bool]:
    now: Any = bindparam("now", callable_=clock.now, type_=Wait.from_at.type)
    return and_(Wait.ended_at.is_(None), Wait.from_at <= now)


def _is_barred(wait: Any, me: Any) -> ColumnElement[bool]:
    barred = select(WaitBar.wait_id).where(WaitBar.wait_id == wait.id, WaitBar.person_id == me)
    return barred.correlate(Wait, User).exists()


def _is_permitted(role: Role, user: User) -> ColumnElement[bool]:
    """Whether it waits for anyone who may do what this person may."""
    held = [each for each in Permission if may(role, each)]
    law_office = Wait.law_office == user.law_office if user.law_office else false()
    is_officer = role is Role.LAW_OFFICER
    in_office = or_(Wait.law_office.is_(None), law_office) if is_officer else None
    permitted = Wait.permission.in_(held)
    return permitted if in_office is None else and_(permitted, in_office)


def _stood_in_for(me: Select[Any]) -> CTE:
    """This person, and everybody away today whose line of covers leads to them.

    As `absences.covered_by` has it: nobody's, where they are away themselves.
    """
    today: Any = bindparam("today", callable_=clock.today, type_=Absence.from_on.type)

    def is_now(absence: Any) -> ColumnElement[bool]:
        return and_(absence.ended_at.is_(None), absence.from_on <= today, absence.to_on >= today)

    stood = me.cte("stood", recursive=True)
    absence, own = aliased(Absence), aliased(Absence)
    is_away = exists().where(own.person_id.in_(me), is_now(own))
    return stood.union(
        select(absence.person_id)
        .join(stood, absence.cover_id == stood.c.id)
        .where(is_now(absence), ~is_away)
    )


def _count() -> ColumnElement[int]:
    """How many wait for whoever's session it is (`key`), without those of cases hidden from them.

    Messages that wait in the mailbox are among them.

    A part of the one question that every page asks about who is reading it (access_filter.py).
    """
    reader = aliased(User)
    key: Any = bindparam("key", type_=String())
    me = select(reader.id).where(reader.session_key == key)
    own = select(_stood_in_for(me).c.id)
    by_role = [
        and_(
            User.role == _written(role),
            Wait.permission.in_([_written(each) for each in Permission if may(role, each)]),
        )
        for role in Role
    ]
    in_office = or_(
        Wait.law_office.is_(None),
        User.role != _written(Role.LAW_OFFICER),
        Wait.law_office == User.law_office,
    )
    waits = _waits_for(own, and_(or_(*by_role), in_office), User.id)
    is_open = access_filter.opens(Wait.case_id)
    counted = select(func.count(Wait.id)).where(waits, is_open).correlate(User).scalar_subquery()
    return counted + _in_mailbox()


def _in_mailbox() -> ColumnElement[int]:
    """How many messages in the mailbox wait for whoever works on cases; nobody's for others."""
    waiting = (
        select(func.count(InboundMessage.id))
        .outerjoin(_ASKED, _ASKED.c.id == InboundMessage.request_id)
        .where(
            InboundMessage.state == _written(InboundState.WAITING),
            access_filter.opens(_ASKED.c.case_id),
        )
        .correlate(User)
        .scalar_subquery()
    )
    workers = [_written(role) for role in Role if may(role, Permission.WORK_CASES)]
    return case((User.role.in_(workers), waiting), else_=0)


def _written(value: StrEnum) -> ColumnElement[Any]:
    """The value in the words of the statement itself.

    As parameters, some sixty of them would be worked out anew for every page.
    """
    return literal_column(f"'{value.value}'")


COUNT = _count()
