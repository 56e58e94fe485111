"""`flask outage`: what was sent while the database was away, read without the database."""

import sys

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.services.requests import outage

outage_cli = AppGroup("outage", help="Read requests sent while the database was away.")


@outage_cli.command("list")
def list_kept() -> None:
    """List each request that is kept: its reference, when it was sent, and whether it is urgent."""
    for kept in outage.waiting():
        if kept.at is None:
            click.echo(f"{kept.reference}: cannot be read, it was encrypted with another key")
            continue
        urgent = ": three working days or fewer may be left, or none" if kept.is_late else ""
        click.echo(
            f"{kept.reference}: sent {kept.at.astimezone(clock.LONDON):%d/%m/%Y %H:%M}{urgent}"
        )


@outage_cli.command("show")
@click.argument("reference")
def show(reference: str) -> None:
    """Print everything that was asked by one of them, so that somebody can act on it now."""
    for kept in outage.waiting():
        if kept.reference == reference.upper() and kept.details is not None and kept.at is not None:
            click.echo(f"{kept.reference}, sent {kept.at.astimezone(clock.LONDON):%d/%m/%Y %H:%M}")
            for name, value in vars(kept.details).items():
                if value not in ("", None, {}):
                    click.echo(f"{name}: {value}")
            return
    click.echo(f"Nothing that can be read is kept under {reference}", err=True)
    sys.exit(1)
