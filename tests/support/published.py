"""Letters on the status page, as if they had been issued."""

from tests.support import build
from ulss_tracker.models import Case, LetterKind, PublishedLetter, Request, db
from ulss_tracker.services.core.unit_of_work import transaction


def published(
    request: Request,
    text: str,
    kind: LetterKind = LetterKind.NOT_REFERRED,
    *,
    replaces: PublishedLetter | None = None,
) -> PublishedLetter:
    """A letter that answers this request; its case is any."""
    case: Case | None = request.case
    review = case.reviews[0] if case else build.review()
    letter = build.letter(review, kind, replaces_id=replaces.letter_id if replaces else None)
    with transaction():
        row = PublishedLetter(
            letter_id=letter.id,
            request_id=request.id,
            kind=kind,
            language="en",
            text=text,
            published_at=letter.issued_at,
        )
        db.session.add(row)
    return row
