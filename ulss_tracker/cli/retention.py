"""`flask retention ...`: how long data is kept, what is due, and deleting what goes by itself."""

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.scheme.law import retention
from ulss_tracker.services.correspondence import retention as mail
from ulss_tracker.services.requests import draft_expiry, feedback
from ulss_tracker.services.requests import retention as due_records

GO_BY_THEMSELVES = {
    "drafts": draft_expiry.forget_old_drafts,
    "messages": mail.forget_old,
    "opinions": feedback.forget_old,
}

retention_cli = AppGroup("retention", help="How long data is kept, and what is due.")


@retention_cli.command("list")
def list_rules() -> None:
    """Print each rule: how long, then what, who says so, where that stands, who signed."""
    for rule in retention.rules():
        click.echo(f"{rule.id}: {rule.sentence}")
        basis = "the office’s policy" if rule.words("basis") == "policy" else "law"
        since = rule.row.day("from").isoformat()
        signed = f"signed by {rule.signed}" if rule.signed else "signed by nobody: a default"
        click.echo(f"  Why: {rule.words('why')} By {basis}, from {since}, {signed}.")
        read = f"read on {rule.row.day('read_on')}" if rule.is_verified else "not verified"
        click.echo(f"  Source ({read}): {rule.words('source')}")


@retention_cli.command("rehearse")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="as if it were that day")
def rehearse(day: object) -> None:
    """Print what a person is to look at: how many, whose, and what is held. Nothing is changed."""
    records = due_records.due(day.date() if day else None)  # type: ignore[attr-defined]
    for rule in retention.rules():
        of_rule = [record for record in records if record.rule.id == rule.id]
        if of_rule:
            click.echo(f"{rule.words('what')}: {len(of_rule)}")
        for record in of_rule:
            held = f", held for {', '.join(record.held_for)}" if record.held_for else ""
            click.echo(f"  {record.reference}: since {record.due_on.isoformat()}{held}")
    click.echo(f"{len(records)} to look at; no figure changes: what is counted stays")


@retention_cli.command("run")
def run() -> None:
    """Delete what goes by itself, as the jobs do; cases and requests are for a person."""
    for name, forget in GO_BY_THEMSELVES.items():
        click.echo(f"{name}: {forget()} deleted")
    click.echo(f"{len(due_records.due(clock.today()))} cases and requests to look at")


@retention_cli.command("record")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en")
def record(language: str) -> None:
    """Print the record of processing (UK GDPR art. 30(1)) as Markdown, made of the rules."""
    for line in due_records.record_of_processing(language):
        click.echo(line)
