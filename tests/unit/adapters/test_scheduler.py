"""Each piece of work at its own pace, whatever the time of day does."""

import threading
from datetime import timedelta

import pytest

from ulss_tracker.adapters import scheduler
from ulss_tracker.adapters.scheduler import Beat, Outcome, keep_doing, wait_after

HOURLY = timedelta(hours=1)


def beat(every: timedelta = HOURLY) -> Beat:
    return Beat("work", every, lambda: Outcome.DONE)


def test_after_a_run_that_was_done_it_waits_for_its_own_pace() -> None:
    assert wait_after(beat(), Outcome.DONE, 0) == HOURLY


def test_what_is_to_be_tried_soon_waits_longer_each_time_but_never_long() -> None:
    waits = [wait_after(beat(), Outcome.TRY_SOON, tries).total_seconds() for tries in range(1, 8)]
    assert waits == [1, 2, 4, 8, 15, 15, 15]
    assert wait_after(beat(), Outcome.TRY_SOON, 100_000) == scheduler.LONGEST_RETRY


def test_what_is_done_often_is_never_slowed_down_by_failing() -> None:
    often = beat(timedelta(seconds=5))
    assert wait_after(often, Outcome.TRY_SOON, 9) == timedelta(seconds=5)


def test_it_is_done_again_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    done: list[Outcome] = []

    def work() -> Outcome:
        done.append(Outcome.TRY_SOON if len(done) < 2 else Outcome.DONE)
        if len(done) == 4:
            stop.set()
        return done[-1]

    monkeypatch.setattr(scheduler, "FIRST_RETRY", timedelta(0))
    keep_doing(Beat("work", timedelta(0), work), stop)
    assert len(done) == 4


def test_what_is_due_before_its_pace_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    looks: list[bool] = []
    done: list[int] = []

    def is_due() -> bool:
        looks.append(len(looks) == 2)
        return looks[-1]

    def work() -> Outcome:
        done.append(len(looks))
        if len(done) == 2:
            stop.set()
        return Outcome.DONE

    monkeypatch.setattr(scheduler, "LOOKS_EVERY", 0.001)
    keep_doing(Beat("work", HOURLY, work, is_due), stop)
    assert done == [0, 3]
    assert scheduler._wait(Beat("work", HOURLY, work, is_due), 0, threading.Event()) is None
    assert len(looks) == 3
