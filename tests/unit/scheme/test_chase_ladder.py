"""Chasing the CPS: rung by rung, in working days, faster as the day to file by comes near."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow.ladder import NextChase
from ulss_tracker.scheme.workflow.ladders import PAPERS

DAYS = working_days()
MONDAY = date(2026, 3, 2)


def next_chase(asked_on: date, chased_on: Sequence[date], **known: date | None) -> NextChase:
    return PAPERS.next_chase(max((asked_on, *chased_on)), len(chased_on), **known)


def test_the_first_chase_is_two_working_days_after_asking() -> None:
    found = next_chase(MONDAY, [])
    assert (found.rung, found.whom, found.due_on) == (1, "the CPS contact", date(2026, 3, 4))


def test_weekends_do_not_count() -> None:
    assert next_chase(date(2026, 3, 6), []).due_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("chases", "whom", "due_on"),
    [
        (1, "the CPS contact’s manager", date(2026, 3, 6)),
        (2, "the CPS Appeals and Review Unit", date(2026, 3, 5)),
        (9, "the CPS Appeals and Review Unit", date(2026, 3, 5)),
    ],
)
def test_each_chase_goes_a_rung_higher_and_stays_at_the_top(
    chases: int, whom: str, due_on: date
) -> None:
    found = next_chase(MONDAY, [date(2026, 3, 4)] * chases)
    assert (found.rung, found.whom, found.due_on) == (chases + 1, whom, due_on)


def test_a_promise_is_waited_for_and_chased_the_day_after() -> None:
    assert next_chase(MONDAY, [], promised_by_on=date(2026, 3, 12)).due_on == date(2026, 3, 13)


def test_no_promise_is_waited_for_into_the_last_days() -> None:
    found = next_chase(MONDAY, [], promised_by_on=date(2026, 3, 12), file_by_on=date(2026, 3, 13))
    assert found.due_on == date(2026, 3, 6)


def test_when_time_is_short_every_rung_is_the_next_day() -> None:
    assert next_chase(MONDAY, [], file_by_on=date(2026, 3, 5)).due_on == date(2026, 3, 3)


@pytest.mark.parametrize("chases", [0, 1, 4])
def test_on_the_day_to_file_by_no_chase_is_left_for_tomorrow(chases: int) -> None:
    found = next_chase(MONDAY, [MONDAY] * chases, file_by_on=MONDAY)
    assert (found.rung, found.due_on) == (chases + 1, MONDAY)


def test_once_the_day_to_file_by_has_passed_the_ladder_goes_on() -> None:
    found = next_chase(MONDAY, [], file_by_on=date(2026, 2, 27))
    assert found.due_on == date(2026, 3, 3)


def test_a_promise_broken_before_the_last_chase_puts_nothing_off() -> None:
    found = next_chase(MONDAY, [date(2026, 3, 10)], promised_by_on=date(2026, 3, 9))
    assert found.due_on == date(2026, 3, 12)


@given(
    st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    st.integers(0, 6),
    st.one_of(st.none(), st.integers(0, 30)),
    st.one_of(st.none(), st.integers(0, 28)),
)
def test_a_chase_is_due_after_the_last_on_a_working_day_and_not_after_the_last_day(
    asked: date, chases: int, promise: int | None, left: int | None
) -> None:
    chased = [DAYS.add(asked, number) for number in range(1, chases + 1)]
    since = max((asked, *chased))
    file_by_on = None if left is None else DAYS.add(asked, left)
    found = next_chase(
        asked,
        chased,
        promised_by_on=None if promise is None else DAYS.add(asked, promise),
        file_by_on=file_by_on,
    )
    if since == file_by_on:
        assert found.due_on == since
    else:
        assert found.due_on > since
        assert DAYS.is_working_day(found.due_on)
    if file_by_on and since <= file_by_on:
        assert found.due_on <= file_by_on
    assert found.whom in {rung.whom for rung in PAPERS.rungs}
