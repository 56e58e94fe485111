"""`flask demo load`: staff to sign in as, and a dozen invented cases at every stage."""

import click
from flask import current_app
from flask.cli import AppGroup

from ulss_tracker.cli.demo import telling
from ulss_tracker.cli.demo.people import PASSWORD, PEOPLE
from ulss_tracker.services import users

demo_cli = AppGroup("demo", help="Invented staff and cases to try the tracker with.")


@demo_cli.command("load")
def load() -> None:
    """Load the demo into an empty database. A database that holds anyone is left as it is."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("The demo's logins are public: it is never loaded in production")
    if users.every():
        click.echo("The database already holds people: nothing was changed")
        return
    told = telling.tell_all()
    click.echo(f"Loaded {len(PEOPLE)} people, {told.reviews} reviews and {told.requests} requests")


@demo_cli.command("logins")
def show_logins() -> None:
    """Print the demo's logins, where this database has them."""
    if not users.has_demo_accounts():
        return
    click.echo("Sign in with any of these (password for all: " + PASSWORD + ")")
    for person in PEOPLE:
        click.echo(f"  {person.email:<34}{person.role.label}")
