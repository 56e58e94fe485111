"""`flask retention ...`: how long data is kept, what is due, and deleting what goes by itself."""

from datetime import datetime

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.scheme.law import retention
from ulss_tracker.services.correspondence import retention as mail
from ulss_tracker.services.requests import draft_expiry, feedback
from ulss_tracker.services.requests import retention as due_records

GO_BY_THEMSELVES = {
    "drafts": (draft_expiry.forget_old_drafts, draft_expiry.count_due),
    "messages": (mail.forget_old, mail.count_due),
    "opinions": (feedback.forget_old, feedback.count_due),
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
def rehearse(day: datetime | None) -> None:
    """Print what is over: how many records, whose, what is held, what figures would change.

    Each erasure is done and undone. Nothing stays changed.
    """
    on = day.date() if day else clock.today()
    due = due_records.due(on)
    for rule in retention.rules():
        of_rule = [record for record in due if record.rule.id == rule.id]
        if of_rule:
            whose = rule.words("whose").lower()
            click.echo(f"{rule.words('what')}, of {whose}: {len(of_rule)}")
        for record in of_rule:
            click.echo(
                f"  {record.reference}: since {record.due_on.isoformat()}, {_effect(record)}"
            )
    click.echo(f"{len(due)} to look at")
    by = clock.end_of(on)
    for name, (_, count_due) in GO_BY_THEMSELVES.items():
        click.echo(f"{name}: {count_due(by)} go by themselves")


def _effect(record: due_records.Due) -> str:
    if held_for := record.held_for:
        return f"held for {', '.join(held_for)}"
    number, changes = due_records.rehearse(record)
    return f"{number} records, {'FIGURES CHANGE' if changes else 'no figure changes'}"


@retention_cli.command("run")
def run() -> None:
    """Delete what goes by itself, as the jobs do; cases and requests are for a person."""
    for name, (forget, _) in GO_BY_THEMSELVES.items():
        click.echo(f"{name}: {forget()} deleted")
    click.echo(f"{len(due_records.due(clock.today()))} cases and requests to look at")


@retention_cli.command("record")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en")
def record(language: str) -> None:
    """Print the record of processing (UK GDPR art. 30(1)) as Markdown, made of the rules."""
    for line in due_records.record_of_processing(language):
        click.echo(line)
