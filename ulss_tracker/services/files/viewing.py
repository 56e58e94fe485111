"""Looking at a file: its safe copy, page by page; and, on purpose, the file as it came.

Every reading is noted for the audit, of any case.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ulss_tracker import clock
from ulss_tracker.adapters.gate.file_types import FileType, Finding
from ulss_tracker.errors import NotFound, Refused, existing
from ulss_tracker.models import (
    AuditKind,
    Document,
    DocumentKind,
    FileRole,
    FileState,
    InboundMessage,
    ScanState,
    StoredFile,
    User,
    db,
)
from ulss_tracker.models.table_class import ERASED
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import storing
from ulss_tracker.services.files.documents import download_name
from ulss_tracker.services.protection import audit

PAGES_AT_ONCE = 100
_RUN = 4  # words of a line in a row, which no two facts share by chance
# A reader is one reading for so long, however many pages they scroll through.
_ONE_READING = timedelta(hours=1)
_ENDINGS = {kind.media_type: kind.endings[0] for kind in FileType}
NEXT_STEPS = {
    FileState.WAITING: "It is looked at within a minute or so. Open this page again then.",
    FileState.TO_MAKE: "It is ready within a few minutes. Open this page again then.",
    FileState.LOCKED: (
        "LibreOffice is not installed where the tracker’s jobs run, so Word, OpenDocument and RTF "
        "documents cannot be made safe. Ask whoever sent it for a PDF."
    ),
    FileState.ENCRYPTED: (
        "Ask whoever sent it for a copy without the password, as a PDF. Do not ask for the "
        "password by email."
    ),
    FileState.UNREADABLE: (
        "It may be damaged, or far larger inside than it looks. Ask whoever sent it for a PDF or a "
        "picture of it."
    ),
    FileState.NOT_TAKEN: "Ask whoever sent it for a PDF or a picture of it.",
    FileState.INFECTED: (
        "Nobody can open it. Tell whoever sent it, ask for a clean copy, and tell the people who "
        "look after your computers."
    ),
}
NOT_SCANNED_YET = "The virus scanner has not answered yet: it is asked again every minute."


@dataclass(frozen=True, slots=True)
class View:
    """A file as it may be shown to one person: pages if it is ready, else why not and what next.

    `read` has the words of each page that facts were read from.
    """

    document: Document
    pages: tuple[StoredFile, ...]
    read: dict[int, list[str]]
    first: int
    next_step: str
    findings: tuple[str, ...]
    may_take_original: bool

    def is_read(self, page: int, line: str) -> bool:
        """Whether a fact was read from a line, or from some words of it."""
        words = line.split()
        runs = [
            " ".join(words[place : place + _RUN]) for place in range(max(1, len(words) - _RUN + 1))
        ]
        return any(
            fact in line or any(run in fact for run in runs) for fact in self.read.get(page, ())
        )

    @property
    def is_bundle(self) -> bool:
        """Whether it was bound here, and has no pictures of its pages."""
        return self.document.kind is DocumentKind.BUNDLE and not self.pages

    @property
    def after(self) -> int | None:
        """The number of the first page after those shown; None when there is none."""
        number = self.first + len(self.pages)
        has_more = len(self.pages) == PAGES_AT_ONCE and number <= self.document.pages
        return number if has_more else None


def view(document_id: int, reader: User, *, first: int = 1) -> View:
    """The file as a person sees it, from page `first` on. Raises `NotFound`."""
    document = find(document_id)
    next_step = why_not(document)
    pages = () if next_step else _pages(document, max(1, first))
    _note(document, reader)
    return View(
        document=document,
        pages=pages,
        read=_read_from(document),
        first=max(1, first),
        next_step=next_step,
        findings=found_in(document),
        may_take_original=may_take_original(document, reader),
    )


def _read_from(document: Document) -> dict[int, list[str]]:
    reading = document.reading or {}
    facts = [fact for some in reading.get("read_from", {}).values() for fact in some]
    facts += [*reading.get("counts", ()), *reading.get("totals", ())]
    passed = reading.get("counts", ())
    facts += [{"page": one["sentence_page"], "words": one["sentence_words"]} for one in passed]
    read: dict[int, list[str]] = {}
    for fact in facts:
        if fact["words"]:
            read.setdefault(fact["page"], []).append(fact["words"])
    return read


def find(document_id: int) -> Document:
    """A file that came with a request or a message, or that the office added.

    Raises `NotFound`, also of a file of the public's draft, and of one whose message is hidden from
    the reader.
    """
    document = db.session.get(Document, document_id)
    if document is None or not _is_of_office(document):
        raise NotFound("There is no such file")
    if document.name == ERASED:
        raise NotFound("This file was erased, as two people decided")
    return document


def _is_of_office(document: Document) -> bool:
    is_added = document.draft_key and document.added_by_id
    return bool(document.request_id or document.case_id or is_added or _message(document))


def _message(document: Document) -> int | None:
    """The message that a file came with, where the reader may read it."""
    query = select(InboundMessage.id).where(InboundMessage.id == document.message_id)
    return db.session.scalar(query) if document.message_id else None


def found_in(document: Document) -> tuple[str, ...]:
    """The findings in the file, in words."""
    return tuple(Finding(finding).label for finding in document.findings)


def may_take_original(document: Document, reader: User) -> bool:
    """Whether the person may have the file as it came: never one with a virus, or not scanned."""
    is_shut = document.state is FileState.INFECTED or _waits_for_scanner(document)
    return not is_shut and may(reader.role, Permission.OPEN_ORIGINAL)


def note_page(document_id: int, reader: User) -> None:
    """Note that a person reads a page or the safe copy. Raises `NotFound` and `Refused`."""
    document = find(document_id)
    if next_step := why_not(document):
        raise Refused(next_step)
    _note(document, reader)


def take_original(document_id: int, by: User) -> Document:
    """Record that a person takes the file as it came.

    Raises `NotAllowed`, `NotFound`, and `Refused` for one with a virus or not scanned yet.
    """
    require(by, Permission.OPEN_ORIGINAL)
    document = find(document_id)
    if not may_take_original(document, by):
        raise Refused(why_not(document))
    reading = audit.of_file(AuditKind.TOOK_ORIGINAL, document)
    audit.keep_readings((reading,), by_id=by.id, page="casework.take_original")
    return document


@dataclass(frozen=True, slots=True)
class ServedFile:
    """The bytes of one stored file, on disk, and how they are given."""

    file: IO[bytes]
    media_type: str
    name: str
    is_page: bool


def take(document_id: int, role: FileRole, number: int, reader: User) -> ServedFile:
    """Read a stored file for a person, its hash compared.

    Raises `NotFound`, `NotAllowed`, `Refused` while it may not be read, and `Tampered`.
    """
    document = find(document_id)
    require(reader, Permission.SEE_CASES)
    is_original = role is FileRole.ORIGINAL
    if is_original and not may_take_original(document, reader):
        raise Refused("This file cannot be opened as it came")
    if not is_original and (next_step := why_not(document)):
        raise Refused(next_step)
    stored = existing(storing.find(document_id, role, number), "There is no such page")
    ending = "" if is_original else _ENDINGS.get(stored.media_type, "")
    return ServedFile(
        storing.read(stored),
        "application/octet-stream" if is_original else stored.media_type,
        download_name(document, ending),
        role is FileRole.PAGE,
    )


def scan_words(document: Document) -> str:
    """The answer of the scanner about the file; where none is asked, who accepted that."""
    exception = office_details.current().exception("scanner")
    if document.scan_state is ScanState.NOT_SCANNED and exception:
        until = day_words(exception.until_on)
        return f"Not scanned. {exception.by} accepted this until {until}: {exception.reason}"
    return document.scan_state.label


def why_not(document: Document) -> str:
    """Why the file is not shown, as what to do next; "" when it is."""
    if document.state is FileState.READY and _waits_for_scanner(document):
        return NOT_SCANNED_YET
    return NEXT_STEPS.get(document.state, "")


def _waits_for_scanner(document: Document) -> bool:
    has_scanner = office_details.current().CLAMD_URL is not None
    return has_scanner and document.scan_state is ScanState.NOT_SCANNED


def _pages(document: Document, first: int) -> tuple[StoredFile, ...]:
    query = (
        select(StoredFile)
        .where(
            StoredFile.document_id == document.id,
            StoredFile.role == FileRole.PAGE,
            StoredFile.number >= first,
        )
        .options(undefer(StoredFile.words))
        .order_by(StoredFile.number)
        .limit(PAGES_AT_ONCE)
    )
    return tuple(db.session.scalars(query))


def _note(document: Document, reader: User) -> None:
    if document.request is not None:
        audit.note_opening(document.request)
    if not audit.has_opened_file(document, reader, since=clock.now() - _ONE_READING):
        audit.note_file(document)
