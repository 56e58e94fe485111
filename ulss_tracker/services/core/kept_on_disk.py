"""Keeping on the disk what the database does not take: one encrypted file each (ADR 0021).

Each kind has a folder and a purpose of its own. What is kept is there whatever happens to the
process or the machine from then on, until it is forgotten.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ulss_tracker.adapters import outage_files
from ulss_tracker.services.core import encryption, office_details


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one kind of thing is kept: below `OUTAGE_DIRECTORY`, encrypted for `purpose`."""

    purpose: str
    folder: str = ""

    def keep(self, name: str, content: dict[str, Any]) -> None:
        """Keep `content` under `name`; the same name again changes nothing.

        Raises OSError when it could not be kept: nothing may be acknowledged then.
        """
        directory = self._directory()
        if directory is None:
            raise OSError("OUTAGE_DIRECTORY is not set")
        text = json.dumps(content, default=str)
        key = office_details.current().OUTAGE_KEY
        outage_files.write(directory, name, encryption.encrypt(text, key=key, purpose=self.purpose))

    def waiting(self) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """The name and the content of each that is kept; None for one under another key."""
        directory, key = self._directory(), office_details.current().OUTAGE_KEY
        if directory is None:
            return
        for name, text in outage_files.read(directory):
            try:
                plain = encryption.decrypt(text, key=key, purpose=self.purpose)
            except encryption.Unreadable:
                yield name, None
            else:
                yield name, json.loads(plain)

    def forget(self, name: str) -> None:
        """Forget what is kept under this name, once it is in the database."""
        directory = self._directory()
        if directory is not None:
            outage_files.forget(directory, name)

    def _directory(self) -> Path | None:
        directory = office_details.current().OUTAGE_DIRECTORY
        return directory / self.folder if directory is not None else None
