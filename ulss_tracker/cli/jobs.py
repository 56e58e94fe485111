"""The work nobody presses a button for: `flask --app wsgi jobs run`, or `jobs once`.

Each job is a plain function over rows, safe to run twice and from two machines at once. What goes
wrong is logged by its kind and place only: the message of a database error carries people's data.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bound_contextvars

from config import ROOT
from ulss_tracker import clock
from ulss_tracker.adapters import heartbeat, private_log, scheduler, watchdog_state
from ulss_tracker.adapters.mail import mail_errors
from ulss_tracker.adapters.scheduler import Outcome
from ulss_tracker.cli import worker
from ulss_tracker.cli.job_table import JOBS, Job
from ulss_tracker.errors import ServiceFault
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.services.core import law_in_force, office_details
from ulss_tracker.services.core.retries import is_passing, until_database_answers
from ulss_tracker.services.core.unit_of_work import rollback
from ulss_tracker.services.messaging import compose, queue
from ulss_tracker.services.operations import (
    job_runs,
    job_status,
    planned_work,
    restored_copy,
    watchdog,
    workers,
)
from ulss_tracker.services.operations.alarm import Alarm
from ulss_tracker.services.operations.watchdog import REMINDERS_JOB
from ulss_tracker.services.protection import access_records
from ulss_tracker.services.requests import outage

log = logging.getLogger("ulss_tracker.jobs")
jobs_cli = AppGroup("jobs", help="Send emails, raise alarms, scan files, forget old drafts.")

_URGENCY = {job.name: place for place, job in enumerate(JOBS)}
LONGEST_WAIT_FOR_A_JOB = 30.0
"""Seconds that `jobs once` waits for a job another process does: a dead one's is free by then."""


@jobs_cli.command("once")
def once() -> None:
    """Run every job once and print what each did."""
    app = _app()
    until_database_answers(_register)
    with worker.alive(app) as worker_id:
        done = [_run_once(app, job, worker_id) for job in JOBS]
    for job, run in zip(JOBS, done, strict=True):
        click.echo(f"{job.name}: {run.said}")
    if not all(run.is_well for run in done):
        sys.exit(1)


@jobs_cli.command("run")
def run() -> None:
    """Run the jobs until stopped, each at its own pace."""
    app = _app()
    app.logger.handlers.clear()  # the root's writes all lines: each would stand there twice
    private_log.set_up(as_json=app.config["ENVIRONMENT"] == "production")
    own = office_details.current()
    if own.SMTP_URL is None and own.NOTIFY_API_KEY is None:
        log.warning("no way to send mail is set: emails are written to %s", own.MAIL_DIRECTORY)
    until_database_answers(_register, longest=None)
    log.info("jobs started")
    with worker.alive(app) as worker_id:
        scheduler.run(
            [
                scheduler.Beat(
                    job.name,
                    job.every,
                    partial(_outcome, app, job, worker_id),
                    partial(_is_due, app, job.is_due) if job.is_due else None,
                )
                for job in JOBS
            ],
            workers.stopping,
        )
    log.info("jobs stopped")


@jobs_cli.command("status")
@click.option("--json", "as_json", is_flag=True, help="for a program to read")
def status(as_json: bool) -> None:
    """Say when each job last ran, what waits, and what failed. Ends with 1 if anything is wrong."""
    now = job_status.look()
    click.echo(json.dumps(now.as_plain(), indent=2) if as_json else job_status.in_words(now))
    if now.problems:
        sys.exit(1)


@jobs_cli.command("watchdog")
def watch() -> None:
    """Tell a person what the tracker is not doing. Reads the database only; ends with 1 if so.

    Run it every five minutes from a timer of the system's own, on another machine if you can. What
    was told is told again after four hours, and not each time.
    """
    alarms = [*watchdog.look_safely(), *outage.alarms(), *access_records.alarms()]
    for alarm in alarms:
        click.echo(alarm.text)
    _say_past_the_mail(alarms)
    file = office_details.current().WATCHDOG_FILE
    before = watchdog_state.read(file)
    told = watchdog.still_told(alarms, before)
    if watchdog.to_tell(alarms, told):
        try:
            _tell_of(alarms)
            told |= watchdog.told_now(alarms)
        except mail_errors.MailError as error:
            click.echo(f"Nobody could be told: {error}", err=True)
    if told != before:
        watchdog_state.write(file, told)
    if alarms:
        sys.exit(1)
    click.echo("All is well")


