"""`flask audit ...`: whether the history is as it was recorded, and what is to be."""

import json
import sys
from dataclasses import asdict

import click
from flask.cli import AppGroup

from ulss_tracker.adapters.signatures import SignatureError
from ulss_tracker.cli import progress
from ulss_tracker.cli.errors import reporting
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.services.operations import history_check

_MOST_SAID = 20

audit_cli = AppGroup("audit", help="Verify that the history is as it was recorded.")


@audit_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="for a program to read")
@click.option("--forget", is_flag=True, help="record nothing: neither page nor watchdog know of it")
def verify(as_json: bool, forget: bool) -> None:
    """Read every record and compare it with the history. Ends with 1 if anything is wrong.

    The first to be recorded is named first.
    """
    with reporting(SignatureError), progress.shown("Verifying", history_check.PARTS):
        report = history_check.check()
    if not forget:
        history_check.record(report)
    click.echo(json.dumps(report.as_plain(), indent=2) if as_json else _in_words(report))
    if report.faults:
        sys.exit(1)


@audit_cli.command("tables")
@click.option("--json", "as_json", is_flag=True, help="for a program to read")
def tables(as_json: bool) -> None:
    """Say of each table what it is to the proof of the history, and which columns have no hash."""
    rows = {name: asdict(TABLE_CLASSES[name]) for name in sorted(TABLE_CLASSES)}
    if as_json:
        click.echo(json.dumps(rows, indent=2, default=str))
        return
    for name, row in rows.items():
        own = [f"dated by {row['dated_by']}"] if row["dated_by"] else []
        own += [words for words in ("once", "goes") if row[words]]
        own += [f"without {column}: {why}" for column, why in row["left_out"].items()]
        click.echo(f"{name}: {'; '.join([row['kind'], *own])}")


def _in_words(report: history_check.Report) -> str:
    last = f"up to checkpoint {report.checkpoint}" if report.checkpoint else "without a checkpoint"
    lines = [f"{report.records:,} records {last}; {report.seconds:.1f} s", *report.notes]
    lines += [fault.words for fault in report.faults[:_MOST_SAID]]
    if len(report.faults) > _MOST_SAID:
        lines.append(f"and {len(report.faults) - _MOST_SAID} more")
    return "\n".join([*lines, report.words])
