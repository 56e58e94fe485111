"""Bundles: in an order, with numbers that stay, made by a job, a file of the case like others."""

import io
from hashlib import sha256

import pikepdf
import pytest

from tests.support import build
from tests.support import sample_files as sample
from tests.support.documents import words_of
from tests.support.reading import reading_for
from tests.support.traces import nothing_kept
from ulss_tracker.adapters.pdf.pool import make_pdf
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Bundle,
    BundleReader,
    Case,
    Document,
    FileRole,
    FileState,
    LetterKind,
    PaperKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import storing, viewing
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import (
    applications,
    bundle_making,
    bundles,
    papers,
    pinned_pages,
)
from ulss_tracker.services.referral.applications import Prepared
from ulss_tracker.services.referral.pinned_pages import PinnedPage

OFFICERS, COURT = BundleReader
pytestmark = pytest.mark.usefixtures("app")


def came(case: Case, kind: PaperKind, pages: int = 1, *, words: bool = True) -> str:
    """A paper that came as a file with a safe copy of so many pages; its key in a bundle."""
    by, content = build.user(), sample.pdf(pages=pages)
    [paper] = papers.ask(case, [kind], [], by)
    with transaction():
        document = Document(
            case_id=case.id,
            name=f"{kind}.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            added_at=paper.asked_at,
            state=FileState.READY,
            pages=pages,
        )
        db.session.add(document)
        db.session.flush()
        for role, number in ((FileRole.SAFE, 0), *((FileRole.PAGE, n + 1) for n in range(pages))):
            more = {"words": [["a", 1, 1, 9, 9]] if words else []} if number else {}
            with storing.on_disk(content) as file:
                storing.write(document, role, file, "application/pdf", number=number, **more)
        paper.document_id = document.id
    return f"document-{document.id}"


def made(case: Case, keys: list[str], reader: BundleReader = OFFICERS, **how: bool) -> Bundle:
    bundle = bundles.ask(case, reader, keys, build.user(), **how)
    assert bundles.is_being_made(bundle)
    assert (bundle_making.make_waiting(), bundle_making.make_waiting()) == (1, 0)
    return bundle


def numbers(bundle: Bundle) -> list[str]:
    return [f"{each['name']}: {' '.join(each['numbers'])}" for each in bundle.papers]


def content_of(bundle: Bundle) -> bytes:
    assert bundle.document_id, bundle.failure
    taken = viewing.take(bundle.document_id, FileRole.SAFE, 0, build.user(Role.LAW_OFFICER))
    with taken.file as file:
        return file.read()


@pytest.mark.slow
def test_a_late_paper_goes_between_and_no_page_is_numbered_again() -> None:
    case = build.eligible_review().case
    remarks = came(case, PaperKind.SENTENCING_REMARKS, 2)
    report = came(case, PaperKind.REPORT, 3, words=False)
    first = made(case, [remarks, report])
    assert numbers(first) == ["CPS report on the case: 1 2 3", "Sentencing remarks: 4 5"]
    late = came(case, PaperKind.INDICTMENT, 2)
    [indictment, *_] = bundles.offers(case, OFFICERS)[1:]
    assert (indictment.key, indictment.numbers) == (late, ())
    second = made(case, [report, late, remarks])
    assert numbers(second)[1] == "Indictment: 3A 3B"
    assert numbers(second)[::2] == numbers(first)
    with nothing_kept(), pytest.raises(Refused, match="would not follow those above it"):
        bundles.ask(case, OFFICERS, [late, report, remarks], build.user())
    third = made(case, [late, report], is_renumbered=True)
    assert numbers(third) == ["Indictment: 1 2", "CPS report on the case: 3 4 5"]
    content = content_of(second)
    assert second.document.sha256 == sha256(content).hexdigest()
    assert second.document.pages == 8
    assert "No text layer" in words_of(content)
    with transaction():  # the same again
        second.begun_at = second.document = None
        second.papers = [{**each, "numbers": None} for each in second.papers]
        third.document = None
    assert bundle_making.make_waiting() == 1
    assert content_of(second) == content


