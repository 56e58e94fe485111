"""The load ahead: six weeks by day and by person, with what is special about the days."""

from datetime import date, datetime, timedelta

import pytest

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.supervision import board, workload_forecast

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)  # a Wednesday
pytestmark = pytest.mark.usefixtures("now")


def test_the_days_are_whole_weeks_with_fridays_and_holidays_marked() -> None:
    ahead = workload_forecast.ahead()
    assert [ahead.days[0].on, ahead.days[-1].on] == [date(2026, 3, 16), date(2026, 4, 26)]
    holidays = {day.on: day.holiday for day in ahead.days if day.holiday}
    assert holidays == {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}
    assert [day.on.day for day in ahead.days if day.is_friday][:2] == [20, 27]
    assert (ahead.total, ahead.most, list(ahead.people)) == (0, 1, [])


def test_each_moment_counts_on_its_day_and_for_its_holder() -> None:
    mine = build.eligible_review(sentenced_on=date(2026, 3, 2))  # to be filed on 30 March
    nobodys = build.eligible_review(sentenced_on=date(2026, 3, 3))
    filed = build.eligible_review(sentenced_on=date(2026, 3, 3))
    passed = build.eligible_review(sentenced_on=date(2026, 2, 10))
    with transaction():
        nobodys.assignee_id = None
        filed.state, filed.filed_at = State.REFERRED, NOW
    ahead = workload_forecast.ahead()
    assert {day.on: day.count for day in ahead.days if day.count} == {
        date(2026, 3, 30): 1,
        date(2026, 3, 31): 1,
    }
    assert [(each.name, list(each.weeks)) for each in ahead.people] == [
        (mine.assignee.name, [0, 0, 1, 0, 0, 0]),
        ("Unassigned", [0, 0, 1, 0, 0, 0]),
    ]
    assert ahead.passed == 1, passed


def test_requests_weigh_in_by_the_safest_moment_and_their_owner() -> None:
    build.request(sentenced_on=date(2026, 3, 2))  # to be filed on 30 March
    mine = build.request(sentenced_on=None)  # its day is to be found today
    review = build.eligible_review(sentenced_on=date(2026, 3, 3))
    build.sentence(review, sentenced_on=date(2026, 3, 16))
    with transaction():
        mine.owner = build.user()
    ahead = workload_forecast.ahead()
    assert {day.on: day.count for day in ahead.days if day.count} == {
        NOW.date(): 1,
        date(2026, 3, 30): 1,
        date(2026, 3, 31): 1,
    }
    people = {each.name: each for each in ahead.people}
    assert list(people["Unassigned"].weeks) == [0, 0, 1, 0, 0, 0]
    assert list(people["Test Caseworker"].weeks) == [1, 0, 1, 0, 0, 0]
    not_opened = slack.work_left(None)
    assert not_opened == slack.TO_OPEN + slack.work_left(State.RECEIVED)
    assert people["Unassigned"].work == not_opened
    assert people["Unassigned"].work_words == "11 working days"
    assert people["Test Caseworker"].work == not_opened + slack.work_left(State.CHECKING)


def test_absences_count_in_working_days_of_each_week_and_nothing_of_last_week(at) -> None:
    build.eligible_review(sentenced_on=date(2026, 3, 2))
    person = build.user()
    absences.record(person, date(2026, 3, 30), date(2026, 4, 6), None, build.user(Role.SUPERVISOR))
    (row,) = workload_forecast.ahead().people
    assert list(row.away) == [0, 0, 4, 0, 0, 0]  # Good Friday and Easter Monday are nobody's
    at(datetime(2026, 4, 13, 10, tzinfo=clock.LONDON))
    ahead = workload_forecast.ahead()
    assert (ahead.total, ahead.passed) == (0, 1)


def test_days_whose_holidays_nobody_knows_yet_are_no_holidays(at) -> None:
    last = working_days().known_until
    at(datetime.combine(last - timedelta(days=7), datetime.min.time(), tzinfo=clock.LONDON))
    not_known = [day for day in workload_forecast.ahead().days if not day.is_known]
    assert not_known[0].on == last + timedelta(days=1)
    assert {day.holiday for day in not_known} == {""}
    assert {day.is_working for day in not_known if day.on.weekday() >= 5} == {False}


def test_its_numbers_are_those_of_the_board() -> None:
    with transaction():
        for days in (3, 15, 24, 27, 28, 40):
            build.eligible_review(sentenced_on=NOW.date() - timedelta(days=days))
    ahead, bands = workload_forecast.ahead(), board.summary().bands
    assert ahead.passed == bands[Band.PASSED] == 1
    later = sum(day.count for day in ahead.days if day.on >= NOW.date())
    assert later == sum(number for band, number in bands.items() if band is not Band.PASSED)
    assert ahead.total == sum(person.total for person in ahead.people)
