"""Who is away, and who covers: nothing changes hands, the cover only sees the work as well.

A cover may be away too. Then their own cover stands in, and so on; where that comes to nobody, or
round in a circle, nobody stands in and the supervisor is told so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import Absence, Case, EventKind, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, and who really stands in today: not the cover, when they are away too."""

    absence: Absence
    stands_in: User | None

    @property
    def is_now(self) -> bool:
        """Whether it has begun."""
        return self.absence.from_on <= clock.today()


@dataclass(frozen=True, slots=True)
class AwayNow:
    """Until which day somebody is away, and the name of whoever stands in today."""

    until: date
    stands_in: str | None


@dataclass(frozen=True, slots=True)
class _Cover:
    id: int
    name: str
    is_active: bool


def record(person: User, from_on: date, to_on: date, cover: User | None, by: User) -> Absence:
    """Record that somebody is away from one day to another, both included, and who covers.

    One's own is one's own to record, anybody else's a supervisor's. Raises `NotAllowed`, and
    `Refused` for days in the wrong order or past, a cover who cannot hold reviews or is the person
    themself, and days that are recorded already.
    """
    require(by, Permission.WORK_CASES)
    require(person, Permission.WORK_CASES)
    if person.id != by.id and not may(by.role, Permission.REASSIGN_WORK):
        raise NotAllowed("Only a supervisor can record that somebody else is away")
    if to_on < from_on:
        raise Refused("The last day away must be the same as or after the first")
    if to_on < clock.today():
        raise Refused("The last day away must be today or in the future")
    if cover is not None:
        require(cover, Permission.WORK_CASES)
        if cover.id == person.id:
            raise Refused("Choose somebody else to cover")
        if not cover.is_active:
            raise Refused(f"{cover.name} has left: choose somebody else to cover")
    with transaction():
        # Locked against the same days being recorded twice at once.
        db.session.execute(select(User.id).where(User.id == person.id).with_for_update())
        if _overlapping(person, from_on, to_on):
            raise Refused(f"{person.name} is already recorded as away on some of these days")
        absence = Absence(
            person=person,
            cover=cover,
            from_on=from_on,
            to_on=to_on,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
        db.session.add(absence)
        history.record(EventKind.ABSENCE_RECORDED, by, **_values(absence))
    return absence


def end(absence: Absence, by: User, *, version: int) -> None:
    """End an absence now: they are back, or it will not happen. Raises `NotAllowed`, `Refused`."""
    require(by, Permission.WORK_CASES)
    if absence.person_id != by.id and not may(by.role, Permission.REASSIGN_WORK):
        raise NotAllowed("Only a supervisor can end somebody else’s absence")
    check_version(absence, version)
    if absence.ended_at is not None:
        raise Refused("This absence has already ended")
    with transaction():
        absence.ended_at = clock.now()
        history.record(EventKind.ABSENCE_ENDED, by, **_values(absence))


def get(absence_id: int) -> Absence:
    """The absence with this id. Raises `NotFound`."""
    return existing(db.session.get(Absence, absence_id), "There is no such absence")


def now_and_to_come() -> list[Away]:
    """Every absence that is not over, the first to begin first, with who stands in."""
    query = (
        select(Absence)
        .where(Absence.ended_at.is_(None), Absence.to_on >= clock.today())
        .options(joinedload(Absence.person), joinedload(Absence.cover))
        .order_by(Absence.from_on, Absence.id)
    )
    absences = list(db.session.scalars(query))
    today = {absence.person_id: absence for absence in absences if absence.from_on <= clock.today()}
    return [Away(absence, _stand_in(absence, today)) for absence in absences]


def stands_in_for(person: User, case: Case | None = None) -> User:
    """Who is to be reminded of this person's work today: they themself, unless they are away.

    The person themself, too, when they are away and nobody stands in, or nobody to whom `case`
    opens: a reminder always goes somewhere.
    """
    today = _away_today()
    absence = today.get(person.id)
    stand_in = _stand_in(absence, today) if absence else None
    return stand_in if stand_in is not None and holders.who_may_hold(case, [stand_in]) else person


def covered_by(user: User) -> list[Absence]:
    """Today's absences of those whose work `user` sees beside their own."""
    today = _away_today()
    absences = [
        absence
        for absence in today.values()
        if (stand_in := _stand_in(absence, today)) is not None and stand_in.id == user.id
    ]
    return sorted(absences, key=lambda absence: absence.person.name)


def away_now() -> dict[int, AwayNow]:
    """Who is away today and who stands in, by the id of the person who is away."""
    until: dict[int, date] = {}
    covers: dict[int, _Cover | None] = {}
    today = clock.today()
    query = (
        select(Absence.person_id, Absence.to_on, Absence.cover_id, User.name, User.is_active)
        .outerjoin(Absence.cover)
        .where(Absence.ended_at.is_(None), Absence.from_on <= today, Absence.to_on >= today)
    )
    for person_id, to_on, cover_id, name, is_active in db.session.execute(query):
        until[person_id] = to_on
        covers[person_id] = None if cover_id is None else _Cover(cover_id, name, is_active)
    away = {}
    for person_id, day in until.items():
        stands_in = _along(person_id, covers)
        away[person_id] = AwayNow(day, stands_in.name if stands_in else None)
    return away


def away_today() -> frozenset[int]:
    """Who is away today, by id."""
    return frozenset(_away_today())


def between(first: date, last: date) -> list[Absence]:
    """Every absence that takes in a day from `first` to `last`, with its person and its cover."""
    query = (
        select(Absence)
        .where(Absence.ended_at.is_(None), Absence.from_on <= last, Absence.to_on >= first)
        .options(joinedload(Absence.person), joinedload(Absence.cover))
        .order_by(Absence.from_on, Absence.id)
    )
    return list(db.session.scalars(query))


def stand_ins(absences: Iterable[Absence], day: date) -> dict[int, User | None]:
    """Who of these is away on a day, by id, and who really stands in for them then."""
    covers = {each.person_id: each.cover for each in absences if each.from_on <= day <= each.to_on}
    return {person_id: _along(person_id, covers) for person_id in covers}


def _away_today() -> dict[int, Absence]:
    """The absences of today, by the person who is away."""
    today = clock.today()
    return {absence.person_id: absence for absence in between(today, today)}


def _stand_in(absence: Absence, today: Mapping[int, Absence]) -> User | None:
    covers = {person_id: other.cover for person_id, other in today.items()}
    return _along(absence.person_id, covers | {absence.person_id: absence.cover})


Cover = TypeVar("Cover", User, _Cover)


def _along(person_id: int, covers: Mapping[int, Cover | None]) -> Cover | None:
    """The first along the line of covers who is there; None at its end, or when it is a circle.

    `covers` are of those away today.
    """
    seen = {person_id}
    cover = covers[person_id]
    while cover is not None:
        if cover.id in seen:
            return None
        if cover.id not in covers and cover.is_active:
            return cover
        seen.add(cover.id)
        cover = covers.get(cover.id)
    return None


def _overlapping(person: User, from_on: date, to_on: date) -> bool:
    query = select(Absence.id).where(
        Absence.person_id == person.id,
        Absence.ended_at.is_(None),
        ~or_(Absence.to_on < from_on, Absence.from_on > to_on),
    )
    return db.session.scalar(query.limit(1)) is not None


def _values(absence: Absence) -> dict[str, Any]:
    return {
        "person": absence.person.name,
        "cover": absence.cover.name if absence.cover else "",
        "from_on": absence.from_on,
        "to_on": absence.to_on,
    }
