"""`flask data ...`: backups taken, looked at and put back."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from ulss_tracker.adapters.backup import BackupError
from ulss_tracker.cli import drill, progress
from ulss_tracker.cli.dates import SECOND
from ulss_tracker.cli.errors import reporting
from ulss_tracker.errors import ServiceFault
from ulss_tracker.models import RestoredCopy, db
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core import office_details
from ulss_tracker.services.files import moving
from ulss_tracker.services.operations import backup_store, backups, database_move, restored_copy

data_cli = AppGroup("data", help="Back up the database, verify a backup, restore it, try one.")

_MOST_SAID = 5
_TWO = 2
_PARTS = len(db.metadata.tables) + 2
"""About so many tell how far a backup is: each table, and what is done before and after."""
_FILE = click.Path(dir_okay=False, path_type=Path)
identity_option = click.option(
    "--identity",
    type=_FILE,
    help="the file of age's private key, where the backup is encrypted (BACKUP_IDENTITY_FILE)",
)


@data_cli.command("backup")
@click.argument("path", type=_FILE, required=False)
@click.option("--thin", is_flag=True, help="then delete those that are not kept so long")
def backup(path: Path | None, thin: bool) -> None:
    """Back up the database into the new file PATH, while it is in use.

    Without PATH, into BACKUP_DIRECTORY under the moment's name. Encrypted for the public keys in
    BACKUP_RECIPIENTS, where they are set.
    """
    with reporting(BackupError), progress.shown("Backing up", _PARTS):
        began = time.monotonic()
        path = path or backup_store.new_path()
        manifest = backups.take(path, address(), office_details.current().BACKUP_RECIPIENTS)
        gone = backup_store.thin() if thin else 0
    click.echo(f"{path}: {manifest.words}; {time.monotonic() - began:.1f} s")
    if gone:
        click.echo(f"{counted(gone, 'older backup', 'older backups')} deleted")


@data_cli.command("verify")
@click.argument("path", type=_FILE)
@identity_option
def verify(path: Path, identity: Path | None) -> None:
    """Read the backup PATH to its end and compare it with its manifest; nothing is restored."""
    with reporting(BackupError), progress.shown("Verifying", _PARTS):
        manifest = backups.verify(path, key(identity))
    click.echo(f"{path} is whole: {manifest.words}")


@data_cli.command("restore")
@click.argument("path", type=_FILE)
@identity_option
@click.option("--unsigned-because", default="", help="why one that is not signed is restored")
@click.option("--accepted-by", multiple=True, metavar="NAME", help="who accepts that: two people")
def restore(
    path: Path, identity: Path | None, unsigned_because: str, accepted_by: tuple[str, ...]
) -> None:
    """Restore the backup PATH into the database of DATABASE_URL, which must be empty.

    One that no key known here signed only where two people say why; the copy keeps their words.
    """
    names = {name.strip().casefold(): name.strip() for name in accepted_by if name.strip()}
    is_accepted = bool(unsigned_because.strip())
    if is_accepted != (len(names) >= _TWO):
        raise click.UsageError("Give --unsigned-because with --accepted-by of two people")
    because = f"{unsigned_because.strip()} ({', '.join(names.values())})" if is_accepted else ""
    with reporting(BackupError), progress.shown("Restoring", _PARTS):
        began = time.monotonic()
        manifest = backups.restore(path, address(), key(identity), unsigned=is_accepted)
        upgrade()  # an older release may have made the backup
        copy = restored_copy.mark(manifest.began_at, unsigned_because=because)
    click.echo(f"Restored and equal: {manifest.words}; {time.monotonic() - began:.1f} s")
    _say_held(copy)


@data_cli.command("mark-restored")
@click.option(
    "--as-of",
    type=SECOND,
    required=True,
    help="UTC: what was recorded later is not in the database",
)
def mark_restored(as_of: datetime) -> None:
    """Say that the database was restored by other means: pgBackRest, or a file copied back."""
    upgrade()
    _say_held(restored_copy.mark(as_of.replace(tzinfo=UTC)))


@data_cli.command("drill")
@click.argument("path", type=_FILE, required=False)
@identity_option
def trial(path: Path | None, identity: Path | None) -> None:
    """Restore the backup PATH, else the newest, for a trial, and read its pages; 1 if it fails.

    Into a database of its own, gone afterwards (DRILL_DATABASE_URL). The watchdog tells of a drill
    that failed.
    """
    wrong = "it broke off."
    try:
        with reporting(BackupError), progress.shown("Restoring and verifying", 2 * _PARTS):
            path = path or backup_store.newest()
            server = current_app.config["DRILL_DATABASE_URL"] or address()
            done = drill.run(path, str(server), key(identity))
            wrong = "".join(f"{each}. " for each in done.wrong[:_MOST_SAID])
    except click.ClickException as error:
        wrong = f"{error.message}."
        raise
    finally:
        backup_store.record_drill(path, wrong)
    click.echo(
        f"{path}: {done.manifest.words}\nrestored and equal in {done.restored:.1f} s; "
        f"{done.pages} pages read in {done.read:.1f} s"
    )
    if wrong:
        raise click.ClickException(wrong)
    click.echo("All is well")


@data_cli.command("move")
@click.argument("source", type=_FILE)
def move(source: Path) -> None:
    """Move the rows of the SQLite file SOURCE into the PostgreSQL of DATABASE_URL, which is empty.

    The file stays as it is. Stop the tracker first: what is written later is not moved.
    """
    with reporting(BackupError), progress.shown("Moving", 2 * _PARTS):
        began = time.monotonic()
        if source.is_file() and address().startswith("postgresql"):
            upgrade()
        moved = database_move.move(source, address())
    rows = sum(fingerprint.rows for fingerprint in moved.values())
    click.echo(
        f"Moved and equal: {rows:,} rows in {len(moved)} tables; {time.monotonic() - began:.1f} s"
    )


@data_cli.command("move-files")
def move_files() -> None:
    """Move the bytes of files to where FILES_STORE says: the database, or the object store.

    While the tracker serves. Each part is written there, read back and compared before it goes
    here; broken off, it goes on where it was.
    """
    with reporting(ServiceFault):
        parts = sum(moving.move_all())
    store = office_details.current().FILES_STORE.replace("-", " ")
    click.echo(f"{counted(parts, 'part', 'parts')} of files moved to the {store}")
    if left := moving.count_elsewhere():
        raise click.ClickException(f"{counted(left, 'part', 'parts')} could not be read")


@data_cli.command("orphans")
def orphans() -> None:
    """Name the objects of the object store that no file has, a line each; the jobs let them go."""
    with reporting(ServiceFault):
        for name in moving.orphans():
            click.echo(name)


def address() -> str:
    """The address of the database, with its password."""
    return str(current_app.config["SQLALCHEMY_DATABASE_URI"])


def key(identity: Path | None) -> Path | None:
    """The file of the private key: the one that was given, else that of the settings."""
    return identity or office_details.current().BACKUP_IDENTITY_FILE


def _say_held(copy: RestoredCopy) -> None:
    file = office_details.current().CHECKPOINT_FILE
    if file is None or not file.exists():
        click.echo("Without CHECKPOINT_FILE nothing that was erased since is erased again.")
    click.echo(
        f"{copy.held_messages} messages are held back. Nothing is sent until an administrator "
        "confirms this copy, on the page “Restored copy”."
    )
