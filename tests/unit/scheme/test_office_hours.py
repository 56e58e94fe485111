"""When the office is open, and when a day begins and ends for it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from ulss_tracker.scheme.time import office_hours
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.office_hours import LONDON


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize("is_open", [office_hours.is_open, office_hours.may_be_open])
def test_the_office_is_open_from_nine_to_five_on_working_days(
    is_open: Callable[[datetime], bool],
) -> None:
    assert not is_open(at(27, 8, 59))
    assert is_open(at(27, 9))
    assert not is_open(at(27, 17))
    assert not is_open(at(28, 12))  # a Saturday


def test_beyond_the_known_holidays_it_may_be_open_at_its_hours() -> None:
    assert office_hours.may_be_open(datetime(2150, 1, 5, 10, tzinfo=LONDON))
    assert not office_hours.may_be_open(datetime(2150, 1, 5, 18, tzinfo=LONDON))
    with pytest.raises(CalendarUnknown):
        office_hours.is_open(datetime(2150, 1, 5, 10, tzinfo=LONDON))


def test_a_day_ends_at_midnight_in_london_though_an_hour_of_it_comes_twice() -> None:
    assert office_hours.opens_at(date(2026, 10, 25)).isoformat() == "2026-10-25T09:00:00+00:00"
    assert office_hours.closes_at(date(2026, 10, 23)).isoformat() == "2026-10-23T17:00:00+01:00"
    assert office_hours.day_ends_at(date(2026, 10, 24)).isoformat() == "2026-10-25T00:00:00+01:00"
    assert office_hours.day_ends_at(date(2026, 10, 25)).isoformat() == "2026-10-26T00:00:00+00:00"
