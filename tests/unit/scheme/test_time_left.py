"""How long is left, in words and in urgency."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.time.deadline import Level, TimeLeft, time_left
from ulss_tracker.scheme.time.office_hours import LONDON

NOW = datetime(2026, 6, 15, 17, tzinfo=LONDON)


@from_table
def test_time_left(left: timedelta, words: str, level: Level, count: int, unit: str) -> None:
    assert time_left(NOW, NOW + left) == TimeLeft(words, level, left, count, unit)


def test_time_left_counts_london_days_across_a_change_of_the_clocks() -> None:
    before = datetime(2026, 3, 27, 17, tzinfo=LONDON)
    after = datetime(2026, 3, 30, 17, tzinfo=LONDON)
    found = time_left(before, after)
    assert found.words == "3 days left"
    assert found.delta == timedelta(days=3) - timedelta(hours=1)


def test_time_left_takes_moments_of_any_zone() -> None:
    now = datetime(2026, 6, 15, 14, tzinfo=UTC)
    assert time_left(now, NOW).words == "2 hours left"
    with pytest.raises(ValueError, match=r"^Time left needs moments with a time zone\.$"):
        time_left(datetime(2026, 6, 15, 14), NOW)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        time_left(NOW, datetime(2026, 6, 15, 14))  # noqa: DTZ001
