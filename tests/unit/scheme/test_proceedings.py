"""The same case: which sentences share a last day, and which ride on a qualifying one."""

from datetime import date

import pytest

from tests.support.eligibility import CHECK, IN, NOT
from ulss_tracker.scheme.offences.proceedings import (
    SAME_CASE_ACT,
    Proceeding,
    SameCase,
    SentencePassed,
    explain,
    proceedings,
    that_count,
)

JANUARY, FEBRUARY, MARCH = date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2)
TOGETHER, SEPARATE = SameCase.TOGETHER, SameCase.SEPARATE


def passed(on: date, same_case: SameCase | None = None, verdict=IN) -> SentencePassed:
    return SentencePassed(on, same_case, verdict)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], []),
        ([passed(JANUARY)], [Proceeding((0,))]),
        ([passed(JANUARY), passed(JANUARY)], [Proceeding((0, 1))]),
        ([passed(JANUARY), passed(FEBRUARY)], [Proceeding((0, 1), is_sure=False)]),
        ([passed(JANUARY), passed(FEBRUARY, TOGETHER)], [Proceeding((0, 1))]),
        ([passed(FEBRUARY, TOGETHER), passed(JANUARY)], [Proceeding((1, 0))]),
        ([passed(JANUARY), passed(FEBRUARY, SEPARATE)], [Proceeding((0,)), Proceeding((1,))]),
        (
            [passed(JANUARY), passed(FEBRUARY, SEPARATE), passed(MARCH, TOGETHER)],
            [Proceeding((0,)), Proceeding((1, 2))],
        ),
        (
            [passed(JANUARY), passed(FEBRUARY), passed(MARCH, TOGETHER)],
            [Proceeding((0, 1, 2), is_sure=False)],
        ),
        # One sentence of a day that was said to be of the case brings the others of the day.
        (
            [passed(JANUARY), passed(FEBRUARY, TOGETHER), passed(FEBRUARY, SEPARATE)],
            [Proceeding((0, 1, 2))],
        ),
    ],
)
def test_which_sentences_are_one_case(given: list[SentencePassed], found: list[Proceeding]) -> None:
    assert proceedings(given) == found


def test_a_case_wholly_outside_the_scheme_counts_no_time_unless_all_are() -> None:
    out_then_in = [passed(JANUARY, verdict=NOT), passed(FEBRUARY, SEPARATE)]
    assert that_count(out_then_in) == [Proceeding((1,))]
    in_then_doubtful = [passed(JANUARY), passed(FEBRUARY, SEPARATE, CHECK)]
    assert len(that_count(in_then_doubtful)) == 2
    both_out = [passed(JANUARY, verdict=NOT), passed(FEBRUARY, SEPARATE, NOT)]
    assert len(that_count(both_out)) == 2


def test_of_one_day_there_is_nothing_to_explain() -> None:
    assert explain([]) == []
    assert explain([passed(JANUARY), passed(JANUARY)]) == []


def test_those_treated_together_share_the_last_day_and_one_rides_on_another() -> None:
    shared, rides = explain([passed(JANUARY, verdict=NOT), passed(FEBRUARY, TOGETHER)])
    assert (shared.verdict, shared.authority) == (IN, SAME_CASE_ACT)
    assert "Monday 5 January 2026 and Monday 2 February 2026 are one case" in shared.reason
    assert "share the last day" in shared.reason
    assert rides.reason.startswith("The sentence of Monday 5 January 2026 is not in the scheme by")


def test_sentences_of_one_day_ride_too() -> None:
    (rides,) = explain([passed(JANUARY, verdict=NOT), passed(JANUARY)])
    assert "the Court of Appeal may look at it too" in rides.reason


def test_a_case_of_its_own_rides_on_nothing() -> None:
    (separate,) = explain([passed(JANUARY), passed(FEBRUARY, SEPARATE, NOT)])
    assert separate.verdict is IN
    assert "is a case of its own" in separate.reason


def test_what_nobody_recorded_is_asked_and_rides_on_nothing_yet() -> None:
    (asked,) = explain([passed(JANUARY), passed(FEBRUARY, verdict=NOT)])
    assert asked.verdict is CHECK
    assert asked.reason.endswith("What did the judge say when passing it?")
    assert asked.label == "The same case"


def test_the_answers_have_words_of_their_own() -> None:
    assert len({each.label for each in SameCase}) == 2
