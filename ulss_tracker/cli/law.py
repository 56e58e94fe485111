"""`flask law ...`: rehearsing a change of the law from a file, and writing one that was signed."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from ulss_tracker import clock
from ulss_tracker.cli.errors import reporting
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Request
from ulss_tracker.scheme.law.change_files import read_change, write_change
from ulss_tracker.scheme.law.law import current
from ulss_tracker.scheme.table import TableError
from ulss_tracker.services.law import desk, rehearsals, rehearsing
from ulss_tracker.services.law.rehearsing import Finding

law_cli = AppGroup("law", help="Rehearse a change of the law; save one that was signed.")


@law_cli.command("rehearse")
@click.argument("file", type=READABLE)
@click.option("--json", "as_json", is_flag=True, help="for a program to read")
def rehearse(file: Path, as_json: bool) -> None:
    """Say what the change in FILE would do to what is open or was ended for law or time.

    Nothing is stored, proposed or signed. FILE is as `law export` writes one, or its rows alone, as
    they are proposed: then they decide from today. Ends with 1 where it does not hold together
    with the law in force.
    """
    with reporting(TableError, Refused, UnicodeDecodeError):
        written = read_change(
            file.read_text(encoding="utf-8"), file.name, rehearsed_on=clock.today()
        )
        law = rehearsals.law_with(written.change)
    counts: Counter[str] = Counter()
    found: list[dict[str, Any]] = []
    with click.progressbar(length=rehearsing.count(), label="Rehearsing", file=sys.stderr) as bar:
        for read, findings in rehearsing.rehearse(law):
            counts["read"] += read
            counts.update(rehearsing.counts_of(findings))
            found += [_plain(finding) for finding in findings]
            bar.update(read)
    if as_json:
        said = {
            "law": current().version,
            "with_the_change": law.version,
            "counts": {name: counts[name] for name in rehearsing.HEADINGS},
            "findings": found,
        }
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    for name, words in rehearsing.HEADINGS.items():
        click.echo(f"{words}: {counts[name]}")
    for each in found:
        click.echo(
            f"{each['reference']}: {_in_short(each['before'])} -> {_in_short(each['after'])}"
        )


@law_cli.command("export")
@click.argument("reference")
@click.option("--out", type=WRITABLE, help="the file to write")
def export(reference: str, out: Path | None) -> None:
    """Write the change REFERENCE as a file that can be committed (scheme/data/signed)."""
    with reporting(NotFound):
        text = write_change(desk.written(desk.get(reference)))
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"{reference} is written to {out}")


def _plain(finding: Finding) -> dict[str, Any]:
    record = finding.record
    is_request = isinstance(record, Request)
    return {
        "record": "request" if is_request else "review",
        "number": record.id,
        "reference": record.reference if isinstance(record, Request) else record.case.reference,
        "is_open": finding.is_open,
        "kinds": finding.kinds,
        "people_to_tell": finding.to_tell,
        "before": finding.before.as_plain(),
        "after": finding.after.as_plain(),
    }


def _in_short(said: dict[str, Any]) -> str:
    words = (said["verdict"], said["last_day_on"], said["time"])
    return ", ".join(str(word) for word in words if word) or "nothing known"
