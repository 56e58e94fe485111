"""A second reading of the 28 days, made another way: every date of ten years is compared.

Nothing here uses the code or the library under test. The days are walked one by one, with the
bank holidays written out by rule and the moved and extra days listed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.support.tables import iso_date, rows
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.deadline import work_out
from ulss_tracker.scheme.time.office_hours import LONDON

FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
# From the tables of the Book of Common Prayer, printed in any almanac.
EASTER_SUNDAYS = [on for (on,) in rows(__file__, "deadline_brute_force.easter_sundays", iso_date)]
MOVED_AWAY = {date(2020, 5, 4), date(2022, 5, 30)}
EXTRA = {date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def tomorrow(day: date) -> date:
    return day + timedelta(days=1)


def yesterday(day: date) -> date:
    return day - timedelta(days=1)


def is_weekend(day: date) -> bool:
    return day.strftime("%a") in {"Sat", "Sun"}


def holidays_of(year: int) -> set[date]:
    """The rules as the office's wall calendar states them, and days in lieu by stepping on."""
    days: set[date] = set()
    (easter,) = [day for day in EASTER_SUNDAYS if day.year == year]
    days |= {easter - timedelta(days=2), easter + timedelta(days=1)}
    may = [date(year, 5, n) for n in range(1, 32) if date(year, 5, n).strftime("%a") == "Mon"]
    august = [date(year, 8, n) for n in range(1, 32) if date(year, 8, n).strftime("%a") == "Mon"]
    days |= {may[0], may[-1], august[-1]}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while is_weekend(fixed) or fixed in days:
            fixed = tomorrow(fixed)
        days.add(fixed)
    return days - MOVED_AWAY | {day for day in EXTRA if day.year == year}


HOLIDAYS = set().union(*(holidays_of(easter.year) for easter in EASTER_SUNDAYS))


def every_date() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day = tomorrow(day)


def counted_by_hand(sentenced: date) -> tuple[date, date]:
    """The last day and the day to file by, by crossing days off a calendar."""
    day = sentenced
    for _crossed_off in range(28):
        day = tomorrow(day)
    filed = day
    while is_weekend(filed) or filed in HOLIDAYS:
        filed = yesterday(filed)
    return day, filed


def test_every_sentence_date_of_ten_years_agrees() -> None:
    compared = 0
    for sentenced in every_date():
        found = work_out(sentenced)
        last, filed = counted_by_hand(sentenced)
        assert found.last_day_on == last, sentenced
        at = found.file_by_at
        assert (at.date(), at.hour, at.minute, at.second) == (filed, 17, 0, 0), sentenced
        assert at.tzinfo is LONDON
        summer = date(at.year, 3, 25) < filed < date(at.year, 10, 25)
        offset = at.strftime("%z")
        assert offset in {"+0000", "+0100"}
        if not date(at.year, 3, 25) <= filed <= date(at.year, 3, 31) and filed.month != 10:
            assert offset == ("+0100" if summer else "+0000"), sentenced
        compared += 1
    assert compared == 3653


def test_the_bank_holidays_agree_too() -> None:
    days = working_days()
    for day in every_date():
        assert (days.holiday_name(day) is not None) == (day in HOLIDAYS), day
