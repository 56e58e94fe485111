"""Chasing the CPS: rung by rung, in working days, faster as the day to file by comes near."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.workflow.ladder import NextChase
from ulss_tracker.scheme.workflow.ladders import PAPERS

DAYS = working_days()


def next_chase(asked_on: date, chased_on: Sequence[date], **known: date | None) -> NextChase:
    return PAPERS.next_chase(max((asked_on, *chased_on)), len(chased_on), **known)


@from_table
def test_each_chase_has_its_rung_and_its_day(
    asked_on: date,
    chased_on: list[date],
    promised_by_on: date | None,
    file_by_on: date | None,
    rung: int,
    whom: str,
    due_on: date,
) -> None:
    chase = next_chase(asked_on, chased_on, promised_by_on=promised_by_on, file_by_on=file_by_on)
    assert (chase.rung, chase.whom, chase.due_on) == (rung, whom, due_on)


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
