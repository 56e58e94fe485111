"""The questions that screens ask of bands, standings, parties and keys."""

from datetime import UTC, date, datetime, time
from enum import StrEnum

import pytest

from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.time.filing import Timeliness
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.ladders import TIME_RUNS_OUT
from ulss_tracker.scheme.workflow.milestones import MilestoneStatus
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot, hearing_detail, hearing_of
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock, Opener

FRIDAY_NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "kind", "yes"),
    [
        ("is_alarming", Band, {Band.PASSED, Band.TODAY, Band.NOT_KNOWN}),
        ("is_in_hours", Timeliness, {Timeliness.IN_TIME, Timeliness.NEAR_MISS}),
        ("is_in_time", TimeVerdict, {TimeVerdict.IN_TIME}),
        ("is_late", MilestoneStatus, {MilestoneStatus.LATE}),
        ("is_next", MilestoneStatus, {MilestoneStatus.NEXT}),
        ("is_passed_over", MilestoneStatus, {MilestoneStatus.PASSED_OVER}),
        ("is_cps", Party, {Party.CPS}),
        ("is_offender", Party, {Party.OFFENDER}),
        ("is_for_good", WhyNot, {WhyNot.OWN_WISH, WhyNot.DIED}),
        ("is_to_file", State, {State.TO_FILE}),
        ("is_opened_by_mistake", Outcome, {Outcome.OPENED_BY_MISTAKE}),
    ],
)
def test_each_question_is_answered_yes_by_these_alone(
    question: str, kind: type[StrEnum], yes: set[StrEnum]
) -> None:
    assert {each for each in kind if getattr(each, question)} == yes


def test_every_reason_and_every_right_has_words_of_its_own() -> None:
    for kind in (WhyNot, Opener):
        assert len({each.label for each in kind}) == len(kind)


def test_a_lock_is_shut_opened_or_does_not_hold() -> None:
    shut = Keys(opener=Opener.DUTY)
    assert (shut.is_shut, shut.may_be_opened) == (True, True)
    assert not Keys().may_be_opened
    assert Keys(lock=Lock.OPENED).is_opened
    assert Keys(lock=Lock.OUTSIDE).is_outside
    assert not Keys(lock=Lock.OUTSIDE, opener=Opener.CASEWORKER).may_be_opened


@pytest.mark.parametrize("at", [None, time(10, 30)])
def test_what_is_told_of_a_hearing_is_read_back_as_it_was(at: time | None) -> None:
    day = date(2026, 11, 27)
    assert hearing_of(hearing_detail(day, at)) == (day, at)


def test_everybody_is_called_again_sooner_on_the_last_day() -> None:
    last = TIME_RUNS_OUT.again.over_at(FRIDAY_NOON, on_last_day=True)
    before = TIME_RUNS_OUT.again.over_at(FRIDAY_NOON, on_last_day=False)
    assert FRIDAY_NOON < last < before
    assert TIME_RUNS_OUT.goes_on.over_at(FRIDAY_NOON, on_last_day=True) <= last
