"""Bundles: a case's papers in an order, with page numbers that stay, for who decides on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Bundle,
    BundleReader,
    Case,
    Document,
    EventKind,
    FileRole,
    Letter,
    LetterKind,
    PaperKind,
    Review,
    StoredFile,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.papers.page_numbers import OutOfOrder, number_pages
from ulss_tracker.scheme.time.time_words import counted, day_words
from ulss_tracker.services.core.preconditions import check_case_open
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import viewing
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import papers, redactions

LETTER, DOCUMENT = "letter", "document"
_OURS = "Our documents"
_SECTIONS: Mapping[str, tuple[PaperKind, ...]] = {
    _OURS: (),
    "The case": (PaperKind.INDICTMENT, PaperKind.OPENING_NOTE, PaperKind.REPORT),
    "The sentence": (PaperKind.SENTENCING_REMARKS, PaperKind.GUIDELINE),
    "The offender": (PaperKind.ANTECEDENTS, PaperKind.PRE_SENTENCE_REPORT),
    "The victim": (PaperKind.VICTIM_STATEMENT,),
    "Other papers": (PaperKind.OTHER,),
}
_ORDER = list(_SECTIONS)
_PLACES = {
    kind: (section, place)
    for section, kinds in _SECTIONS.items()
    for place, kind in enumerate(kinds)
}
_LETTERS = {
    BundleReader.LAW_OFFICERS: (LetterKind.SUBMISSION,),
    BundleReader.COURT: (LetterKind.REFERRAL, LetterKind.REFERENCE_NOTICE),
}
_LONGEST_MAKING = timedelta(minutes=15)
_NO_TEXT = "No text layer: its words cannot be searched or read aloud"


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that a bundle may have; `why_not` says why it cannot yet, `note` what to know of it.

    `numbers` are those of its pages in the version before, `is_in` whether it would be taken;
    `copy_id` the file that stands for it, where words or areas of it are redacted.
    """

    key: str
    section: str
    name: str
    pages: int
    note: str = ""
    why_not: str = ""
    numbers: tuple[str, ...] = ()
    is_in: bool = True
    paper_id: int | None = None
    copy_id: int | None = None

    def as_asked(self) -> dict[str, Any]:
        """The paper as its bundle keeps it, without numbers until that is made."""
        asked = {"key": self.key, "section": self.section, "name": self.name, "note": self.note}
        return asked | ({"copy": f"{DOCUMENT}-{self.copy_id}"} if self.copy_id else {})


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of a bundle that is made: its file, and its papers `replaced` since."""

    reader: BundleReader
    version: int
    document: Document
    replaced: tuple[str, ...] = ()
    has_ours: bool = False

    @property
    def may_be_named(self) -> bool:
        """Whether a document of ours may name it by its hash.

        No bundle can hold its own hash: one with our documents is made anew once they are issued.
        """
        return not (self.has_ours or self.replaced)

    @property
    def name(self) -> str:
        """Bundle for the Court of Appeal, version 2."""
        return f"Bundle for {self.reader.in_sentence}, version {self.version}"

    @property
    def statement(self) -> str:
        """Its name, size, day and hash, as a document of ours states them."""
        made = day_words(clock.day_of(self.document.added_at))
        sha256 = self.document.sha256
        return f"{self.name}: {counted(self.document.pages, 'page')}, {made}. SHA-256: {sha256}"


def newest(case: Case, reader: BundleReader) -> Newest | None:
    """The newest version that is made, as pages and documents say it; None without one."""
    bundle = latest(case.id, reader)
    if bundle is None or bundle.document is None:
        return None
    old = replaced(bundle)
    return Newest(
        reader,
        bundle.version,
        bundle.document,
        replaced=tuple(paper["name"] for paper in bundle.papers if paper["key"] in old),
        has_ours=any(document_of(paper["key"]) is None for paper in bundle.papers),
    )


def replaced(bundle: Bundle) -> set[str]:
    """The keys of its papers and documents that are others now, or redacted otherwise."""
    current = {offer.key for offer in _letters(bundle.case, bundle.reader, {})}
    current |= {f"{DOCUMENT}-{paper.document_id}" for paper in papers.of_case(bundle.case)}
    copies = {
        f"{DOCUMENT}-{number}": f"{DOCUMENT}-{redaction.copy_id}"
        for number, redaction in redactions.of_case(bundle.case_id).items()
        if redaction.standing
    }
    return {
        paper["key"]
        for paper in bundle.papers
        if paper["key"] not in current or paper.get("copy") != copies.get(paper["key"])
    }


def of_case(case: Case, reader: BundleReader) -> Sequence[Bundle]:
    """The versions of a bundle, the newest first."""
    query = select(Bundle).where(Bundle.case_id == case.id, Bundle.reader == reader)
    query = query.options(joinedload(Bundle.asked_by), joinedload(Bundle.document))
    return db.session.scalars(query.order_by(Bundle.version.desc())).all()


def latest(case_id: int, reader: BundleReader) -> Bundle | None:
    """The newest version that is made."""
    query = select(Bundle).where(Bundle.case_id == case_id, Bundle.reader == reader)
    query = query.where(Bundle.document_id.is_not(None)).options(joinedload(Bundle.document))
    return db.session.scalar(query.order_by(Bundle.version.desc()).limit(1))


def document_of(key: str) -> int | None:
    """The id of the file that a bundle's paper is, or None for a document of ours."""
    kind, _, number = key.partition("-")
    return int(number) if kind == DOCUMENT else None


