"""`flask users ...`: the first administrator, and anyone after."""

import click
from flask.cli import AppGroup

from ulss_tracker.errors import TrackerError
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import users
from ulss_tracker.services.people import second_factor

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


@users_cli.command("reset-second-factor")
@click.option("--email", prompt=True)
def reset_second_factor(email: str) -> None:
    """Take away somebody's second factor: they set up another as they sign in.

    For an administrator who has lost theirs, where no other can reset it. The history keeps that
    it was done at a terminal.
    """
    user = users.by_email(email)
    if user is None:
        raise click.ClickException("Nobody can sign in with this email address")
    try:
        second_factor.reset(user, None)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.name} sets up another second factor at the next sign-in")


@users_cli.command("list")
def show_all() -> None:
    """List everyone who can sign in, and whether they have set up a second factor."""
    for user in users.every():
        has_factor = second_factor.of(user) is not None
        click.echo(
            f"{user.email}\t{user.role.label}\t{'active' if user.is_active else 'left'}"
            f"\t{'second factor' if has_factor else 'no second factor'}"
        )
