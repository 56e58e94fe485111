"""The work nobody presses a button for: `flask --app wsgi jobs run`, or `jobs once`.

Each job is a plain function over rows, safe to run twice and from two machines at once. What goes
wrong is logged by its kind and place only: the message of a database error carries people's data.
"""

import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.outside import heartbeat, mail, schedule, told_before
from ulss_tracker.services import (
    daily_list,
    deliveries,
    documents,
    exports,
    job_runs,
    notifications,
    office,
    outbox,
    quarantine,
    reminders,
    tidying,
    watchdog,
)
from ulss_tracker.services.letters import batch_run
from ulss_tracker.services.reassessing import reassess
from ulss_tracker.services.watchdog import REMINDERS_JOB, Alarm

log = logging.getLogger("ulss_tracker.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """One job: what it is called, how often it runs, and the function, which says what it did."""

    name: str
    every: timedelta
    work: Callable[[], object]
    unit: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether each run is kept for the watchdog; not what runs every few seconds."""
        return self.every >= timedelta(minutes=1)


JOBS = (
    Job("send emails", timedelta(seconds=5), outbox.send_waiting),
    Job("issue letters to everyone", timedelta(seconds=5), batch_run.run_waiting, "issued"),
    Job("make lists to collect", timedelta(seconds=5), exports.make_waiting, "rows read"),
    Job("learn deliveries", timedelta(minutes=5), deliveries.learn, "learned"),
    Job(REMINDERS_JOB, timedelta(minutes=5), reminders.remind, "made"),
    Job("chase papers", timedelta(hours=1), reminders.chase_papers, "told"),
    Job("send the daily list", timedelta(minutes=5), daily_list.send, "sent"),
    Job("raise alarms", timedelta(minutes=5), quarantine.raise_alarms, "raised"),
    Job("scan files", timedelta(minutes=10), documents.scan_waiting, "scanned"),
    Job("ask the rules again", timedelta(hours=1), lambda: reassess().asked, "asked again"),
    Job("forget drafts", timedelta(hours=1), tidying.forget_old_drafts, "forgotten"),
    Job("forget lists", timedelta(hours=1), exports.forget_old, "forgotten"),
)

jobs_cli = AppGroup("jobs", help="Send emails, raise alarms, scan files, forget old drafts.")


@jobs_cli.command("once")
def once() -> None:
    """Run every job once and print what each did."""
    app = _app()
    done = [_run(app, job) for job in JOBS]
    for job, said in zip(JOBS, done, strict=True):
        click.echo(f"{job.name}: {'failed, see the log' if said is None else said}")
    if None in done:
        sys.exit(1)


@jobs_cli.command("run")
def run() -> None:
    """Run the jobs until stopped, each at its own pace."""
    app = _app()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    own = office.current()
    if own.smtp_url is None and own.notify_api_key is None:
        log.warning("no way to send mail is set: emails are written to %s", own.mail_directory)
    log.info("jobs started")
    beats = [schedule.Beat(job.name, job.every, partial(_run, app, job)) for job in JOBS]
    schedule.run(beats, str(app.config["SQLALCHEMY_DATABASE_URI"]))
    log.info("jobs stopped")


@jobs_cli.command("watchdog")
def watch() -> None:
    """Tell a person what the tracker is not doing. Reads the database only; ends with 1 if so.

    Run it every five minutes from a timer of the system's own, on another machine if you can. What
    was told is told again after four hours, and not each time.
    """
    alarms = watchdog.look_safely()
    for alarm in alarms:
        click.echo(alarm.text)
    file = office.current().watchdog_file
    before = told_before.read(file)
    told = watchdog.still_told(alarms, before)
    if watchdog.to_tell(alarms, told):
        try:
            _tell_of(alarms)
            told |= watchdog.told_now(alarms)
        except mail.MailError as error:
            click.echo(f"Nobody could be told: {error}", err=True)
    if told != before:
        told_before.write(file, told)
    if alarms:
        sys.exit(1)
    click.echo("All is well")


def _tell_of(alarms: Sequence[Alarm]) -> None:
    """Send it past the outbox. One that a mail server never said it took counts as sent."""
    subject, body = notifications.watchdog_words([alarm.text for alarm in alarms])
    with suppress(mail.MayHaveGone):
        outbox.send_at_once(office.current().watchdog_email, subject, body)


def _run(app: Flask, job: Job) -> str | None:
    """Run one job in a context and a database session of its own; None when it failed."""
    log.debug("%s: started", job.name)
    try:
        with app.app_context():
            result = _work(job)
    except Exception as error:  # one job's failure stops neither the others nor its next run
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error(
            "%s: failed: %s at %s:%s",
            job.name,
            type(error).__name__,
            Path(place.filename).name,
            place.lineno,
        )
        return None
    said = f"{result} {job.unit}".strip()
    log.log(logging.INFO if result else logging.DEBUG, "%s: %s", job.name, said)
    return said


def _work(job: Job) -> object:
    """Do the job, and keep when it began and how it ended where the watchdog asks."""
    if not job.is_recorded:
        return job.work()
    job_runs.started(job.name)
    try:
        result = job.work()
    except Exception:
        job_runs.ended(job.name, well=False)
        raise
    job_runs.ended(job.name, well=True)
    if job.name == REMINDERS_JOB:
        own = office.current()
        heartbeat.beat(clock.now(), own.heartbeat_file, own.heartbeat_url)
    return result


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
