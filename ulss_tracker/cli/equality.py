"""`flask equality counts`: how the questions about people were answered, by month."""

import click
from flask.cli import AppGroup

from ulss_tracker.services.core import small_numbers
from ulss_tracker.services.requests import equality

equality_cli = AppGroup("equality", help="The questions about the people who ask.")


@equality_cli.command("counts")
def show_counts() -> None:
    """Print how many gave each answer in each month; so few that they might be known, not."""
    counted = equality.counts()
    if not counted:
        click.echo("Nobody has answered yet")
    for each in counted:
        number = (
            f"fewer than {small_numbers.FEWEST}, or not told" if each.count is None else each.count
        )
        click.echo(f"{each.month}  {each.question:<20}{each.answer:<16}{number}")
