"""Files people bring: checked, cleaned, scanned where there is a scanner, and kept in the database.

Nothing about a file is believed but what is in it. What the office gets is inert: no program, no
hidden place or name of the person who took a picture, a name that shows what the file is.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import or_, select

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Document, Draft, ScanState, db
from ulss_tracker.services.core import file_types, office_details, pictures
from ulss_tracker.services.core.file_names import safe_name
from ulss_tracker.services.core.file_types import FileType, Unwanted
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import audit

MOST_FILES = 5
LARGEST = 20 * 1024 * 1024


def N_(sentence: str) -> str:
    """Mark a sentence for the translators; the web translates it when it shows it."""
    return sentence


EMPTY = N_("The file is empty. Check that it is the right one, then choose it again.")
TOO_LARGE = N_(
    "The file must be 20MB or smaller. Save a smaller copy, or give a link to it instead."
)
TOO_MANY = N_("You can add up to 5 files. Remove one before you add another.")
VIRUS = N_(
    "A virus was found in the file, so it was not kept. Choose another file, or give a link."
)
PICTURE_TOO_LARGE = N_("The picture has too many dots. Save a smaller copy, or take a screenshot.")
PICTURE_UNREADABLE = N_(
    "The picture cannot be opened. It may be damaged. Save it again, or take a screenshot of it."
)
UNWANTED = {
    Unwanted.UNKNOWN: N_(
        "The file must be a PDF, Word document, OpenDocument text, RTF, plain text, "
        "or a JPEG, PNG or WebP picture. Save it as one of these, then choose it again."
    ),
    Unwanted.WEB_PAGE: N_(
        "The file is a web page. Give a link to the page instead, or save it as a PDF."
    ),
    Unwanted.OTHER_PICTURE: N_(
        "The picture must be a JPEG, PNG or WebP. Save it as a JPEG, or take a screenshot of it."
    ),
    Unwanted.HAS_PROGRAM: N_(
        "The document has macros or another file inside it. Save it as a PDF, then choose that."
    ),
    Unwanted.FETCHES: N_(
        "The document brings in a part of itself from somewhere else when it is opened. "
        "Save it as a PDF, then choose that."
    ),
}
SENTENCES = (
    EMPTY,
    TOO_LARGE,
    TOO_MANY,
    VIRUS,
    PICTURE_TOO_LARGE,
    PICTURE_UNREADABLE,
    *UNWANTED.values(),
)


def keep(*, draft: Draft, name: str, content: bytes) -> Document:
    """Keep a file with an unfinished request.

    `name` is the file's own name as sent. The same file twice is kept once. Raises `Refused` with
    one of `SENTENCES`: empty, over 20 MB, a sixth file, a format the office does not take, a
    picture that cannot be opened, a virus. A scanner that does not answer refuses nothing: the
    file is kept and shown as not scanned. Checking can take seconds and happens before the
    database is touched: a caller should have committed what it has begun.
    """
    checked = check(content)
    sha256 = hashlib.sha256(checked.content).hexdigest()
    with transaction():
        db.session.execute(select(Draft.key).where(Draft.key == draft.key).with_for_update())
        db.session.expire(draft, ["documents"])
        for kept in draft.documents:
            if kept.sha256 == sha256:
                return kept
        if len(draft.documents) >= MOST_FILES:
            raise Refused(TOO_MANY)
        document = Document(
            name=safe_name(name, checked.kind.endings),
            media_type=checked.kind.media_type,
            size=len(checked.content),
            sha256=sha256,
            content=checked.content,
            scan_state=checked.scan_state,
            added_at=clock.now(),
        )
        draft.documents.append(document)
    return document


def remove(draft: Draft, document_id: int) -> None:
    """Take a file away from an unfinished request. Raises `NotFound` when it is not that one's."""
    with transaction():
        db.session.expire(draft, ["documents"])
        for document in draft.documents:
            if document.id == document_id:
                draft.documents.remove(document)
                return
        raise NotFound("There is no such file")


def fetch(document_id: int) -> Document:
    """A file that came with a request or was put on a case, for staff.

    Raises `NotFound` when there is none or its request has not been sent, and `Refused` when the
    scanner has since found a virus in it.
    """
    document = db.session.get(Document, document_id)
    if document is None or (document.request_id is None and document.case_id is None):
        raise NotFound("There is no such file")
    if document.scan_state is ScanState.INFECTED:
        raise Refused("A virus was found in this file, so it cannot be opened")
    if document.request is not None:
        audit.note_opening(document.request)
    return document


def download_name(document: Document) -> str:
    """The name a download is given: what it is and its ending, and nothing about a person."""
    ending = PurePosixPath(document.name).suffix.lower()
    kind = document.kind.value.replace("_", "-") if document.kind else "document"
    return f"{kind}-{document.id}{ending}"


def scan_waiting(limit: int = 20) -> int:
    """Scan the files not scanned yet, unless a draft's; how many were, none without a scanner."""
    if office_details.current().clamd_url is None:
        return 0
    waiting = db.session.execute(
        select(Document.id, Document.content)
        .where(
            Document.scan_state == ScanState.NOT_SCANNED,
            or_(Document.request_id.is_not(None), Document.case_id.is_not(None)),
        )
        .order_by(Document.id)
        .limit(limit)
    ).all()
    db.session.rollback()  # a scan takes seconds: nothing is held meanwhile
    done = 0
    for document_id, content in waiting:
        state = _scan(content)
        if state is ScanState.NOT_SCANNED:
            continue
        with transaction():
            document = db.session.get(Document, document_id)
            if document is not None:
                document.scan_state = state
                done += 1
    return done


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: what it is, what is kept of it, what the scanner said."""

    kind: FileType
    content: bytes
    scan_state: ScanState


def check(content: bytes) -> Checked:
    """Check a file and return what would be kept of it, or `Refused`. It is scanned as it came."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    kind = file_types.recognise(content)
    if isinstance(kind, Unwanted):
        raise Refused(UNWANTED[kind])
    scan_state = _scan(content)
    if scan_state is ScanState.INFECTED:
        raise Refused(VIRUS)
    if kind.is_picture:
        try:
            content = pictures.without_metadata(content, kind)
        except pictures.PictureTooLarge:
            raise Refused(PICTURE_TOO_LARGE) from None
        except pictures.PictureUnreadable:
            raise Refused(PICTURE_UNREADABLE) from None
        if len(content) > LARGEST:  # drawn again it may be larger than it came
            raise Refused(PICTURE_TOO_LARGE)
    return Checked(kind, content, scan_state)


def _scan(content: bytes) -> ScanState:
    url = office_details.current().clamd_url
    if url is None:
        return ScanState.NOT_SCANNED
    # Its library takes five megabytes of every worker, and only offices with a scanner need it.
    from ulss_tracker.adapters import antivirus

    return {
        antivirus.Answer.CLEAN: ScanState.CLEAN,
        antivirus.Answer.INFECTED: ScanState.INFECTED,
        antivirus.Answer.NO_ANSWER: ScanState.NOT_SCANNED,
    }[antivirus.scan(content, url)]