@pytest.mark.slow
def test_the_court_has_our_application_first_and_is_not_offered_the_report() -> None:
    review = build.eligible_review()
    pdf = make_pdf("<html lang=en><title>a</title><body><p>Grounds</p></body></html>", "")
    old = build.letter(review)
    new = build.letter(review, pdf=pdf, replaces_id=old.id)
    report, remarks = (
        came(review.case, kind) for kind in (PaperKind.REPORT, PaperKind.SENTENCING_REMARKS)
    )
    offered = bundles.offers(review.case, COURT)
    assert [(offer.key, offer.is_in) for offer in offered] == [
        (f"letter-{new.id}", True),
        (report, False),
        (remarks, True),
    ]
    bundle = made(review.case, [offer.key for offer in offered if offer.is_in], COURT)
    with pikepdf.open(io.BytesIO(content_of(bundle))) as whole:
        assert len(whole.Root.StructTreeRoot.K[0].K) == 2
        with whole.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles == ["Index", "Our documents", "The sentence"]
    # No bundle can hold its own hash, so the application names one of papers alone.
    about = letters.about(review, LetterKind.REFERRAL)
    assert letters.prepared(about).values.bundle == ""
    build.letter(review, pdf=pdf, replaces_id=new.id)
    assert bundles.newest(review.case, COURT).replaced == (offered[0].name,)
    bundle = made(review.case, [remarks], COURT)
    named = letters.prepared(about).values.bundle
    assert named.startswith("Bundle for the Court of Appeal, version 2: 2 pages, ")
    assert named.endswith(f" SHA-256: {bundle.document.sha256}")
    assert bundle.document.sha256 in words_of(letters.preview(about)).replace("\n", "")
    with transaction():
        papers.of_case(review.case)[1].document_id = None
    assert letters.prepared(about).values.bundle == ""


@pytest.mark.slow
def test_pages_that_an_application_names_open_and_those_of_a_replaced_paper_are_flagged() -> None:
    review = build.eligible_review()
    words = "He struck her with the bottle while she held the child"

    def looked_at(facts: str, **more: str) -> list[str]:
        prepared = Prepared(facts=facts, unpinned_reason=more.get("why", ""))
        applications.prepare(review, prepared, build.user(), version=review.version)
        return pinned_pages.differences(review)

    assert looked_at(words) == []  # no page has a number yet
    assert looked_at(f"{words} [p 2]") == [
        "The facts, paragraph 1 names page 2: it is not in the court’s bundle"
    ]
    key = came(review.case, PaperKind.SENTENCING_REMARKS, 2)
    made(review.case, [key], COURT)
    assert pinned_pages.pinned(review) == [
        PinnedPage("2", "The facts, paragraph 1", "Sentencing remarks", int(key[9:]), 2)
    ]
    text = f"{words} [p 2]\n\nShe was in hospital for three weeks after it\n\nNone"
    [unpinned] = looked_at(text)
    assert unpinned.startswith("The facts, paragraph 2 names no page of the bundle: “She was in")
    assert looked_at(text, why="The victim’s own words, not in dispute") == []
    [paper] = papers.of_case(review.case)
    with transaction():
        paper.document_id = None
    assert looked_at(text, why="x") == [
        "The facts, paragraph 1 names page 2: Sentencing remarks was replaced or redacted since"
    ]


@pytest.mark.slow
def test_a_bundle_that_cannot_be_made_says_why_and_is_not_begun_again() -> None:
    case = build.review().case
    key = came(case, PaperKind.REPORT)
    stored = storing.find(int(key.partition("-")[2]), FileRole.SAFE)
    assert stored
    with transaction():
        db.session.delete(stored)
    bundle = made(case, [key])
    assert (bundle.failure, bundle.document_id) == ("A paper has no safe copy", None)
    assert not bundles.is_being_made(bundle)


def test_what_cannot_be_in_a_bundle_is_refused_and_a_seal_hides_it() -> None:
    case, by = build.review().case, build.user()
    key = came(case, PaperKind.REPORT)
    another = came(build.review(offender_name="Another").case, PaperKind.REPORT)
    officer = build.user(Role.LAW_OFFICER)
    with nothing_kept():
        for keys in ([], [another]):
            with pytest.raises(Refused, match="Tick the papers"):
                bundles.ask(case, COURT, keys, by)
        with pytest.raises(NotAllowed):
            bundles.ask(case, COURT, [key], officer)
    bundle = bundles.ask(case, COURT, [key], by)
    with nothing_kept(), pytest.raises(Refused, match="being made"):
        bundles.ask(case, COURT, [key], by)
    document = db.session.get_one(Document, int(key.partition("-")[2]))
    with transaction():
        document.state = FileState.INFECTED
        bundle.failure = "No"
    with nothing_kept(), pytest.raises(Refused, match="cannot be in it: Nobody can open it"):
        bundles.ask(case, COURT, [key], by)
    sealing.seal(case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    with reading_for(by):
        assert not bundles.of_case(case, COURT)
