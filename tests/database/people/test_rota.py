"""The duty rota: who is on duty when, what is refused, and when nobody is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.queries import counted
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import DutyShift, EventKind, User
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.people.rota import Gap, ShiftInput

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def there(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time by the clocks of London, as the instant that it is."""
    return datetime(2026, month, day, hour, minute, tzinfo=clock.LONDON).astimezone(UTC)


def person(name: str) -> User:
    return build.user(email=f"{name.lower()}@example.org", name=name)


def boss() -> User:
    return build.user(Role.SUPERVISOR)


def asked(who: User, starts_at: datetime, ends_at: datetime, place: int = 1) -> ShiftInput:
    return ShiftInput(person=who, starts_at=starts_at, ends_at=ends_at, place=place)


def add(who: User, starts_at: datetime, ends_at: datetime, place: int = 1) -> DutyShift:
    (shift,) = rota.add(asked(who, starts_at, ends_at, place), boss())
    return shift


def names(at: datetime) -> list[str]:
    return [each.name for each in rota.on_duty(at)]


def test_those_on_duty_are_called_in_their_order() -> None:
    add(person("Ben"), there(11, 24, 9), there(11, 25, 9), place=2)
    add(person("Ada"), there(11, 24, 12), there(11, 25, 9))
    assert names(there(11, 24, 11, 59)) == ["Ben"]
    assert names(there(11, 24, 12)) == ["Ada", "Ben"]
    assert names(there(11, 25, 9) - datetime.resolution) == ["Ada", "Ben"]
    assert names(there(11, 25, 9)) == []


def test_whoever_stands_in_is_called_in_the_place_of_who_is_away() -> None:
    ada, ben = person("Ada"), person("Ben")
    add(ada, there(11, 24, 9), there(11, 27, 9))
    absence = absences.record(ada, there(11, 25, 0).date(), there(11, 25, 0).date(), ben, boss())
    assert names(there(11, 24, 23, 59)) == ["Ada"]
    assert names(there(11, 25, 0)) == ["Ben"]
    assert names(there(11, 25, 23, 59)) == ["Ben"]
    assert names(there(11, 26, 0)) == ["Ada"]
    absences.end(absence, boss(), version=absence.version)
    assert names(there(11, 25, 12)) == ["Ada"]


def test_where_nobody_stands_in_it_is_a_gap_and_so_is_somebody_who_has_left() -> None:
    ada, ben = person("Ada"), person("Ben")
    add(ada, there(11, 24, 0), there(11, 26, 0))
    add(ben, there(11, 26, 0), there(11, 27, 0))
    absences.record(ada, there(11, 25, 0).date(), there(11, 25, 0).date(), None, boss())
    with transaction():
        ben.is_active = False
    assert rota.gaps(there(11, 24, 0), there(11, 27, 0)) == [
        Gap(there(11, 25, 0), there(11, 27, 0), goes_on=True)
    ]
    assert names(there(11, 25, 12)) == names(there(11, 26, 12)) == []


def test_nights_weekends_and_bank_holidays_are_gaps_as_any_hour_is() -> None:
    """Christmas is on a Friday and Boxing Day is kept on the Monday: the office has no hours."""
    add(person("Ada"), there(12, 24, 9), there(12, 24, 17))
    add(person("Ben"), there(12, 29, 9), there(12, 29, 17))
    assert rota.gaps(there(12, 24, 9), there(12, 29, 17)) == [
        Gap(there(12, 24, 17), there(12, 29, 9))
    ]
    (gap,) = rota.gaps(there(12, 24, 9), there(12, 29, 17))
    assert gap.words == ("from 5pm on Thursday 24 December 2026 to 9am on Tuesday 29 December 2026")


def test_an_empty_rota_is_one_gap_that_goes_on_and_a_second_alone_on_duty_is_none() -> None:
    assert rota.gaps(NOW, NOW) == []
    (gap,) = rota.gaps_ahead()
    assert gap == Gap(NOW, NOW + timedelta(days=7), goes_on=True)
    assert gap.words == (
        "from 10am on Tuesday 24 November 2026 to at least 10am on Tuesday 1 December 2026"
    )
    add(person("Ada"), there(11, 24, 9), there(11, 26, 9), place=2)  # which has begun
    assert rota.gaps(NOW, there(11, 26, 9)) == []
    assert names(NOW) == ["Ada"]


def test_a_gap_is_warned_of_from_a_week_before_it(at) -> None:
    add(person("Ada"), there(11, 24, 9), there(12, 4, 9))
    add(person("Ben"), there(12, 4, 10), there(12, 24, 9))
    at(there(11, 27, 9))
    assert rota.gaps_ahead() == []
    at(there(11, 27, 9) + timedelta(seconds=1))
    assert [gap.starts_at for gap in rota.gaps_ahead()] == [there(12, 4, 9)]
    at(there(12, 4, 10))
    assert rota.gaps_ahead() == []


