"""`flask users ...`: the first administrator, and anyone after."""

import click
from flask.cli import AppGroup

from ulss_tracker.errors import TrackerError
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import users

users_cli = AppGroup("users", help="Members of staff who can sign in.")


@users_cli.command("add")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), prompt=True)
@click.option("--law-office", type=click.Choice([each.value for each in LawOfficer]))
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def add(email: str, name: str, role: str, law_office: str | None, password: str) -> None:
    """Add a member of staff; --law-office says which law officer.

    Asks for whatever else is not given; the password is not shown.
    """
    try:
        user = users.add(
            email=email,
            name=name,
            role=Role(role),
            password=password,
            law_office=LawOfficer(law_office) if law_office else None,
        )
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.name} ({user.role.label}) can now sign in as {user.email}")


@users_cli.command("list")
def show_all() -> None:
    """List everyone who can sign in."""
    for user in users.every():
        click.echo(f"{user.email}\t{user.role.label}\t{'active' if user.is_active else 'left'}")
