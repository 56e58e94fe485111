"""`flask planned-work`: taking nothing into the database while somebody works on it."""

import sys
from datetime import datetime

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.cli.dates import MINUTE
from ulss_tracker.errors import Refused
from ulss_tracker.services.operations import planned_work

planned_work_cli = AppGroup("planned-work", help="Hold back all that would be saved, for a time.")


@planned_work_cli.command("begin")
@click.option(
    "--until",
    "end_at",
    required=True,
    type=MINUTE,
    help="when it should be over, London time",
)
def begin(end_at: datetime) -> None:
    """Show everybody until when, give the public the short form, and let no job run."""
    try:
        planned_work.begin(end_at.replace(tzinfo=clock.LONDON))
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo("Begun. Jobs that run now are finished: see `flask jobs status` before you go on.")


@planned_work_cli.command("end")
def end() -> None:
    """Go on as usual. What was kept meanwhile is taken in by the jobs."""
    click.echo("Over." if planned_work.end() else "There was none.")


@planned_work_cli.command("status")
def status() -> None:
    """Say whether planned work goes on, and until when."""
    end_at = planned_work.until()
    said = f"until {end_at.astimezone(clock.LONDON):%d/%m/%Y %H:%M}" if end_at else "none"
    click.echo(f"Planned work: {said}")
