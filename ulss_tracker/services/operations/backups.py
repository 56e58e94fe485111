"""Taking a backup, looking whether one is whole, and putting one back.

Everything that the tracker keeps is in its database, stored files included, so a backup is a copy
of the database with a manifest of what must be in it.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url, text

from ulss_tracker import clock
from ulss_tracker.adapters import signatures
from ulss_tracker.adapters.backup import BackupError, archive, dumps
from ulss_tracker.release import VERSION
from ulss_tracker.services.core import office_details, progress
from ulss_tracker.services.operations import definitions, fingerprints, revisions
from ulss_tracker.services.operations.fingerprints import Fingerprint

FORMAT = 2
_UNSIGNED = 1  # the format from before backups were signed
_MOST_NAMED = 5
_LAST_CHECKPOINT = text("SELECT number, sha256 FROM checkpoint ORDER BY number DESC LIMIT 1")
_POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a backup: of which database, from when, and what must be found in it.

    Everything committed before `began_at` is in it. `revision` is the migration that the database
    stood at; `size` (bytes) and `sha256` are those of the copy inside. `definitions` are those of
    tables, triggers and functions (`definitions.of`), `checkpoint` is the last one's number and
    hash. `signature` is of all this by the key of checkpoints: "" where none is set, or before.
    """

    release: str
    database: str
    revision: str
    began_at: datetime
    ended_at: datetime
    tables: Mapping[str, Fingerprint]
    files: int
    file_bytes: int
    size: int
    sha256: str
    definitions: Mapping[str, str] = field(default_factory=dict)
    checkpoint: str = ""
    signature: str = ""

    @property
    def rows(self) -> int:
        """How many rows it holds in all."""
        return sum(fingerprint.rows for fingerprint in self.tables.values())

    @property
    def words(self) -> str:
        """The contents in words, for a person."""
        return (
            f"{self.rows:,} rows in {len(self.tables)} tables and {self.files:,} stored files "
            f"({self.file_bytes:,} bytes), of {self.began_at:%d/%m/%Y %H:%M:%S} UTC"
        )


def take(path: Path, address: str, recipients: Sequence[str]) -> Manifest:
    """Back up the database at `address` into the new file `path`, while it is in use.

    With `recipients`, public keys of age, only their private keys open it. Raises `BackupError`.
    """
    url = make_url(address)
    with _workplace() as directory:
        copy = directory / archive.DATABASE
        began_at = clock.now()
        progress.begin("copying the database")
        with dumps.copied(url, copy) as connection:
            tables = fingerprints.of_all(connection)
            files, file_bytes = fingerprints.stored_files(connection)
            revision = revisions.of_database(connection) or ""
            made_of = definitions.of(connection)
            last = connection.execute(_LAST_CHECKPOINT).first()
        manifest = Manifest(
            release=VERSION,
            database=url.get_backend_name(),
            revision=revision,
            began_at=began_at,
            ended_at=clock.now(),
            tables=tables,
            files=files,
            file_bytes=file_bytes,
            size=copy.stat().st_size,
            sha256=archive.sha256(copy),
            definitions=made_of,
            checkpoint=f"{last.number} {last.sha256}" if last else "",
        )
        if key := office_details.current().CHECKPOINT_KEY_FILE:
            manifest = replace(manifest, signature=_signed(manifest, key))
        (directory / archive.MANIFEST).write_text(_written(manifest), encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        progress.begin("packing")
        archive.write(path, directory, recipients)
    return manifest


def verify(path: Path, identity: Path | None, *, unsigned: bool = False) -> Manifest:
    """Read a backup to its end and compare it with its manifest, without restoring it.

    A copy of SQLite's is compared row by row and file by file; of a dump of PostgreSQL's the rows
    are counted. `unsigned` takes one that no key known here signed. Raises `BackupError` with the
    first things that are wrong.
    """
    with opened(path, identity, unsigned=unsigned) as (manifest, copy):
        if manifest.database == _POSTGRESQL:
            progress.begin("counting rows")
            counts = dumps.rows_in_dump(copy)
            wanted = {name: fingerprint.rows for name, fingerprint in manifest.tables.items()}
            wrong = [
                f"{name} has {counts.get(name, 0)} rows, not {wanted.get(name, 0)}"
                for name in sorted(wanted.keys() | counts.keys())
                if counts.get(name, 0) != wanted.get(name, 0)
            ]
            _refuse(wrong)
        else:
            compare(manifest, URL.create("sqlite", database=str(copy)))
        return manifest


def restore(path: Path, address: str, identity: Path | None, *, unsigned: bool = False) -> Manifest:
    """Put a backup back into the empty database at `address`, and compare what it holds then.

    `unsigned` as in `verify`; tables and triggers may then be others than when it was taken. Raises
    `BackupError`, before anything is written where the database is not empty.
    """
    url = make_url(address)
    dumps.refuse_used(url)
    with opened(path, identity, unsigned=unsigned) as (manifest, copy):
        if manifest.database != url.get_backend_name():
            raise BackupError(
                f"The backup is of {manifest.database}, and DATABASE_URL names "
                f"{url.get_backend_name()}: restore it on its own kind, then use `data move`"
            )
        progress.begin("putting it back")
        dumps.put_back(url, copy)
        compare(replace(manifest, definitions={}) if unsigned else manifest, url)
        return manifest


def compare(manifest: Manifest, url: URL) -> None:
    """Compare a database with a manifest: definitions, every row and file. Raises `BackupError`."""
    with dumps.reading(url) as connection:
        wrong = []
        if connection.dialect.name == "sqlite":
            checked = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
            wrong += [f"SQLite says: {each}" for each in checked if each != "ok"]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST_NAMED)
            wrong += [f"{row[0]} refers to a row of {row[2]} that is not there" for row in broken]
        if manifest.definitions:
            wrong += definitions.differing(manifest.definitions, definitions.of(connection))
        wrong += fingerprints.differing(manifest.tables, fingerprints.of_all(connection))
        changed = fingerprints.changed_files(connection)
        wrong += [f"stored file {number} has not its hash" for number in changed]
    _refuse(wrong)


