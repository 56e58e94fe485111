"""Days in English and Welsh, as letters and pages write them."""

from datetime import date

from ulss_tracker.scheme.time import written_days

EASTER = date(2026, 4, 3)


def test_a_day_is_written_in_english() -> None:
    assert written_days.without_year(EASTER) == "3 April"
    assert written_days.with_year(EASTER) == "3 April 2026"
    assert written_days.with_weekday(EASTER) == "Friday 3 April 2026"


def test_a_day_is_written_in_welsh() -> None:
    assert written_days.without_year(EASTER, "cy") == "3 Ebrill"
    assert written_days.with_year(EASTER, "cy") == "3 Ebrill 2026"
    assert written_days.with_weekday(EASTER, "cy") == "dydd Gwener 3 Ebrill 2026"