def is_being_made(bundle: Bundle) -> bool:
    """Whether it waits or is being made; one that was begun long ago has failed."""
    if bundle.document_id is not None or bundle.failure:
        return False
    return bundle.begun_at is None or clock.now() < bundle.begun_at + _LONGEST_MAKING


def numbers_of(bundle: Bundle | None) -> dict[str, tuple[str, ...]]:
    """The numbers of the pages of each paper of a bundle that is made."""
    return {paper["key"]: tuple(paper["numbers"]) for paper in bundle.papers} if bundle else {}


def offers(case: Case, reader: BundleReader) -> list[Offer]:
    """The papers that a bundle may have, as the last version had them, else in the usual order.

    The court is not offered the CPS's own report on the case, unless somebody ticks it.
    """
    before = numbers_of(latest(case.id, reader))
    offered = {offer.key: offer for offer in _letters(case, reader, before)}
    for offer in _papers(case, reader, before):
        offered.setdefault(offer.key, offer)
    return arranged(list(offered.values()), list(before))


def arranged(offered: Sequence[Offer], order: Sequence[str]) -> list[Offer]:
    """The papers by their sections, and within each in this order of keys; the others after."""
    places = {key: place for place, key in enumerate(order)}
    return sorted(
        offered,
        key=lambda offer: (_ORDER.index(offer.section), places.get(offer.key, len(places))),
    )


def moved(offered: Sequence[Offer], key: str, by: int) -> list[Offer]:
    """The papers with this one moved so many places within its section, as far as that goes."""
    order = list(offered)
    place = next((place for place, offer in enumerate(order) if offer.key == key), None)
    if place is None or not 0 <= place + by < len(order):
        return order
    if order[place].section == order[place + by].section:
        order.insert(place + by, order.pop(place))
    return order


