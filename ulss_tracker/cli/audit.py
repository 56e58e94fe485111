"""`flask audit ...`: whether the history is as it was recorded."""

import json
import sys

import click
from flask.cli import AppGroup

from ulss_tracker.adapters.signatures import SignatureError
from ulss_tracker.cli import progress
from ulss_tracker.cli.errors import reporting
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


def _in_words(report: history_check.Report) -> str:
    last = f"up to checkpoint {report.checkpoint}" if report.checkpoint else "without a checkpoint"
    lines = [f"{report.records:,} records {last}; {report.seconds:.1f} s", *report.notes]
    lines += [fault.words for fault in report.faults[:_MOST_SAID]]
    if len(report.faults) > _MOST_SAID:
        lines.append(f"and {len(report.faults) - _MOST_SAID} more")
    return "\n".join([*lines, report.words])
