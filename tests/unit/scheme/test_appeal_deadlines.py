"""The respondent's notice and the Supreme Court: each counts in its own way."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.time.appeal_deadlines import respondents_notice, supreme_court_application
from ulss_tracker.scheme.time.calendar import CalendarUnknown


@from_table
def test_ten_business_days_after_service(served: date, last: date) -> None:
    found = respondents_notice(served)
    assert found.last_day_on == last
    assert found.court_can_extend


def test_the_respondents_notice_explains_itself() -> None:
    found = respondents_notice(date(2025, 12, 18))
    counted, holidays, extension = found.steps
    assert "served on Thursday 18 December 2025. That day is not counted" in counted.text
    assert "the tenth is Tuesday 6 January 2026" in counted.text
    assert holidays.text == (
        "Bank holidays left out: Christmas Day (Thursday 25 December 2025), Boxing Day (Friday 26 "
        "December 2025) and New Year’s Day (Thursday 1 January 2026)."
    )
    assert "can extend" in extension.text
    assert all("r.41.4" in step.authority for step in found.steps)
    assert respondents_notice(date(2026, 3, 2)).steps[1].text == (
        "No bank holidays fall in that time."
    )


def test_past_the_known_holidays_is_an_error() -> None:
    with pytest.raises(CalendarUnknown):
        respondents_notice(date(2031, 1, 1))


def test_fourteen_days_beginning_with_the_end_of_the_review() -> None:
    found = supreme_court_application(date(2026, 3, 2))
    assert found.last_day_on == date(2026, 3, 15)
    assert not found.court_can_extend
    (step,) = found.steps
    assert step.text == (
        "14 days beginning with Monday 2 March 2026: that day is day 1, and day 14 is Sunday 15 "
        "March 2026. All days count."
    )
    assert step.authority == "Criminal Justice Act 1988 Schedule 3 paragraph 4"
