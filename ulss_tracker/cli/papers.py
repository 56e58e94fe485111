"""`flask papers`: what the reader makes of papers of a case."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from ulss_tracker.adapters.gate.client import TooBusy
from ulss_tracker.cli.errors import reporting
from ulss_tracker.cli.paths import READABLE
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.papers.reading import read_paper
from ulss_tracker.services.files.paper_pages import pages_of

papers_cli = AppGroup("papers", help="Papers of a case: remarks, indictments, extracts, letters.")


@papers_cli.command("read", with_appcontext=False)
@click.argument("files", nargs=-1, required=True, type=READABLE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read_files(files: tuple[Path, ...], as_json: bool) -> None:
    """Read each file (PDF, Word, OpenDocument, RTF, text, email or scan) and say what it states.

    Nothing is kept and no database is needed.
    """
    with reporting(TooBusy):
        papers = [_read(path) for path in files]
    if as_json:
        click.echo(json.dumps(papers, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join(map(_in_words, papers)))


def _read(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        pages = pages_of(file)
    reading = read_paper(pages.texts, load_catalogue())
    reading.unread[:0] = pages.unread
    return {"file": path.name, **reading.as_plain(), "scanned_pages": list(pages.scanned)}


def _in_words(paper: dict[str, object]) -> str:
    lines = [str(paper["file"])]
    for name, value in paper.items():
        if name in {"file", "read_from"} or not value:
            continue
        label = name.replace("_", " ").capitalize()
        rows = value if isinstance(value, list) else [value]
        lines += [f"  {label}: {_row(row)}" for row in rows]
    return "\n".join(lines)


def _row(row: object) -> str:
    if not isinstance(row, dict):
        return str(row)
    parts = {name: value for name, value in row.items() if value and "words" not in name}
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in parts.items())
