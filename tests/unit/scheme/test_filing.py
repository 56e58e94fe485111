"""How a filing stood against the time limit."""

from datetime import date, datetime

from tests.support.tables import from_table
from ulss_tracker.scheme.time.filing import Timeliness, timeliness
from ulss_tracker.scheme.time.office_hours import LONDON

LAST_DAY = date(2026, 6, 22)
FILE_BY = datetime(2026, 6, 22, 17, tzinfo=LONDON)


@from_table
def test_a_filing_against_its_moments(filed_at: datetime, stands: Timeliness) -> None:
    assert timeliness(filed_at, file_by_at=FILE_BY, last_day_on=LAST_DAY) is stands


def test_only_a_filing_in_good_time_needs_no_reason() -> None:
    assert [each for each in Timeliness if not each.wants_reason] == [Timeliness.IN_TIME]
    assert all(each.label.startswith("Filed") for each in Timeliness)
