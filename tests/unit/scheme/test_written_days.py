"""Days in English and Welsh are written as Babel's data (CLDR) has them, without its memory."""

from datetime import date, timedelta

from babel.dates import format_date

from ulss_tracker.scheme.time import written_days

PATTERNS = {
    "d MMMM": written_days.without_year,
    "d MMMM y": written_days.with_year,
    "EEEE d MMMM y": written_days.with_weekday,
}


def test_each_day_of_a_leap_year_is_written_as_in_the_common_locale_data() -> None:
    days = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
    for language, locale in (("en", "en_GB"), ("cy", "cy")):
        for pattern, written in PATTERNS.items():
            told = [format_date(day, pattern, locale=locale) for day in days]
            assert [written(day, language) for day in days] == told
