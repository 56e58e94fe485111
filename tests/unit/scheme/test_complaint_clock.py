"""By when a complaint is acknowledged and answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.complaint_clock import acknowledge_by, answer_by


def counted(received_at: datetime, within: int) -> datetime:
    """Day by day, by hand."""
    day = received_at.astimezone(LONDON).date()
    while within:
        day += timedelta(days=1)
        within -= working_days().is_working_day(day)
    return datetime(day.year, day.month, day.day, 17, tzinfo=LONDON)


@pytest.mark.parametrize("number", range(0, 300, 7))
def test_they_are_counted_in_working_days(number: int) -> None:
    received_at = datetime(2026, 1, 1, 23, 30, tzinfo=UTC) + timedelta(days=number)
    assert acknowledge_by(received_at) == counted(received_at, 5)
    assert answer_by(received_at) == counted(received_at, 20)


def test_an_hour_of_the_next_day_in_london_begins_there() -> None:
    late = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)  # Tuesday in London
    assert acknowledge_by(late).date() == date(2026, 7, 14)


def test_where_the_holidays_are_not_known_every_day_counts() -> None:
    received_at = datetime(2199, 1, 1, 12, tzinfo=UTC)
    assert acknowledge_by(received_at).date() == date(2199, 1, 6)
    assert answer_by(received_at).date() == date(2199, 1, 21)
