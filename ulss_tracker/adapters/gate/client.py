"""The door for strangers' files: `look` (seconds, while somebody waits) and `make_safe` (a job).

Messages pass the same door: `adapters/mailbox/reading.py`.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.jail import TooBusy
from ulss_tracker.adapters.gate.limits import LOOKING, MAKING, SCANNING

__all__ = [
    "Look",
    "Page",
    "Redacted",
    "SafeCopy",
    "TooBusy",
    "has_libreoffice",
    "has_ocr",
    "look",
    "make_safe",
    "read_scan",
    "redact",
]

Mark = str | tuple[int, float, float, float, float]
"""Words, wherever they stand; or a page and its area: left, top, width, height in per cent."""


@dataclass(frozen=True, slots=True)
class Look:
    """The kind of a file and what was found in it; or, without a kind, why it is not taken."""

    kind: FileType | None
    findings: tuple[Finding, ...] = ()
    unwanted: Unwanted | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The picture of a page, its size in pixels, and its words: (text, left, top, width, height).

    Places are thousandths of the page's width and height; `text` is the words in reading order.
    """

    picture: Path
    width: int
    height: int
    words: tuple[tuple[str, int, int, int, int], ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class SafeCopy:
    """A copy in which nothing runs: a PDF, or a picture; its pages as pictures; its words."""

    file: Path
    media_type: str
    pages: tuple[Page, ...]
    page_count: int
    text: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A PDF of new pages, the marked places black; of each mark the pages of its places."""

    file: Path
    places: tuple[tuple[int, ...], ...]


def has_libreoffice() -> bool:
    """Whether Word, OpenDocument and RTF documents can be made into PDFs. Raises `TooBusy`."""
    return "soffice" in _programs()


def has_ocr() -> bool:
    """Whether the words of scans can be read. Raises `TooBusy`."""
    return "ocrmypdf" in _programs()


def _programs() -> list[str]:
    """The programs that the jail has, which may be a container with more than this one."""
    with tempfile.TemporaryFile() as nothing:
        return jail.ask("programs", nothing, LOOKING.seconds, json.loads) or []


def look(file: IO[bytes], *, seconds: float = LOOKING.seconds) -> Look:
    """Look at a file on disk, for at most `seconds`.

    A file whose process has to be ended, or ends by itself, could not be opened. Raises `TooBusy`
    when it was not the file that took the time.
    """
    return jail.ask("look", file, seconds, _look) or Look(None, unwanted=Unwanted.UNREADABLE)


@contextmanager
def make_safe(
    file: IO[bytes], kind: FileType, *, seconds: float = MAKING.seconds
) -> Iterator[SafeCopy | None]:
    """Make a safe copy of a file on disk, there until the block ends; None when none can be made.

    Of a kind that `is_for_libreoffice` none can be made without it. Raises `TooBusy` when it was
    not the file that took the `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="safe-") as made:
        directory = Path(made)
        copy = partial(_safe_copy, directory)
        yield jail.ask("make", file, seconds, copy, kind.name, directory=directory)


@contextmanager
def read_scan(
    file: IO[bytes], kind: FileType, *, most_pages: int = 0, seconds: float = SCANNING.seconds
) -> Iterator[SafeCopy | None]:
    """Make a safe copy of a scan whose words can be searched, as `make_safe` does of any file.

    `most_pages`: only of so many of its first pages; none means all.
    """
    with tempfile.TemporaryDirectory(prefix="safe-") as made:
        directory = Path(made)
        copy = partial(_safe_copy, directory)
        arguments = kind.name, str(most_pages)
        yield jail.ask("scan", file, seconds, copy, *arguments, directory=directory)


@contextmanager
def redact(
    file: IO[bytes], kind: FileType, marks: Sequence[Mark], *, seconds: float = SCANNING.seconds
) -> Iterator[Redacted | None]:
    """Make a file anew without what is marked; None where it is too long, or it can still be read.

    Raises `TooBusy`.
    """
    with tempfile.TemporaryDirectory(prefix="safe-") as made:
        directory = Path(made)
        arguments = kind.name, json.dumps(marks)
        as_result = partial(_redacted, directory)
        yield jail.ask("redact", file, seconds, as_result, *arguments, directory=directory)


def _redacted(directory: Path, result: bytes) -> Redacted:
    places = json.loads(result)["places"]
    return Redacted(directory / "0", tuple(tuple(map(int, pages)) for pages in places))


def _look(result: bytes) -> Look:
    answer = json.loads(result)
    return Look(
        FileType[answer["kind"]] if answer["kind"] else None,
        tuple(Finding(each) for each in answer["findings"]),
        Unwanted(answer["unwanted"]) if answer["unwanted"] else None,
    )


def _place(left: int, top: int, width: int, height: int) -> tuple[int, int, int, int]:
    return int(left), int(top), int(width), int(height)


def _safe_copy(directory: Path, result: bytes) -> SafeCopy:
    answer = json.loads(result)
    pages = tuple(
        Page(
            directory / str(number),
            int(page["width"]),
            int(page["height"]),
            tuple((str(words), *_place(*place)) for words, *place in page["words"]),
            str(page["text"]),
        )
        for number, page in enumerate(answer["pages"], start=1)
    )
    return SafeCopy(
        directory / "0",
        FileType[answer["kind"]].media_type,
        pages,
        int(answer["page_count"]),
        str(answer["text"]),
    )
