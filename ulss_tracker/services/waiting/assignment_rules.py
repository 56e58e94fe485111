"""Whose something that waits is to do: as a condition on many at once, and how many one person has.

Theirs is what is for them and for those they stand in for, what they have taken, and what anyone of
their role may do and nobody has taken. What they made themselves is for somebody else to check.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ulss_tracker import clock
from ulss_tracker.models import (
    ANYONES_PERMISSIONS,
    Absence,
    InboundMessage,
    InboundState,
    Request,
    User,
    Wait,
    WaitBar,
    WaitKind,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.protection import access_filter

_REQUEST = Request.__table__.alias()


def _waits_for(own: Select[Any]) -> ColumnElement[bool]:
    named = and_(Wait.for_id.in_(own), or_(Wait.taken_by_id.is_(None), Wait.taken_by_id.in_(own)))
    stays_with_all = Wait.kind == _written(WaitKind.READ_PACK)  # the private office takes it in
    anyones = and_(
        Wait.for_id.is_(None),
        _is_permitted(),
        or_(Wait.taken_by_id.is_(None), stays_with_all),
        ~_is_barred(),
    )
    return and_(_is_running(), or_(named, anyones, Wait.taken_by_id == User.id))


def _is_running() -> ColumnElement[bool]:
    now: Any = bindparam("now", callable_=clock.now, type_=Wait.from_at.type)
    return and_(Wait.ended_at.is_(None), Wait.from_at <= now)


def _is_barred() -> ColumnElement[bool]:
    barred = select(WaitBar.wait_id).where(WaitBar.wait_id == Wait.id, WaitBar.person_id == User.id)
    return barred.correlate(Wait, User).exists()


def _is_permitted() -> ColumnElement[bool]:
    """Whether it waits for anyone who may do what the person of the statement may."""
    by_permission = [
        and_(Wait.permission == _written(permission), User.role.in_(_roles_that_may(permission)))
        for permission in ANYONES_PERMISSIONS
    ]
    in_office = or_(
        Wait.law_office.is_(None),
        User.role != _written(Role.LAW_OFFICER),
        Wait.law_office == User.law_office,
    )
    return and_(or_(*by_permission), in_office)


def _stood_in_for(me: Select[Any]) -> Select[Any]:
    """This person, and everybody away today whose line of covers leads to them.

    As `absences.covered_by` has it: nobody's, where they are away themselves.
    """
    today: Any = bindparam("today", callable_=clock.today, type_=Absence.from_on.type)

    def is_now(absence: Any) -> ColumnElement[bool]:
        return and_(absence.ended_at.is_(None), absence.from_on <= today, absence.to_on >= today)

    stood = me.cte("stood", recursive=True)
    absence, own = aliased(Absence, name="away"), aliased(Absence, name="own")
    is_away = exists().where(own.person_id.in_(me), is_now(own))
    covered = stood.union(
        select(absence.person_id)
        .join(stood, absence.cover_id == stood.c.id)
        .where(is_now(absence), ~is_away)
    )
    return select(covered.c.id)


def _count() -> ColumnElement[int]:
    """How many wait for whoever's session it is (`key`), without those of cases hidden from them.

    Messages that wait in the mailbox are among them.

    A part of the one question that every page asks about who is reading it (access_filter.py).
    """
    person = aliased(User, name="me")
    key: Any = bindparam("key", type_=String())
    me = select(person.id).where(person.session_key == key)
    waits = select(Wait.case_id).where(_waits_for(_stood_in_for(me))).correlate(User)
    both = union_all(waits, _in_mailbox()).subquery()
    is_open = access_filter.opens(both.c.case_id)
    return select(func.count()).select_from(both).where(is_open).correlate(User).scalar_subquery()


def _in_mailbox() -> Select[Any]:
    """The cases of the messages that wait in the mailbox for whoever works on cases.

    None of a message that is of no case yet.
    """
    return (
        select(_REQUEST.c.case_id)
        .select_from(InboundMessage)
        .outerjoin(_REQUEST, _REQUEST.c.id == InboundMessage.request_id)
        .where(
            InboundMessage.state == _written(InboundState.WAITING),
            User.role.in_(_roles_that_may(Permission.WORK_CASES)),
        )
        .correlate(User)
    )


def _roles_that_may(permission: Permission) -> list[ColumnElement[Any]]:
    return [_written(role) for role in Role if may(role, permission)]


def _written(value: StrEnum) -> ColumnElement[Any]:
    """The value in the words of the statement itself.

    As parameters, some twenty of them would be worked out again for every page.
    """
    return literal_column(f"'{value.value}'")


def waits_for(person_id: int) -> ColumnElement[bool]:
    """Whether it waits for this person now, who is the `User` of the statement."""
    return _waits_for(_stands_in_for(person_id))


def waits_for_another(is_own: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it waits for one other person, and this one may do it as well.

    `is_own` is whether it waits for this one.
    """
    return and_(
        _is_running(),
        Wait.for_id.is_not(None),
        Wait.for_id != User.id,
        Wait.taken_by_id.is_(None),
        _is_permitted(),
        ~_is_barred(),
        ~is_own,
    )


def is_theirs(person_id: int) -> ColumnElement[bool]:
    """Whether they may do it: it is theirs, or anyone's of their role who is not barred."""
    return or_(Wait.for_id.in_(_stands_in_for(person_id)), and_(_is_permitted(), ~_is_barred()))


def _stands_in_for(person_id: int) -> Select[Any]:
    person = aliased(User)
    return _stood_in_for(select(person.id).where(person.id == person_id))


COUNT = _count()
"""How many wait for whoever's session it is; made once, as that takes 5 ms and each page asks."""
