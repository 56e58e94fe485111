"""The work nobody presses a button for: `flask --app wsgi jobs run`, or `jobs once`.

Each job is a plain function over rows, safe to run twice and from two machines at once. What goes
wrong is logged by its kind and place only: the message of a database error carries people's data.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ulss_tracker.outside import schedule
from ulss_tracker.services import documents, office, outbox, quarantine, tidying
from ulss_tracker.services.reassessing import reassess

log = logging.getLogger("ulss_tracker.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """One job: what it is called, how often it runs, and the function, which says what it did."""

    name: str
    every: timedelta
    work: Callable[[], object]
    unit: str = ""


JOBS = (
    Job("send emails", timedelta(seconds=5), outbox.send_waiting),
    Job("learn deliveries", timedelta(minutes=5), outbox.learn_deliveries, "learned"),
    Job("raise alarms", timedelta(minutes=5), quarantine.raise_alarms, "raised"),
    Job("scan files", timedelta(minutes=10), documents.scan_waiting, "scanned"),
    Job("ask the rules again", timedelta(hours=1), lambda: reassess().asked, "asked again"),
    Job("forget drafts", timedelta(hours=1), tidying.forget_old_drafts, "forgotten"),
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


def _run(app: Flask, job: Job) -> str | None:
    """Run one job in a context and a database session of its own; None when it failed."""
    log.debug("%s: started", job.name)
    try:
        with app.app_context():
            result = job.work()
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


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
