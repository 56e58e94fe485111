"""Work that a busy or missing database refused is tried again, and nothing else is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
)

from ulss_tracker.services.core.retries import is_passing, until_database_answers


def failing(times: int, error: Exception) -> Callable[[], str]:
    left = [error] * times

    def work() -> str:
        if left:
            raise left.pop()
        return "done"

    return work


def test_what_passes_by_itself_is_told_from_what_does_not() -> None:
    read_only = Exception("read-only")
    read_only.sqlstate = "25006"  # type: ignore[attr-defined]
    assert is_passing(InvalidRequestError("This connection is closed"))
    assert is_passing(DBAPIError("INSERT", {}, read_only))
    assert not is_passing(DBAPIError("INSERT", {}, Exception("no such column")))


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_it_waits_longer_each_time_until_it_is_done(
    application: Flask, kind: type[OperationalError]
) -> None:
    waits: list[float] = []
    with application.app_context():
        work = failing(6, kind("SELECT 1", {}, Exception("busy")))
        assert until_database_answers(work, sleep=waits.append) == "done"
    assert waits == [0.5, 1, 2, 4, 8, 10]


def test_after_the_longest_time_the_error_is_raised_and_another_at_once(
    application: Flask,
) -> None:
    busy = OperationalError("SELECT 1", {}, Exception("busy"))
    other = IntegrityError("INSERT", {}, Exception("twice"))
    with application.app_context(), pytest.raises(OperationalError):
        until_database_answers(failing(9, busy), timedelta(0), sleep=lambda _: None)
    assert not is_passing(other)
    with pytest.raises(IntegrityError):
        until_database_answers(failing(1, other), sleep=lambda _: pytest.fail("it waited"))
