"""By when a request is looked at, and an unknown day of sentence found."""

from datetime import datetime, timedelta

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow import first_look

FAR = timedelta(days=20)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@from_table
def test_an_unknown_day_is_to_be_found_within_four_working_hours(
    received_at: datetime, due_at: datetime
) -> None:
    assert first_look.find_day_by(received_at) == due_at


def test_a_request_is_looked_at_by_the_end_of_the_next_working_day() -> None:
    assert first_look.look_by(at(26, 10), at(26, 10) + FAR) == at(27, 17)
    assert first_look.look_by(at(27, 23), at(27, 23) + FAR) == at(30, 17)
    assert first_look.look_by(at(26, 10), None) == at(27, 17)


def test_a_pressing_one_is_looked_at_within_a_working_hour() -> None:
    tuesday = at(1, 17, month=12)
    assert first_look.look_by(at(26, 10), tuesday) == at(26, 11)
    assert first_look.look_by(at(26, 16, 30), tuesday) == at(27, 9, 30)


def test_it_is_pressing_from_three_working_days_and_in_doubt() -> None:
    assert first_look.is_pressing(at(26, 0), at(1, 17, month=12))
    assert not first_look.is_pressing(at(25, 23, 59), at(1, 17, month=12))
    far = datetime(2150, 1, 5, 17, tzinfo=LONDON)
    assert first_look.is_pressing(far - timedelta(days=30), far)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 3, 18, 10, tzinfo=LONDON), datetime(2026, 3, 24, tzinfo=LONDON)),
        (datetime(2026, 4, 2, 10, tzinfo=LONDON), datetime(2026, 4, 10, tzinfo=LONDON)),  # Easter
        (datetime(2150, 1, 4, 10, tzinfo=LONDON), datetime(2150, 1, 18, tzinfo=LONDON)),  # unknown
    ],
)
def test_moments_press_up_to_the_end_of_the_third_working_day(
    now: datetime, until: datetime
) -> None:
    assert first_look.pressing_until(now) == until
    assert first_look.is_pressing(now, until - timedelta(minutes=1))


def test_without_known_holidays_the_wait_is_by_the_clock() -> None:
    far = datetime(2150, 1, 5, 10, tzinfo=LONDON)
    assert first_look.find_day_by(far) == far + timedelta(hours=12)
    assert first_look.look_by(far, None) == datetime(2150, 1, 6, 17, tzinfo=LONDON)
