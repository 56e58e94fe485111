"""Milestones: planned back from the day to file by, in order, on working days, squeezed in time."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow.milestones import (
    Milestone,
    MilestoneStatus,
    plan,
    plan_hours,
    stand,
)

DAYS = working_days()
FILE_BY = date(2026, 2, 2)
ANY_DAY = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def plan_from_receipt(file_by_on: date, received_on: date) -> dict[Milestone, date]:
    """The plan of a case opened on the day on which the office was asked."""
    return plan(file_by_on, received_on, received_on)


def test_with_time_for_everything_each_has_its_own_distance() -> None:
    assert plan_from_receipt(FILE_BY, date(2026, 1, 6)) == {
        Milestone.PAPERS_ASKED: date(2026, 1, 8),
        Milestone.PAPERS_IN: date(2026, 1, 19),
        Milestone.ADVICE: date(2026, 1, 20),
        Milestone.COUNSEL: date(2026, 1, 23),
        Milestone.TO_LAW_OFFICERS: date(2026, 1, 26),
        Milestone.DECISION: date(2026, 1, 29),
        Milestone.FILE: date(2026, 1, 30),
        Milestone.SERVE: FILE_BY,
    }


def test_under_six_months_papers_are_asked_for_in_two_working_days_and_advice_comes_in_ten() -> (
    None
):
    found = plan_from_receipt(date(2027, 4, 30), date(2026, 11, 9))
    assert found[Milestone.PAPERS_ASKED] == date(2026, 11, 11)
    assert found[Milestone.PAPERS_IN] == found[Milestone.ADVICE] == date(2026, 11, 23)
    assert found[Milestone.TO_LAW_OFFICERS] == date(2027, 4, 23)


@given(ANY_DAY, st.integers(0, 200), st.integers(0, 30))
def test_papers_and_advice_are_never_later_than_two_and_ten_working_days_from_receipt(
    day: date, length: int, waited: int
) -> None:
    """However long the case waited to be opened; and never later than the plan counted back."""
    file_by = DAYS.on_or_before(day)
    received = file_by - timedelta(days=length)
    begun = received if DAYS.is_working_day(received) else DAYS.add(received, 1)
    opened = received + timedelta(days=waited)
    found = plan(file_by, opened, received)
    assert found[Milestone.PAPERS_ASKED] <= DAYS.add(begun, 2)
    assert found[Milestone.ADVICE] <= DAYS.add(begun, 10)
    opened_at_once = plan_from_receipt(file_by, received)
    assert all(opened_at_once[each] <= found[each] for each in Milestone)
    assert list(found.values()) == sorted(found.values())


def test_with_two_working_days_everything_is_squeezed_into_them() -> None:
    found = plan_from_receipt(FILE_BY, date(2026, 1, 29))
    assert found[Milestone.PAPERS_ASKED] == date(2026, 1, 29)
    assert found[Milestone.TO_LAW_OFFICERS] == FILE_BY
    assert set(found.values()) <= {date(2026, 1, 29), date(2026, 1, 30), FILE_BY}


def test_on_the_last_day_everything_is_due_today() -> None:
    assert set(plan_from_receipt(FILE_BY, FILE_BY).values()) == {FILE_BY}


def test_what_began_too_late_was_due_on_the_day_that_has_passed() -> None:
    assert set(plan_from_receipt(FILE_BY, date(2026, 3, 2)).values()) == {FILE_BY}


@given(ANY_DAY, st.integers(-40, 60))
def test_in_order_never_after_file_by_never_before_the_start_and_on_working_days(
    day: date, length: int
) -> None:
    file_by = DAYS.on_or_before(day)
    start = file_by - timedelta(days=length)
    due = list(plan_from_receipt(file_by, start).values())
    assert due == sorted(due)
    assert due[-1] == file_by
    assert all(DAYS.is_working_day(each) for each in due)
    if start <= file_by:
        assert min(due) >= start


@given(ANY_DAY, st.integers(0, 40))
def test_a_day_more_never_brings_anything_forward(day: date, length: int) -> None:
    file_by = DAYS.on_or_before(day)
    start = file_by - timedelta(days=length)
    later = plan_from_receipt(file_by, start)
    sooner = plan_from_receipt(file_by, start - timedelta(days=1))
    assert all(sooner[each] <= later[each] for each in Milestone)


# How they stand.

PLANNED = plan_from_receipt(FILE_BY, date(2026, 1, 6))
EARLY = datetime(2026, 1, 8, 10, tzinfo=UTC)
LATER = datetime(2026, 2, 2, 12, tzinfo=UTC)


def standings(done: dict[Milestone, datetime], today: date) -> dict[Milestone, MilestoneStatus]:
    noon = datetime.combine(today, time(12), tzinfo=UTC)
    return {each.milestone: each.standing for each in stand(PLANNED, done, noon)}


def test_the_first_undone_is_next_and_the_others_are_to_come() -> None:
    found = standings({}, date(2026, 1, 6))
    assert found.pop(Milestone.PAPERS_ASKED) is MilestoneStatus.NEXT
    assert set(found.values()) == {MilestoneStatus.TO_COME}


def test_what_is_undone_after_its_day_is_late() -> None:
    found = standings({Milestone.PAPERS_ASKED: EARLY}, date(2026, 1, 22))
    assert found[Milestone.PAPERS_ASKED] is MilestoneStatus.DONE
    assert found[Milestone.PAPERS_IN] is MilestoneStatus.LATE
    assert found[Milestone.ADVICE] is MilestoneStatus.LATE
    assert found[Milestone.COUNSEL] is MilestoneStatus.TO_COME


def test_on_its_day_nothing_is_late() -> None:
    assert (
        standings({}, PLANNED[Milestone.PAPERS_ASKED])[Milestone.PAPERS_ASKED]
        is MilestoneStatus.NEXT
    )


def test_what_was_gone_past_without_it_is_wanted_no_more() -> None:
    found = standings({Milestone.TO_LAW_OFFICERS: EARLY}, date(2026, 1, 28))
    assert found[Milestone.PAPERS_IN] is found[Milestone.COUNSEL] is MilestoneStatus.PASSED_OVER
    assert found[Milestone.DECISION] is MilestoneStatus.NEXT


def test_filing_is_never_passed_over_by_service() -> None:
    done = {Milestone.DECISION: EARLY, Milestone.SERVE: EARLY}
    found = standings(done, date(2026, 1, 20))
    assert found[Milestone.FILE] is MilestoneStatus.NEXT
    assert standings(done, date(2026, 1, 31))[Milestone.FILE] is MilestoneStatus.LATE


def test_what_was_done_after_its_day_says_so() -> None:
    late = datetime(2026, 1, 8, 23, 30, tzinfo=UTC)
    found = stand(PLANNED, {Milestone.PAPERS_ASKED: late}, LATER)[0]
    assert not found.is_done_late
    found = stand(PLANNED, {Milestone.PAPERS_ASKED: late + timedelta(days=1)}, LATER)[0]
    assert found.is_done_late


# In the last day, in hours.


def test_on_the_last_day_each_has_its_hour() -> None:
    """What began before keeps the hours of the office; what began that day, those that are left."""
    five = datetime(2026, 2, 2, 17, tzinfo=UTC)
    whole = plan_hours(plan_from_receipt(FILE_BY, FILE_BY), five, EARLY)
    assert [f"{at:%H:%M}" for at in whole.values()] == [
        "09:00", "12:00", "13:00", "14:00", "14:30", "16:00", "16:30", "17:00",
    ]  # fmt: skip
    assert plan_hours(PLANNED, five, EARLY) == {Milestone.SERVE: five}
    begun = plan_hours(
        plan_from_receipt(FILE_BY, FILE_BY), five, datetime(2026, 2, 2, 15, tzinfo=UTC)
    )
    assert [f"{at:%H:%M}" for at in begun.values()][:2] == ["15:00", "15:45"]
    assert set(
        plan_hours(plan_from_receipt(FILE_BY, FILE_BY), five, five + timedelta(1)).values()
    ) == {five}
    found = stand(plan_from_receipt(FILE_BY, FILE_BY), {}, LATER + timedelta(minutes=30), whole)
    assert [each.standing for each in found[:3]] == [
        MilestoneStatus.LATE,
        MilestoneStatus.LATE,
        MilestoneStatus.TO_COME,
    ]
    assert [each.due_at for each in found] == list(whole.values())
