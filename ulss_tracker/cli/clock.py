"""`flask clock list`: everything that can run out, whoever has opened it or not."""

import json

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.services.deadlines import running

clock_cli = AppGroup("clock", help="Show everything that has time running.")

_COLUMNS = (
    "kind",
    "reference",
    "limit",
    "basis",
    "file by",
    "owner",
    "alarms",
    "next alarm",
    "number",
)


@clock_cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="for a program to read")
def list_running(as_json: bool) -> None:
    """List every request and review with time running, soonest to act first."""
    found = [each.as_plain() for each in running.everything()]
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    lines = [_COLUMNS, *(tuple(_cell(value) for value in each.values()) for each in found)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_COLUMNS))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    click.echo(f"\n{len(found)} with time running, at {clock.now():%Y-%m-%d %H:%M} UTC")


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
