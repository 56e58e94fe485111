"""`flask scheme dates-csv`: the day of sentence in each row of a file, read from words."""

from collections.abc import Mapping
from pathlib import Path

import click

from ulss_tracker.cli.csv_file import add_columns, read_csv, write_csv
from ulss_tracker.cli.dates import read_date
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day

NEEDED = ("text", "written_on")
ADDED = ("earliest_on", "latest_on")


def read_row(cells: Mapping[str, str]) -> dict[str, str]:
    """The first and last day that a row's words allow; blank where they allow none."""
    try:
        written_on = read_date(cells["written_on"])
    except ValueError as fault:
        return {"error": str(fault)}
    if written_on is None:
        return {"error": "The day of writing is blank."}
    span = read_sentence_day(cells["text"], written_on)
    if span is None:
        return {}
    return {"earliest_on": span.earliest.isoformat(), "latest_on": span.latest.isoformat()}


@click.command("dates-csv")
@click.argument("source", type=READABLE)
@click.argument("target", type=WRITABLE)
def dates_csv(source: Path, target: Path) -> None:
    """Read the day of sentence in every row of a CSV file with columns text and written_on.

    The other columns pass through. Added after them: earliest_on and latest_on, blank where no
    day can be read or the words contradict themselves.
    """
    table, errors = add_columns(read_csv(source), NEEDED, ADDED, read_row)
    write_csv(table, target)
    place = table.heading.index("earliest_on")
    read = sum(bool(row[place]) for row in table.rows)
    click.echo(f"{len(table.rows)} rows: {read} read; {errors} without a day of writing", err=True)
