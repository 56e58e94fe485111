"""A backup as one file: a compressed tar of a manifest and a copy, encrypted with age if wished.

Beside it stands its SHA-256 in the form of `sha256sum`, so that a copy of it elsewhere can be
checked by anybody, without the key.
"""

import gzip
import hashlib
import shutil
import subprocess  # nosec B404
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ulss_tracker.adapters.backup import BackupError
from ulss_tracker.adapters.backup.dumps import installed, keep

MANIFEST, DATABASE = "manifest.json", "database"
"""The two members, in their order."""

_AGE = b"age-encryption.org/"
_QUICKEST = 1  # what is big is pictures and PDFs, which no level makes smaller


def write(path: Path, directory: Path, recipients: Sequence[str]) -> None:
    """Pack the two members in `directory` into `path`, for these public keys where there are any.

    Raises `BackupError`, also where `path` is there already.
    """
    if path.exists():
        raise BackupError(f"{path} is there already, and nothing is overwritten")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            unfinished.chmod(0o600)
            with (
                _encrypted(file, recipients) as out,
                gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_QUICKEST, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                for name in (MANIFEST, DATABASE):
                    tar.add(directory / name, arcname=name, filter=_of_nobody)
        digest = sha256(unfinished)
        keep(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    sidecar(path).write_text(f"{digest}  {path.name}\n", encoding="ascii")


def unpack(path: Path, directory: Path, identity: Path | None) -> None:
    """Unpack a backup into `directory`, with the private key in `identity` if it is encrypted.

    Raises `BackupError` where it is damaged, cut short or for another key.
    """
    if not path.is_file():
        raise BackupError(f"There is no backup at {path}")
    _compare_with_sidecar(path)
    found = set()
    try:
        with (
            path.open("rb", buffering=0) as file,  # age reads on from the same place
            _decrypted(file, identity) as plain,
            gzip.GzipFile(fileobj=plain, mode="rb") as unpacked,
            tarfile.open(fileobj=unpacked, mode="r|") as tar,
        ):
            for member in tar:
                content = tar.extractfile(member)
                if member.name in {MANIFEST, DATABASE} and content is not None:
                    with (directory / member.name).open("wb") as out:
                        shutil.copyfileobj(content, out)
                    found.add(member.name)
            while unpacked.read(1 << 20):  # to the end, where the checksums are
                pass
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise BackupError(f"{path.name} is damaged: {error}") from error
    if found != {MANIFEST, DATABASE}:
        raise BackupError(f"{path.name} is no backup of the tracker")


def sidecar(path: Path) -> Path:
    """The file beside a backup that holds its SHA-256."""
    return path.with_name(f"{path.name}.sha256")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare_with_sidecar(path: Path) -> None:
    beside = sidecar(path)
    if beside.exists() and beside.read_text(encoding="ascii").split()[0] != sha256(path):
        raise BackupError(f"{path.name} is damaged: it has not the SHA-256 that stands beside it")


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


@contextmanager
def _encrypted(file: IO[bytes], recipients: Sequence[str]) -> Iterator[Any]:
    if not recipients:
        yield file
        return
    keys = [part for recipient in recipients for part in ("--recipient", recipient)]
    with subprocess.Popen(  # noqa: S603  # nosec B603
        [installed("age", "package of that name"), "--encrypt", *keys],
        stdin=subprocess.PIPE,
        stdout=file,
        stderr=subprocess.PIPE,
    ) as process:
        with suppress(BrokenPipeError):  # it has said why
            yield process.stdin
        message = _end(process)
    if process.returncode:
        raise BackupError(f"The backup cannot be encrypted for BACKUP_RECIPIENTS: {message}")


@contextmanager
def _decrypted(file: IO[bytes], identity: Path | None) -> Iterator[Any]:
    is_encrypted = file.read(len(_AGE)) == _AGE
    file.seek(0)
    if not is_encrypted:
        yield file
        return
    if identity is None:
        raise BackupError(
            "The backup is encrypted: give --identity, or set BACKUP_IDENTITY_FILE, to the file "
            "of the private key"
        )
    with subprocess.Popen(  # noqa: S603  # nosec B603
        [installed("age", "package of that name"), "--decrypt", "--identity", str(identity)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process.stdout
        except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
            process.kill()
            message = process.stderr.read().decode(errors="replace") if process.stderr else ""
            raise BackupError(f"The backup cannot be read: {message.strip() or error}") from error
        message = _end(process)
    if process.returncode:
        raise BackupError(f"The backup cannot be decrypted: {message}")


def _end(process: "subprocess.Popen[bytes]") -> str:
    """Wait for the program to end, and return what it complained of."""
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.close()
    stderr = process.stderr.read() if process.stderr else b""
    process.wait()
    return stderr.decode(errors="replace").strip()
