"""Working days: the kept library, the tables round it, and the edges of what is known."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.table import TableError, TableRow
from ulss_tracker.scheme.time.calendar import (
    CalendarUnknown,
    Holiday,
    WorkingDays,
    build,
    working_days,
)

DAYS = working_days()
PUBLISHED = {date(2024, 1, 1): "New Year’s Day", date(2025, 12, 25): "Christmas Day"}
PAST = {"known_from": date(2023, 1, 1), "holiday": [{"on": date(2023, 5, 1), "title": "May"}]}
CHANGES = {
    "computed": {
        "until": date(2026, 1, 31),
        "source": "the Act",
        "holiday": [{"on": date(2026, 1, 1), "title": "New Year’s Day"}],
    }
}


def made(
    *,
    past: Mapping[str, object] = PAST,
    changes: Mapping[str, object] = CHANGES,
    published: Mapping[date, str] = PUBLISHED,
) -> WorkingDays:
    return build(published, past=TableRow(past, "past"), changes=TableRow(changes, "changes"))


def with_one_off(**row: object) -> Mapping[str, object]:
    complete = {
        "on": date(2025, 5, 9),
        "holiday": True,
        "title": "Extra day",
        "decided_on": date(2025, 1, 2),
        "source": "Proclamation",
    }
    return {**CHANGES, "one_off": [{**complete, **row}]}


@from_table
def test_moved_and_extra_days_are_known(day: date, name: str | None) -> None:
    assert DAYS.holiday_name(day) == name
    assert DAYS.is_working_day(day) is (name is None)


def test_only_england_and_wales_counts() -> None:
    scotland_only, northern_ireland_only = date(2026, 1, 2), date(2026, 3, 17)
    assert DAYS.is_working_day(scotland_only)
    assert DAYS.is_working_day(northern_ireland_only)


def test_every_day_of_the_library_is_kept_as_it_is() -> None:
    """The table of changes over it changes nothing that the present library has right."""
    library = BankHolidays(use_cached_holidays=True)
    for event in library.get_holidays(division=BankHolidays.ENGLAND_AND_WALES):
        assert DAYS.holiday_name(event["date"]) == event["title"]


def test_weekends_are_not_working_days() -> None:
    assert not DAYS.is_working_day(date(2026, 1, 10))
    assert not DAYS.is_working_day(date(2026, 1, 11))
    assert DAYS.is_working_day(date(2026, 1, 9))
    assert DAYS.is_working_day(date(2026, 1, 12))


def test_past_what_is_known_is_an_error_that_says_so() -> None:
    assert DAYS.known_from == date(1989, 1, 1)
    assert DAYS.known_until >= date(2029, 1, 31)
    for day in (DAYS.known_from - timedelta(days=1), DAYS.known_until + timedelta(days=1)):
        with pytest.raises(CalendarUnknown, match=str(day)) as raised:
            DAYS.is_working_day(day)
        assert raised.value.day == day
    for edge in (DAYS.known_from, DAYS.known_until):
        DAYS.is_working_day(edge)


def test_a_count_that_runs_past_what_is_known_is_an_error_too() -> None:
    with pytest.raises(CalendarUnknown):
        DAYS.add(DAYS.known_until - timedelta(days=3), 10)
    with pytest.raises(CalendarUnknown):
        DAYS.on_or_before(DAYS.known_from)
    with pytest.raises(CalendarUnknown):
        DAYS.holidays_between(DAYS.known_until, DAYS.known_until + timedelta(days=1))


def test_adding_working_days() -> None:
    assert DAYS.add(date(2025, 12, 18), 10) == date(2026, 1, 6)
    assert DAYS.add(date(2026, 1, 6), -10) == date(2025, 12, 18)
    assert DAYS.add(date(2026, 1, 10), 1) == date(2026, 1, 12)
    assert DAYS.add(date(2026, 1, 12), 1) == date(2026, 1, 13)
    assert DAYS.add(date(2026, 1, 10), 0) == date(2026, 1, 10)


def test_counting_working_days() -> None:
    assert DAYS.count(date(2025, 12, 18), date(2026, 1, 6)) == 10
    assert DAYS.count(date(2026, 1, 9), date(2026, 1, 9)) == 0
    assert DAYS.count(date(2026, 1, 9), date(2026, 1, 5)) == 0
    assert DAYS.count(date(2026, 1, 8), date(2026, 1, 9)) == 1


@given(st.dates(date(2019, 1, 1), date(2028, 1, 1)), st.integers(min_value=1, max_value=60))
def test_adding_and_counting_agree(day: date, number: int) -> None:
    assert DAYS.count(day, DAYS.add(day, number)) == number


def walked(days: WorkingDays, day: date, working_days: int) -> date:
    """The same by its definition, from one day to the next."""
    step = timedelta(days=1 if working_days > 0 else -1)
    left = abs(working_days)
    while left:
        day += step
        left -= days.is_working_day(day)
    return day


def walked_back(days: WorkingDays, day: date) -> date:
    while not days.is_working_day(day):
        day -= timedelta(days=1)
    return day


def walked_count(days: WorkingDays, after: date, until: date) -> int:
    return sum(
        days.is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1)
    )


def walked_holidays(first: date, last: date) -> tuple[Holiday, ...]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(holiday for day in days if (holiday := SHORT.holiday(day)))


def outcome(ask: Callable[..., object], *arguments: object) -> object:
    """Return the answer, or the day that was not known."""
    try:
        return ask(*arguments)
    except CalendarUnknown as unknown:
        return ("unknown", unknown.day)


SHORT = made()  # known from 2023 to January 2026: its edges are met often
NEAR = st.dates(date(2022, 12, 20), date(2026, 2, 12))


@given(NEAR, st.integers(-800, 800), NEAR)
@settings(max_examples=400)
def test_every_answer_is_that_of_walking_from_day_to_day(
    day: date, number: int, other: date
) -> None:
    assert outcome(SHORT.add, day, number) == outcome(walked, SHORT, day, number)
    assert outcome(SHORT.on_or_before, day) == outcome(walked_back, SHORT, day)
    assert outcome(SHORT.count, day, other) == outcome(walked_count, SHORT, day, other)
    assert outcome(SHORT.holidays_between, day, other) == outcome(walked_holidays, day, other)


def test_holidays_between_takes_in_both_ends() -> None:
    found = DAYS.holidays_between(date(2025, 12, 25), date(2026, 1, 1))
    assert [holiday.on for holiday in found] == [
        date(2025, 12, 25),
        date(2025, 12, 26),
        date(2026, 1, 1),
    ]


def test_one_more_holiday_makes_a_new_calendar() -> None:
    day = date(2026, 1, 6)
    more = DAYS.with_holiday(day, "Extra")
    assert DAYS.is_working_day(day)
    assert more.holiday_name(day) == "Extra"
    assert (more.known_from, more.known_until) == (DAYS.known_from, DAYS.known_until)
    assert more.published_until == DAYS.published_until == date(2028, 12, 31)
    assert more.holiday_name(date(2025, 12, 25)) == "Christmas Day"


def test_the_three_parts_join_at_whole_years() -> None:
    days = made()
    assert (days.known_from, days.known_until) == (date(2023, 1, 1), date(2026, 1, 31))
    assert days.holiday(date(2023, 5, 1)) == Holiday(date(2023, 5, 1), "May")
    assert days.holiday(date(2024, 1, 1)) == Holiday(date(2024, 1, 1), "New Year’s Day")
    assert days.holiday(date(2026, 1, 1)) == Holiday(date(2026, 1, 1), "New Year’s Day")
    assert days.published_until == date(2025, 12, 31)


def test_a_library_that_reaches_further_takes_the_place_of_what_was_computed() -> None:
    days = made(published={**PUBLISHED, date(2026, 12, 25): "Christmas Day"})
    assert days.known_until == days.published_until == date(2026, 12, 31)
    assert days.holiday(date(2026, 1, 1)) is None


def test_a_library_that_starts_earlier_takes_the_place_of_the_past() -> None:
    days = made(published={**PUBLISHED, date(2022, 12, 26): "Boxing Day"})
    assert days.known_from == date(2022, 1, 1)
    assert days.holiday(date(2023, 5, 1)) is None


def test_a_one_off_change_wins_over_the_library() -> None:
    assert made(changes=with_one_off()).holiday_name(date(2025, 5, 9)) == "Extra day"
    gone = made(changes=with_one_off(on=date(2025, 12, 25), holiday=False))
    assert gone.holiday_name(date(2025, 12, 25)) is None
    renamed = made(changes=with_one_off(on=date(2025, 12, 25)))
    assert renamed.holiday_name(date(2025, 12, 25)) == "Extra day"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (with_one_off(on="2025-05-09"), "on must be a date"),
        (with_one_off(holiday="yes"), "holiday must be true or false"),
        (with_one_off(title=""), "title must be words"),
        (with_one_off(decided_on=None), "decided_on must be a date"),
        (with_one_off(source=" "), "source must be words"),
        (with_one_off(because="?"), "unknown name because"),
        ({}, "computed must be a table"),
        ({"computed": {"until": date(2026, 1, 31)}}, "source must be words"),
        ({"computed": {"source": "x"}}, "until must be a date"),
        ({**CHANGES, "one_offs": []}, "unknown name one_offs"),
        ({**CHANGES, "one_off": {}}, "one_off must be a list of tables"),
    ],
)
def test_a_wrong_table_of_changes_is_refused(changes: Mapping[str, object], words: str) -> None:
    with pytest.raises(TableError, match=words):
        made(changes=changes)


def test_a_wrong_table_of_the_past_is_refused() -> None:
    with pytest.raises(TableError, match="known_from must be a date"):
        made(past={"holiday": []})
    with pytest.raises(TableError, match="unknown name titel"):
        made(past={**PAST, "holiday": [{"on": date(2023, 5, 1), "titel": "May"}]})
