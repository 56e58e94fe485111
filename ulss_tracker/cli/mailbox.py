"""`flask mailbox`: messages that people send, read from files."""

import csv
from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import AppGroup

from ulss_tracker.adapters.mailbox import file_words, reading
from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.errors import ServiceFault
from ulss_tracker.services.correspondence import fetching, taking
from ulss_tracker.services.correspondence.proposal import Proposal, propose

mailbox_cli = AppGroup("mailbox", help="Messages that people send: read, and taken in.")

COLUMNS = (
    "file", "kind", "offender_names", "court", "sentence_date", "offences", "standing",
    "requester_name", "reply_email", "reference", "language", "attachments_expected",
    "safe_contact_note", "notes",
)  # fmt: skip
_ENDINGS = (".eml", ".msg")


def row_of(name: str, proposal: Proposal) -> dict[str, str]:
    """A proposal as a row of the file that `mailbox read` writes."""
    return {
        "file": name,
        "kind": proposal.kind.value,
        "offender_names": "|".join(one.value for one in proposal.offenders),
        "court": proposal.court.value if proposal.court else "",
        "sentence_date": proposal.sentenced_on.value.isoformat() if proposal.sentenced_on else "",
        "offences": "|".join(one.value for one in proposal.offences),
        "standing": proposal.standing.value if proposal.standing else "",
        "requester_name": proposal.requester,
        "reply_email": proposal.reply_to,
        "reference": proposal.reference,
        "language": proposal.language,
        "attachments_expected": "|".join(_file_names(proposal.told.mail)),
        "safe_contact_note": "; ".join(one.value for one in proposal.warnings),
        "notes": proposal.reason,
    }


def _file_names(mail: MailMessage) -> list[str]:
    """The files of a message; a message attached to it is one too, named by its subject."""
    attached = [] if mail.report else [f"{one.subject or 'message'}.eml" for one in mail.messages]
    return [*(file.name for file in mail.all_files()), *attached]


def read_sent_log(path: Path | None) -> Mapping[str, str]:
    """The reference of each message of ours: a CSV file with message_id and reference."""
    if path is None:
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["message_id"]: row["reference"] for row in csv.DictReader(file)}


@mailbox_cli.command("read", with_appcontext=False)
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=WRITABLE)
@click.option(
    "--sent-log",
    type=READABLE,
    help="CSV of the office's own messages, with message_id and reference.",
)
def read_folder(source: Path, target: Path, sent_log: Path | None) -> None:
    """Read every .eml and .msg file of a folder and write what each seems to be, as CSV.

    Nothing is kept and no database is needed.
    """
    try:
        sent = read_sent_log(sent_log)
    except KeyError as fault:
        raise click.ClickException(f"{sent_log} has no column {fault}") from fault
    files = sorted(path for path in source.iterdir() if path.suffix.lower() in _ENDINGS)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for path in files:
            mail = reading.read(path.read_bytes())
            writer.writerow(row_of(path.name, propose(mail, sent, file_words.read(mail))))
    click.echo(f"{len(files)} messages read", err=True)


@mailbox_cli.command("take")
@click.argument("files", nargs=-1, required=True, type=READABLE)
def take_files(files: tuple[Path, ...]) -> None:
    """Take messages in from .eml and .msg files, each once, and make requests of new ones."""
    for path in files:
        taken = taking.take(path.read_bytes())
        message = taken.message
        said = message.kind or f"not read ({', '.join(message.faults)})"
        if message.request is not None:
            said += f", {message.request.reference}"
        click.echo(f"{path.name}: {said}" if taken.is_new else f"{path.name}: taken before, {said}")


@mailbox_cli.command("fetch")
def fetch_now() -> None:
    """Fetch the mailbox now, as the job does every minute."""
    try:
        click.echo(f"{fetching.fetch()} taken")
    except (ServiceFault, ValueError) as fault:
        raise click.ClickException(f"The mailbox cannot be fetched: {fault}") from fault