@pytest.mark.parametrize(
    ("first", "night_hours"),
    [((3, 28), 23), ((10, 24), 25)],
    ids=["the clocks go forward", "the clocks go back"],
)
def test_a_shift_is_by_the_clocks_of_london_when_they_change(at, first, night_hours) -> None:
    """The clocks change at 1am on 29 March and on 25 October 2026, a Sunday."""
    month, day = first
    at(there(month, day - 7, 8))
    ada = person("Ada")
    shift = asked(ada, there(month, day - 7, 9), there(month, day - 6, 9))
    first_week, second_week = rota.add(shift, boss(), weeks=2)
    assert first_week.ends_at - first_week.starts_at == timedelta(hours=24)
    assert second_week.starts_at == there(month, day, 9)
    assert second_week.ends_at == there(month, day + 1, 9)
    assert second_week.ends_at - second_week.starts_at == timedelta(hours=night_hours)
    add(person("Ben"), there(month, day + 1, 9), there(month, day + 2, 9))
    assert rota.gaps(there(month, day, 9), there(month, day + 2, 9)) == []
    assert names(there(month, day + 1, 9) - timedelta(minutes=1)) == ["Ada"]
    assert names(there(month, day + 1, 9)) == ["Ben"]


def test_the_hour_that_comes_twice_is_no_gap(at) -> None:
    """From 1am to 2am comes twice on 25 October 2026: first in summer time, then in winter time."""
    at(there(10, 24, 8))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 1:30am, the first time
    add(person("Ada"), there(10, 24, 9), first)
    add(person("Ben"), first, there(10, 25, 9))
    assert rota.gaps(there(10, 24, 9), there(10, 25, 9)) == []
    assert names(first + timedelta(hours=1)) == ["Ben"]  # 1:30am, the second time


def test_a_longest_shift_is_31_days_by_the_calendar_over_a_clock_change(at) -> None:
    at(there(10, 1, 8))
    add(person("Ada"), there(10, 1, 9), there(11, 1, 9))  # an hour more than 31 times 24
    with pytest.raises(Refused, match="31 days at most"):
        add(person("Ben"), there(10, 1, 9), there(11, 1, 9, 1))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "place", "words"),
    [
        (there(11, 25, 9), there(11, 25, 9), 1, "The shift must end after it starts"),
        (there(11, 26, 9), there(11, 25, 9), 1, "The shift must end after it starts"),
        (there(11, 23, 9), NOW, 1, "The shift must end in the future: this one is over"),
        (there(11, 25, 9), there(12, 26, 9, 1), 1, "A shift can last 31 days at most"),
        (there(11, 25, 9), there(11, 26, 9), 0, "The order must be from 1 to 9"),
        (there(11, 25, 9), there(11, 26, 9), 10, "The order must be from 1 to 9"),
        (
            NOW + timedelta(days=366),
            NOW + timedelta(days=367),
            1,
            "The shift must start within a year: check the year",
        ),
    ],
)
def test_a_shift_that_cannot_be_is_refused(starts_at, ends_at, place, words) -> None:
    ada = person("Ada")
    shift = add(ada, there(11, 24, 9), there(11, 24, 17))
    wanted, by = asked(ada, starts_at, ends_at, place), boss()
    with nothing_kept():
        with pytest.raises(Refused, match=f"^{words}"):
            rota.add(wanted, by)
        with pytest.raises(Refused, match=f"^{words}"):
            rota.change(shift, wanted, by, version=shift.version)


def test_who_has_left_or_works_on_no_case_is_refused() -> None:
    gone, officer = person("Gone"), build.user(Role.LAW_OFFICER)
    with transaction():
        gone.is_active = False
    with pytest.raises(Refused, match="Gone has left: choose somebody else"):
        add(gone, there(11, 25, 9), there(11, 26, 9))
    with pytest.raises(Refused, match="does not work on cases: choose somebody who does"):
        add(officer, there(11, 25, 9), there(11, 26, 9))