def _say_past_the_mail(alarms: Sequence[Alarm]) -> None:
    """The second way out, at every run: it needs neither the mail server nor the database."""
    own = office_details.current()
    words = "\n".join(alarm.text for alarm in alarms)
    heartbeat.report(clock.now(), words, own.WATCHDOG_REPORT_FILE, own.WATCHDOG_REPORT_URL)


def _tell_of(alarms: Sequence[Alarm]) -> None:
    """Send it past the outbox. One that a mail server never said it took counts as sent."""
    subject, body = compose.watchdog_words([alarm.text for alarm in alarms])
    with suppress(mail_errors.MayHaveGone):
        queue.send_at_once(office_details.current().WATCHDOG_EMAIL, subject, body)


@dataclass(frozen=True, slots=True)
class Run:
    """How one run of a job ended: what it said, and whether it is worth trying again soon."""

    said: str
    is_well: bool = True
    try_soon: bool = False


_WAITS = Run("waits until an administrator confirms this restored copy")
_PLANNED = Run("waits until the planned work is over")
_BUSY = Run("being done by another process", is_well=False, try_soon=True)


def _outcome(app: Flask, job: Job, worker_id: str) -> Outcome:
    return Outcome.TRY_SOON if _run(app, job, worker_id).try_soon else Outcome.DONE


def _is_due(app: Flask, ask: Callable[[], bool]) -> bool:
    """Whether there is work at once; where the database does not answer, the pace brings it."""
    with suppress(SQLAlchemyError), app.app_context():
        return ask()
    return False


def _run_once(app: Flask, job: Job, worker_id: str) -> Run:
    """Run it; where another process does it, or the database is busy, try again for a while."""
    until = time.monotonic() + LONGEST_WAIT_FOR_A_JOB
    while (run := _run(app, job, worker_id)).try_soon and time.monotonic() < until:
        time.sleep(0.2)
    return run


def _run(app: Flask, job: Job, worker_id: str) -> Run:
    """Run one job in a context and a database session of its own, unless another process does it.

    One job's failure stops neither the others nor its next run. What the database would not do
    (it is busy, or away) is to be tried again soon.
    """
    if planned_work.until() is not None:
        return _PLANNED
    with bound_contextvars(request=secrets.token_hex(8), job=job.name):
        return _run_numbered(app, job, worker_id)


def _run_numbered(app: Flask, job: Job, worker_id: str) -> Run:
    try:
        with (
            app.app_context(),
            worker.writing_in_turn(_URGENCY[job.name]),
            obeying(law_in_force.law()),
            workers.working_for(worker_id),
        ):
            if not job_runs.claim(job.name, worker_id, job.every):
                return _BUSY
            if job.sends and restored_copy.is_unconfirmed():
                job_runs.ended(job.name, worker_id)
                return _WAITS
            result = _work(job, worker_id)
    except Exception as error:
        log.error("%s: failed: %s", job.name, _place_of(error))
        return Run("failed, see the log", is_well=False, try_soon=is_passing(error))
    said = f"{result} {job.unit}".strip()
    log.log(logging.INFO if result else logging.DEBUG, "%s: %s", job.name, said)
    return Run(said)


def _work(job: Job, worker_id: str) -> object:
    """Do the job, and keep how it ended."""
    try:
        result = job.work()
    except Exception as error:
        with suppress(Exception):  # what went wrong first is what must be known
            rollback()
            job_runs.ended(job.name, worker_id, error=_place_of(error))
        raise
    job_runs.ended(job.name, worker_id)
    if job.name == REMINDERS_JOB:
        own = office_details.current()
        heartbeat.beat(clock.now(), own.HEARTBEAT_FILE, own.HEARTBEAT_URL)
    return result


def _place_of(error: Exception) -> str:
    """The kind of an error and where it arose; its message may carry people's data.

    Of a service outside what to do, which carries none.
    """
    if isinstance(error, ServiceFault):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_ours(Path(frame.filename))]
    place = (own or frames)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _is_ours(file: Path) -> bool:
    """Whether it is the tracker's own code, where to look, and not a library's."""
    return file.is_relative_to(ROOT) and "site-packages" not in file.parts


def _register() -> None:
    job_runs.register({job.name: job.every for job in JOBS})


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
