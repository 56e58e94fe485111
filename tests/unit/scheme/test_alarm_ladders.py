"""When the duty desk is alarmed, and when an alarm goes on or comes back."""

from datetime import date, datetime, timedelta

from tests.support.tables import from_table
from ulss_tracker.models import AlarmReason, OutsideLaw
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.ladder import is_last_day
from ulss_tracker.scheme.workflow.ladders import (
    ALARMS,
    HALF_AN_HOUR,
    SLIP_RULE,
    TIME_RUNS_OUT,
    words_of,
)
from ulss_tracker.services.deadlines import slip_rule

FILE_BY = datetime(2026, 11, 27, 17, tzinfo=LONDON)  # a Friday
LAST_DAY = date(2026, 11, 28)


def stage_at(now: datetime, file_by_at: datetime) -> str | None:
    rung = TIME_RUNS_OUT.rung_at(now, file_by_at)
    return rung.id if rung else None


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@from_table
def test_each_stage_begins_at_its_moment(now: datetime, stage: str | None) -> None:
    assert stage_at(now, FILE_BY) == stage
    if stage:
        assert words_of(stage) != stage


def test_the_slip_rule_has_the_same_stages_under_names_of_its_own() -> None:
    assert SLIP_RULE.rung_at(at(23, 12), FILE_BY) is None
    reached = [SLIP_RULE.rung_at(at(day, 9), FILE_BY) for day in (24, 25, 26, 27)]
    assert [rung.id for rung in reached if rung] == [
        "slip_3_days",
        "slip_2_days",
        "slip_1_day",
        "slip_today",
    ]
    for rung in ("today", "4_hours", "2_hours", "1_hour", "passed"):
        assert words_of(f"slip_{rung}").startswith("Slip rule: ")
    assert SLIP_RULE.rung("slip_passed").calls_everybody
    assert not SLIP_RULE.rung("slip_3_days").calls_everybody


def test_the_slip_rule_is_dealt_with_by_the_last_working_day_of_the_56() -> None:
    sunday = slip_rule.act_by_at(OutsideLaw(last_day_on=date(2026, 4, 26)))
    assert sunday == datetime(2026, 4, 24, 17, tzinfo=LONDON)
    beyond = slip_rule.act_by_at(OutsideLaw(last_day_on=date(2090, 4, 26)))  # none are known
    assert beyond == datetime(2090, 4, 26, 17, tzinfo=LONDON)


def test_the_next_stage_is_known_until_the_moment_has_passed() -> None:
    assert TIME_RUNS_OUT.next_at(at(2, 9), FILE_BY) == at(24, 9)
    assert TIME_RUNS_OUT.next_at(at(27, 16, 30), FILE_BY) == FILE_BY
    assert TIME_RUNS_OUT.next_at(at(27, 17), FILE_BY) is None


def test_in_the_last_hour_everybody_is_called_at_once() -> None:
    at_once = {rung.id for rung in TIME_RUNS_OUT.rungs if rung.calls_everybody}
    assert at_once == {"1_hour", "passed"}


def test_the_last_day_begins_a_day_before_and_ends_with_the_last_day_itself() -> None:
    assert not is_last_day(at(26, 16, 59), FILE_BY, LAST_DAY)
    assert is_last_day(at(26, 17), FILE_BY, LAST_DAY)
    assert is_last_day(at(28, 23, 59), FILE_BY, LAST_DAY)
    assert not is_last_day(at(29, 0), FILE_BY, LAST_DAY)
    assert not is_last_day(at(27, 12), None, None)


def test_an_alarm_goes_on_after_a_quarter_of_an_hour_on_the_last_day_else_in_office_hours() -> None:
    night = at(26, 23)
    assert TIME_RUNS_OUT.goes_on.over_at(night, on_last_day=True) == night + timedelta(minutes=15)
    assert TIME_RUNS_OUT.goes_on.over_at(at(25, 16, 30), on_last_day=False) == at(26, 9, 30)


def test_an_acknowledgement_buys_half_an_hour() -> None:
    assert HALF_AN_HOUR.over_at(at(27, 12), on_last_day=True) == at(27, 12, 30)
    assert HALF_AN_HOUR.over_at(at(25, 16, 45), on_last_day=False) == at(26, 9, 15)


def test_beyond_the_known_holidays_it_is_pressing_as_soon_as_it_may_be() -> None:
    far = datetime(2150, 1, 5, 17, tzinfo=LONDON)
    assert stage_at(far - timedelta(days=9), far) == "3_days"
    assert TIME_RUNS_OUT.next_at(far - timedelta(days=9), far) == far - timedelta(hours=8)


def test_words_of_a_stage_the_ladder_no_longer_has_are_its_name() -> None:
    assert words_of("7_days") == "7_days"


def test_what_is_handed_over_in_the_last_two_days_is_picked_up_within_half_an_hour() -> None:
    assert not TIME_RUNS_OUT.has_reached("2_days", at(25, 8, 59), FILE_BY)
    assert TIME_RUNS_OUT.has_reached("2_days", at(25, 9), FILE_BY)
    far = datetime(2150, 1, 5, 17, tzinfo=LONDON)  # beyond the known holidays: in doubt it is
    assert TIME_RUNS_OUT.has_reached("2_days", far - timedelta(days=9), far)
    assert HALF_AN_HOUR.over_at(at(25, 16, 50), on_last_day=False) == at(26, 9, 20)
    assert HALF_AN_HOUR.over_at(at(26, 16, 50), on_last_day=True) == at(26, 17, 20)


def test_each_reason_of_an_alarm_has_its_ladder() -> None:
    assert set(ALARMS) == set(AlarmReason)
