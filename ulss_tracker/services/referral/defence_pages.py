"""Pages for the defence: exactly what was filed, opened by a reference and a code for 28 days."""

import hmac
import io
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import IO, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import (
    Bundle,
    BundleReader,
    DefencePage,
    DefenceRole,
    EventKind,
    FileRole,
    Filing,
    FilingKind,
    Letter,
    LetterKind,
    Restriction,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import references
from ulss_tracker.services.core.preconditions import check_no_conflict, check_open, check_version
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import storing
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import bundles

OPENS_FOR = timedelta(days=28)
_NOBODYS_HASH = references.hash_code("no page has this code")
_GONE = "This is not there any more as it was filed"


class FiledPaper(NamedTuple):
    """One file of the page, and the hash of its bytes; an empty one where the file is gone."""

    key: str
    sha256: str
    source: Letter | Bundle


def filing_of(review: Review) -> Filing | None:
    """The latest filing with the Registrar; None before one is recorded."""
    filings = [filing for filing in review.filings if filing.kind is FilingKind.FILING]
    return filings[-1] if filings else None


def bundles_made(review: Review) -> tuple[Sequence[Bundle], int | None]:
    """The bundles for the court that are made, newest first; and the id of the one to propose.

    That is the newest that was there at the filing.
    """
    every = bundles.of_case(review.case, BundleReader.COURT)
    made = [(bundle, bundle.document.added_at) for bundle in every if bundle.document]
    filing = filing_of(review)
    latest = filing.at + timedelta(minutes=1) if filing else clock.now()
    there = (bundle.id for bundle, added_at in made if added_at < latest)
    return [bundle for bundle, _ in made], next(there, None)


def make(
    review: Review,
    recipient: str,
    role: DefenceRole,
    bundle_id: int | None,
    by: User,
    *,
    version: int,
) -> tuple[DefencePage, str]:
    """Make a page for one person of the defence; the page, and its code, which is kept nowhere.

    It shows the application that was filed, the notice to the offender as issued last, and this
    bundle. Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` before a filing is recorded.
    """
    require(by, Permission.SERVE_DEFENCE)
    check_no_conflict(review.case, by)
    check_version(review, version)
    check_open(review)
    filing = filing_of(review)
    if filing is None:
        raise Refused("Record the filing first: the page shows what was filed")
    bundle = next((made for made in bundles_made(review)[0] if made.id == bundle_id), None)
    notices = [letter for letter in review.letters if letter.kind is LetterKind.OFFENDER_NOTICE]
    code = references.new_code()
    with transaction():
        page = DefencePage(
            reference=references.new_defence_reference(),
            review=review,
            recipient=recipient.strip(),
            role=role,
            application_id=filing.letter_id,
            notice=notices[-1] if notices else None,
            bundle=bundle,
            code_hash=references.hash_code(code),
            made_at=clock.now(),
            made_by=by,
        )
        db.session.add(page)
        review.changed_at = clock.now()  # the same form sent again makes no second page
        _record(page, f"Made; it opens until {until(page).isoformat()}", by)
    return page, code


def end(review: Review, reference: str, by: User) -> None:
    """Have a page open no more. Raises `NotFound` for one that is not of this review."""
    require(by, Permission.SERVE_DEFENCE)
    page = _find(reference)
    if page is None or page.review_id != review.id:
        raise NotFound("There is no such page for the defence")
    with locked(page):
        if page.ended_at is None:
            page.ended_at = clock.now()
            _record(page, "Ended", by)


def of_review(review: Review) -> list[tuple[DefencePage, date | None]]:
    """The pages made about this review, the newest first; each with its last day, while it runs."""
    query = select(DefencePage).where(DefencePage.review_id == review.id)
    query = query.options(joinedload(DefencePage.made_by)).order_by(DefencePage.id.desc())
    seal = sealing.seal_of(review.case)
    return [
        (page, until(page) if _is_running(page, seal) else None)
        for page in db.session.scalars(query)
    ]


def until(page: DefencePage) -> date:
    """The last day on which its code opens it."""
    return clock.day_of(page.made_at + OPENS_FOR)


def opens(reference: str, code: str) -> DefencePage | None:
    """The page, when `code` is its own; else None. Case, spaces and hyphens do not matter.

    Whether it may still be opened is `may_be_opened`.
    """
    page = _find(references.with_prefix("DEF", reference))
    own_hash = page.code_hash if page else _NOBODYS_HASH
    return page if hmac.compare_digest(own_hash, references.hash_code(code)) else None


def may_be_opened(page: DefencePage) -> bool:
    """Whether it still opens: not once ended or sealed, past its last day, or with a file erased.

    A seal ends what was made before it: whoever is named on the case can make another.
    """
    is_running = _is_running(page, sealing.seal_of(page.review.case))
    return is_running and all(paper.sha256 for paper in papers_of(page))


def open_page(page: DefencePage) -> None:
    """Record that it was opened by whoever has its code."""
    with locked(page):
        page.opened_at = page.opened_at or clock.now()
        _record(page, "Opened by whoever has its code", None)


def opened(reference: str, *, opened_at: float) -> DefencePage | None:
    """The page that was opened by its code at this moment, in seconds; None where it is shut."""
    page = _find(reference)
    if page is None or not may_be_opened(page):
        return None
    return page if page.made_at.timestamp() <= opened_at else None


def papers_of(page: DefencePage) -> list[FiledPaper]:
    """The files of the page in the order in which they are read."""
    letters = (("notice", page.notice), ("application", page.application))
    papers = [
        FiledPaper(key, "" if _is_erased(letter) else letter.sha256, letter)
        for key, letter in letters
        if letter
    ]
    if page.bundle:
        stored = storing.find(page.bundle.document_id or 0, FileRole.SAFE)
        papers.append(FiledPaper("bundle", stored.sha256 if stored else "", page.bundle))
    return papers


def take(page: DefencePage, key: str) -> IO[bytes]:
    """A file of the page, its bytes held to the hash; that it was taken is recorded.

    Raises `NotFound` for one that the page does not have, and `Tampered`.
    """
    paper = next((paper for paper in papers_of(page) if paper.key == key), None)
    if paper is None:
        raise NotFound("There is no such file on this page")
    file = _file(paper.source)
    with locked(page):
        _record(page, f"Taken by whoever has its code: {key}", None)
    return file


def _is_running(page: DefencePage, seal: Restriction | None) -> bool:
    if page.ended_at is not None or clock.today() > until(page):
        return False
    return seal is None or seal.added_at <= page.made_at


def _is_erased(letter: Letter) -> bool:
    return not db.session.scalar(select(func.length(Letter.pdf)).where(Letter.id == letter.id))


def _file(source: Letter | Bundle) -> IO[bytes]:
    if isinstance(source, Letter):
        if sha256(source.pdf).hexdigest() != source.sha256:
            raise NotFound(_GONE)
        return io.BytesIO(source.pdf)
    stored = storing.find(source.document_id or 0, FileRole.SAFE)
    if stored is None:
        raise NotFound(_GONE)
    return storing.read(stored)


def _find(reference: str) -> DefencePage | None:
    return db.session.scalar(select(DefencePage).where(DefencePage.reference == reference))


def _record(page: DefencePage, what: str, by: User | None) -> None:
    history.record(
        EventKind.DEFENCE_PAGE_CHANGED,
        by,
        page.review.case,
        page.review,
        defence_page=page.reference,
        recipient=page.recipient,
        what=what,
    )
