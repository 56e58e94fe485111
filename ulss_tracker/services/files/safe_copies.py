"""The jobs that take files further: looked at, scanned, and made safe to look at.

Each file is a transaction of its own; nothing of the database is held while a process works on one.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from ulss_tracker.adapters import antivirus
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.client import SafeCopy
from ulss_tracker.adapters.gate.file_types import FileType, Unwanted
from ulss_tracker.models import Case, Document, FileRole, FileState, ScanState, db
from ulss_tracker.services.core import changed_records, office_details
from ulss_tracker.services.core.file_names import safe_name
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import integrity, paper_readings, receiving, storing
from ulss_tracker.services.files.storing import Tampered

MOST_TRIES = 2
# A machine is not busy for days: a file whose process sleeps until it is ended looks the same.
_MOST_BUSY_TRIES = 50
_AT_ONCE = 20  # files in one run
_MADE_AT_ONCE = 4  # files made in one run: each may take two minutes
# Seconds of the clock: nobody waits, and others may be at work.
_LONGEST_LOOK, _LONGEST_MAKING = 30.0, 600.0
_LONGEST_WORDS = 400_000
_MOST_SCANNED = 200  # pages, at some three seconds each
_STATES = {Unwanted.ENCRYPTED: FileState.ENCRYPTED, Unwanted.UNREADABLE: FileState.UNREADABLE}
# A draft's file is looked at, for whoever sent it; it is made safe once the office has it,
# as it has a letter dropped on the form of a request (desk/letter_reading.py).
_OF_THE_OFFICE = or_(
    Document.request_id.is_not(None),
    Document.case_id.is_not(None),
    Document.message_id.is_not(None),
    Document.added_by_id.is_not(None),
)


def look_waiting() -> int:
    """Look at the files that no process had time for as they came; how many were."""
    return _each(Document.state == FileState.WAITING, _look, _AT_ONCE)


def scan_waiting() -> int:
    """Scan the files of the office not scanned yet; how many were, none without a scanner."""
    if office_details.current().CLAMD_URL is None:
        return 0
    not_scanned = (Document.scan_state == ScanState.NOT_SCANNED) & _OF_THE_OFFICE
    return _each(not_scanned, _scan, _AT_ONCE)


def make_waiting() -> int:
    """Make safe copies of the office's files that wait for one; how many were made or given up."""
    waiting = (Document.state == FileState.TO_MAKE) & _OF_THE_OFFICE
    return _each(waiting, _make, _MADE_AT_ONCE)


def make_locked_again() -> int:
    """Have files that were locked for want of LibreOffice made safe where there is one now."""
    is_locked = select(Document).where(Document.state == FileState.LOCKED)
    if db.session.scalar(is_locked.limit(1)) is None or not gate.has_libreoffice():
        return 0
    with transaction():
        locked = list(db.session.scalars(is_locked))
        for document in locked:
            document.state = FileState.TO_MAKE
    return len(locked)


def _each(
    which: ColumnElement[bool], work: Callable[[int, FileType | None], bool], most: int
) -> int:
    # Those that took all their time for nothing go last: none keeps the others from their turn.
    query = select(Document.id, Document.media_type).where(which)
    query = query.order_by(Document.tries, Document.id).limit(most)
    waiting = [(row.id, row.media_type) for row in db.session.execute(query)]
    db.session.rollback()  # what follows takes seconds: nothing is held meanwhile
    done = 0
    for document_id, media_type in waiting:
        try:
            done += work(document_id, FileType.of(media_type))
        except gate.TooBusy:
            _has_failed(document_id, most=_MOST_BUSY_TRIES)  # its turn comes again
        except Tampered:
            db.session.rollback()
            integrity.report(document_id)
            _change(document_id, state=FileState.UNREADABLE)
    return done


def _original(document_id: int) -> Any:
    """The file as it came, on disk, and the database let go; None when it is gone."""
    stored = storing.find(document_id, FileRole.ORIGINAL)
    file = storing.read(stored) if stored else None
    db.session.rollback()
    return file


def _look(document_id: int, _kind: FileType | None) -> bool:
    file = _original(document_id)
    if file is None:
        return False
    with file:
        seen = gate.look(file, seconds=_LONGEST_LOOK)
        scan_state = receiving.scan(file, antivirus.SECONDS_TO_WAIT) if seen.kind else None
    if seen.kind is None:
        unwanted = seen.unwanted or Unwanted.UNREADABLE
        return _change(document_id, state=_STATES.get(unwanted, FileState.NOT_TAKEN))
    is_infected = scan_state is ScanState.INFECTED
    return _change(
        document_id,
        kind=seen.kind,
        state=FileState.INFECTED if is_infected else FileState.TO_MAKE,
        scan_state=scan_state,
        findings=[finding.value for finding in seen.findings],
    )


