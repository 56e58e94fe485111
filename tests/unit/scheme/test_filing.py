"""How a filing stood against the time limit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ulss_tracker.scheme.time.filing import Timeliness, timeliness
from ulss_tracker.scheme.time.office_hours import LONDON

LAST_DAY = date(2026, 6, 22)
FILE_BY = datetime(2026, 6, 22, 17, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("filed_at", "stands"),
    [
        (FILE_BY - timedelta(hours=24, seconds=1), Timeliness.IN_TIME),
        (FILE_BY - timedelta(hours=24), Timeliness.NEAR_MISS),
        (FILE_BY, Timeliness.NEAR_MISS),
        (FILE_BY + timedelta(seconds=1), Timeliness.AFTER_CLOSE),
        (datetime(2026, 6, 22, 23, 59, tzinfo=LONDON), Timeliness.AFTER_CLOSE),
        (datetime(2026, 6, 23, 0, 0, tzinfo=LONDON), Timeliness.LATE),
        # In London it is already the day after.
        (datetime(2026, 6, 22, 23, 30, tzinfo=UTC), Timeliness.LATE),
    ],
)
def test_a_filing_against_its_moments(filed_at: datetime, stands: Timeliness) -> None:
    assert timeliness(filed_at, file_by_at=FILE_BY, last_day_on=LAST_DAY) is stands


def test_only_a_filing_in_good_time_needs_no_reason() -> None:
    assert [each for each in Timeliness if not each.wants_reason] == [Timeliness.IN_TIME]
    assert all(each.label.startswith("Filed") for each in Timeliness)
