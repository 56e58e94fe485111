"""`flask welsh`: a sheet of the public pages' Welsh for a translator, and taking it back."""

import csv
import re
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from config import ROOT

CATALOGUE = ROOT / "ulss_tracker" / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
READ_BY = "Read by "
"""Begins the comment of a sentence that a reader has passed: all others are unread."""
_FILLED_IN = re.compile(r"%\(\w+\)[sd]")
_COLUMNS = ("english", "form", "welsh", "read by")

welsh_cli = AppGroup("welsh", help="The Welsh of the public pages.")
_catalogue = click.option(
    "--catalogue", type=click.Path(path_type=Path, exists=True), default=CATALOGUE, hidden=True
)


@welsh_cli.command("sheet")
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--take-back", is_flag=True, help="Read the sheet into the catalogue instead.")
@_catalogue
def handle_sheet(sheet: Path, catalogue: Path, *, take_back: bool) -> None:
    """Write every sentence with its Welsh and who has read it, or take a sheet back.

    A sentence counts as read once a translator has put their name in its row's last column.
    """
    with catalogue.open("rb") as file:
        messages = read_po(file)
    if not take_back:
        rows = [row for message in messages if message.id for row in _rows(message)]
        with sheet.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_COLUMNS, *rows])
        unread = sum(not read_by for *_, read_by in rows)
        click.echo(f"{len(rows)} sentences are in {sheet}, {unread} of them unread")
        return
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        taken = sum(_take(messages, row) for row in csv.DictReader(file))
    with catalogue.open("wb") as file:
        write_po(file, messages, width=100)
    with catalogue.with_suffix(".mo").open("wb") as file:
        write_mo(file, messages)
    click.echo(f"{taken} sentences are read and taken back")


def _rows(message: Message) -> list[tuple[str, int, str, str]]:
    read_by = next((line for line in message.user_comments if line.startswith(READ_BY)), READ_BY)
    english = message.id if isinstance(message.id, str) else message.id[0]
    reader = read_by.removeprefix(READ_BY).strip()
    return [(english, number, words, reader) for number, words in enumerate(_forms(message))]


def _forms(message: Message) -> list[str]:
    """The Welsh of a sentence: one, or one for each form of its plural."""
    forms = message.string
    return [forms or ""] if forms is None or isinstance(forms, str) else list(forms)


def _take(messages: Catalog, row: dict[str, str]) -> bool:
    """Take one row, if it was read; whether it was. Refuses one that fills in something else."""
    reader = row["read by"].strip()
    message = messages.get(row["english"])
    if not reader or message is None:
        return False
    english = [message.id] if isinstance(message.id, str) else message.id
    if set(_FILLED_IN.findall(row["welsh"])) not in [
        set(_FILLED_IN.findall(text)) for text in english
    ]:
        raise click.ClickException(f"Not the same %(…) as in the English: {row['welsh']}")
    forms = _forms(message)
    forms[int(row["form"])] = row["welsh"].strip()
    message.string = tuple(forms) if isinstance(message.id, tuple | list) else forms[0]
    notes = [line for line in message.user_comments if not line.startswith(READ_BY)]
    message.user_comments = [*notes, READ_BY + reader]
    return True
