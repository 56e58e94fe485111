"""Work of a dead worker is taken back soon; that of a living one is left to it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import InvalidRequestError, OperationalError

from tests.support.clocks import SetClock
from ulss_tracker.cli import worker
from ulss_tracker.models import ClockJump, Draft, JobRun, Message, MessageState, Worker, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.operations import clock_jumps, job_runs, workers
from ulss_tracker.services.operations.workers import DEAD_AFTER_SECONDS, Heart
from ulss_tracker.services.requests import draft_expiry

EVERY = timedelta(minutes=5)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Ticks:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(app: Flask, at: SetClock) -> Ticks:
    at(NOW)
    job_runs.register({"send emails": timedelta(seconds=5)})
    return Ticks()


def waiting(key: str, at: datetime) -> None:
    with transaction():
        message = Message(once_key=key, kind="test", recipient="a@example.org", subject="S")
        message.body, message.created_at, message.next_try_at = "B", at, at
        db.session.add(message)


@pytest.fixture
def dead(ticks: Ticks) -> str:
    """A worker that beat once, took a job and claimed a message, and was killed."""
    Heart("dead", ticks).beat()
    assert job_runs.claim("send emails", "dead", EVERY)
    waiting("one", NOW)
    with workers.working_for("dead"):
        assert queue._claim() is not None
    return "dead"


def holder() -> str | None:
    found: str | None = db.session.scalar(select(JobRun.worker_id))
    return found


def message() -> Message:
    found: Message = db.session.scalars(select(Message)).one()
    return found


def test_what_a_dead_worker_held_is_taken_back_in_ten_seconds(ticks: Ticks, dead: str) -> None:
    heart = Heart("new", ticks)
    heart.beat()
    ticks.now += DEAD_AFTER_SECONDS - 0.1
    heart.beat()
    assert holder() == dead
    assert not job_runs.claim("send emails", "new", EVERY)
    assert message().next_try_at > NOW
    ticks.now += 0.1
    heart.beat()
    assert holder() is None
    assert set(db.session.scalars(select(Worker.id))) == {"new"}
    assert job_runs.claim("send emails", "new", EVERY)
    assert message().next_try_at == NOW
    assert message().state is MessageState.SENDING
    with workers.working_for("new"):
        assert queue._claim() is not None


def test_what_a_run_of_the_same_worker_left_claimed_is_due_in_its_next_run(
    ticks: Ticks, dead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run broke off between claiming and recording; the process lives on."""
    claimed: list[datetime] = []
    monkeypatch.setattr(queue, "_claim", lambda: claimed.append(message().next_try_at))
    queue.send_waiting()  # outside the jobs nothing is known of who claimed it
    with workers.working_for("another"):
        queue.send_waiting()
    with workers.working_for(dead):
        queue.send_waiting()
    assert [each > NOW for each in claimed] == [True, True, False]


def test_a_living_worker_keeps_what_it_holds_for_as_long_as_it_takes(
    ticks: Ticks, dead: str
) -> None:
    living, other = Heart(dead, ticks), Heart("other", ticks)
    for _ in range(100):
        living.beat()
        other.beat()
        ticks.now += DEAD_AFTER_SECONDS - 1
    assert holder() == dead


def test_the_time_of_day_kills_nobody(ticks: Ticks, dead: str, at: SetClock) -> None:
    other = Heart("other", ticks)
    other.beat()
    for days in (1, -2, 1):
        at(NOW + timedelta(days=days))
        other.beat()
    assert holder() == dead


