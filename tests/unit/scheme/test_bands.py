"""The board's bands: every moment in exactly one, whatever the day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import LONDON

TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001


def there(day: date, hour: int = 17) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


@given(TIMES, TIMES)
def test_every_moment_is_in_exactly_one(now: datetime, moment: datetime) -> None:
    assert sum(span.holds(moment) for span in bands.spans(now)) == 1


@from_table
def test_before_easter_three_working_days_reach_past_the_week(day: date, band: Band) -> None:
    spans = bands.spans(there(date(2026, 4, 2), 10))
    assert bands.band_of(there(day), spans) is band


def test_the_moment_itself_is_not_passed_yet() -> None:
    now = there(date(2026, 3, 18))
    assert bands.band_of(now, bands.spans(now)) is Band.TODAY
    assert bands.band_of(now - timedelta(seconds=1), bands.spans(now)) is Band.PASSED


def test_within_a_week_is_what_is_left_of_seven_days() -> None:
    spans = bands.spans(there(date(2026, 3, 18), 10))  # a Wednesday
    assert bands.band_of(there(date(2026, 3, 23)), spans) is Band.NEXT_DAYS
    assert bands.band_of(there(date(2026, 3, 25)), spans) is Band.THIS_WEEK
    assert bands.band_of(there(date(2026, 3, 26)), spans) is Band.LATER
    assert bands.band_of(None, spans) is Band.NOT_KNOWN


def test_the_bands_are_there_where_the_holidays_are_not_known() -> None:
    now = there(working_days().known_until, 10)  # the third working day is beyond it
    spans = bands.spans(now)
    soon = there((now + timedelta(days=5)).date(), 17)
    assert bands.band_of(soon, spans) is Band.NEXT_DAYS
    assert bands.band_of(soon + timedelta(days=1), spans) is Band.THIS_WEEK
    assert bands.band_of(now - timedelta(hours=1), spans) is Band.PASSED