def test_nobody_is_on_duty_twice_at_once() -> None:
    ada = person("Ada")
    shift = add(ada, there(11, 25, 9), there(11, 26, 9))
    with pytest.raises(Refused) as refused:
        add(ada, there(11, 26, 8), there(11, 27, 9), place=2)
    assert str(refused.value) == (
        "Ada is on duty already from 9am on Wednesday 25 November 2026 to 9am on Thursday 26 "
        "November 2026"
    )
    other = add(ada, there(11, 26, 9), there(11, 27, 9))  # from where the first ends
    with pytest.raises(Refused, match="Ada is on duty already"):
        rota.change(
            other, asked(ada, there(11, 26, 8), there(11, 27, 9)), boss(), version=other.version
        )
    later = asked(ada, there(11, 25, 10), there(11, 26, 9))
    rota.change(shift, later, boss(), version=shift.version)  # over itself is no overlap
    assert shift.starts_at == there(11, 25, 10)


def test_a_weekly_pattern_is_added_whole_or_not_at_all() -> None:
    ada, ben, by = person("Ada"), person("Ben"), boss()
    wanted = asked(ada, there(11, 25, 9), there(11, 26, 9))
    with events_left() as events:
        made = rota.add(wanted, by, weeks=12)
    assert [shift.starts_at for shift in made] == [
        there(11, 25, 9) + timedelta(weeks=week) for week in range(12)
    ]
    assert kinds(events) == [EventKind.DUTY_SHIFT_ADDED] * 12
    add(ben, there(12, 2, 12), there(12, 2, 18))
    with nothing_kept(), pytest.raises(Refused, match="Ben is on duty already from midday"):
        rota.add(asked(ben, there(11, 25, 9), there(11, 26, 9)), by, weeks=2)
    for weeks in (0, 13):
        with nothing_kept(), pytest.raises(Refused, match="for up to 12 weeks at once"):
            rota.add(asked(ben, there(11, 25, 9), there(11, 26, 9)), by, weeks=weeks)


def test_a_change_and_a_removal_are_in_the_history() -> None:
    ada, ben = person("Ada"), person("Ben")
    shift = add(ada, there(11, 25, 9), there(11, 26, 9))
    was = {
        "person": "Ada",
        "starts_at": "2026-11-25T09:00:00+00:00",
        "ends_at": "2026-11-26T09:00:00+00:00",
        "place": 1,
        "public_number": "none",
    }
    now = was | {"person": "Ben", "place": 2}
    with events_left() as events:
        wanted = asked(ben, shift.starts_at, shift.ends_at, place=2)
        rota.change(shift, wanted, boss(), version=shift.version)
        rota.remove(shift, boss(), version=shift.version)
    changed, removed = events
    assert (changed.kind, changed.before, changed.after) == (
        EventKind.DUTY_SHIFT_CHANGED,
        was,
        now,
    )
    assert (removed.kind, removed.after) == (EventKind.DUTY_SHIFT_REMOVED, now)
    assert {changed.by_id, removed.by_id} == {boss().id}
    assert names(there(11, 25, 12)) == []


def test_what_somebody_else_changed_or_removed_meanwhile_or_is_over_is_not_overwritten(at) -> None:
    ada = person("Ada")
    shift, over = (add(ada, there(11, day, 10), there(11, day, 12)) for day in (25, 24))
    seen = shift.version
    wanted = asked(ada, there(11, 25, 11), there(11, 26, 9))
    rota.change(shift, wanted, boss(), version=seen)
    with nothing_kept():
        with pytest.raises(ChangedMeanwhile):
            rota.change(shift, wanted, boss(), version=seen)
        with pytest.raises(ChangedMeanwhile):
            rota.remove(shift, boss(), version=seen)
    number = shift.id
    rota.remove(shift, boss(), version=shift.version)
    with pytest.raises(NotFound):
        rota.get(number)
    at(there(11, 24, 12))
    with nothing_kept():
        with pytest.raises(Refused, match="This shift is over"):
            rota.remove(over, boss(), version=over.version)
        with pytest.raises(Refused, match="This shift is over"):
            rota.change(over, wanted, boss(), version=over.version)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_supervisors_alone_keep_it(role: Role) -> None:
    shift = add(person("Ada"), there(11, 25, 9), there(11, 26, 9))
    wanted, other = asked(person("Ben"), there(11, 25, 9), there(11, 26, 9)), build.user(role)
    with nothing_kept():
        with pytest.raises(NotAllowed):
            rota.add(wanted, other)
        with pytest.raises(NotAllowed):
            rota.change(shift, wanted, other, version=shift.version)
        with pytest.raises(NotAllowed):
            rota.remove(shift, other, version=shift.version)


def test_who_is_on_duty_takes_two_questions_however_long_the_rota_is() -> None:
    asked_for = []
    for number in range(1, 9):
        add(person(f"Person {number}"), there(11, 24, 9), there(11, 25, 9), place=number)
        with counted() as statements:
            assert len(rota.on_duty(NOW)) == number
        asked_for.append(sum(each.startswith("SELECT") for each in statements))
    assert asked_for == [2] * 8
