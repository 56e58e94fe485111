"""`flask scheme courts-csv`: the court in each row of a file, read from words."""

from collections.abc import Mapping
from pathlib import Path

import click

from ulss_tracker.cli.csv_file import add_columns, read_csv, write_csv
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.scheme.courts.court_answer import court_answer
from ulss_tracker.scheme.courts.courts import load_courts

NEEDED = ("text",)
ADDED = ("court", "kind")


def read_row(cells: Mapping[str, str]) -> dict[str, str]:
    """The Crown Court that a row's words name, blank unless one is certain, and their kind."""
    answer = court_answer(load_courts().read(cells["text"]))
    return {"court": answer.court, "kind": answer.kind}


@click.command("courts-csv")
@click.argument("source", type=READABLE)
@click.argument("target", type=WRITABLE)
def courts_csv(source: Path, target: Path) -> None:
    """Read the court in every row of a CSV file with a column text.

    The other columns pass through. Added after them: court, blank unless one Crown Court is
    certain, and kind: crown, magistrates, youth, other_ew, scotland, northern_ireland,
    crown_dependency, court_martial, several or unknown.
    """
    table, _ = add_columns(read_csv(source), NEEDED, ADDED, read_row)
    write_csv(table, target)
    court, kind = (table.heading.index(name) for name in ADDED)
    named = sum(bool(row[court]) for row in table.rows)
    unknown = sum(row[kind] == "unknown" for row in table.rows)
    click.echo(f"{len(table.rows)} rows: {named} with a Crown Court; {unknown} unknown", err=True)
