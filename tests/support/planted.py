"""Forty words of one person, planted wherever the tracker keeps words, and where they still are."""

import io

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from tests.support import build
from tests.support.inbound import email
from ulss_tracker import clock
from ulss_tracker.adapters.pdf.fonts import FONTS
from ulss_tracker.models import (
    AddedLater,
    AuditEntry,
    Channel,
    DocumentKind,
    LetterKind,
    Message,
    PersonToTell,
    PlannedCall,
    db,
)
from ulss_tracker.models.table_class import TABLE_CLASSES
from ulss_tracker.scheme.workflow.notifying import Party
from ulss_tracker.services.cases import complaints, notes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.files import attachments, safe_copies
from ulss_tracker.services.operations.erasing import Row
from ulss_tracker.services.protection import audit

NAMES = "Zebedee Quillfeather\nZeb Quillfeather-Holt"
CONTACTS = "zeb.q@example.org\n07700 900461\nNN1 4QZ"
# Together all forty are spelt by these, and nothing else in the tracker is.
SPELT = ("uillfea", "uilfea", "quilf", "uill feath", "900 461", "900461", "zeb.q@", "nn1 4qz")
OF_REQUESTS = {
    "requester_name": "Zebedee Quillfeather",
    "email": "zeb.q@example.org",
    "telephone": "+44 7700 900 461",
    "postal_address": "4 High Street, Northampton nn1 4qz",
    "reason": "My brother Zebedee Quillfeather was hurt.",
    "support_needs": "Large print for Mr Z Quillfeather",
    "other_offenders": "Quillfeather, Zebedee",
    "told_by": "PC Quillfeather",
    "links": "https://news.example/zebedee-quillfeather",
    "offence_text": "Robbery of Zeb Quillfether",
    "quarantine_reason": "Also from ZEBEDEE QUILLFEATHER",
    "no_contact_reason": "Quilfeather asked not to be rung",
}
OF_NOTES = (
    "Zebedee Quillfeather rang",
    "Mrs Quillfeather rang back",
    "Spoke to zebadee quilfeather",
    "Quillfaether, Z. will write",
    "zebedeequillfeather@mail.example wrote",
    "Ring 07700900461 after five",
    "Zebedee Quill feather is away",
    "Mr Qui11feather, read from a fax",
)
OF_MAIL = (
    "I am Zebedee Quillfeather.",
    "See below.\n\n> On Monday Zebedee Quillfeather wrote:\n> it is too lenient",
    "Regards,\nZ. Quillfeather",
    "Please ring me on 07700 900461",
    "Our client, QUILLFEATHER Zebedee, asks",
)
OF_ADDED = ("And Zebedee Quillfeather saw it", "Quillfeathers all", "zeb.q@example.org is mine")
OF_MESSAGES = (
    ("zeb.q@example.org", "Your request", "Dear Sir"),
    ("ann@example.org", "About Zebedee Quillfeather", "Dear Ann"),
    ("ann@example.org", "Your request", "Dear Mr Quillfeather"),
    ("Z Quillfeather\n4 High Street", "Your request", "Dear Sir"),
)


def plant() -> set[Row]:
    """Plant all forty; the records that they are in, each with one."""
    case = build.review_to_file(offender_name="Gary Archer").case
    review, staff = case.reviews[0], build.user()
    rows: set[Row] = set()
    for number, (column, words) in enumerate(OF_REQUESTS.items()):
        request = build.request(
            requester_name=f"Ann Other{number}", offender_name=f"Lee No{number}"
        )
        with transaction():
            setattr(request, column, words)
        rows.add(("request", (request.id,)))
    first = case.requests[0]
    for words in OF_NOTES:
        rows.add(("event", (notes.add(case, words, staff).id,)))
    for number, words in enumerate(OF_MAIL):
        made = email(words, Message_ID=f"<planted{number}@example.org>").as_bytes()
        message = taking.take(made, received_at=clock.now()).message
        rows.add(("inbound_message", (message.id,)))
    now = clock.now()
    records = [
        *(AddedLater(request_id=first.id, words=each, files=0, added_at=now) for each in OF_ADDED),
        *(
            Message(
                once_key=f"planted {number}",
                kind="reply",
                recipient=recipient,
                subject=subject,
                body=body,
                next_try_at=now,
                created_at=now,
                request_id=first.id,
            )
            for number, (recipient, subject, body) in enumerate(OF_MESSAGES)
        ),
        PersonToTell(
            case_id=case.id,
            party=Party.VICTIM,
            name="Zebedee Quillfeather",
            added_at=now,
            added_by_id=staff.id,
        ),
        PlannedCall(
            case_id=case.id,
            person_id=staff.id,
            due_on=now.date(),
            words="Ring Zebedee Quillfeather",
            made_by_id=staff.id,
            made_at=now,
        ),
    ]
    with transaction():
        db.session.add_all(records)
    rows |= {(record.__tablename__, (record.id,)) for record in records}
    files = {
        "note.txt": b"A statement of Zebedee Quillfeather",
        "other.txt": b"Present: Quillfeather, Holt",
        "scan.pdf": _scan("STATEMENT OF ZEBEDEE QUILLFEATHER"),
    }
    for name, content in files.items():
        document = attachments.add(
            case,
            name=name,
            content=content,
            kind=DocumentKind.OTHER,
            description="A paper",
            by=staff,
        )
        rows.add(("document", (document.id,)))
    safe_copies.make_waiting()
    complaint = complaints.record(
        "Zeb Quillfeather", "Too slow", staff, channel=Channel.EMAIL, received_at=now
    )
    rows.add(("complaint", (complaint.id,)))
    key = audit.keep_search("quilfeather", 1, staff)
    searched = db.session.scalar(select(AuditEntry.id).where(AuditEntry.key == key))
    rows.add(("audit_entry", (searched or 0,)))
    text = "<p>Dear Zebedee Quillfeather</p>"
    letter = build.letter(review, LetterKind.NOT_REFERRED, html=text, pdf=text.encode())
    rows.add(("letter", (letter.id,)))
    return rows


def left() -> list[str]:
    """Where in the database the planted words still are, in whatever column."""
    places = []
    for name in TABLE_CLASSES:
        for column in db.metadata.tables[name].columns:
            for value in db.session.scalars(select(column)):
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                if any(words in text.casefold() for words in SPELT):
                    places.append(f"{name}.{column.name}")
    return places


def _scan(line: str) -> bytes:
    page = Image.new("L", (1240, 1754), 250)
    font = ImageFont.truetype(FONTS / "LiberationSans-Regular.ttf", 30)
    ImageDraw.Draw(page).text((120, 200), line, fill=20, font=font)
    scan = io.BytesIO()
    page.save(scan, "PDF", resolution=150.0)
    return scan.getvalue()
