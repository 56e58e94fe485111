"""A sample of every kind of letter, so that what the office sends can be read before it is sent."""

from flask import Response, render_template

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters as letter_service
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core.pdf_response import pdf_response


@blueprint.get("/letters", may=Permission.SEE_CATALOGUE)
def letters() -> str:
    """Every kind of letter, with a sample of each in each language and size."""
    return render_template(
        "admin/letters.html",
        kinds=[
            (kind, letter_service.kind_of(kind).is_court_document, _samples(kind))
            for kind in LetterKind
        ],
        version=letter_service.template_version(),
    )


def _samples(kind: LetterKind) -> list[tuple[str, str, LetterSize]]:
    """Each language (code and name) with each size; a court document is in one of each."""
    if not letter_service.kind_of(kind).is_for_everyone:
        return [("en", letter_service.LANGUAGES["en"], LetterSize.STANDARD)]
    return [
        (code, name, size) for code, name in letter_service.LANGUAGES.items() for size in LetterSize
    ]


@blueprint.get("/letters/<kind>/<language>/<size>.pdf", may=Permission.SEE_CATALOGUE)
def letter_sample(kind: str, language: str, size: str) -> Response:
    """A made-up letter of this kind."""
    is_known = (
        kind in set(LetterKind) and language in letter_service.LANGUAGES and size in set(LetterSize)
    )
    if not is_known:
        raise NotFound("There is no such letter")
    values = letter_service.sample_values(
        LetterKind(kind), clock.today(), language, LetterSize(size)
    )
    return pdf_response(letter_service.to_pdf(values), f"sample-{kind}.pdf")