def test_a_time_without_the_database_kills_nobody(
    ticks: Ticks, dead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    living, other = Heart(dead, ticks), Heart("other", ticks)
    other.beat()
    with monkeypatch.context() as patch:
        patch.setattr(Heart, "_raise_own", _refuse)
        with pytest.raises(OperationalError):
            other.beat()
    ticks.now += 1_000
    other.beat()  # the other one has had no chance to beat before this
    living.beat()
    ticks.now += DEAD_AFTER_SECONDS
    other.beat()
    assert holder() == dead


def _refuse(_heart: Heart) -> None:
    raise OperationalError("UPDATE worker", {}, Exception("away"))


def test_one_that_stops_in_order_releases_at_once(ticks: Ticks, dead: str) -> None:
    Heart(dead, ticks).stop()
    assert holder() is None
    assert message().next_try_at == NOW
    assert db.session.scalar(select(JobRun.error)) == "cut off: its process ended"


def test_what_a_worker_without_a_row_holds_is_free_at_once_and_it_changes_nothing_more(
    ticks: Ticks,
) -> None:
    """As in a database that was restored from the middle of a run, or of one taken for dead."""
    assert job_runs.claim("send emails", "gone", EVERY)
    Heart("new", ticks).beat()
    assert holder() is None
    assert job_runs.claim("send emails", "new", EVERY)
    job_runs.ended("send emails", "gone")
    assert holder() == "new"
    assert db.session.scalar(select(JobRun.ended_at)) is None


def old_draft() -> None:
    long_ago = NOW - timedelta(hours=25)
    with transaction():
        db.session.add(Draft(key="k", answers={}, started_at=long_ago, changed_at=long_ago))


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_under_a_worker_is_noticed_and_nothing_is_deleted(
    ticks: Ticks, at: SetClock, days: int
) -> None:
    heart = Heart("one", ticks)
    heart.beat()
    old_draft()
    ticks.now += 2
    at(NOW + timedelta(days=days, seconds=2))
    heart.beat()
    (jump,) = db.session.scalars(select(ClockJump))
    assert jump.seconds == days * 86_400
    assert draft_expiry.forget_old_drafts() == 0
    at(NOW + timedelta(days=days, hours=26))
    assert clock_jumps.may_delete()
    assert draft_expiry.forget_old_drafts() == 1


def test_what_was_written_by_a_clock_ahead_goes_as_soon_as_it_is_put_right(
    ticks: Ticks, at: SetClock
) -> None:
    heart = Heart("one", ticks)
    heart.beat()
    ahead = NOW + timedelta(days=1)
    waiting("ahead", ahead)
    at(NOW - timedelta(minutes=2))
    heart.beat()
    assert message().next_try_at == NOW - timedelta(minutes=2)


def test_a_clock_that_goes_evenly_is_no_jump(ticks: Ticks, at: SetClock) -> None:
    heart = Heart("one", ticks)
    for seconds in range(0, 7_200, 45):
        ticks.now = 100 + seconds
        at(NOW + timedelta(seconds=seconds * 1.01))  # a little fast
        heart.beat()
    assert clock_jumps.may_delete()


@pytest.mark.parametrize(
    ("since_last_job", "is_jump"),
    [
        (timedelta(hours=2), False),
        (timedelta(hours=4), True),
        (timedelta(minutes=-4), False),
        (timedelta(minutes=-6), True),
    ],
)
def test_a_process_that_starts_looks_at_when_the_jobs_last_ran(
    ticks: Ticks, at: SetClock, since_last_job: timedelta, is_jump: bool
) -> None:
    assert job_runs.claim("send emails", "before", EVERY)
    at(NOW + since_last_job)
    Heart("new", ticks).beat()
    assert clock_jumps.may_delete() is not is_jump


def test_a_gap_that_may_be_a_night_without_jobs_holds_deletion_for_six_hours_only(
    ticks: Ticks, at: SetClock
) -> None:
    assert job_runs.claim("send emails", "before", EVERY)
    started_at = NOW + timedelta(hours=14)
    at(started_at)
    heart = Heart("new", ticks)
    heart.beat()
    at(started_at + timedelta(hours=5))
    assert not clock_jumps.may_delete()
    at(started_at + timedelta(hours=7))
    assert clock_jumps.may_delete()


def test_a_clock_years_ahead_that_is_put_right_holds_deletion_for_a_day_only(
    ticks: Ticks, at: SetClock
) -> None:
    heart = Heart("one", ticks)
    heart.beat()
    for moment in (NOW + timedelta(days=3650), NOW):
        at(moment)
        heart.beat()
    assert not clock_jumps.may_delete()
    at(NOW + timedelta(hours=26))
    assert clock_jumps.may_delete()


def test_a_jump_that_could_not_be_recorded_is_recorded_at_the_next_beat(
    ticks: Ticks, at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    heart = Heart("one", ticks)
    heart.beat()
    at(NOW + timedelta(days=1))
    with monkeypatch.context() as patch:
        patch.setattr(clock_jumps.Watch, "look", _look_and_fail)
        with pytest.raises(OperationalError):
            heart.beat()
    assert db.session.scalar(select(ClockJump.id)) is None
    heart.beat()
    assert db.session.scalars(select(ClockJump.seconds)).one() == 86_400


_LOOK = clock_jumps.Watch.look


def _look_and_fail(watch: clock_jumps.Watch) -> timedelta:
    _LOOK(watch)
    raise OperationalError("INSERT", {}, Exception("busy"))


def test_nothing_is_deleted_between_a_jump_and_the_beat_that_records_it(
    ticks: Ticks, at: SetClock
) -> None:
    heart = Heart("one", ticks)
    heart.beat()
    clock_jumps.watch_by(heart.clock)
    try:
        assert clock_jumps.may_delete()
        at(NOW + timedelta(days=1))
        assert not clock_jumps.may_delete()
    finally:
        clock_jumps.watch_by(None)


def test_a_heart_goes_on_beating_whatever_goes_wrong_in_a_beat(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    beaten: list[int] = []
    again = threading.Event()

    def beat(_heart: Heart) -> None:
        beaten.append(1)
        if len(beaten) == 2:
            raise InvalidRequestError("This connection is closed")
        if len(beaten) == 3:
            raise RuntimeError("anything at all")
        if len(beaten) == 4:
            again.set()

    monkeypatch.setattr(Heart, "beat", beat)
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    with worker.alive(app):
        assert again.wait(timeout=60)


@pytest.mark.on_postgresql  # on SQLite a writer locks the whole database, for five seconds at most
def test_a_dead_workers_locked_rows_do_not_stop_another_heart(ticks: Ticks, dead: str) -> None:
    """Its machine stands still in the midst of a transaction."""
    heart = Heart("new", ticks)
    heart.beat()
    db.session.rollback()
    with db.engine.connect() as frozen:
        frozen.execute(update(Worker).where(Worker.id == dead).values(beats=Worker.beats))
        ticks.now += DEAD_AFTER_SECONDS
        with pytest.raises(OperationalError):
            heart.beat()  # in a second, and it has beaten itself
        db.session.rollback()
        assert db.session.scalar(select(Worker.beats).where(Worker.id == "new")) == 1
        db.session.rollback()
        frozen.rollback()
    ticks.now += DEAD_AFTER_SECONDS
    heart.beat()
    ticks.now += DEAD_AFTER_SECONDS
    heart.beat()
    assert holder() is None
