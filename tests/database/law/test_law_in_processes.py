"""A change signed in one process is obeyed by the others within a second: as they really run."""

import time
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.proofs._jobs_process import JobsProcess
from tests.support import build
from tests.support.live_server import WORKERS, served
from tests.support.signed_law import sign
from ulss_tracker import clock
from ulss_tracker.models import LawChange, Review, db
from ulss_tracker.scheme.workflow.standing import Standing

pytestmark = pytest.mark.slow

WITHIN = 1.0
LONGEST = 180.0
TRIES = 40


def says_six_months(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/information/time-limit") as answer:  # noqa: S310
        return "six months" in answer.read().decode()


def every_worker_says(address: str) -> set[bool]:
    """The answers of as many requests as it takes for every worker to have given one."""
    return {says_six_months(address) for _ in range(TRIES)}


def test_the_next_request_of_every_worker_obeys(app: Flask, tmp_path: Path) -> None:
    db.session.remove()
    with served(app, tmp_path) as server:
        assert len(server.workers()) == WORKERS == 2
        assert every_worker_says(server.address) == {False}
        made = sign().id
        db.session.remove()
        signed_at = time.monotonic()
        assert says_six_months(server.address)
        assert time.monotonic() - signed_at < WITHIN
        assert every_worker_says(server.address) == {True}
        sign(undoes=db.session.get_one(LawChange, made))
        db.session.remove()
        assert every_worker_says(server.address) == {False}
        assert server.faults() == ""


def test_the_jobs_date_anew_by_their_next_run(app: Flask, tmp_path: Path) -> None:
    day_40 = clock.today() - timedelta(days=40)
    review = build.eligible_review(sentenced_on=day_40, standing=Standing.VICTIM)
    first, number = review.last_day_on, review.id
    db.session.remove()
    jobs = JobsProcess(app, "", tmp_path / "jobs.log", {"MAIL_DIRECTORY": str(tmp_path)})
    jobs.start()
    try:
        assert last_day_becomes(number, lambda day: day == first)
        made = sign().id
        db.session.remove()
        assert last_day_becomes(number, lambda day: day is not None and day > clock.today())
        sign(undoes=db.session.get_one(LawChange, made))
        db.session.remove()
        assert last_day_becomes(number, lambda day: day == first)
    finally:
        jobs.kill(told_before=30)
    assert "follow the law: failed" not in jobs.said()


def last_day_becomes(number: int, is_right: Callable[[date | None], bool]) -> bool:
    """Whether the jobs bring it about: their pace is five seconds, the machine may be busy."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        last_day_on = db.session.get_one(Review, number).last_day_on
        db.session.remove()  # nothing is held while the jobs write
        if is_right(last_day_on):
            return True
        time.sleep(0.1)
    return False
