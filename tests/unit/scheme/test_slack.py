"""How pressing a review is, and what to do next about it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.next_step import next_step
from ulss_tracker.scheme.workflow.slack import (
    ESTIMATES,
    return_words,
    spare_time,
    spare_words,
    work_left,
    working_time,
)
from ulss_tracker.scheme.workflow.stages import State

HOUR = timedelta(hours=1)
# A Friday in winter, when London keeps UTC.
FRIDAY_AT_FIVE = datetime(2026, 11, 27, 17, tzinfo=UTC)


@from_table
def test_working_time_is_office_hours_of_working_days(
    start: datetime, end: datetime, hours: int
) -> None:
    assert working_time(start, end) == hours * HOUR


QUARTER = timedelta(minutes=15)


@given(st.integers(0, 365 * 96), st.integers(-200, 25 * 96))
@settings(max_examples=60)
def test_working_time_is_every_quarter_of_an_hour_in_which_the_office_is_open(
    begins: int, quarters: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + begins * QUARTER
    moments = ((start + number * QUARTER).astimezone(LONDON) for number in range(quarters))
    days = working_days()
    is_open = [days.is_working_day(at.date()) and 9 <= at.hour < 17 for at in moments]
    assert working_time(start, start + quarters * QUARTER) == sum(is_open) * QUARTER


def test_work_left_falls_with_every_stage_and_is_none_once_filed() -> None:
    left = [work_left(state) for state in (None, *ESTIMATES)]  # None: in no case yet
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == len(left)
    assert left[-1] == 8 * HOUR
    for state in set(State) - set(ESTIMATES):
        assert work_left(state) == timedelta(0)


def test_of_two_with_the_same_time_the_one_with_more_work_is_more_pressing() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    spare = [spare_time(state, now, FRIDAY_AT_FIVE) for state in ESTIMATES]
    assert spare == sorted(spare)
    assert spare_time(State.TO_FILE, now, FRIDAY_AT_FIVE) == 32 * HOUR
    assert spare_time(State.AWAITING_PAPERS, now, FRIDAY_AT_FIVE) < timedelta(0)


@from_table
def test_spare_time_in_words(hours: int, words: str) -> None:
    assert spare_words(hours * HOUR) == words


@from_table
def test_the_next_step_in_plain_words(
    state: State, facts: list[str], verdict: Verdict | None, untold: int, words: str
) -> None:
    position = Position(verdict=verdict, untold=untold, **dict.fromkeys(facts, True))
    assert next_step(state, position).startswith(words)


def test_once_the_advice_is_in_the_review_is_to_be_sent() -> None:
    considered = State.UNDER_CONSIDERATION
    assert next_step(considered, Position()).startswith("Get the advice")
    assert next_step(considered, Position(), is_advised=True) == "Send to the law officers"
    words = next_step(considered, Position(), is_unverified=True, is_advised=True)
    assert words.endswith("Then: send to the law officers")
    said = [
        next_step(each, Position(), is_advised=True) for each in State if each is not considered
    ]
    assert said == [next_step(each, Position()) for each in State if each is not considered]


@pytest.mark.parametrize("state", list(State))
def test_every_stage_has_a_next_step(state: State) -> None:
    assert next_step(state, Position())


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "and there is no working time left to decide in"),
        (8 * HOUR, "and there is no working time left to decide in"),
        (16 * HOUR, "1 working day left to decide in: too little, unless both are quicker"),
        (47 * HOUR, "4 working days left to decide in: too little, unless both are quicker"),
        (48 * HOUR, "5 working days left to decide in"),
    ],
)
def test_sending_back_says_its_cost_beside_the_time_left(left: timedelta, words: str) -> None:
    """A day at the court's end is kept for filing, whatever is decided."""
    monday = datetime(2026, 11, 9, 9, tzinfo=UTC)
    file_by = working_days().add(monday.date(), int(left / (8 * HOUR)))
    end = datetime(file_by.year, file_by.month, file_by.day, 9, tzinfo=UTC) + left % (8 * HOUR)
    said = return_words(monday, end)
    assert said.startswith("It takes about 5 working days to come back to you")
    assert words in said
    assert ("too little" in said) is ("too little" in words)


@pytest.mark.parametrize("state", list(State))
def test_the_next_step_says_where_a_second_person_is_still_wanted(state: State) -> None:
    position = Position(verdict=Verdict.IN_SCHEME, has_file_by=True)
    held = {State.UNDER_CONSIDERATION, State.LAW_OFFICERS, State.TO_FILE}
    words = next_step(state, position, is_unverified=True)
    assert words.startswith("Have a second person verify the facts") == (state in held)
    assert words.lower().endswith(next_step(state, position).lower())


def test_an_ending_and_a_filing_say_it_too_and_what_is_filed_does_not() -> None:
    out = Position(verdict=Verdict.NOT_IN_SCHEME, has_file_by=True)
    words = next_step(State.CHECKING, out, is_unverified=True)
    assert words == "Have a second person verify the facts. Then: end it: not in the scheme"
    filed = Position(has_application_issued=True, is_filed=True)
    assert "second person" not in next_step(State.TO_FILE, filed, is_unverified=True)
