"""Receiving a file: measured, looked at and scanned, before the database is touched.

Nothing about a file is believed but what is in it. Somebody waits: it takes five seconds at most,
and when all places for looking are taken it takes none, and a job looks at the file instead.
"""

import logging
import re
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Self

from ulss_tracker.adapters import antivirus
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.client import Look
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.limits import LOOKING
from ulss_tracker.adapters.gate.slots import slot
from ulss_tracker.errors import Refused
from ulss_tracker.models import FileState, ScanState
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.file_names import safe_name
from ulss_tracker.services.files import storing

_log = logging.getLogger("ulss_tracker.files")
LARGEST = 20 * 1024 * 1024
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")
UNKNOWN_TYPE = "application/octet-stream"


def N_(sentence: str) -> str:
    """Mark a sentence for the translators; the web translates it when it shows it."""
    return sentence


EMPTY = N_("The file is empty. Check that it is the right one, then choose it again.")
TOO_LARGE = N_(
    "The file must be 20MB or smaller. Save a smaller copy, or give a link to it instead."
)
VIRUS = N_(
    "A virus was found in the file, so it was not kept. Choose another file, or give a link."
)
UNWANTED = {
    Unwanted.UNKNOWN: N_(
        "The file must be a PDF, Word document, OpenDocument text, RTF, plain text, email, "
        "or a JPEG, PNG, WebP or HEIC picture. Save it as one of these, then choose it again."
    ),
    Unwanted.WEB_PAGE: N_(
        "The file is a web page. Give a link to the page instead, or save it as a PDF."
    ),
    Unwanted.OTHER_PICTURE: N_(
        "The picture must be a JPEG, PNG, WebP or HEIC. Save it as a JPEG, or take a screenshot "
        "of it."
    ),
    Unwanted.PICTURE_TOO_LARGE: N_(
        "The picture has too many dots. Save a smaller copy, or take a screenshot."
    ),
    Unwanted.ENCRYPTED: N_(
        "The file is protected with a password. Save a copy without the password, or print it as a "
        "PDF, then choose that."
    ),
    Unwanted.UNREADABLE: N_(
        "We could not open this file. Save it as a PDF or take a picture of it, then choose that."
    ),
}
SENTENCES = (EMPTY, TOO_LARGE, VIRUS, *UNWANTED.values())
SCAN_STATES = {
    antivirus.ScanAnswer.CLEAN: ScanState.CLEAN,
    antivirus.ScanAnswer.INFECTED: ScanState.INFECTED,
    antivirus.ScanAnswer.NO_ANSWER: ScanState.NOT_SCANNED,
}


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be kept, closed with the block it is used in.

    Its kind is None while nobody has looked at it.
    """

    file: IO[bytes]
    size: int
    sha256: str
    kind: FileType | None
    findings: tuple[Finding, ...]
    scan_state: ScanState

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    @property
    def state(self) -> FileState:
        """How far it has come."""
        return FileState.TO_MAKE if self.kind else FileState.WAITING

    @property
    def media_type(self) -> str:
        """The media type of what it is."""
        return self.kind.media_type if self.kind else UNKNOWN_TYPE

    def name(self, given: str) -> str:
        """The name it is kept by: what it is called, with an ending that says what it is."""
        if self.kind:
            return safe_name(given, self.kind.endings)
        own = PurePosixPath(given).suffix.lower()
        return safe_name(given, (own if _ENDING.fullmatch(own) else ".file",))


def receive(content: bytes | IO[bytes], *, seconds: float = LOOKING.seconds) -> Received:
    """Measure, look at and scan a file, in so many seconds.

    Raises `Refused` with one of `SENTENCES`. A scanner that does not answer refuses nothing: the
    file is kept, scanned by a job, and shown to nobody before.
    """
    file = storing.on_disk(content)
    try:
        return _received(file, seconds)
    except Refused:
        file.close()
        raise


def _received(file: IO[bytes], seconds: float) -> Received:
    until = time.monotonic() + seconds
    size, sha256 = storing.measure(file)
    if size == 0:
        raise Refused(EMPTY)
    office = office_details.current()
    if size > LARGEST:
        raise Refused(TOO_LARGE)
    with slot(office.LOOKS_AT_ONCE, office.database_key) as is_free:
        seen = _look(file, seconds) if is_free else None
        if seen is None:
            return Received(file, size, sha256, None, (), ScanState.NOT_SCANNED)
        if seen.kind is None:
            raise Refused(UNWANTED[seen.unwanted or Unwanted.UNREADABLE])
        scan_state = scan(file, until - time.monotonic())
    if scan_state is ScanState.INFECTED:
        raise Refused(VIRUS)
    return Received(file, size, sha256, seen.kind, seen.findings, scan_state)


def _look(file: IO[bytes], seconds: float) -> Look | None:
    """The kind of the file and its findings; None when the machine is too busy to say in time."""
    try:
        return gate.look(file, seconds=seconds)
    except gate.TooBusy:
        return None


def scan(file: IO[bytes], seconds: float) -> ScanState:
    """The scanner's answer; not scanned where there is no scanner, or no answer in the time."""
    url = office_details.current().CLAMD_URL
    if url is None or seconds <= 0:
        return ScanState.NOT_SCANNED
    answer = antivirus.scan(file, url, seconds=seconds)
    if answer is antivirus.ScanAnswer.NO_ANSWER:
        _log.warning("the virus scanner did not answer: the file is scanned later")
    return SCAN_STATES[answer]
