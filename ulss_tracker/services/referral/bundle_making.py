"""The job that makes bundles: safe copies bound as one PDF, which becomes a file of the case.

The database is let go while the papers are bound.
"""

import io
import tempfile
from contextlib import ExitStack
from typing import IO, Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.adapters.pdf.binding import Bound, bind, count_pages, pictured
from ulss_tracker.errors import TrackerError, existing
from ulss_tracker.models import (
    Bundle,
    Document,
    DocumentKind,
    EventKind,
    FileRole,
    FileState,
    Letter,
    ScanState,
    db,
)
from ulss_tracker.scheme.papers.page_numbers import number_pages
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import storing
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import bundles

_AT_ONCE = 2


def make_waiting() -> int:
    """Make the bundles that wait; how many were made or given up."""
    query = select(Bundle.id).where(Bundle.begun_at.is_(None)).order_by(Bundle.id)
    waiting = list(db.session.scalars(query.limit(_AT_ONCE)))
    db.session.rollback()  # what follows takes seconds: nothing is held meanwhile
    for bundle_id in waiting:
        # Begun once: one that ends its process is not begun again and again.
        with transaction():
            db.session.get_one(Bundle, bundle_id).begun_at = clock.now()
        try:
            _make(bundle_id)
        except (TrackerError, ValueError) as error:
            db.session.rollback()
            with transaction():
                db.session.get_one(Bundle, bundle_id).failure = str(error)[:300]
    return len(waiting)


def _make(bundle_id: int) -> None:
    bundle = db.session.get_one(Bundle, bundle_id)
    before = None if bundle.is_renumbered else bundles.latest(bundle.case_id, bundle.reader)
    papers, numbers_before = list(bundle.papers), bundles.numbers_of(before)
    title = f"Bundle for {bundle.reader.in_sentence}"
    lines = (
        f"{bundle.case.reference}, {bundle.case.court_text or 'court not recorded'}",
        f"Version {bundle.version}, {day_words(clock.day_of(bundle.asked_at))}",
    )
    with ExitStack() as stack, tempfile.TemporaryFile() as made:
        files = [stack.enter_context(_file(paper.get("copy", paper["key"]))) for paper in papers]
        db.session.rollback()
        counts = [
            (paper["key"], count_pages(file)) for paper, file in zip(papers, files, strict=True)
        ]
        numbers = number_pages(counts, numbers_before)
        bound = [
            Bound(
                paper["section"],
                paper["name"],
                [file],
                paper["note"],
                numbers[paper["key"]],
                ours=paper["key"].startswith(bundles.LETTER),
            )
            for paper, file in zip(papers, files, strict=True)
        ]
        pages = bind(title, bound, made, lines)
        numbered = [paper | {"numbers": list(numbers[paper["key"]])} for paper in papers]
        _keep(bundle_id, made, pages, numbered)


def _file(key: str) -> IO[bytes]:
    """The safe copy of a file of the case as a PDF, or a letter of ours. Raises `TrackerError`."""
    kind, _, number = key.partition("-")
    if kind == bundles.LETTER:
        return io.BytesIO(
            db.session.scalars(select(Letter.pdf).where(Letter.id == int(number))).one()
        )
    stored = existing(storing.find(int(number), FileRole.SAFE), "A paper has no safe copy")
    file = storing.read(stored)
    if stored.media_type == FileType.PDF.media_type:
        return file
    with file:
        return pictured([file])


def _keep(bundle_id: int, made: IO[bytes], pages: int, papers: list[dict[str, Any]]) -> None:
    """Put what was made on the case, beside its other files."""
    size, sha256 = storing.measure(made)
    with transaction():
        bundle = db.session.get_one(Bundle, bundle_id)
        document = Document(
            name=f"bundle-{bundle.id}.pdf",
            description=f"Bundle for {bundle.reader.in_sentence}, version {bundle.version}",
            kind=DocumentKind.BUNDLE,
            case_id=bundle.case_id,
            added_by_id=bundle.asked_by_id,
            added_at=clock.now(),
            media_type=FileType.PDF.media_type,
            size=size,
            sha256=sha256,
            pages=pages,
            scan_state=_scan_state(papers),
            state=FileState.READY,
        )
        db.session.add(document)
        db.session.flush()
        for role in (FileRole.ORIGINAL, FileRole.SAFE):
            storing.write(document, role, made, FileType.PDF.media_type)
        bundle.document, bundle.papers = document, papers
        history.record(
            EventKind.DOCUMENT_ADDED,
            bundle.asked_by,
            bundle.case,
            name=document.name,
            kind=document.kind,
            description=document.description,
        )


def _scan_state(papers: list[dict[str, Any]]) -> ScanState:
    """The scanner's answer of all the files it is made of: our own letters need none."""
    ids = [bundles.document_of(paper["key"]) for paper in papers]
    query = select(Document.scan_state).where(Document.id.in_(ids))
    states = set(db.session.scalars(query))
    return ScanState.CLEAN if states <= {ScanState.CLEAN} else ScanState.NOT_SCANNED
