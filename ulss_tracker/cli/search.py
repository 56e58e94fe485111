"""`flask search ...`: what the search box looks in."""

import click
from flask.cli import AppGroup

from ulss_tracker.services.search import index

search_cli = AppGroup("search", help="What the search box looks in.")


@search_cli.command("rebuild")
def rebuild() -> None:
    """Write anew what is searched, after records came in past the tracker."""
    click.echo(f"{index.rebuild()} records can be found")
