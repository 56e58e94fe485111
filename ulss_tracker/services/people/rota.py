"""The duty rota: who is on duty from when to when, in what order, and when nobody is.

Times are London's, kept as instants. The day has 24 hours here: a last day ends at midnight, so
nights, weekends and bank holidays count, and an hour without anybody is a gap at any of them. One
person is enough for an hour to be no gap, whatever their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Absence, DutyShift, EventKind, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import moment_words
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.people import absences, duty_spans
from ulss_tracker.services.people.duty_spans import Span, days_later

LONGEST_DAYS = 31
MOST_WEEKS = 12
LAST_PLACE = 9
WARNED_DAYS = 7
"""How far ahead a gap is warned of."""
_FURTHEST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInput:
    """A shift as it is asked for. The lowest `place` is called first, and 1 is the lowest.

    `public_telephone` is what the public may ring in its hours; "" is none.
    """

    person: User
    starts_at: datetime
    ends_at: datetime
    place: int = 1
    public_telephone: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which nobody is on duty; `goes_on` where it was only looked at so far."""

    starts_at: datetime
    ends_at: datetime
    goes_on: bool = False

    @property
    def words(self) -> str:
        """From when to when, in London."""
        until = (
            f"at least {moment_words(self.ends_at)}" if self.goes_on else moment_words(self.ends_at)
        )
        return f"from {moment_words(self.starts_at)} to {until}"


@dataclass(frozen=True, slots=True)
class Rota:
    """The rota from one instant to another: its shifts, and who that comes to without a break."""

    shifts: Sequence[DutyShift]
    absences: Sequence[Absence]
    spans: Sequence[Span]

    @property
    def gaps(self) -> list[Gap]:
        """The stretches in which nobody is on duty."""
        return [
            Gap(span.starts_at, span.ends_at, goes_on=span is self.spans[-1])
            for span in self.spans
            if not span.people
        ]

    def away_in(self, shift: DutyShift) -> list[Absence]:
        """The absences of whoever has a shift, on its days."""
        first, last = (clock.day_of(moment) for moment in (shift.starts_at, shift.ends_at))
        return [
            each
            for each in self.absences
            if each.person_id == shift.person_id and each.from_on <= last and each.to_on >= first
        ]


def on_duty(at: datetime, *, for_public: bool = False) -> list[User]:
    """Who is to be called at an instant, in that order; nobody, where the rota has a gap.

    The lowest place first, then who began first. Somebody away that day is left out and whoever
    stands in has their place; nobody is there twice, and nobody who has left. `for_public` leaves
    out the shifts that show the public no number.
    """
    day = clock.day_of(at)
    on_rota = shifts(at, at + datetime.resolution)
    on_rota = [shift for shift in on_rota if shift.public_telephone or not for_public]
    return list(duty_spans.at(at, on_rota, absences.between(day, day)))


def shifts(from_: datetime, to: datetime) -> list[DutyShift]:
    """Every shift that runs at some time from `from_` to before `to`, the first to begin first."""
    query = (
        select(DutyShift)
        .where(DutyShift.ends_at > from_, DutyShift.starts_at < to)
        .options(joinedload(DutyShift.person))
        .order_by(DutyShift.starts_at, DutyShift.place, DutyShift.id)
    )
    return list(db.session.scalars(query))


def read(from_: datetime, to: datetime) -> Rota:
    """Read the rota from one instant to a later one, in two queries at most."""
    on_rota = shifts(from_, to)
    # Where nobody is on the rota it is of no matter who is away.
    away = absences.between(clock.day_of(from_), clock.day_of(to)) if on_rota else []
    return Rota(on_rota, away, duty_spans.spans(on_rota, away, from_, to))


def gaps(from_: datetime, to: datetime) -> list[Gap]:
    """The stretches of time in which nobody is on duty, by day and by night."""
    return read(from_, to).gaps


def ahead() -> Rota:
    """The rota of the next seven days, whose gaps are warned of."""
    now = clock.now()
    return read(now, days_later(now, WARNED_DAYS))


def gaps_ahead() -> list[Gap]:
    """The gaps that are warned of: those of the next seven days, the one that runs included."""
    return ahead().gaps


def get(shift_id: int) -> DutyShift:
    """The shift with this id. Raises `NotFound`."""
    return existing(
        db.session.get(DutyShift, shift_id),
        "There is no such shift on the rota: it may have been removed",
    )