def ask(
    case: Case, reader: BundleReader, keys: Sequence[str], by: User, *, is_renumbered: bool = False
) -> Bundle:
    """Have a bundle of these papers made, in this order: a new version.

    Raises `Refused` without a paper, for one that cannot be in it, while one is being made, and
    where papers that have page numbers would stand in another order.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    offered = {offer.key: offer for offer in offers(case, reader)}
    chosen = arranged([offered[key] for key in keys if key in offered], keys)
    if not chosen:
        raise Refused("Tick the papers that go into the bundle")
    if shut := next((offer for offer in chosen if offer.why_not), None):
        raise Refused(f"{shut.name} cannot be in it: {shut.why_not}")
    if not is_renumbered:
        _check_order(chosen)
    with transaction():
        db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
        versions = of_case(case, reader)
        if versions and is_being_made(versions[0]):
            raise Refused("A version is being made: wait until it is there")
        bundle = Bundle(
            case=case,
            reader=reader,
            version=versions[0].version + 1 if versions else 1,
            papers=[offer.as_asked() for offer in chosen],
            is_renumbered=is_renumbered,
            asked_at=clock.now(),
            asked_by_id=by.id,
        )
        db.session.add(bundle)
        history.record(
            EventKind.BUNDLE_ASKED,
            by,
            case,
            bundle=reader.label,
            version=bundle.version,
            papers=[offer.name for offer in chosen],
        )
    return bundle


def _check_order(chosen: Sequence[Offer]) -> None:
    before = {offer.key: offer.numbers for offer in chosen if offer.numbers}
    try:
        number_pages([(offer.key, offer.pages) for offer in chosen], before)
    except OutOfOrder as error:
        raise Refused(
            f"{chosen[error.place].name} has page numbers from the version before, which would not "
            "follow those above it. Move it back, or have all pages numbered again"
        ) from None


def _letters(
    case: Case, reader: BundleReader, before: Mapping[str, tuple[str, ...]]
) -> list[Offer]:
    """Our own documents of the case, each in its newest version."""
    later = aliased(Letter)
    is_replaced = select(later.id).where(later.replaces_id == Letter.id).exists()
    query = select(Letter.id, Letter.kind, Review.offender_name).outerjoin(Letter.review)
    query = query.where(Letter.case_id == case.id, Letter.kind.in_(_LETTERS[reader]), ~is_replaced)
    return [
        Offer(
            (key := f"{LETTER}-{number}"),
            _OURS,
            f"{kind.label}: {offender}" if offender else kind.label,
            1,  # counted once it is made: whether an order can stand does not hang on it
            numbers=before.get(key, ()),
        )
        for number, kind, offender in db.session.execute(query.order_by(Letter.id))
    ]


def _papers(case: Case, reader: BundleReader, before: Mapping[str, tuple[str, ...]]) -> list[Offer]:
    received = [paper for paper in papers.of_case(case) if paper.document_id]
    received.sort(key=lambda paper: _PLACES[paper.kind][1])
    ids = {paper.document_id for paper in received}
    query = select(Document).where(Document.id.in_(ids))
    documents = {document.id: document for document in db.session.scalars(query)}
    redacted = redactions.of_case(case.id)
    copies: dict[int | None, int | None] = {
        number: redaction.copy_id for number, redaction in redacted.items() if redaction.standing
    }
    without_words = _pages_without_words(ids | set(copies.values()))
    offered = []
    for paper in received:
        if document := documents.get(paper.document_id or 0):
            key = f"{DOCUMENT}-{document.id}"
            is_usual = reader is not BundleReader.COURT or paper.kind is not PaperKind.REPORT
            offered.append(
                Offer(
                    key,
                    _PLACES[paper.kind][0],
                    paper.label,
                    document.pages,
                    note=_note(
                        document.pages,
                        without_words.get(copies.get(document.id, document.id), 0),
                        is_redacted=document.id in copies,
                    ),
                    why_not=viewing.why_not(document) or redactions.why_not(paper, redacted),
                    numbers=before.get(key, ()),
                    is_in=(key in before) or is_usual,
                    paper_id=paper.id,
                    copy_id=copies.get(document.id),
                )
            )
    return offered


def _pages_without_words(document_ids: set[int | None]) -> dict[int | None, int]:
    """How many pages of each file have no words, of those that have pictures."""
    no_words = or_(StoredFile.words.is_(None), cast(StoredFile.words, Text).in_(("[]", "null")))
    query = select(StoredFile.document_id, func.count().label("pages")).where(
        StoredFile.document_id.in_(document_ids), StoredFile.role == FileRole.PAGE, no_words
    )
    rows = db.session.execute(query.group_by(StoredFile.document_id))
    return {row.document_id: row.pages for row in rows}


def _note(pages: int, without_words: int, *, is_redacted: bool) -> str:
    some = f"{without_words} pages have no text layer" if without_words else ""
    notes = ["Redacted"] if is_redacted else []
    notes += [_NO_TEXT if without_words >= pages else some] if some else []
    return ". ".join(notes)
