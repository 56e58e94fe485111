"""`flask demo load`: staff to sign in as, and a dozen invented cases at every stage."""

from time import perf_counter

import click
from flask import current_app
from flask.cli import AppGroup

from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.cli import progress, seed
from ulss_tracker.cli.demo import playback
from ulss_tracker.cli.demo.people import PEOPLE, add_people
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import all_or_none

demo_cli = AppGroup("demo", help="Invented staff and cases to try the tracker with.")


@demo_cli.command("load")
def load() -> None:
    """Load the demo, whole or not at all. A database that holds anyone is left as it is."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("The demo's logins are public: it is never loaded in production")
    if users.every():
        click.echo("The database already holds people: nothing was changed")
        return
    try:
        with progress.shown("Loading the demo", playback.PARTS), all_or_none():
            made = playback.play_all()
    except PdfFailed as error:
        raise click.ClickException(f"Nothing was loaded: the demo has letters. {error}") from None
    click.echo(f"Loaded {len(PEOPLE)} people, {made.reviews} reviews and {made.requests} requests")


@demo_cli.command("bulk")
@click.option("--cases", required=True, type=click.IntRange(min=1), help="How many to add.")
@click.option("--open", "open_", default=300, type=click.IntRange(min=0), help="Still to file.")
@click.option("--named", default="", help="The name of some of the offenders.")
@click.option("--times", default=1, type=click.IntRange(min=1), help="How many have that name.")
def add_bulk(cases: int, open_: int, named: str, times: int) -> None:
    """Add invented cases by the thousand, to measure on. Not for a database in use."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("Invented cases are never added in production")
    if not users.every():
        add_people()
    began = perf_counter()
    with click.progressbar(length=cases, label="Adding cases") as shown:
        seed.add(cases, open_=open_, named=named, times=times, progress=shown.update)
    seconds = perf_counter() - began
    click.echo(f"Added {cases} cases in {seconds:.1f} s: {cases / seconds:,.0f} a second")


@demo_cli.command("logins")
def show_logins() -> None:
    """Print the demo's logins, where this database has them."""
    if not users.has_demo_accounts():
        return
    click.echo("Sign in with any of these (password for all: " + users.DEMO_PASSWORD + ")")
    for person in PEOPLE:
        click.echo(f"  {person.email:<34}{person.role.label}")