def add(shift: ShiftInput, by: User, *, weeks: int = 1) -> list[DutyShift]:
    """Put somebody on the rota, and at the same London times of as many weeks: all or none.

    Raises `NotAllowed`, and `Refused` for more than 12 weeks; for times that are over, in the
    wrong order, longer than 31 days or more than a year ahead; for somebody who has left or works
    on no case; and where they are on duty already.
    """
    require(by, Permission.KEEP_ROTA)
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"A shift can be repeated for up to {MOST_WEEKS} weeks at once")
    with transaction():
        return [_add(_weeks_later(shift, week), by) for week in range(weeks)]


def change(shift: DutyShift, entered: ShiftInput, by: User, *, version: int) -> None:
    """Change whose a shift is, its times, its place or the number that the public may ring.

    Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` as `add` does, and for one that is over.
    """
    require(by, Permission.KEEP_ROTA)
    check_version(shift, version)
    _check_not_over(shift)
    _check(entered)
    with transaction():
        _check_free(entered, other_than=shift)
        before = _values(shift)
        shift.person = entered.person
        shift.starts_at, shift.ends_at = entered.starts_at, entered.ends_at
        shift.place = entered.place
        number, shift.public_telephone = shift.public_telephone, entered.public_telephone or None
        after = _values(shift)
        if number and shift.public_telephone and number != shift.public_telephone:
            after["public_number"] = "another"
        history.record(EventKind.DUTY_SHIFT_CHANGED, by, before=before, **after)


def remove(shift: DutyShift, by: User, *, version: int) -> None:
    """Take a shift off the rota. Raises `NotAllowed`, `ChangedMeanwhile`; `Refused` when over."""
    require(by, Permission.KEEP_ROTA)
    check_version(shift, version)
    _check_not_over(shift)
    with transaction():
        history.record(EventKind.DUTY_SHIFT_REMOVED, by, **_values(shift))
        db.session.delete(shift)


def _add(entered: ShiftInput, by: User) -> DutyShift:
    _check(entered)
    _check_free(entered)
    shift = DutyShift(
        person=entered.person,
        starts_at=entered.starts_at,
        ends_at=entered.ends_at,
        place=entered.place,
        public_telephone=entered.public_telephone or None,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(shift)
    history.record(EventKind.DUTY_SHIFT_ADDED, by, **_values(shift))
    return shift


def _weeks_later(shift: ShiftInput, weeks: int) -> ShiftInput:
    return replace(
        shift,
        starts_at=days_later(shift.starts_at, 7 * weeks),
        ends_at=days_later(shift.ends_at, 7 * weeks),
    )


def _check(entered: ShiftInput) -> None:
    """Refuse a shift that can never be, whatever else is on the rota."""
    now = clock.now()
    if not entered.person.is_active:
        raise Refused(f"{entered.person.name} has left: choose somebody else")
    if not duty_spans.may_be_called(entered.person):
        raise Refused(f"{entered.person.name} does not work on cases: choose somebody who does")
    if entered.ends_at <= entered.starts_at:
        raise Refused("The shift must end after it starts")
    if entered.ends_at <= now:
        raise Refused("The shift must end in the future: this one is over")
    if entered.ends_at > days_later(entered.starts_at, LONGEST_DAYS):
        raise Refused(
            f"A shift can last {LONGEST_DAYS} days at most: put a longer one on the rota in parts"
        )
    if entered.starts_at > days_later(now, _FURTHEST_DAYS):
        raise Refused("The shift must start within a year: check the year")
    if not 1 <= entered.place <= LAST_PLACE:
        raise Refused(f"The order must be from 1 to {LAST_PLACE}")


def _check_free(entered: ShiftInput, other_than: DutyShift | None = None) -> None:
    """Refuse somebody who is on duty already. They are locked: two shifts may be added at once."""
    db.session.execute(select(User.id).where(User.id == entered.person.id).with_for_update())
    query = select(DutyShift).where(
        DutyShift.person_id == entered.person.id,
        DutyShift.ends_at > entered.starts_at,
        DutyShift.starts_at < entered.ends_at,
    )
    if other_than is not None:
        query = query.where(DutyShift.id != other_than.id)
    held = db.session.scalar(query.order_by(DutyShift.starts_at).limit(1))
    if held is not None:
        raise Refused(
            f"{entered.person.name} is on duty already from {moment_words(held.starts_at)} to "
            f"{moment_words(held.ends_at)}"
        )


def _check_not_over(shift: DutyShift) -> None:
    if shift.ends_at <= clock.now():
        raise Refused("This shift is over: it stays on record as it was")


def _values(shift: DutyShift) -> dict[str, Any]:
    """The shift as the history keeps it: whether it shows a number, and never the number."""
    return {
        "person": shift.person.name,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "place": shift.place,
        "public_number": "given" if shift.public_telephone else "none",
    }
