"""Each piece of work at its own pace, whatever the time of day does."""

import signal
import threading
import time
from datetime import timedelta
from functools import partial

import pytest

from ulss_tracker.adapters import scheduler
from ulss_tracker.adapters.scheduler import Beat, Outcome, Turns, keep_doing, wait_after

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


def test_of_those_that_wait_for_a_turn_the_most_urgent_is_next() -> None:
    turns, taken, had = Turns(), threading.Event(), []
    may_end = threading.Event()

    def hold() -> None:
        with turns.turn(5):
            taken.set()
            may_end.wait(60)

    def wait(urgency: int) -> None:
        with turns.turn(urgency):
            had.append(urgency)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(60)
    waiters = [threading.Thread(target=wait, args=(urgency,)) for urgency in (3, 1, 2)]
    for waiter in waiters:
        waiter.start()
    while len(turns._waiting) < len(waiters):
        time.sleep(0.001)
    may_end.set()
    for thread in (holder, *waiters):
        thread.join(60)
    assert had == [1, 2, 3]


def test_a_turn_that_failed_is_given_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="failed"), turns.turn(1):
        raise ValueError("failed")
    with turns.turn(1):
        pass


def test_the_first_runs_begin_one_after_another_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, begun = threading.Event(), []
    running: list[str] = []

    def work(name: str) -> Outcome:
        assert running == []
        running.append(name)
        begun.append(name)
        time.sleep(0.01)
        running.remove(name)
        if name == "third":
            stop.set()
        return Outcome.DONE

    monkeypatch.setattr(scheduler, "_STARTS_APART", 60)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    beats = [Beat(name, HOURLY, partial(work, name)) for name in ("first", "second", "third")]
    scheduler.run(beats, stop)
    assert begun == ["first", "second", "third"]
