"""The number that a shift of the duty rota lets the public ring, with the hours it is good for.

A shift carries one only where somebody chose to show it (ADR 0023). Whoever is on duty is called
by other means: nothing here reads how a person is reached.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import DutyShift, db
from ulss_tracker.services.core.users import may_be_assigned

SHOWN_BEFORE = timedelta(hours=24)
"""How long before its shift begins a number is shown."""


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """A number and the hours it is good for; `begins_at` is None where they have begun."""

    telephone: str
    begins_at: datetime | None
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Carrying:
    telephone: str
    starts_at: datetime
    ends_at: datetime
    place: int


def now() -> PublicNumber | None:
    """The number of the shift that runs now, else of the next to begin within 24 hours.

    Of several, the one with the lowest place. Where the next shifts carry the same number without
    a break, it is good until the last of them ends. A shift of somebody who has left, or works on
    no case, gives none. One query.
    """
    at = clock.now()
    query = (
        select(DutyShift.public_telephone, DutyShift.starts_at, DutyShift.ends_at, DutyShift.place)
        .where(
            DutyShift.ends_at > at,
            DutyShift.starts_at <= at + SHOWN_BEFORE,
            DutyShift.person.has(may_be_assigned()),
        )
        .order_by(DutyShift.starts_at, DutyShift.id)
    )
    shifts = [
        _Carrying(number, starts_at, ends_at, place)
        for number, starts_at, ends_at, place in db.session.execute(query)
        if number
    ]
    if not shifts:
        return None
    first = min(shifts, key=lambda shift: (max(shift.starts_at, at), shift.place, shift.starts_at))
    for shift in shifts:
        is_same = shift.telephone == first.telephone
        if is_same and shift.starts_at <= first.ends_at < shift.ends_at:
            first = replace(first, ends_at=shift.ends_at)
    begins_at = first.starts_at if first.starts_at > at else None
    return PublicNumber(first.telephone, begins_at, first.ends_at)
