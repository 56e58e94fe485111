"""One transaction around what a person does: all of it, or none of it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from tests.support import build
from tests.support.records import count
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import (
    ReferenceCounter,
    Review,
    User,
    db,
    locks_at_once,
    waits_for_lock,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction, writing_in_turn


def counters() -> int:
    db.session.rollback()
    return count(ReferenceCounter)


@pytest.mark.parametrize("error", [Refused("no"), KeyboardInterrupt()])
def test_an_error_or_interruption_undoes_all_and_what_is_done_next_is_kept(
    app: Flask, error: BaseException
) -> None:
    with pytest.raises(type(error)), transaction():
        db.session.add(ReferenceCounter(series="one"))
        db.session.flush()
        raise error
    with transaction():
        db.session.add(ReferenceCounter(series="second"))
    db.session.rollback()
    assert db.session.scalars(select(ReferenceCounter.series)).all() == ["second"]


def test_a_block_inside_another_joins_it_and_an_error_of_either_undoes_both(app: Flask) -> None:
    with pytest.raises(Refused), transaction():
        with transaction():
            db.session.add(ReferenceCounter(series="inner"))
        db.session.add(ReferenceCounter(series="outer"))
        raise Refused("after the inner block had ended")
    assert counters() == 0
    with pytest.raises(Refused), transaction():
        db.session.add(ReferenceCounter(series="outer"))
        with transaction():
            raise Refused("in the inner block")
    assert counters() == 0


def test_a_change_counts_up_the_version_and_somebody_elses_is_not_overwritten(app: Flask) -> None:
    review = build.review()
    first = review.version
    assert review.offender_name == "John Archer"  # read: this is what the person saw
    with pytest.raises(ChangedMeanwhile, match="Somebody else changed this record"), transaction():
        theirs = text("UPDATE review SET offender_name = 'Their change', version = version + 1")
        db.session.execute(theirs)
        review.offender_name = "My change"
    assert (review.offender_name, review.version) == ("John Archer", first)
    with transaction():
        review.offender_name = "Another"
    assert review.version == first + 1


def test_saving_nothing_is_no_error(app: Flask) -> None:
    with transaction():
        db.session.execute(update(User).where(User.role == Role.LAW_OFFICER).values(name="x"))
    assert counters() == 0


def can_another_write() -> bool:
    """Whether somebody else gets SQLite's lock at this moment."""
    waited = waits_for_lock.set(False)
    try:
        with db.engine.connect() as other, locked_at_once():
            other.execute(text("SELECT 1"))
    except OperationalError:
        return False
    finally:
        waits_for_lock.reset(waited)
    return True


@contextmanager
def locked_at_once() -> Iterator[None]:
    before = locks_at_once.set(True)
    try:
        yield
    finally:
        locks_at_once.reset(before)


@pytest.mark.on_sqlite
def test_what_a_job_reads_holds_no_lock_and_what_it_writes_does(app: Flask) -> None:
    turns: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        turns.append("begun")
        yield
        turns.append("ended")

    with writing_in_turn(turn):
        assert db.session.scalars(select(ReferenceCounter)).all() == []
        assert can_another_write()
        with transaction():
            db.session.scalars(select(ReferenceCounter)).all()
            assert turns == ["begun"]
            assert not can_another_write()
            db.session.add(ReferenceCounter(series="one"))
        assert turns == ["begun", "ended"]
        assert can_another_write()
    assert counters() == 1


@pytest.mark.on_sqlite
def test_a_record_changed_between_reading_and_writing_is_never_overwritten(app: Flask) -> None:
    number = build.review().id
    db.session.rollback()
    with writing_in_turn(nullcontext):
        review = db.session.get_one(Review, number)
        read = review.version
        with db.engine.connect() as other, locked_at_once(), other.begin():
            other.execute(update(Review).values(version=read + 1))
        with pytest.raises(ChangedMeanwhile), transaction():
            review.offender_name = "Another"


@pytest.mark.on_sqlite
def test_what_was_changed_before_a_transaction_is_kept_with_it_or_not_at_all(app: Flask) -> None:
    user = build.user(Role.CASEWORKER)
    with writing_in_turn(nullcontext):
        db.session.add(ReferenceCounter(series="one"))
        with pytest.raises(Refused), transaction():
            user.name = "Changed"
            raise Refused("no")
    assert counters() == 0
