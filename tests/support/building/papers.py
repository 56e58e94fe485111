"""Things kept and sent: documents, letters and lists."""

import hashlib
from typing import Any

from tests.support import sample_files
from tests.support.building.people import user
from ulss_tracker import clock
from ulss_tracker.models import (
    BatchItem,
    Document,
    Download,
    DownloadKind,
    FileRole,
    FileState,
    Letter,
    LetterBatch,
    LetterKind,
    PaperContact,
    Request,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import storing
from ulss_tracker.services.referral import paper_contacts
from ulss_tracker.services.supervision import downloads

_PAGE: dict[str, Any] = {
    "number": 1,
    "width": 40,
    "height": 20,
    "words": [["A note", 100, 100, 200, 50]],
}


def document(request: Request, content: bytes = b"A note of the hearing") -> Document:
    """A text file that came with the request, with its safe copy of one page."""
    with transaction():
        made = Document(
            request=request,
            name="note.txt",
            media_type="text/plain",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_at=clock.now(),
            state=FileState.READY,
            pages=1,
        )
        db.session.add(made)
        db.session.flush()
        for role, stored, media_type, more in (
            (FileRole.ORIGINAL, content, "text/plain", {}),
            (FileRole.SAFE, b"%PDF-1.7 a", "application/pdf", {}),
            (FileRole.PAGE, sample_files.picture("WEBP"), "image/webp", _PAGE),
        ):
            with storing.on_disk(stored) as file:
                storing.write(made, role, file, media_type, **more)
    return made


def paper_contact(
    area: str, unit: str = "", email: str = "papers@example.org", **details: Any
) -> PaperContact:
    """A contact of whom papers are asked."""
    given = paper_contacts.ContactInput(
        area=area, unit=unit, email=email, since_on=clock.today(), **details
    )
    return paper_contacts.keep(given, user(Role.SUPERVISOR))


def letter(
    review: Review,
    kind: LetterKind = LetterKind.REFERRAL,
    *,
    replaces_id: int | None = None,
    pdf: bytes = b"%PDF-1.7 stand-in",
    issued_pdf: bytes = b"",
    html: str = "",
) -> Letter:
    """A letter of the review as if issued, whatever its stage; its PDF is only a stand-in.

    Its hash is that of `issued_pdf`, where its PDF is another by now.
    """
    with transaction():
        made = Letter(
            review=review,
            kind=kind,
            case=review.case,
            series=f"{kind}:review:{review.id}",
            version=1 + sum(each.kind is kind for each in review.letters),
            replaces_id=replaces_id,
            values={},
            html=html,
            pdf=pdf,
            sha256=hashlib.sha256(issued_pdf or pdf).hexdigest(),
            issued_at=clock.now(),
            issued_by_id=user().id,
        )
        db.session.add(made)
        db.session.flush()
    return made


def letter_batch(review: Review) -> LetterBatch:
    """A letter to everyone who asked about the review's case, being issued."""
    by = user()
    asked_first = review.case.requests[0]
    sample = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=asked_first)
    with transaction():
        made = LetterBatch(
            case=review.case, sample=sample, started_at=clock.now(), started_by_id=by.id
        )
        db.session.add_all([made, BatchItem(batch=made, request=asked_first, draft=sample)])
    return made


def made_list(kind: DownloadKind) -> Download:
    """Make a download that is ready."""
    asked = downloads.ask(kind, user(Role.SUPERVISOR))
    downloads.make(asked)
    return asked


def case_update() -> list[list[str]]:
    """The rows of the case update as it is published now."""
    boss = user(Role.SUPERVISOR)
    sheet = downloads.sheet(made_list(DownloadKind.CASE_UPDATE), boss)
    return [[str(cell) for cell in line] for line in sheet.rows]
