"""`flask users ...`: the first administrator, and what is proposed at a terminal after."""

import click
from flask.cli import AppGroup

from ulss_tracker.cli.errors import reporting
from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.models import SecurityKind, User
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import office_details, users
from ulss_tracker.services.people import agreement, passwords, second_factor
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.services.supervision.account_proposals import AppliedProposal

users_cli = AppGroup("users", help="Members of staff who can sign in.")
_TERMINAL = "terminal"

PROPOSED = "Proposed: it takes effect once somebody approves it under “Accounts to approve”"


@users_cli.command("add")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), prompt=True)
@click.option("--law-office", type=click.Choice([officer.value for officer in LawOfficer]))
@click.option("--password", help="Of the first administrator alone, who is asked for it.")
def add(email: str, name: str, role: str, law_office: str | None, password: str | None) -> None:
    """Add the first administrator, or propose that somebody be added.

    Asks for whatever else is not given; the password is not shown. --law-office says which law
    officer.
    """
    account = Account(
        name=name,
        email=email,
        role=Role(role),
        law_office=LawOfficer(law_office) if law_office else None,
    )
    with reporting(TrackerError):
        if not agreement.approvers(None):
            _add_first(account, password)
            return
        with security_log.of_command(_TERMINAL):
            account_proposals.propose_new(account, None)
    click.echo(PROPOSED)


@users_cli.command("password-link")
@click.option("--email", prompt=True)
def password_link(email: str) -> None:
    """Propose a link that sets somebody's password; shows it where nobody could approve it."""
    with reporting(TrackerError), security_log.of_command(_TERMINAL):
        made = account_proposals.propose_link(_user(email), None)
    if isinstance(made, AppliedProposal):
        click.echo(f"{office_details.current().staff_url}/set-password/{made.key}")
    else:
        click.echo(PROPOSED)


@users_cli.command("reset-second-factor")
@click.option("--email", prompt=True)
def reset_second_factor(email: str) -> None:
    """Propose to take away somebody's second factor: they set up another as they sign in.

    Where nobody could approve it, the last administrator's, it is done at once. The history keeps
    that it was done at a terminal.
    """
    user = _user(email)
    with reporting(TrackerError), security_log.of_command(_TERMINAL):
        made = account_proposals.propose_reset(user, None)
    done = f"{user.name} sets up another second factor at the next sign-in"
    click.echo(done if isinstance(made, AppliedProposal) else PROPOSED)


@users_cli.command("wake")
@click.option("--email", prompt=True)
def wake(email: str) -> None:
    """Propose to wake the account of somebody who has not signed in for 90 days."""
    user = _user(email)
    with reporting(TrackerError), security_log.of_command(_TERMINAL):
        made = account_proposals.propose_wake(user, None)
    click.echo(f"{user.name} can sign in again" if isinstance(made, AppliedProposal) else PROPOSED)


@users_cli.command("list")
def show_all() -> None:
    """List everyone who can sign in, and whether they have set up a second factor."""
    for user in users.every():
        has_factor = second_factor.has_any(user)
        click.echo(
            f"{user.email}\t{user.role.label}\t{'active' if user.is_active else 'left'}"
            f"\t{'second factor' if has_factor else 'no second factor'}"
        )


def _add_first(account: Account, password: str | None) -> None:
    """Add the first administrator: nobody is there yet who could approve it."""
    if not may(account.role, Permission.MANAGE_USERS):
        raise Refused("Add an administrator first: nobody can approve anything yet")
    chosen = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    named = User(email=account.email, name=account.name)
    if reason := passwords.why_not(str(chosen), named):
        raise Refused(reason)
    user = users.add(
        email=account.email, name=account.name, role=account.role, password=str(chosen)
    )
    with security_log.of_command(_TERMINAL):
        security_log.note(SecurityKind.ACCOUNT_ADDED, about=user, detail=user.role.value)
    click.echo(f"{user.name} ({user.role.label}) can now sign in as {user.email}")


def _user(email: str) -> User:
    user = users.by_email(email)
    if user is None:
        raise click.ClickException("Nobody can sign in with this email address")
    return user
