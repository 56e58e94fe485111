"""Waiting until everything that is due has begun, and until everything is done."""

import time
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from tests.proofs._findings import Findings
from tests.proofs._jobs_process import JobsProcess
from tests.proofs._work import Work

_LONGEST_TO_AIM = 90.0
_MOST_NAMED = 6
_GLANCE = 0.1


def names_of_jobs(jobs: JobsProcess) -> list[str]:
    """Every job by name, as `jobs once` says them."""
    result = jobs.app.test_cli_runner().invoke(args=["jobs", "once"])
    return [line.partition(":")[0] for line in result.stdout.splitlines() if ":" in line]


def all_begun(
    work: Work,
    due: dict[str, object],
    before: dict[str, datetime | None],
    jobs: Collection[str],
    findings: Findings,
    after: str,
) -> float:
    """Wait until every one of `jobs` has started since `before` and all of `due` was touched.

    The seconds it took. More than `longest_wait` is a fault, which names what still stands.
    """
    began = time.monotonic()
    while True:
        still = _still(work, due, before, jobs)
        waited = time.monotonic() - began
        if not still:
            return waited
        if waited > findings.longest_wait:
            findings.hold(False, f"after {after}, untouched for {waited:.0f} s: {_named(still)}")
            return waited
        time.sleep(_GLANCE)


def all_done(work: Work, findings: Findings, longest: float) -> float:
    """Wait until nothing is due, and say how long that took. Longer than `longest` is a fault."""
    began = time.monotonic()
    while (left := _due(work)) and time.monotonic() - began < longest:
        time.sleep(_GLANCE)
    findings.hold(not left, f"not done after {longest:.0f} s: {_named(left)}")
    return time.monotonic() - began


def job_begun(
    work: Work, job: str, due: dict[str, object], before: dict[str, datetime | None]
) -> bool:
    """Wait until one job has started again, or some work was touched; False where it never does."""
    end = time.monotonic() + _LONGEST_TO_AIM
    while time.monotonic() < end:
        if _is_new(work.starts(), before, job) or len(_untouched(due, work.due())) < len(due):
            return True
        time.sleep(_GLANCE / 5)
    return False


def _still(
    work: Work, due: dict[str, object], before: dict[str, datetime | None], jobs: Collection[str]
) -> list[str]:
    try:
        starts, now = work.starts(), work.due()
    except SQLAlchemyError as error:  # the database is away, or busy
        return [f"the database ({type(error).__name__})"]
    never = [f"job “{job}”" for job in jobs if not _is_new(starts, before, job)]
    return _untouched(due, now) + never


def _untouched(due: dict[str, object], now: dict[str, object]) -> list[str]:
    return [name for name, state in due.items() if name in now and now[name] == state]


def _due(work: Work) -> Collection[str]:
    try:
        return work.due()
    except SQLAlchemyError as error:
        return [f"the database ({type(error).__name__})"]


def _is_new(
    starts: dict[str, datetime | None], before: dict[str, datetime | None], job: str
) -> bool:
    return starts.get(job) is not None and starts[job] != before.get(job)


def _named(still: Iterable[str]) -> str:
    names = list(still)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
