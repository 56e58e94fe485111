"""The last day, the moment to file by, and how each answer explains itself."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays, working_days
from ulss_tracker.scheme.time.deadline import (
    Deadline,
    Step,
    file_by,
    last_day,
    slip_rule_last_day,
    work_out,
)
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.policies import STATUTORY_DAYS
from ulss_tracker.scheme.time.time_words import day_words, moment_words

DAYS = working_days()
RESEARCHED = Path(__file__).parents[4] / "shared" / "law" / "deadlines.csv"
SENTENCED = st.dates(date(2019, 1, 1), date(2028, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def ids(steps: Sequence[Step]) -> list[str]:
    return [step.id for step in steps]


def text_of(steps: Sequence[Step], step_id: str) -> str:
    (found,) = [step.text for step in steps if step.id == step_id]
    return found


@from_table
def test_known_deadlines(sentenced: date, last: date, filed: date) -> None:
    found = work_out(sentenced)
    assert last_day(sentenced) == last
    assert found.last_day_on == last
    assert found.file_by_at == datetime.combine(filed, time(17), tzinfo=LONDON)
    assert found.runs_from_on == sentenced
    assert (found.earliest_last_day_on, found.earliest_file_by_at) == (
        found.last_day_on,
        found.file_by_at,
    )
    assert not found.must_check


@pytest.mark.skipif(not RESEARCHED.exists(), reason="the research is not beside this copy")
def test_every_researched_row_agrees() -> None:
    with RESEARCHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    checked = 0
    for row in rows:
        dates = [day(text) for text in row["sentence_date"].split(";") if text]
        match row["rule"]:
            case "28d" | "28d-last-sentence":
                found = work_out(dates)
            case "28d-slip-rule":
                found = work_out(dates, varied_on=day("2026-02-20"))
            case "s385-window":
                assert slip_rule_last_day(dates[0]) == day(row["last_day"])
                continue
            case _:
                continue
        checked += 1
        assert found.last_day_on == day(row["last_day"]), row["comment"]
        if "practical cut-off 17:00) is " in row["comment"]:
            practical = row["comment"].split("practical cut-off 17:00) is ")[1][:10]
            assert found.file_by_at.date() == day(practical), row["comment"]
    assert checked >= 24


def test_file_by_is_five_oclock_london_in_winter_and_summer() -> None:
    winter, summer = file_by(day("2026-01-16")), file_by(day("2026-06-22"))
    assert winter.isoformat() == "2026-01-16T17:00:00+00:00"
    assert summer.isoformat() == "2026-06-22T17:00:00+01:00"
    assert winter.tzinfo == summer.tzinfo == ZoneInfo("Europe/London")


@given(SENTENCED)
def test_last_day_is_the_weekday_of_the_sentence(sentenced: date) -> None:
    last = last_day(sentenced)
    assert last.weekday() == sentenced.weekday()
    assert (last - sentenced).days == STATUTORY_DAYS == 28


@given(SENTENCED)
def test_file_by_is_never_after_the_last_day_and_always_a_working_day(sentenced: date) -> None:
    found = work_out(sentenced)
    filed = found.file_by_at.astimezone(LONDON)
    assert filed.date() <= found.last_day_on
    assert DAYS.is_working_day(filed.date())
    assert filed.time() == time(17)
    later = [filed.date() + timedelta(days=n) for n in range(1, 10)]
    assert not any(DAYS.is_working_day(each) for each in later if each <= found.last_day_on)


@settings(max_examples=40)  # each makes a calendar of thirty years
@given(SENTENCED, st.integers(min_value=-10, max_value=2))
def test_one_more_holiday_never_moves_file_by_later(sentenced: date, offset: int) -> None:
    last = last_day(sentenced)
    more = DAYS.with_holiday(last + timedelta(days=offset), "Extra day")
    assert work_out(sentenced, days=more).file_by_at <= work_out(sentenced).file_by_at
    assert work_out(sentenced, days=more).last_day_on == last


@given(st.lists(SENTENCED, min_size=1, max_size=5))
def test_one_more_sentence_never_makes_the_last_day_earlier(dates: list[date]) -> None:
    found = work_out(dates)
    assert found.last_day_on == max(last_day(each) for each in dates)
    assert found.earliest_last_day_on == min(last_day(each) for each in dates)
    assert found.earliest_file_by_at <= found.file_by_at


def test_no_date_of_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A deadline needs at least one date of sentence\.$"):
        work_out([])


def test_past_the_known_holidays_is_an_error() -> None:
    with pytest.raises(CalendarUnknown):
        work_out(day("2035-01-01"))
    with pytest.raises(CalendarUnknown):
        file_by(day("2035-01-01"))


def test_the_answer_explains_itself() -> None:
    found = work_out(day("2020-12-04"))
    assert ids(found.steps) == ["runs_from", "counted", "closed_days", "file_by", "no_extension"]
    assert all(step.authority for step in found.steps)
    assert str(found.steps[0]) == found.steps[0].text
    assert text_of(found.steps, "runs_from") == (
        "The sentence was passed on Friday 4 December 2020. That day is not counted."
    )
    assert "from Saturday 5 December 2020 to Friday 1 January 2021" in text_of(
        found.steps, "counted"
    )
    assert text_of(found.steps, "closed_days") == (
        "Those 28 days take in 8 weekend days and 3 bank holidays: Christmas Day (Friday 25 "
        "December 2020), Boxing Day (Monday 28 December 2020) and New Year’s Day (Friday 1 "
        "January 2021)."
    )
    assert text_of(found.steps, "file_by") == (
        "The last day is a bank holiday (New Year’s Day) and the court office is closed. The last "
        "day never moves forward, so file by 5pm on Thursday 31 December 2020, the last working "
        "day before it."
    )
    assert found.warnings == ()


def test_a_holiday_on_the_day_of_sentence_is_not_among_the_days_counted() -> None:
    found = work_out(day("2026-08-31"))
    assert text_of(found.steps, "closed_days") == (
        "Those 28 days take in 8 weekend days and no bank holidays."
    )
    one = work_out(day("2026-08-30"))
    assert "1 bank holiday: Summer bank holiday" in text_of(one.steps, "closed_days")


def test_a_last_day_at_a_weekend_names_the_day() -> None:
    found = work_out(day("2026-01-10"))
    assert "The last day is a Saturday and" in text_of(found.steps, "file_by")
    plain = work_out(day("2026-01-05"))
    assert text_of(plain.steps, "file_by") == (
        "The last day is a working day, so file by 5pm on Monday 2 February 2026."
    )


def test_several_sentences_run_from_the_last_and_warn_of_the_first() -> None:
    found = work_out([day("2026-02-02"), day("2026-01-05"), day("2026-02-02")])
    assert found.last_day_on == day("2026-03-02")
    assert found.runs_from_on == day("2026-02-02")
    assert found.earliest_last_day_on == day("2026-02-02")
    assert found.earliest_file_by_at == file_by(day("2026-02-02"))
    assert ids(found.warnings) == ["several_sentences"]
    assert "5pm on Monday 2 February 2026" in found.warnings[0].text
    assert "There are 2 dates of sentence" in text_of(found.steps, "runs_from")
    assert text_of(found.steps, "file_by") == (
        "The last day is a working day, so the law may allow filing until 5pm on Monday 2 March "
        "2026."
    )
    assert not found.must_check


EXPLAINED = [
    (["2026-01-05"], None),
    (["2026-01-05", "2026-02-02"], None),
    (["2026-01-05"], "2026-01-04"),
    (["2026-01-05"], "2026-02-20"),
    (["2026-01-05"], "2026-06-01"),
    (["2026-01-05", "2026-02-02"], "2026-01-20"),
    (["2026-01-05", "2026-02-16"], "2026-03-10"),
]


@pytest.mark.parametrize(("dates", "varied"), EXPLAINED)
def test_every_step_and_warning_has_a_name_a_sentence_and_an_authority(
    dates: list[str], varied: str | None
) -> None:
    found = work_out(
        [day(text) for text in dates],
        varied_on=day(varied) if varied else None,
        deferred=True,
        confiscation_postponed=True,
        days=WorkingDays([], day("2026-01-01"), day("2026-12-31"), day("2026-01-01")),
    )
    assert ids(found.steps) == ["runs_from", "counted", "closed_days", "file_by", "no_extension"]
    assert ids(found.warnings)[-3:] == [
        "deferred",
        "confiscation_postponed",
        "calendar_not_published",
    ]
    for step in (*found.steps, *found.warnings):
        assert step.text.endswith("."), step.id
        assert step.authority[:1].isupper(), step.id
    # What the steps say is what the answer is.
    assert f"to {day_words(found.last_day_on)}." in text_of(found.steps, "counted")
    assert day_words(found.runs_from_on) in text_of(found.steps, "runs_from")
    assert moment_words(found.file_by_at) in text_of(found.steps, "file_by")


def test_warnings_about_a_variation_rest_on_the_slip_rule() -> None:
    for varied in ("2026-01-04", "2026-02-20", "2026-06-01"):
        found = work_out(day("2026-01-05"), varied_on=day(varied))
        assert "s.385" in found.warnings[0].authority
    several = work_out([day("2026-01-05"), day("2026-02-16")], varied_on=day("2026-03-10"))
    assert "s.385" in several.warnings[0].authority
    assert "The variation on Tuesday 10 March 2026 is inside" in several.warnings[0].text
    assert several.warnings[1].authority == "Criminal Justice Act 1988 Schedule 3 paragraph 1"


def test_the_earliest_alarm_names_the_first_sentence_and_its_last_day() -> None:
    several = work_out([day("2026-01-10"), day("2026-02-02")])
    assert several.warnings[0].text == (
        "A lawyer must say whether the sentences belong to one case. If they do not, time for the "
        "sentence of Saturday 10 January 2026 ends on Saturday 7 February 2026. The earliest safe "
        "time to file is 5pm on Friday 6 February 2026."
    )
    varied = work_out(day("2026-01-10"), varied_on=day("2026-02-20"))
    assert varied.warnings[0].text.endswith(
        "Without the variation the last day is Saturday 7 February 2026. The earliest safe time "
        "to file is 5pm on Friday 6 February 2026."
    )


def test_the_calendar_given_is_the_one_used() -> None:
    """A day made a holiday moves every moment and every sentence that rests on it."""
    first, last = day("2026-02-02"), day("2026-03-02")
    days = DAYS.with_holiday(first, "First").with_holiday(last, "Last")
    found = work_out([day("2026-01-05"), day("2026-02-02")], days=days)
    assert found.file_by_at == datetime(2026, 2, 27, 17, tzinfo=LONDON)
    assert found.earliest_file_by_at == datetime(2026, 1, 30, 17, tzinfo=LONDON)
    assert "5pm on Friday 27 February 2026" in text_of(found.steps, "file_by")
    assert "(Last)" in text_of(found.steps, "file_by")
    assert "1 bank holiday: Last" in text_of(found.steps, "closed_days")
    assert "5pm on Friday 30 January 2026" in found.warnings[0].text


def test_the_same_date_twice_is_one_sentence() -> None:
    found = work_out([day("2026-01-05"), day("2026-01-05")])
    assert found == work_out(day("2026-01-05"))


def test_a_calendar_not_yet_published_is_said_to_be_so() -> None:
    days = WorkingDays([], day("2026-01-01"), day("2027-01-31"), day("2026-12-31"))
    found = work_out(day("2026-12-04"), days=days)
    assert ids(found.warnings) == ["calendar_not_published"]
    assert "held to Thursday 31 December 2026" in found.warnings[0].text
    assert not found.must_check
    assert work_out(day("2026-12-03"), days=days).warnings == ()
    assert work_out(day("2026-12-04"), days=WorkingDays([], days.known_from, days.known_until)) == (
        replace(found, warnings=())
    )


def test_a_deadline_is_a_plain_value() -> None:
    assert isinstance(work_out(day("2026-01-05")), Deadline)
    assert work_out(day("2026-01-05")) == work_out([day("2026-01-05")], days=DAYS)


def test_a_date_at_the_end_of_time_is_beyond_the_known_holidays() -> None:
    with pytest.raises(CalendarUnknown):
        work_out(date(9999, 12, 31))
