"""Requests sent while the database was away: one file each, on the disk before it is acknowledged.

The words in them are encrypted by whoever writes them; their names say nothing of anybody.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

_ENDING = ".kept"


def write(directory: Path, name: str, text: str) -> bool:
    """Keep `text` under `name`, whatever happens to this process or machine from then on.

    False, and nothing is changed, where something is kept under that name already. Raises OSError
    when the disk does not do it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole, part = directory / f"{name}{_ENDING}", directory / f".{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, whole)  # whole or not at all, and never over another
        except FileExistsError:
            return False
        _sync(directory)
        return True
    finally:
        part.unlink(missing_ok=True)


def read(directory: Path) -> Iterator[tuple[str, str]]:
    """The name and the text of each that is kept, in the order of the names."""
    if not directory.is_dir():
        return
    for path in sorted(directory.glob(f"*{_ENDING}")):
        try:
            yield path.stem, path.read_text()
        except FileNotFoundError:  # taken in meanwhile
            continue


def forget(directory: Path, name: str) -> None:
    """Remove what is kept under this name, once it is kept elsewhere."""
    (directory / f"{name}{_ENDING}").unlink(missing_ok=True)
    _sync(directory)


def _sync(directory: Path) -> None:
    """A file is there after a power cut once its directory is written as well."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