def _scan(document_id: int, _kind: FileType | None) -> bool:
    file = _original(document_id)
    if file is None:
        return False
    with file:
        scan_state = receiving.scan(file, antivirus.SECONDS_TO_WAIT)
    if scan_state is ScanState.NOT_SCANNED:
        return False
    state = FileState.INFECTED if scan_state is ScanState.INFECTED else None
    return _change(document_id, scan_state=scan_state, state=state)


def _make(document_id: int, kind: FileType | None) -> bool:
    if kind is None:  # kept before there was a gate: it is looked at first
        return _change(document_id, state=FileState.WAITING)
    if kind.is_for_libreoffice and not gate.has_libreoffice():
        return _change(document_id, state=FileState.LOCKED)
    added_by = db.session.scalar(select(Document.added_by_id).where(Document.id == document_id))
    file = _original(document_id)
    if file is None:
        return False
    with file, gate.make_safe(file, kind, seconds=_LONGEST_MAKING) as made:
        if made is None or not made.pages:
            return _has_failed(document_id)
        if not _is_scan(made, kind, is_of_office=added_by is not None):
            return _keep(document_id, made)
        if made.page_count > 1:
            _keep_first_page(document_id, file, kind)
        # To be looked at comes first: where there is no time for its words, it is kept without.
        with suppress(gate.TooBusy), gate.read_scan(file, kind) as scan:
            if scan is not None and scan.pages:
                return _keep(document_id, scan)
        return _keep(document_id, made)


def _keep_first_page(document_id: int, file: Any, kind: FileType) -> None:
    """Have the words of a long scan's first page read long before the last of it."""
    with suppress(gate.TooBusy), gate.read_scan(file, kind, most_pages=1) as scan, transaction():
        document = db.session.get(Document, document_id)
        if scan is not None and document is not None:
            document.words = _words(scan)


def _is_scan(made: SafeCopy, kind: FileType, *, is_of_office: bool) -> bool:
    """Whether pages have no words, not too many to read while other files wait.

    Of pictures only those that the office added are read: letters and papers photographed.
    """
    is_read = kind is FileType.PDF or (kind.is_picture and is_of_office)
    if made.page_count > _MOST_SCANNED or not is_read:
        return False
    return not all(page.text.strip() for page in made.pages) and gate.has_ocr()


def _has_failed(document_id: int, most: int = MOST_TRIES) -> bool:
    """Count a try; a file that ended its process each time could not be opened."""
    with transaction():
        document = db.session.get(Document, document_id)
        if document is None:
            return False
        document.tries += 1
        if document.tries >= most:
            document.state = FileState.UNREADABLE
    return True


def _keep(document_id: int, made: SafeCopy) -> bool:
    """Store the safe copy and its pages, and have the search know the words."""
    with transaction():
        document = db.session.get(Document, document_id)
        if document is None or document.state is not FileState.TO_MAKE:
            return False
        with made.file.open("rb") as file:
            storing.write(document, FileRole.SAFE, file, made.media_type)
        for number, page in enumerate(made.pages, start=1):
            with page.picture.open("rb") as file:
                storing.write(
                    document,
                    FileRole.PAGE,
                    file,
                    "image/webp",
                    number=number,
                    width=page.width,
                    height=page.height,
                    words=[list(word) for word in page.words],
                )
        document.pages = made.page_count
        document.words, document.reading = _words(made), None
        document.state = FileState.READY
        _note(document)
    return True


def _words(made: SafeCopy) -> str:
    words = paper_readings.PAGE_END.join(page.text for page in made.pages)
    return words.replace("\x00", "")[:_LONGEST_WORDS]


def _note(document: Document) -> None:
    """Have whatever is found by the file's words found by them."""
    if document.request is not None:
        changed_records.note(request=document.request)
    if document.case_id is not None:
        changed_records.note(case=db.session.get(Case, document.case_id))


def _change(
    document_id: int,
    *,
    state: FileState | None = None,
    scan_state: ScanState | None = None,
    kind: FileType | None = None,
    findings: list[str] | None = None,
) -> bool:
    """Write down what was found of a file; whether it is still there."""
    with transaction():
        document = db.session.get(Document, document_id)
        if document is None:
            return False
        if state is not None:
            document.state = state
            document.tries = 0
        document.scan_state = scan_state or document.scan_state
        if kind is not None:
            document.media_type = kind.media_type
            document.name = safe_name(document.name, kind.endings)
        if findings is not None:
            document.findings = findings
    return True
