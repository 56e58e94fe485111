"""The two-person lock: which steps it holds, on every role, and who may open it when."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow import two_keys, workflow
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import Actor, State, Step
from ulss_tracker.scheme.workflow.two_keys import Act, Keys, Lock, Opener

# Written out again by hand: what the lock holds, and how each may be opened.
TOWARDS_COURT = {
    Step.SEND_TO_LAW_OFFICERS,
    Step.RESUBMIT,
    Step.DECIDE_TO_REFER,
    Step.DECIDE_NOT_TO_REFER,
}
ENDINGS = {Step.CLOSE_NOT_IN_SCHEME, Step.CLOSE_OUT_OF_TIME}
HELD = TOWARDS_COURT | ENDINGS | {Step.FILE}
# 16:00 in London on Monday 30 March 2026, in summer time; the last day is that day.
FILE_BY = datetime(2026, 3, 30, 15, tzinfo=UTC)
LAST_DAY = date(2026, 3, 30)


def ready(step: Step, keys: Keys) -> Position:
    """Everything else that the step wants is there."""
    return Position(
        verdict=Verdict.NOT_IN_SCHEME if step is Step.CLOSE_NOT_IN_SCHEME else Verdict.IN_SCHEME,
        is_out_of_time=step is Step.CLOSE_OUT_OF_TIME,
        has_file_by=True,
        has_application_issued=True,
        keys=keys,
    )


def held(keys: Keys) -> set[Step]:
    """Steps that wait for the lock, for anybody who may take them from anywhere."""
    found = set()
    for state, actor in product(State, Actor):
        for rule in workflow.steps_from(state, actor):
            locked = rule.locked(ready(rule.step, keys))
            if rule.guard(ready(rule.step, keys)) == "":
                assert rule.wanting(ready(rule.step, keys)) == locked
            if locked:
                found.add(rule.step)
    return found


@pytest.mark.parametrize(("state", "actor"), list(product(State, Actor)))
def test_shut_it_holds_each_of_these_steps_on_every_role_and_no_other(
    state: State, actor: Actor
) -> None:
    for rule in workflow.steps_from(state, actor):
        wanting = rule.wanting(ready(rule.step, Keys()))
        assert ("verified by a second person" in wanting) is (rule.step in HELD), rule.step


def test_verified_or_outside_it_holds_nothing() -> None:
    assert held(Keys(Lock.SHUT)) == HELD
    assert held(Keys(Lock.VERIFIED, unverified=())) == set()
    assert held(Keys(Lock.OUTSIDE)) == set()


def test_opened_it_lets_through_to_the_court_and_never_to_an_ending() -> None:
    assert held(Keys(Lock.OPENED, opener=Opener.CASEWORKER, is_filing_warned=True)) == ENDINGS


def test_in_the_last_two_hours_filing_alone_goes_through_a_shut_lock() -> None:
    late = Keys(opener=Opener.CASEWORKER, is_filing_warned=True)
    assert held(late) == HELD - {Step.FILE}


@from_table
def test_it_says_what_is_wanting_and_who_may_open_it(opener: Opener, act: Act, words: str) -> None:
    keys = Keys(unverified=("Date of sentence", "Court"), opener=opener)
    assert keys.wanting(act) == words


@from_table
def test_more_may_open_it_the_nearer_the_end_is(now: datetime, who: Opener) -> None:
    assert two_keys.opener(now, file_by=(FILE_BY, FILE_BY), last_day_on=LAST_DAY) is who


def test_a_last_day_after_the_moment_to_file_by_is_waited_for() -> None:
    """To be filed on Friday, the last day a Sunday: until Sunday midnight an application counts."""
    friday = datetime(2026, 3, 27, 17, tzinfo=UTC)
    for now, who in (
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), Opener.CASEWORKER),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), Opener.DUTY),
    ):
        found = two_keys.opener(now, file_by=(friday, friday), last_day_on=date(2026, 3, 29))
        assert found is who


def test_with_two_sentences_each_moment_counts_and_between_them_a_supervisor_opens() -> None:
    first, second = FILE_BY, FILE_BY + timedelta(days=10)
    for now, who in (
        (first - timedelta(hours=1), Opener.CASEWORKER),
        (first + timedelta(days=3), Opener.DUTY),
        (second - timedelta(hours=1), Opener.CASEWORKER),
    ):
        found = two_keys.opener(now, file_by=(first, second), last_day_on=date(2026, 4, 9))
        assert found is who


def test_without_a_moment_to_file_by_nobody_opens_and_nothing_is_warned() -> None:
    assert two_keys.opener(FILE_BY, file_by=(None, None), last_day_on=None) is Opener.NOBODY
    assert not two_keys.is_filing_warned(FILE_BY, file_by=(None, None))


def test_filing_is_warned_about_from_two_hours_before_and_never_refused_again() -> None:
    for now, warned in (
        (FILE_BY - timedelta(hours=2, seconds=1), False),
        (FILE_BY - timedelta(hours=2), True),
        (FILE_BY + timedelta(days=400), True),
    ):
        assert two_keys.is_filing_warned(now, file_by=(FILE_BY, None)) is warned
