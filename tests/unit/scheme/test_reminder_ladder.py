"""The ladder of reminders: its moments, its order, its hours, and how it climbs."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.time.deadline import file_by, last_day
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.ladder import Level, Rung
from ulss_tracker.scheme.workflow.ladders import REMINDERS

LADDER = REMINDERS.rungs
RUNGS = {rung.id: rung for rung in LADDER}
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=LONDON)


def there(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@from_table
def test_each_rung_has_its_moment(rung: str, moment: datetime) -> None:
    assert RUNGS[rung].due_at(FRIDAY) == moment


def test_bank_holidays_are_no_working_days() -> None:
    after_christmas = datetime(2026, 12, 29, 17, tzinfo=LONDON)
    assert RUNGS["1_day"].due_at(after_christmas) == datetime(2026, 12, 24, 9, tzinfo=LONDON)


@from_table
def test_the_rung_reached_is_the_last_whose_moment_has_come(
    now: datetime, rung: str | None
) -> None:
    reached = REMINDERS.rung_at(now, FRIDAY)
    assert (reached.id if reached else None) == rung


@given(st.dates(date(2019, 1, 1), date(2028, 11, 1)))
def test_the_rungs_come_in_their_order_whatever_the_day(sentenced_on: date) -> None:
    file_by_at = file_by(last_day(sentenced_on))
    moments = [rung.due_at(file_by_at) for rung in LADDER]
    assert moments == sorted(moments)
    assert moments[-1] == file_by_at


def test_a_day_s_reminder_is_sent_in_office_hours_only() -> None:
    rung = RUNGS["3_days"]
    assert rung.may_call(there(24, 9))
    assert rung.may_call(there(24, 16, 59))
    assert not rung.may_call(there(24, 8, 59))
    assert not rung.may_call(there(24, 17))
    assert not rung.may_call(there(28, 12))  # a Saturday


def test_the_last_day_s_is_sent_at_any_hour() -> None:
    assert RUNGS["passed"].may_call(there(28, 3))


def has_climbed(rung: Rung, sent_at: datetime, now: datetime) -> bool:
    over_at = REMINDERS.goes_on.over_at(sent_at, on_last_day=rung.is_last_day)
    return rung.may_call(now) and now >= over_at


def test_a_day_s_reminder_climbs_after_four_office_hours() -> None:
    rung = RUNGS["3_days"]
    sent_at = there(24, 15)
    assert not has_climbed(rung, sent_at, there(24, 16, 59))
    assert not has_climbed(rung, sent_at, there(24, 20))
    assert not has_climbed(rung, sent_at, there(25, 10, 59))
    assert has_climbed(rung, sent_at, there(25, 11))


def test_the_last_day_s_climbs_after_half_an_hour() -> None:
    rung = RUNGS["2_hours"]
    assert not has_climbed(rung, there(27, 15), there(27, 15, 29))
    assert has_climbed(rung, there(27, 15), there(27, 15, 30))


def test_it_climbs_from_owner_to_supervisor_to_duty_and_no_further() -> None:
    assert list(Level) == ["owner", "supervisor", "duty"]


def test_the_clock_is_london_s() -> None:
    summer = datetime.combine(date(2026, 7, 10), time(17), tzinfo=LONDON)
    assert RUNGS["today"].due_at(summer) == datetime(2026, 7, 10, 8, tzinfo=UTC)
    assert RUNGS["1_hour"].due_at(summer) == summer - timedelta(hours=1)
