"""The number that the public may ring: whose shift gives it, and for which hours."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.queries import counted
from tests.support.traces import events_left
from ulss_tracker import clock
from ulss_tracker.models import DutyShift
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import public_number, rota
from ulss_tracker.services.people.public_number import PublicNumber
from ulss_tracker.services.people.rota import ShiftInput

FIRST, SECOND, THIRD = "020 7946 0001", "020 7946 0002", "020 7946 0003"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(there(24, 10))


def there(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November 2026 by the clocks of London, as the instant that it is."""
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.LONDON).astimezone(UTC)


def asked(who: str, starts_at: datetime, ends_at: datetime, number: str) -> ShiftInput:
    person = build.user(email=f"{who.lower()}@example.org", name=who)
    return ShiftInput(person=person, starts_at=starts_at, ends_at=ends_at, public_telephone=number)


def add(who: str, starts_at: datetime, ends_at: datetime, number: str, place: int = 1) -> DutyShift:
    wanted = replace(asked(who, starts_at, ends_at, number), place=place)
    (shift,) = rota.add(wanted, build.user(Role.SUPERVISOR))
    return shift


def test_the_shift_that_runs_gives_it_else_the_next_within_a_day(at) -> None:
    add("Ada", there(24, 9), there(24, 17), "")
    add("Ben", there(24, 17), there(25, 9), SECOND)
    add("Cal", there(25, 18), there(26, 9), THIRD)
    now = public_number.now
    assert now() == PublicNumber(SECOND, there(24, 17), there(25, 9))  # Ada's shows none
    at(there(24, 17))
    assert now() == PublicNumber(SECOND, None, there(25, 9))
    at(there(25, 9))  # over: the next begins nine hours later
    assert now() == PublicNumber(THIRD, there(25, 18), there(26, 9))
    at(there(26, 8, 59))
    with counted() as queries:
        assert now() == PublicNumber(THIRD, None, there(26, 9))
    assert len(queries) == 1
    at(there(26, 9))
    assert now() is None


def test_of_two_the_lowest_place_with_a_number_wins_and_none_before_a_day(at) -> None:
    add("Ada", there(24, 9), there(24, 12), "", place=1)
    add("Cal", there(24, 8), there(24, 18), THIRD, place=3)
    add("Ben", there(24, 9), there(24, 17), SECOND, place=2)
    assert public_number.now() == PublicNumber(SECOND, None, there(24, 17))
    at(there(24, 17))
    assert public_number.now() == PublicNumber(THIRD, None, there(24, 18))
    at(there(24, 18))
    add("Ada", there(25, 18, 1), there(26, 9), FIRST)
    assert public_number.now() is None
    at(there(24, 18, 1))
    assert public_number.now() == PublicNumber(FIRST, there(25, 18, 1), there(26, 9))


def test_a_number_that_goes_on_without_a_break_is_good_until_the_last_shift_ends() -> None:
    add("Ada", there(24, 9), there(24, 17), FIRST)
    add("Ben", there(24, 17), there(25, 9), FIRST)
    add("Cal", there(25, 9), there(25, 17), FIRST, place=2)
    add("Dee", there(25, 18), there(26, 9), FIRST)  # an hour later: a break
    assert public_number.now() == PublicNumber(FIRST, None, there(25, 17))


def test_a_shift_of_somebody_who_has_left_gives_none() -> None:
    shift = add("Ada", there(24, 9), there(24, 17), FIRST)
    add("Ben", there(24, 9), there(24, 12), SECOND, place=2)
    with transaction():
        shift.person.is_active = False
    assert public_number.now() == PublicNumber(SECOND, None, there(24, 12))


def test_each_week_has_it_and_the_history_says_that_it_changed_but_no_number() -> None:
    by, times = build.user(Role.SUPERVISOR), (there(24, 9), there(25, 9))
    first = asked("Ada", *times, FIRST)
    with events_left() as events:
        shift, later = rota.add(first, by, weeks=2)
        assert later.public_telephone == FIRST
        for number in (SECOND, "", THIRD):
            rota.change(shift, asked("Ada", *times, number), by, version=shift.version)
        rota.remove(shift, by, version=shift.version)
    said = [(event.before.get("public_number"), event.after["public_number"]) for event in events]
    assert said == [
        (None, "given"),
        (None, "given"),
        ("given", "another"),
        ("given", "none"),
        ("none", "given"),
        (None, "given"),
    ]
    assert not any("7946" in f"{event.before} {event.after}" for event in events)