@contextmanager
def opened(
    path: Path, identity: Path | None, *, unsigned: bool = False
) -> Iterator[tuple[Manifest, Path]]:
    """Unpack a backup for the block: its manifest, and the copy of the database in it.

    Raises `BackupError` where the copy is not the one that was packed, or the manifest is not as it
    was signed.
    """
    with _workplace() as directory:
        progress.begin("unpacking")
        archive.unpack(path, directory, identity)
        manifest = _read((directory / archive.MANIFEST).read_text(encoding="utf-8"))
        if not unsigned:
            _refuse_unsigned(path, manifest)
        copy = directory / archive.DATABASE
        if archive.sha256(copy) != manifest.sha256:
            raise BackupError(f"{path.name} is damaged: its copy of the database is another")
        yield manifest, copy


@contextmanager
def _workplace() -> Iterator[Path]:
    """A directory that nobody else may read, with room for the database: TMPDIR says where."""
    with tempfile.TemporaryDirectory(prefix="ulss-backup-") as directory:
        yield Path(directory)


def _signed(manifest: Manifest, key: Path) -> str:
    try:
        return signatures.sign(_written(manifest), key)
    except signatures.SignatureError as error:
        raise BackupError(f"The backup cannot be signed: {error}") from error


def _refuse_unsigned(path: Path, manifest: Manifest) -> None:
    """Raise `BackupError` but where a key known here signed it, or none was ever set."""
    keys = office_details.current().checkpoint_keys
    words = _written(replace(manifest, signature=""))
    if not manifest.signature and not keys:
        return
    if manifest.signature and signatures.is_signed(words, manifest.signature, keys):
        return
    changed = "was changed, or signed by a key that is not known here"
    raise BackupError(
        f"{path.name} {changed if manifest.signature else 'is not signed'}: set "
        "CHECKPOINT_KEY_FILE or CHECKPOINT_PUBLIC_KEYS, or have two people accept it "
        "(docs/operations.md)"
    )


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        more = f", and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
        raise BackupError(f"It is not as it was taken: {'; '.join(wrong[:_MOST_NAMED])}{more}")


def _written(manifest: Manifest) -> str:
    plain: dict[str, Any] = {"format": FORMAT, **asdict(manifest)}
    return json.dumps(plain, indent=1, sort_keys=True, default=lambda instant: instant.isoformat())


def _read(text: str) -> Manifest:
    try:
        plain = json.loads(text)
        if plain.pop("format") not in {_UNSIGNED, FORMAT}:
            raise BackupError("The backup was made by a newer release: restore it with that one")
        for name in ("began_at", "ended_at"):
            plain[name] = datetime.fromisoformat(plain[name])
        plain["tables"] = {name: Fingerprint(**each) for name, each in plain["tables"].items()}
        return Manifest(**plain)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"The manifest of the backup cannot be read: {error}") from error
