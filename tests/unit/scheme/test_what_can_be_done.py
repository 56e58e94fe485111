"""What can still be done of something whose time runs out: in order, with times, promising none."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock, Opener
from ulss_tracker.scheme.workflow.what_can_be_done import (
    Action,
    ActionSubject,
    Deed,
    about_slip_rule,
    what_can_be_done,
)

FILE_BY = datetime(2026, 11, 27, 17, tzinfo=LONDON)  # a Friday
LAST_DAY = date(2026, 11, 28)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


def done(now: datetime, **known: Any) -> tuple[Action, ...]:
    given = {"file_by_at": FILE_BY, "last_day_on": LAST_DAY, "is_of_court": True}
    return what_can_be_done(ActionSubject(**(given | known)), now)


def deeds(now: datetime, **known: Any) -> tuple[Deed, ...]:
    return tuple(each.deed for each in done(now, **known))


@from_table
def test_what_is_still_before_it_is_listed_from_its_stage_on(
    state: State | None, expected: tuple[Deed, ...]
) -> None:
    assert deeds(at(27, 10), state=state) == expected
    assert done(at(27, 10), state=state)[0].is_now


def test_an_application_that_is_issued_is_only_to_be_filed() -> None:
    issued = Position(has_application_issued=True)
    (only,) = done(at(27, 10), state=State.TO_FILE, position=issued)
    assert (only.deed, only.when, only.is_now) == (Deed.FILE, "By 5pm today", False)


@pytest.mark.parametrize("state", [State.REFERRED, State.AT_COURT, State.TO_TELL, State.CLOSED])
def test_once_nothing_is_left_before_it_only_filing_is_named(state: State) -> None:
    """An alarm opened late is of a review that has moved on: no step of the office is asked for."""
    assert deeds(at(27, 10), state=state) == (Deed.FILE,)


def test_of_a_sentence_outside_the_law_the_record_is_checked_first_and_nothing_promised() -> None:
    first, second, last = about_slip_rule(FILE_BY)
    assert (first.deed, first.is_now) == (Deed.CHECK_RECORD, True)
    assert second.when == "By 5pm on Friday 27 November 2026"
    assert "only the Crown Court can vary the sentence" in second.words
    assert "asking for one does not" in second.words
    assert last.deed is Deed.SAY_DEALT_WITH


def test_a_held_request_is_released_first() -> None:
    assert deeds(at(27, 10), is_held=True)[:2] == (Deed.RELEASE, Deed.OPEN_CASE)


# Times.


def test_a_plan_made_now_ends_with_the_moment_to_file_by() -> None:
    times = [each.when for each in done(at(27, 9))]
    assert times == [
        "",  # a case is opened in minutes: now
        "",
        "By midday today",
        "By 2:30pm today",
        "By 4pm today",
        "By 4:30pm today",
        "By 5pm today",
    ]


def test_nothing_is_planned_for_the_night_and_each_time_says_its_day() -> None:
    evening = done(at(26, 20, 41), state=State.LAW_OFFICERS)
    assert [each.when for each in evening] == [
        "By 4pm on Friday 27 November 2026",
        "By 4:30pm on Friday 27 November 2026",
        "By 5pm on Friday 27 November 2026",
    ]


def test_the_days_are_those_of_the_plan_that_a_review_has() -> None:
    days = dict.fromkeys(Milestone, date(2026, 11, 25))
    issued, filed = done(at(24, 9), state=State.TO_FILE, planned=days)
    assert issued.when == "By 5pm on Wednesday 25 November 2026"
    assert filed.when == "By 5pm on Friday 27 November 2026"


def test_the_plan_of_a_request_in_no_case_runs_from_its_receipt_and_waits_no_longer() -> None:
    far = datetime(2027, 5, 4, 17, tzinfo=LONDON)
    known = {"file_by_at": far, "last_day_on": far.date(), "received_on": date(2026, 11, 6)}
    times = {action.deed: action for action in done(at(9, 9), **known)}
    assert times[Deed.CHECK_SCHEME].when == "By 5pm on Tuesday 10 November 2026"
    assert times[Deed.GET_PAPERS].when == "By 5pm on Friday 20 November 2026"
    assert done(at(12, 9), **known)[1].is_now


@pytest.mark.parametrize("minute", [45, 59])
def test_at_the_last_everything_is_to_be_done_now(minute: int) -> None:
    *before, filed = done(at(27, 16, minute))
    assert {(each.when, each.is_now) for each in before} == {("", True)}
    assert filed.when == "By 5pm today"


def test_where_no_holidays_are_known_steps_follow_one_another_without_times() -> None:
    far = datetime(2060, 3, 3, 17, tzinfo=LONDON)
    now = datetime(2060, 3, 3, 9, tzinfo=LONDON)
    first, *then, filed = done(now, file_by_at=far, last_day_on=far.date())
    assert (first.when, first.is_now) == ("", True)
    assert {each.when for each in then} == {"Then"}
    assert filed.when == "By 5pm today"


# Whether the day is known.


def test_a_day_that_nobody_knows_is_found_first_and_no_moment_is_named() -> None:
    first, *_, filed = done(at(27, 10), file_by_at=None, last_day_on=None, is_of_court=False)
    assert first.deed is Deed.FIND_DAY
    assert "Until then nobody knows how long is left" in first.words
    assert filed.when == "When the day is known"
    assert "The 28 days run, whether anybody knows the day or not" in filed.words


def test_a_day_that_nobody_said_itself_is_made_sure_of_first() -> None:
    first, *_ = done(at(27, 10), is_guess=True)
    assert first.words.startswith("Make sure of the day of sentence")


def test_a_day_that_cannot_be_right_is_checked_first() -> None:
    first, *_, last = done(at(29, 10), is_doubted=True)
    assert "a year is easily mistyped" in first.words
    assert last.words.startswith("Counted from the day as it was given, Saturday 28 November 2026")


@pytest.mark.parametrize("is_of_court", [True, False])
def test_the_cps_is_asked_for_the_day_unless_the_court_gave_it(*, is_of_court: bool) -> None:
    papers = done(at(27, 10), state=State.AWAITING_PAPERS, is_of_court=is_of_court)[0]
    assert ("confirm the day of sentence" in papers.words) is not is_of_court


# The moment has passed.


@pytest.mark.parametrize("now", [at(27, 17), at(28, 23, 59)])
def test_until_the_midnight_that_ends_the_last_day_it_can_still_be_filed(now: datetime) -> None:
    last = done(now, state=State.LAW_OFFICERS)[-1]
    assert (last.deed, last.is_now) == (Deed.FILE, True)
    assert last.when == "Before midnight at the end of Saturday 28 November 2026"
    assert "A lawyer must say whether one that comes after the court’s office has closed" in (
        last.words
    )


@pytest.mark.parametrize("now", [at(27, 17), at(27, 22), at(28, 11)])
def test_once_the_moment_has_passed_nothing_waits_for_the_office_to_open(now: datetime) -> None:
    assert all(each.is_now for each in done(now, state=None))
    assert {each.when for each in done(now, state=None)[:-1]} == {""}


def test_after_the_last_day_a_lawyer_is_asked_and_nobody_calls_it_out_of_time() -> None:
    last = done(at(29, 0), state=State.LAW_OFFICERS)[-1]
    assert last.deed is Deed.ASK_LAWYER
    assert "Do not call it out of time" in last.words


@pytest.mark.parametrize("now", [at(27, 18), at(29, 9)])
def test_a_later_moment_that_may_be_allowed_is_named_and_not_promised(now: datetime) -> None:
    later = datetime(2026, 12, 11, 17, tzinfo=LONDON)
    words = done(now, state=State.TO_FILE, later_file_by_at=later)[-1].words
    assert "may be allowed, 5pm on Friday 11 December 2026: a lawyer must say which counts" in words
    assert (
        "may be allowed" not in done(now, state=State.TO_FILE, later_file_by_at=FILE_BY)[-1].words
    )


def test_no_sentence_promises_more_time_or_says_that_it_is_too_late() -> None:
    for now in (at(24, 9), at(27, 16, 45), at(28, 12), at(29, 9)):
        for state in (None, State.CHECKING, State.TO_FILE):
            for each in done(now, state=state):
                said = each.words.lower()
                assert "too late" not in said
                assert "out of time" not in said.replace("do not call it out of time", "")
                assert "extend" not in said


def test_what_is_outside_the_scheme_is_ended_if_that_stands_and_else_filed() -> None:
    outside = Position(verdict=Verdict.NOT_IN_SCHEME)
    first, last = done(at(27, 10), state=State.CHECKING, position=outside)
    assert first.deed is Deed.END
    assert last.words.startswith("If the answer does not stand, file the application")
    assert last.when == "By 5pm today"


# The two-person lock.

RECORDED = Position(verdict=Verdict.IN_SCHEME, has_file_by=True)


@pytest.mark.parametrize(
    ("opener", "who"),
    [
        (Opener.NOBODY, "in the last 24 hours by a supervisor or the person on duty, in the last"),
        (Opener.DUTY, "a supervisor or the person on duty may open the lock now, with a reason"),
        (Opener.CASEWORKER, "whoever works on cases may open the lock now, with a reason"),
    ],
)
def test_what_a_second_person_must_verify_comes_first_with_who_may_open(
    opener: Opener, who: str
) -> None:
    keys = Keys(unverified=("Court", "Offence"), opener=opener)
    first = done(at(27, 10), state=State.LAW_OFFICERS, position=replace(RECORDED, keys=keys))[0]
    assert (first.deed, first.is_now) == (Deed.VERIFY, True)
    assert first.words.startswith("Court and offence must first be verified by a second person. ")
    assert who in first.words


@pytest.mark.parametrize("lock", [Lock.VERIFIED, Lock.OPENED, Lock.OUTSIDE])
def test_a_lock_that_is_no_hindrance_is_not_spoken_of(lock: Lock) -> None:
    position = replace(RECORDED, keys=Keys(lock=lock))
    assert Deed.VERIFY not in deeds(at(27, 10), state=State.TO_FILE, position=position)


def test_nor_is_it_before_anything_is_recorded_or_once_the_application_is_filed() -> None:
    assert Deed.VERIFY not in deeds(at(27, 10), state=State.CHECKING)
    filed = replace(RECORDED, is_filed=True)
    assert Deed.VERIFY not in deeds(at(27, 10), state=State.TO_FILE, position=filed)
    assert Deed.VERIFY not in deeds(at(27, 10))


def test_of_an_ending_it_is_said_that_nothing_opens_it() -> None:
    out = replace(RECORDED, verdict=Verdict.NOT_IN_SCHEME)
    first, second, *_ = done(at(27, 10), state=State.CHECKING, position=out)
    assert (first.deed, second.deed) == (Deed.VERIFY, Deed.END)
    assert first.words.endswith("Nothing runs out while an ending waits.")
    assert "may open" not in first.words
