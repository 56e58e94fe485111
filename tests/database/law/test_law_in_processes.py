"""A change signed in one process is obeyed by the others: as they really run.

That the jobs begin within a second is printed, by the moments that both processes noted; a busy
machine may take longer, so nothing asserts it (`pytest -s`).
"""

import time
import urllib.request
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.proofs._jobs_process import JobsProcess
from tests.support import build
from tests.support.live_server import WORKERS, served
from tests.support.signed_law import sign
from ulss_tracker import clock
from ulss_tracker.models import LawChange, LawFollowed, LawStep, Review, db
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core.retries import until_database_answers

pytestmark = pytest.mark.slow

FOLLOWS = "another law is in force: what is open is counted again"
LONGEST = 180.0
TRIES = 40


def says_six_months(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/information/time-limit") as answer:  # noqa: S310
        return "six months" in answer.read().decode()


def every_worker_says(address: str) -> set[bool]:
    """The answers of as many requests as it takes for every worker to have given one."""
    return {says_six_months(address) for _ in range(TRIES)}


def test_every_worker_says_it_within_seconds(app: Flask, tmp_path: Path) -> None:
    """On a page to read, which asks no database: whatever decides asks it each time."""
    db.session.remove()
    with served(app, tmp_path) as server:
        assert len(server.workers()) == WORKERS == 2
        assert every_worker_says(server.address) == {False}
        made = sign().id
        db.session.remove()
        assert comes(lambda: every_worker_says(server.address) == {True})
        sign(undoes=db.session.get_one(LawChange, made))
        db.session.remove()
        assert comes(lambda: every_worker_says(server.address) == {False})
        assert server.faults() == ""


def test_the_jobs_follow_what_was_signed_at_once(app: Flask, tmp_path: Path) -> None:
    day_40 = clock.today() - timedelta(days=40)
    review = build.eligible_review(sentenced_on=day_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    first, number = review.last_day_on, review.id
    db.session.remove()
    jobs = JobsProcess(app, "", tmp_path / "jobs.log", {"MAIL_DIRECTORY": str(tmp_path)})
    jobs.start()
    try:
        assert last_day_becomes(number, lambda day: day == first)
        assert comes(has_followed)  # the law of the files, which it had never followed
        made = until_database_answers(sign).id
        signed_at = db.session.scalars(select(LawStep.at)).one()
        db.session.remove()
        assert last_day_becomes(number, lambda day: day is not None and day > clock.today())
        # Another job may have dated it anew before they begin to follow.
        assert comes(lambda: began_after(signed_at, jobs))
        after = (began_after(signed_at, jobs)[0] - signed_at).total_seconds()
        print(f"the jobs began to follow {after:.2f} s after the signature")  # noqa: T201
        until_database_answers(lambda: sign(undoes=db.session.get_one(LawChange, made)))
        db.session.remove()
        assert last_day_becomes(number, lambda day: day == first)
    finally:
        jobs.kill(told_before=30)
    assert "follow the law: failed" not in jobs.said()


def has_followed() -> bool:
    """Whether the jobs have followed a law to its end."""
    found = db.session.scalars(select(LawFollowed)).first()
    db.session.remove()  # nothing is held while the jobs write
    return found is not None


def began_after(moment: datetime, jobs: JobsProcess) -> list[datetime]:
    """When the jobs began to follow a law, after that moment."""
    began = [moment_of(line) for line in jobs.said().splitlines() if FOLLOWS in line]
    return [each for each in began if each > moment]


def moment_of(line: str) -> datetime:
    """The moment of a line of the log, which is in UTC and says so."""
    return datetime.fromisoformat(line.split()[0])


def last_day_becomes(number: int, is_right: Callable[[date | None], bool]) -> bool:
    """Whether the jobs bring it about: they look twice a second, the machine may be busy."""

    def is_so() -> bool:
        last_day_on = db.session.get_one(Review, number).last_day_on
        db.session.remove()  # nothing is held while the jobs write
        return is_right(last_day_on)

    return comes(is_so)


def comes(is_so: Callable[[], object]) -> bool:
    """Whether it comes to be so, waited for."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False
