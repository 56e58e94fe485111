"""Commands about matching: `match rank` asks of two files what the inbox asks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from flask.cli import AppGroup

from ulss_tracker.cli.csv_file import CsvFault, CsvTable, read_csv, write_csv
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.services.matching import (
    NEVER,
    Index,
    Ranked,
    Subject,
    read_court,
    read_days,
    read_names,
    reasons,
)

match_cli = AppGroup("match", help="Requests and cases that may be about one sentence.")

COLUMNS = ("id", "name", "court", "sentence_date")
WRITTEN = ("query_id", "case_id", "rank", "score", "suggested", "why")
SHOWN = 5


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of a file: its id, and what it says of who was sentenced, where and when."""

    id: str
    subject: Subject
    day: str = ""


@match_cli.command("rank")
@click.argument("queries", metavar="QUERIES.csv", type=READABLE)
@click.argument("cases", metavar="CASES.csv", type=READABLE)
@click.argument("target", metavar="OUT.csv", type=WRITABLE)
def rank_command(queries: Path, cases: Path, target: Path) -> None:
    """Rank the cases that each query may be about, with why; the first five of each.

    Both files have the columns id, name, court and sentence_date; any but the name may be blank.
    "suggested" says yes where the inbox would suggest the case. Nothing is joined.
    """
    asked, kept = read_rows(queries), read_rows(cases)
    for path, rows in ((queries, asked), (cases, kept)):
        for warning in doubts(rows):
            click.echo(f"{path.name}: {warning}", err=True)
    lines = list(ranked_rows(asked, kept))
    write_csv(CsvTable(WRITTEN, tuple(lines), marked=False), target)
    suggested = len({line[0] for line in lines if line[4] == "yes"})
    click.echo(f"{len(asked)} queries, {len(kept)} cases: {suggested} queries have a suggestion")


def read_rows(path: Path) -> list[PersonRow]:
    """The rows of a file. Raises CsvFault when it is not CSV or has no column for id or name."""
    table = read_csv(path)
    names = ["_".join(name.casefold().split()) for name in table.heading]
    missing = [name for name in ("id", "name") if name not in names]
    if missing:
        raise CsvFault(f"{path.name} has no column {' and no column '.join(missing)}")
    rows = []
    for cells in table.rows:
        filled = [*cells, *[""] * (len(names) - len(cells))]
        rows.append(
            _row({name: filled[names.index(name)].strip() for name in COLUMNS if name in names})
        )
    return rows


def ranked_rows(asked: list[PersonRow], kept: list[PersonRow]) -> Iterator[tuple[str, ...]]:
    """The lines to write, query by query, best case first."""
    index = Index([row.subject for row in kept])
    for row in asked:
        for place, ranked in enumerate(index.rank(row.subject, SHOWN), start=1):
            yield (row.id, kept[ranked.record].id, str(place), *_told(ranked))


def _row(cells: Mapping[str, str]) -> PersonRow:
    subject = Subject(
        read_names(cells["name"]),
        read_court(cells.get("court", "")),
        read_days(cells.get("sentence_date", "")),
    )
    return PersonRow(cells["id"], subject, cells.get("sentence_date", ""))


def doubts(rows: Sequence[PersonRow]) -> Iterator[str]:
    """Find rows that say less than they seem to: each fault with how many rows, and one of them.

    Such rows are ranked all the same.
    """
    times = Counter(row.id for row in rows)
    for what, found in (
        ("have no id", [row for row in rows if not row.id]),
        ("have the id of another row", [row for row in rows if row.id and times[row.id] > 1]),
        ("have no name", [row for row in rows if not row.subject.names]),
        (
            "have a date of sentence that cannot be read, and is left out",
            [row for row in rows if row.day and row.subject.days == NEVER],
        ),
    ):
        if found:
            first = found[0]
            yield f"{len(found)} rows {what} (the first: {first.id or 'no id'} {first.day})"


def _told(ranked: Ranked[int]) -> tuple[str, str, str]:
    why = "; ".join(reason.words for reason in reasons(ranked.match))
    return str(ranked.match.score), "yes" if ranked.is_suggested else "no", why
