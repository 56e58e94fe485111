"""Target days: inside the 28, on working days, and never claiming authority."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme.calendar import working_days
from ulss_tracker.scheme.deadline import work_out
from ulss_tracker.scheme.milestones import DEFAULT_TARGETS, Milestone, Target, milestones

DAYS = working_days()


def test_the_targets_of_an_ordinary_sentence() -> None:
    assert milestones(date(2026, 1, 5)) == (
        Milestone("papers_requested", "Papers requested", date(2026, 1, 7)),
        Milestone("papers_received", "Papers received", date(2026, 1, 19)),
        Milestone("with_law_officers", "With the law officers", date(2026, 1, 26)),
        Milestone("file_by", "File by", date(2026, 2, 2)),
    )


def test_targets_move_back_from_closed_days() -> None:
    due = {each.id: each.due_on for each in milestones(date(2025, 12, 11))}
    assert due["papers_requested"] == date(2025, 12, 12)
    assert due["papers_received"] == date(2025, 12, 24)
    assert due["with_law_officers"] == date(2025, 12, 31)


def test_a_target_never_falls_before_the_sentence() -> None:
    sunday = date(2021, 12, 26)
    first = milestones(sunday, targets=[Target("first", "First", 1)])[0]
    assert first.due_on == sunday


def test_the_office_may_set_its_own_targets_in_any_order() -> None:
    found = milestones(date(2026, 1, 5), targets=[Target("b", "B", 20), Target("a", "A", 10)])
    assert [each.id for each in found] == ["a", "b", "file_by"]
    assert [each.id for each in milestones(date(2026, 1, 5), targets=[])] == ["file_by"]


@pytest.mark.parametrize("by_day", [0, -1, 29])
def test_a_target_outside_the_28_days_is_refused(by_day: int) -> None:
    with pytest.raises(ValueError, match="late: a target day is from 1 to 28"):
        Target("late", "Late", by_day)


def test_the_edges_of_the_28_days_are_allowed() -> None:
    assert Target("first", "First", 1).by_day == 1
    assert Target("last", "Last", 28).by_day == 28


@given(st.dates(date(2019, 1, 1), date(2028, 12, 31)))
def test_milestones_come_in_order_and_end_with_file_by(sentenced: date) -> None:
    found = [each.due_on for each in milestones(sentenced, days=DAYS)]
    assert found == sorted(found)
    assert found[-1] == work_out(sentenced).file_by_at.date()
    assert all(DAYS.is_working_day(day) or day == sentenced for day in found)
    assert len(found) == len(DEFAULT_TARGETS) + 1
