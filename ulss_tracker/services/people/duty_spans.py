"""Who a rota comes to at each moment: in order, without those away, with those who stand in.

Everything here is worked out from shifts and absences already read: nothing asks the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ulss_tracker import clock
from ulss_tracker.models import Absence, DutyShift, User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.people import absences


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which the same people are on duty, the first to be called first."""

    starts_at: datetime
    ends_at: datetime
    people: tuple[User, ...]


def at(moment: datetime, shifts: Iterable[DutyShift], away: Sequence[Absence]) -> tuple[User, ...]:
    """Who is on duty at an instant, in order: the lowest place, then who began first.

    Somebody away that day in London is left out and whoever stands in has their place. Nobody is
    there twice, and nobody who has left or works on no case.
    """
    stand_ins = absences.stand_ins(away, clock.day_of(moment))
    running = [shift for shift in shifts if shift.starts_at <= moment < shift.ends_at]
    running.sort(key=lambda shift: (shift.place, shift.starts_at, shift.id))
    called = (stand_ins.get(shift.person_id, shift.person) for shift in running)
    return tuple(dict.fromkeys(person for person in called if person and may_be_called(person)))


def may_be_called(person: User) -> bool:
    """Whether somebody on the rota is called: they have not left, and work on cases."""
    return person.is_active and may(person.role, Permission.WORK_CASES)


def spans(
    shifts: Sequence[DutyShift], away: Sequence[Absence], from_: datetime, to: datetime
) -> list[Span]:
    """Cut the time from one instant to another where those on duty change; nothing is left out."""
    joined: list[Span] = []
    for starts_at, ends_at in pairwise(sorted(_edges(shifts, away, from_, to))):
        people = at(starts_at, shifts, away)
        if joined and joined[-1].people == people:
            starts_at = joined.pop().starts_at
        joined.append(Span(starts_at, ends_at, people))
    return joined


def _edges(
    shifts: Iterable[DutyShift], away: Iterable[Absence], from_: datetime, to: datetime
) -> set[datetime]:
    """Every instant from `from_` to `to` at which somebody may begin or cease to be on duty."""
    return {from_, to} | {edge for edge in _changes(shifts, away) if from_ < edge < to}


def _changes(shifts: Iterable[DutyShift], away: Iterable[Absence]) -> Iterator[datetime]:
    for shift in shifts:
        yield from (shift.starts_at, shift.ends_at)
    for absence in away:
        yield clock.start_of(absence.from_on)
        yield clock.end_of(absence.to_on)


def days_later(moment: datetime, days: int) -> datetime:
    """The same time of day in London so many days later, whatever the clocks do between."""
    return (moment.astimezone(clock.LONDON) + timedelta(days=days)).astimezone(UTC)
