"""How long is left, in words and in urgency."""

from datetime import UTC, datetime, timedelta

import pytest

from ulss_tracker.scheme.time.deadline import Level, TimeLeft, time_left
from ulss_tracker.scheme.time.office_hours import LONDON

NOW = datetime(2026, 6, 15, 17, tzinfo=LONDON)


def test_time_left(subtests: pytest.Subtests) -> None:
    for left, words, level, count, unit in [
        (timedelta(days=20), "20 days left", Level.PLENTY, 20, "day"),
        (timedelta(days=10), "10 days left", Level.PLENTY, 10, "day"),
        (timedelta(days=10, seconds=-1), "9 days left", Level.SOON, 9, "day"),
        (timedelta(days=3), "3 days left", Level.SOON, 3, "day"),
        (timedelta(days=3, seconds=-1), "2 days left", Level.URGENT, 2, "day"),
        (timedelta(days=1), "1 day left", Level.URGENT, 1, "day"),
        (timedelta(hours=23, minutes=59), "23 hours left", Level.URGENT, 23, "hour"),
        (timedelta(hours=1), "1 hour left", Level.URGENT, 1, "hour"),
        (timedelta(minutes=59, seconds=59), "59 minutes left", Level.URGENT, 59, "minute"),
        (timedelta(minutes=1), "1 minute left", Level.URGENT, 1, "minute"),
        (timedelta(seconds=59), "Less than a minute left", Level.URGENT, 0, "minute"),
        (timedelta(0), "Less than a minute left", Level.URGENT, 0, "minute"),
        (timedelta(seconds=-1), "Passed less than a minute ago", Level.PASSED, 0, "minute"),
        (timedelta(minutes=-1), "Passed 1 minute ago", Level.PASSED, 1, "minute"),
        (timedelta(hours=-3), "Passed 3 hours ago", Level.PASSED, 3, "hour"),
        (timedelta(days=-2, hours=-5), "Passed 2 days ago", Level.PASSED, 2, "day"),
    ]:
        with subtests.test(left=left, words=words, level=level, count=count, unit=unit):
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
