"""Our bank holidays beside a published list."""

from datetime import date

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from ulss_tracker.scheme.time.calendar import Holiday, WorkingDays, working_days
from ulss_tracker.scheme.time.holiday_check import Difference, DifferenceKind, compare

OURS = WorkingDays(
    [Holiday(date(2026, 1, 1), "New Year’s Day"), Holiday(date(2026, 12, 25), "Christmas Day")],
    date(2026, 1, 1),
    date(2026, 12, 31),
)
SAME = {date(2026, 1, 1): "New Year’s Day", date(2026, 12, 25): "Christmas Day"}


def test_the_same_list_has_no_differences() -> None:
    assert compare(OURS, SAME) == ()


def test_the_library_has_no_differences_from_ours() -> None:
    library = BankHolidays(use_cached_holidays=True)
    published = {
        event["date"]: event["title"]
        for event in library.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    }
    assert compare(working_days(), published) == ()


def test_each_difference_is_named() -> None:
    theirs = {
        date(2026, 1, 1): "New Year’s Day (moved)",
        date(2026, 5, 4): "Early May bank holiday",
        date(2027, 1, 1): "New Year’s Day",
    }
    assert compare(OURS, theirs) == (
        Difference(
            date(2026, 1, 1),
            DifferenceKind.NAMED_DIFFERENTLY,
            "New Year’s Day",
            "New Year’s Day (moved)",
        ),
        Difference(date(2026, 5, 4), DifferenceKind.MISSING_HERE, None, "Early May bank holiday"),
        Difference(date(2026, 12, 25), DifferenceKind.MISSING_THERE, "Christmas Day", None),
        Difference(date(2027, 1, 1), DifferenceKind.NOT_KNOWN_HERE, None, "New Year’s Day"),
    )


def test_whole_years_are_compared_to_their_last_day() -> None:
    last = WorkingDays(
        [Holiday(date(2026, 1, 1), "A"), Holiday(date(2026, 12, 31), "B")],
        date(2025, 1, 1),
        date(2027, 12, 31),
    )
    missing = [each.on for each in compare(last, {date(2026, 6, 1): "C"})]
    assert missing == [date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)]


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError, match="no bank holidays"):
        compare(OURS, {})
