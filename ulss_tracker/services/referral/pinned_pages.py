"""The pages of the court's bundle that the paragraphs of an application name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ulss_tracker.models import Application, BundleReader, Review
from ulss_tracker.scheme.papers import page_pins
from ulss_tracker.scheme.papers.page_pins import Paragraph
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.services.referral import bundles

PARTS: Mapping[str, str] = {
    "facts": "The facts",
    "antecedents": "Antecedents",
    "aggravating": "Aggravating features",
    "mitigating": "Mitigating features",
    "reports": "Reports",
    "how_judge": "How the judge got there",
    "sentencing_range": "The guideline",
    "why_lenient": "Why unduly lenient",
}
"""The parts of an application whose paragraphs rest on papers, with their names."""
_SHOWN = 60  # characters of a paragraph, by which a person knows it


@dataclass(frozen=True, slots=True)
class PinnedPage:
    """A page that a paragraph names.

    `number` is that of the bundle, `page` that of the paper. `document_id` is None for a document
    of our own, `why_not` says why the page is not to be had.
    """

    number: str
    paragraph: str = ""
    paper: str = ""
    document_id: int | None = None
    page: int = 0
    why_not: str = ""


def pinned(review: Review) -> list[PinnedPage]:
    """Each page that the application names, in the order of its paragraphs."""
    named = [(where, paragraph) for where, paragraph in _paragraphs(review) if paragraph.pages]
    if not named:
        return []
    pages = _pages(review)
    return [
        replace(
            pages.get(number, PinnedPage(number, why_not="it is not in the court’s bundle")),
            paragraph=where,
        )
        for where, paragraph in named
        for number in paragraph.pages
    ]


def differences(review: Review) -> list[str]:
    """Name the pages that cannot be had and, once there is a bundle, paragraphs without any.

    Those are accepted where the application says why.
    """
    lost = [
        f"{pin.paragraph} names page {pin.number}: {pin.why_not}"
        for pin in pinned(review)
        if pin.why_not
    ]
    application = review.application
    if application is None or application.unpinned_reason.strip():
        return lost
    if bundles.latest(review.case_id, BundleReader.COURT) is None:
        return lost
    return lost + [
        f"{where} names no page of the bundle: “{paragraph.text[:_SHOWN]}…”"
        for where, paragraph in _paragraphs(review)
        if paragraph.lacks_pages
    ]


def _paragraphs(review: Review) -> Iterator[tuple[str, Paragraph]]:
    application: Application | None = review.application
    for part, name in PARTS.items() if application else ():
        for paragraph in page_pins.read(typed_words.paragraphs(getattr(application, part))):
            yield f"{name}, paragraph {paragraph.number}", paragraph


def _pages(review: Review) -> dict[str, PinnedPage]:
    """The pages of the court's bundle, by their numbers."""
    bundle = bundles.latest(review.case_id, BundleReader.COURT)
    old = bundles.replaced(bundle) if bundle else set()
    pages = {}
    for paper in bundle.papers if bundle else ():
        document_id = bundles.document_of(paper["key"])
        for page, number in enumerate(paper["numbers"], 1):
            pages[number] = PinnedPage(
                number,
                paper=paper["name"],
                document_id=document_id,
                page=page,
                why_not=f"{paper['name']} was replaced or redacted since"
                if paper["key"] in old
                else "",
            )
    return pages
