"""`flask register`: the office's old register, in and out."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from ulss_tracker.cli import progress
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.errors import TrackerError
from ulss_tracker.services.core import users
from ulss_tracker.services.register import exporting, importing, reporting

register_cli = AppGroup("register", help="Bring the old register in, and give it back.")

_NO_DATABASE = (
    "The database cannot be used, or its tables are not those of this version. "
    "“flask --app wsgi db upgrade” makes them; then run this again."
)

_BUSY = (
    "Something else is writing to the database, perhaps another import. What was done is kept: run "
    "this again when it has ended."
)


@register_cli.command("import")
@click.argument("file", type=READABLE)
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and change nothing.")
@click.option("--report", type=WRITABLE, help="One line a doubt.")
@click.option("--categories", is_flag=True, help="Its offences are categories, not convictions.")
def import_(file: Path, dry_run: bool, report: Path | None, categories: bool) -> None:
    """Import the office's register from a CSV file, in UTF-8, UTF-16 or Windows-1252.

    Importing the same rows again makes nothing twice. Every query goes into the report.
    """
    raw = file.read_bytes()
    try:
        with progress.shown("Reading", raw.count(b"\n")):
            planned = importing.plan(raw, has_categories=categories)
        if report:
            report.write_text(
                reporting.report(planned.doubts).as_csv(), encoding="utf-8", newline=""
            )
        _tell(planned)
        if dry_run:
            click.echo("Nothing was changed: this was a dry run.")
        else:
            _import(raw, planned, categories)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        is_busy = "locked" in str(error.orig)
        raise click.ClickException(_BUSY if is_busy else _NO_DATABASE) from error


@register_cli.command("export")
@click.argument("out", type=WRITABLE)
def export(out: Path) -> None:
    """Write the register that was imported, as corrected since, to a CSV file in UTF-8."""
    part = out.with_name(f"{out.name}.part")  # a file that is there stays until this is whole
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            exporting.take_out(file, users.register_clerk())
    except (OperationalError, ProgrammingError) as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(_NO_DATABASE) from error
    part.replace(out)
    click.echo(f"Wrote {out}")


def _tell(planned: importing.Plan) -> None:
    rows = planned.sheet.rows
    references = len(planned.pairings)
    click.echo(f"{len(rows)} rows, {references} references, {planned.sheet.blank_rows} blank rows")
    click.echo(f"{planned.new} new, {planned.known} imported before")
    without = sum(1 for row in rows if not row.reference)
    if without:
        click.echo(f"{without} without a reference: not imported")
    click.echo(f"{len(planned.doubts)} doubts")


def _import(raw: bytes, planned: importing.Plan, categories: bool) -> None:
    by = users.register_clerk()
    file = importing.bring(raw, None, planned, has_categories=categories)
    rows = planned.new + planned.known
    with click.progressbar(length=rows, label="Importing", file=sys.stderr) as bar:
        made = importing.import_file(file, by, bar.update, reading=planned)
    click.echo(f"Imported {made} rows")
    if made < planned.new:
        click.echo(f"{planned.new - made} rows could not be imported: see the queries of the file")
